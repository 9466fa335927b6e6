"""Solves a round: displaced children first, then everybody with a start in the window, aim by aim, until no case is left."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.errors import Contradiction
from optimizer.engine.clauses import Clause, Logic
from optimizer.engine.cpsat import CpSat
from optimizer.engine.lexicographic import Level, Lexicographic, Settings, Solution
from optimizer.engine.model import NamedRow
from optimizer.engine.relaxation import TOLERANCE, Relaxation
from optimizer.engine.witness import Refusal, confirm
from optimizer.rounds.baselines.deferred_acceptance import deferred_acceptance
from optimizer.rounds.chains import make_logic
from optimizer.rounds.claims import make_claims
from optimizer.rounds.instance import Changes, Instance, gather
from optimizer.rounds.order import option_keys, option_tiers
from optimizer.rounds.order_rows import OrderRows
from optimizer.rounds.sound_start import sound_start
from optimizer.rounds.state import State
from optimizer.rounds.window import Window, make_window

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Report = Callable[[str, float], None]
#: (child's subject, unit, step, the subject who got the place or -1) - a case of envy or an idle wished place
Case = tuple[int, int, int, int]
FindCases = Callable[[Ints], list[Case]]
Hold = tuple[int, int, int]
ROUNDS = 4


@dataclass(frozen=True)
class Part:
    """One solved model with the levels reached in it."""

    name: str
    window: Window
    levels: list[Level]
    extra: list[NamedRow]


@dataclass(frozen=True)
class Solved:
    """The decision of the window: `choice` [subject] is an option row or -1."""

    choice: Ints
    parts: tuple[Part, ...]
    repeatable: bool


def no_cuts(x: Floats) -> list[NamedRow]:
    """Separator of a model without order."""
    del x
    return []


def plan_columns(window: Window, choice: Ints) -> Ints | None:
    """A decision as columns of the model; None when one of its options is not a plan there."""
    x = np.zeros(window.model.columns, dtype=np.int64)
    chosen = choice[choice >= 0]
    plans = np.searchsorted(window.options, chosen)
    known = plans < len(window.options)
    if not known.all() or (window.options[np.minimum(plans, len(window.options) - 1)] != chosen).any():
        return None
    x[plans] = 1
    groups = np.searchsorted(window.pooled, window.preference.group[chosen])
    pooled = np.isin(window.preference.group[chosen], window.pooled)
    x[len(window.options) + groups[pooled]] = 1
    x[newcomers_let_in(window, x)] = 1
    return window.model.settle(x)


def newcomers_let_in(window: Window, x: Ints) -> Ints:
    """The switch columns that the plans of x need: somebody new comes where those who are there already exceed the limit."""
    first, end = len(window.options) + len(window.pooled), window.model.columns - window.levels.amounts.columns
    switches = window.model.matrix[:, np.arange(first, end)].tocoo()
    needs = (switches.data < 0) & (window.model.matrix @ x > 0)[switches.row]
    return np.unique(first + switches.col[needs])


def chosen_options(window: Window, solution: Solution, subjects: int) -> Ints:
    """The options of a solution by subject."""
    choice = np.full(subjects, -1, dtype=np.int64)
    options = window.options[np.flatnonzero(solution.x[: len(window.options)] > 0)]
    choice[window.instance.options.subject[options]] = options
    return choice


def serve_displaced(instance: Instance, settings: Settings, cpsat: CpSat) -> tuple[Ints, Part | None]:
    """Displaced children before anyone else (§ 29)."""
    displaced = np.array([s.kind == "displaced" for s in instance.subjects], dtype=bool)
    nobody = np.full(len(displaced), -1, dtype=np.int64)
    if not displaced.any():
        return nobody, None
    keys = option_keys(instance, option_tiers(instance))
    window = make_window(instance, instance.base, keys, displaced, nobody)
    solution = Lexicographic(window.model, no_cuts, settings, lambda *_: None, cpsat).run(plan_columns(window, nobody))
    return chosen_options(window, solution, len(displaced)), Part("displaced", window, solution.levels, solution.extra)


def load_with(instance: Instance, choice: Ints, holds: list[Hold]) -> Ints:
    """[limit, step] load of those who stay, with displaced moves made and places held."""
    state = State(instance, choice)
    for subject, unit, step in holds:
        state.place_stay(subject, unit, step)
    return np.asarray(instance.limits.cap - state.room, dtype=np.int64)


def with_holds_given_up(instance: Instance, holds: list[Hold]) -> Instance:
    """The same round, in which a child that starts in the window gives up the place held for it, beside its present place.

    The base load has the child moved to the held place; an option of the window moves it back, and then away from its present place.
    """
    before, options = State(instance), instance.options
    leavable = instance.leavable.copy()
    found = [instance.departures]
    for subject, unit, step in holds:
        after = before.copy()
        after.place_stay(subject, unit, step)
        moved = before.room - after.room
        leavable += np.minimum(moved, 0)
        rows = np.arange(options.first[subject], options.first[subject + 1])
        limit, at = np.nonzero(np.diff(moved, axis=1, prepend=0))
        delta = -np.diff(moved, axis=1, prepend=0)[limit, at]
        found.append(Changes(np.repeat(rows, len(at)), np.tile(limit, len(rows)), np.tile(at, len(rows)), np.tile(delta, len(rows))))
    departures = gather(found)
    return replace(instance, departures=departures, leavable=leavable)


def round_window(instance: Instance, fixed: Ints, holds: list[Hold]) -> Window:
    """The model of everybody but the displaced, whose options are `fixed` [subject]."""
    decided = np.array([s.kind != "displaced" for s in instance.subjects], dtype=bool)
    keys = option_keys(instance, option_tiers(instance))
    return make_window(with_holds_given_up(instance, holds), load_with(instance, fixed, holds), keys, decided, fixed)


def least_first(instance: Instance, fixed: Ints, holds: list[Hold]) -> int | None:
    """A bound of the window's first level by prices alone, the order left out; None where no decision keeps the rules."""
    window = round_window(instance, fixed, holds)
    aim = window.model.aims[0]
    relaxed = Relaxation(window.model, no_cuts, instance.seed).solve(aim.cost.astype(np.float64), 0, lambda: False)
    return None if relaxed is None else math.ceil(relaxed.value - TOLERANCE) + aim.constant


def solve_round(
    instance: Instance,
    served: tuple[Ints, Part | None],
    holds: list[Hold],
    find_cases: FindCases,
    settings: Settings,
    report: Report,
    cpsat: CpSat,
) -> Solved:
    """The decision of the window.

    In mode legal the search knows the order; what it does not (a claimant's own place that shares a limit with the wished one) is found by
    `find_cases` afterwards, forbidden case by case, and solved again (see `Search`).
    """
    fixed, first = served
    window = round_window(instance, fixed, holds)
    decided = np.array([s.kind != "displaced" for s in instance.subjects], dtype=bool)
    legal = instance.policy.mode == "legal"
    search = Search(window, np.where(decided, -1, fixed), find_cases if legal else lambda _: [], settings, report, cpsat)
    hint = plan_columns(window, np.where(decided, deferred_acceptance(instance, fixed, holds), -1))
    if legal:
        start = sound_start(window, hint, settings, report, cpsat)
        best = search.run(start.order, start.columns, start.excused, start.logic)
    else:
        best = search.run(None, hint)
    if best is None and legal:
        best = search.run(None, hint)
    if best is None:
        search.confirm_impossible()
        raise Contradiction("Reglerne kan ikke opfyldes på én gang.", ["order", "places"])
    if best.cases:
        pardoned = frozenset((subject, unit) for subject, unit, _, _ in best.cases)
        again = search.run(OrderRows(make_claims(window, pardoned)), plan_columns(window, np.where(decided, best.choice, -1)), pardoned)
        best = best if again is None else min(best, again, key=Attempt.worth)
    parts = ([first] if first is not None else []) + [Part("window", window, best.solution.levels, best.solution.extra)]
    return Solved(best.choice, tuple(parts), search.repeatable)


@dataclass(frozen=True)
class Attempt:
    """A decision with the cases that it leaves."""

    cases: list[Case]
    choice: Ints
    solution: Solution

    def worth(self) -> tuple[int, ...]:
        """Number of cases, then level by level; less is better."""
        return len(self.cases), *(level.value for level in self.solution.levels)


@dataclass
class Search:
    """Solves the window, looks for cases, forbids them, and solves again."""

    window: Window
    fixed: Ints
    """[subject] the plans of the displaced"""
    find_cases: FindCases
    settings: Settings
    report: Report
    cpsat: CpSat
    repeatable: bool = True
    #: who said of the last model without a solution that there is none
    refusal: Refusal | None = None
    #: [plan] plans that are worth a look from the start
    worth: Bools | None = None

    def run(
        self, order: OrderRows | None, hint: Ints | None, pardoned: frozenset[tuple[int, int]] = frozenset(), logic: Logic | None = None
    ) -> Attempt | None:
        """The best of a few rounds; None when the order allows nothing. Cases of `pardoned` (subject, unit) are not forbidden.

        Where no decision is without a case, those of the best found are pardoned: then the levels are the best with just these.
        """
        window = self.window
        if order is not None:
            window = replace(window, model=replace(window.model, logic=logic or make_logic(order)))
        clauses: tuple[Clause, ...] = ()
        best: Attempt | None = None
        #: the plans of decisions that were nearly right
        also = np.zeros(window.model.plans, dtype=bool) if self.worth is None else self.worth.copy()
        rows: list[NamedRow] = []
        for _ in range(ROUNDS):
            solver = Lexicographic(window.model, order or no_cuts, self.settings, self.report, self.cpsat, clauses, rows)
            attempt = self.attempt(solver, hint, also)
            if attempt is None:
                break
            best = attempt if best is None else min(best, attempt, key=Attempt.worth)
            wrong = [case for case in attempt.cases if case[:2] not in pardoned]
            if not wrong:
                return best
            clauses += tuple(forbid(window, attempt.choice, case) for case in wrong)
            also |= attempt.solution.x[: window.model.plans] > 0
            rows = [row for row in attempt.solution.extra if row.name[0] != "frozen"]
        if hint is not None:
            # the last word has the first hint, deferred acceptance: it passes nobody over where the search leaves a case
            solver = Lexicographic(window.model, order or no_cuts, self.settings, self.report, self.cpsat, clauses, rows)
            last = self.attempt(solver, hint, search=False)
            best = min((a for a in (best, last) if a is not None), key=Attempt.worth, default=None)
        return best

    def confirm_impossible(self) -> None:
        """Before a user is told that nothing is possible: Undecided or Defect where the other solver does not agree."""
        confirm(self.refusal, self.cpsat, self.settings.seed)

    def attempt(self, solver: Lexicographic, hint: Ints | None, also: Bools | None = None, search: bool = True) -> Attempt | None:
        """One solution with its cases; None when there is none."""
        solution = solver.run(hint, also, search=search)
        self.repeatable &= solution.repeatable
        if not solution.feasible:
            self.refusal = solution.refusal
            return None
        found = chosen_options(self.window, solution, len(self.fixed))
        choice = np.where(found >= 0, found, self.fixed)
        return Attempt(self.find_cases(choice), choice, solution)


def forbid(window: Window, choice: Ints, case: Case) -> Clause:
    """Not this case again: the child is satisfied, or the one who got the place is not there, or somebody else is in the way.

    Somebody else: a newcomer at the unit (or the house that shares a limit with it) who is not there now, or one who has now
    left it and stays; where the house's intake is limited, also one less who comes.
    """
    instance, table = window.instance, window.instance.options
    subject, unit, step, other = case
    plans = window.options
    rank = int(table.rank[(table.subject == subject) & (table.unit == unit)].max(initial=0))
    mine = plans[table.subject[plans] == subject]
    as_good = (table.rank[mine] > 0) & ((table.rank[mine] < rank) | ((table.rank[mine] == rank) & (table.start[mine] <= step)))
    if not instance.policy.wait_for_wish:
        as_good |= table.start[mine] < step
    near = np.flatnonzero(instance.places.facility == instance.places.facility[unit])
    at_unit = plans[np.isin(table.unit[plans], near) & (table.subject[plans] != subject)]
    new = at_unit[choice[table.subject[at_unit]] != at_unit]
    here = {instance.places.ids[u] for u in near.tolist()}
    leaving = [i for i, s in enumerate(instance.subjects) if choice[i] >= 0 and i != subject and any(p.unit_id in here for p in s.present)]
    present = [int(choice[i]) for i in leaving if s_decided(instance, i)]
    if (instance.limits.intake_rows[unit] >= 0).any():
        # a listed child may be kept out because fewer others come
        present += choice[np.unique(table.subject[at_unit])][choice[np.unique(table.subject[at_unit])] >= 0].tolist()
    false = [*present, *([int(choice[other])] if other >= 0 else [])]
    position = {int(o): k for k, o in enumerate(plans.tolist())}
    return Clause(
        true=tuple(position[int(o)] for o in [*mine[as_good].tolist(), *new.tolist()]),
        false=tuple(position[o] for o in false if o in position),
    )


def s_decided(instance: Instance, subject: int) -> bool:
    """Whether the subject is decided in the window's model."""
    return instance.subjects[subject].kind != "displaced"
