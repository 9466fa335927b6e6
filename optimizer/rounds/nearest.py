"""The nearest decision in which a child gets a certain place: who pays for a change by hand (specification, section 10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.engine.cpsat import CpSat
from optimizer.engine.lexicographic import Level, Settings
from optimizer.engine.model import FREE, Aim
from optimizer.rounds.certify import decided_options, rebuild
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.fairness import Cases, find_cases
from optimizer.rounds.claims import make_claims
from optimizer.rounds.instance import Instance, make_instance
from optimizer.rounds.lookahead import look_ahead
from optimizer.rounds.order_rows import OrderRows
from optimizer.rounds.promises import with_promises
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.referee import Referee
from optimizer.rounds.solve import Attempt, Hold, Search, plan_columns
from optimizer.rounds.window import Window

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: deterministic seconds (about) of search for each level
EFFORT = 0.9


@dataclass(frozen=True, eq=False)
class TakenUp:
    """A finished round taken up again: its arrays, its decision and the places held before it."""

    instance: Instance
    round_date: date
    window: Window
    choice: Ints
    """[subject] option or -1"""
    holds: list[Hold]
    referee: Referee
    case: Case
    record: RoundRecord

    @property
    def decided(self) -> Bools:
        """[subject] decided in the window's model: all but the displaced."""
        return np.array([s.kind != "displaced" for s in self.instance.subjects], dtype=bool)

    def subject(self, application_id: str) -> int:
        """Position of the application's subject; KeyError when it is none of its own."""
        return self.referee.subject(self.referee.basis.subject_of[application_id])

    def with_choice(self, choice: Ints) -> Case:
        """Another decision of the same round, looked ahead from."""
        held = {i: (u, s) for i, u, s in self.holds if choice[i] < 0}
        return self.referee.case(choice, look_ahead(self.instance, choice, held))


def take_up(snapshot: Snapshot, policy: Policy, round_date: date, record: RoundRecord) -> TakenUp:
    """The round of a record, from its data and rules."""
    return take_up_in(make_instance(with_promises(snapshot, record), policy, round_date, int(record.summary["seed"])), round_date, record)


def take_up_in(instance: Instance, round_date: date, record: RoundRecord) -> TakenUp:
    """The record's decision laid upon an instance, which may hold more places or wishes than the round's own."""
    displaced = decided_options(instance, record, True)
    choice = np.where(displaced >= 0, displaced, decided_options(instance, record, False))
    index = {s.id: i for i, s in enumerate(instance.subjects)}
    steps = {d.isoformat(): k for k, d in enumerate(instance.grid.dates)}
    holds = [(index[a], instance.places.index[u], steps[d]) for a, u, d in record.certificate.get("held", [])]
    window = rebuild(instance, record, "window")
    referee = Referee(instance, round_date)
    held = {i: (u, s) for i, u, s in holds if choice[i] < 0}
    return TakenUp(instance, round_date, window, choice, holds, referee, referee.case(choice, look_ahead(instance, choice, held)), record)


@dataclass(frozen=True)
class Nearest:
    """The nearest decision found; `levels` has months paid, children moved, then the policy's aims, each with its proven bound."""

    choice: Ints
    case: Case
    cases: Cases
    levels: list[Level]


def paid_and_moved(round_: TakenUp, window: Window) -> tuple[Aim, Aim]:
    """The first two aims: months of guarantee lost by those who lose, and children whose result differs."""
    instance, options = round_.instance, window.options
    table, facts = instance.options, instance.facts
    subject, decided = table.subject[options], round_.decided
    given = round_.choice >= 0
    now = np.where(given, table.breach[np.where(given, round_.choice, 0)], facts.wait_breach)
    loses = np.maximum(table.breach[options] - now[subject], 0)
    waits = np.maximum(facts.wait_breach - now, 0)
    kept = options == round_.choice[subject]
    members = facts.members
    differs = np.where(kept, -members[subject], np.where(given[subject], 0, members[subject]))
    rest = np.zeros(window.model.columns - len(options), dtype=np.int64)
    paid = Aim("paid", "child-months", np.concatenate([loses - waits[subject], rest]), int(waits[decided].sum()))
    return paid, Aim("moved", "children", np.concatenate([differs, rest]), int(members[decided & given].sum()))


def demanding(round_: TakenUp, window: Window, asked: Ints, gentle: bool) -> Window:
    """The window's model with a row more, that one of the options `asked` is chosen, and with the aims of section 10.

    `gentle`: no other subject may get less than it has; then only months paid and children moved are counted.
    """
    model = window.model
    plans = np.flatnonzero(np.isin(window.options, asked))
    rows, lower, upper = [plan_row(plans, model.columns)], [1], [FREE]
    least = model.lower.copy()
    if gentle:
        worse, having = what_others_have(round_, window, int(round_.instance.options.subject[asked[0]]))
        rows, lower, upper = [*rows, plan_row(worse, model.columns)], [*lower, 0], [*upper, 0]
        # the model's first rows say that each subject with plans chooses at most one, in order
        least[np.searchsorted(np.unique(model.group), having)] = 1
    start = model.start.copy()
    start[plans] = True
    aims = paid_and_moved(round_, window)
    changed = replace(
        model,
        matrix=sparse.csc_array(sparse.vstack([model.matrix, *rows])),
        lower=np.concatenate([least, lower]),
        upper=np.concatenate([model.upper, upper]),
        aims=aims if gentle else (*aims, *model.aims),
        start=start,
    )
    return replace(window, model=changed)


def plan_row(plans: Ints, columns: int) -> sparse.csr_array:
    """The sum of some plans as a row."""
    return sparse.csr_array((np.ones(len(plans), dtype=np.int64), (np.zeros(len(plans), dtype=np.int64), plans)), shape=(1, columns))


def what_others_have(round_: TakenUp, window: Window, subject: int) -> tuple[Ints, Ints]:
    """(plans that another subject likes less than its result, the other subjects that have a result), by section 7's preference."""
    preference, options = window.preference, window.options
    owner, has = window.model.group, round_.choice >= 0
    now = preference.group[np.where(has, round_.choice, 0)]
    group = preference.group[options]
    less = (preference.rank[group] > preference.rank[now[owner]]) | (
        (preference.rank[group] == preference.rank[now[owner]]) & (preference.start[group] > preference.start[now[owner]])
    )
    others = has & round_.decided
    others[subject] = False
    return np.flatnonzero(less & others[owner]), np.flatnonzero(others)


def find_nearest(round_: TakenUp, asked: Ints, gentle: bool = False) -> Nearest | None:
    """The nearest decision with one of the options `asked` (rows of the option table, of one subject); None when there is none.

    In mode legal first among decisions without a case; where there is none, the cases of the best found are named, and the other
    levels are the best with just these. `gentle`: only decisions in which nobody else gets less than now, and without a case.
    """
    if not np.isin(round_.window.options, asked).any():
        return None
    window = demanding(round_, round_.window, asked, gentle)
    legal = round_.instance.policy.mode == "legal"

    def cases_of(choice: Ints) -> list[tuple[int, int, int, int]]:
        return round_.referee.found(find_cases(round_.with_choice(choice))) if legal else []

    fixed = np.where(round_.decided, -1, round_.choice)
    with CpSat() as cpsat:
        search = Search(window, fixed, cases_of, Settings(effort=EFFORT), lambda *_: None, cpsat)
        worth = plan_columns(window, np.where(round_.decided, round_.choice, -1))
        search.worth = None if worth is None else worth[: window.model.plans] > 0
        best = search.run(OrderRows(make_claims(window)) if legal else None, None)
        if best is None and legal and not gentle:
            best = search.run(None, None)
        if best is not None and best.cases:
            pardoned = frozenset(case[:2] for case in best.cases)
            again = search.run(OrderRows(make_claims(window, pardoned)), plan_columns(window, best_plans(round_, best)), pardoned)
            best = best if again is None else min(best, again, key=Attempt.worth)
    if best is None:
        return None
    case = round_.with_choice(best.choice)
    return Nearest(best.choice, case, find_cases(case), best.solution.levels)


def best_plans(round_: TakenUp, attempt: Attempt) -> Ints:
    """[subject] the options of an attempt that are plans of the window."""
    return np.where(round_.decided, attempt.choice, -1)


def moved(round_: TakenUp, choice: Ints) -> list[int]:
    """Subjects whose result in the window is another."""
    return [int(i) for i in np.flatnonzero((choice != round_.choice) & round_.decided)]
