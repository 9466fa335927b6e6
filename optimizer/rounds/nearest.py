"""The nearest decision that holds a change by hand: who pays for it (specification, section 10)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.errors import Defect
from optimizer.engine.cpsat import CpSat
from optimizer.engine.lexicographic import Level, Settings
from optimizer.engine.model import Aim, Model
from optimizer.engine.small import SMALL
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.fairness import Cases, find_cases
from optimizer.rounds.claims import make_claims
from optimizer.rounds.demand import Demand, demanding
from optimizer.rounds.nearby import Impossible, Nearby
from optimizer.rounds.order_rows import OrderRows
from optimizer.rounds.solve import Attempt, Search, plan_columns
from optimizer.rounds.taken_up import TakenUp
from optimizer.rounds.window import Window

Ints = NDArray[np.int64]
#: deterministic seconds (about) of search for each level, where the whole window is searched
EFFORT = 0.9
#: stands for a level of which nothing is proven
UNKNOWN = -(2**62)


@dataclass(frozen=True)
class Nearest:
    """The nearest decision found; `levels` has months paid, children moved, then the policy's aims, each with its proven bound."""

    choice: Ints
    case: Case
    cases: Cases
    levels: list[Level]


def find_nearest(round_: TakenUp, asked: Ints, gentle: bool = False) -> Nearest | None:
    """The nearest decision with one of the options `asked` (rows of the option table, of one subject); None when there is none.

    `gentle`: only decisions in which nobody else gets less than now, and without a case more.
    """
    return find_decision(round_, Demand((asked,), gentle=gentle))


def find_decision(round_: TakenUp, demand: Demand) -> Nearest | None:
    """The nearest decision that holds the demand; None when there is none.

    Looked for nearby first, in the whole window where that finds nothing or the window is small.
    """
    if not demand.possible(round_.window):
        return None
    window = demanding(round_, demand)
    with CpSat() as cpsat:
        if window.model.plans > SMALL:
            nearby = Nearby(round_, demand, window, cpsat)
            try:
                bounds = nearby.least_change()
                near = nearby.run(*bounds)
            except Impossible:
                return None
            if near is not None:
                return nearest(round_, near.choice, levels_of(window, counted(round_, window, near.choice), bounds))
        best = in_whole(round_, demand, window, cpsat)
    return None if best is None else nearest(round_, best.choice, best.solution.levels)


def nearest(round_: TakenUp, choice: Ints, levels: list[Level]) -> Nearest:
    """A decision with what the checker says of it."""
    case = round_.with_choice(choice)
    return Nearest(choice, case, find_cases(case), levels)


def counted(round_: TakenUp, window: Window, choice: Ints) -> tuple[int, ...]:
    """The aims' values of a decision found nearby, from the decision alone: what the search claims of it is not believed.

    Defect where it does not hold the demand, or passes a limit.
    """
    x = plan_columns(window, np.where(round_.decided, choice, -1))
    if x is None or not keeps_rows(window.model, x):
        raise Defect("the search nearby found a decision that does not hold the demand, or passes a limit")
    return tuple(int(aim.cost @ x) + aim.constant for aim in window.model.aims)


def keeps_rows(model: Model, x: Ints) -> bool:
    """Whether a solution keeps every row of the model."""
    load = model.matrix @ x
    return bool(((load >= model.lower) & (load <= model.upper)).all())


def levels_of(window: Window, values: tuple[int, ...], bounds: tuple[int, int]) -> list[Level]:
    """The levels of a decision found nearby: only months paid and children moved have a bound."""

    def level(aim: Aim, value: int, bound: int) -> Level:
        return Level(aim.name, aim.unit, value, bound, UNKNOWN, "search", np.zeros(0), ())

    # fewer may be moved where more is paid: the bound holds for decisions that pay no more than the least
    paid, moved = values[0], bounds[1] if values[0] <= bounds[0] else 0
    known = [min(bounds[0], paid), min(moved, values[1])]
    found = [*known, *([UNKNOWN] * (len(values) - 2))]
    return [level(aim, value, bound) for aim, value, bound in zip(window.model.aims, values, found, strict=True)]


def in_whole(round_: TakenUp, demand: Demand, window: Window, cpsat: CpSat) -> Attempt | None:
    """The nearest decision of the whole window.

    In mode legal first among decisions without a case; where there is none, the cases of the best found are named, and the other
    levels are the best with just these. Gently: only decisions without a case; that there is none of these is no proof, only what the
    search found. Undecided where it could not be settled whether there is one.
    """
    legal = round_.instance.policy.mode == "legal"

    def cases_of(choice: Ints) -> list[tuple[int, int, int, int]]:
        return round_.referee.found(find_cases(round_.with_choice(choice))) if legal else []

    fixed = np.where(round_.decided, -1, round_.choice)
    search = Search(window, fixed, cases_of, Settings(effort=EFFORT), lambda *_: None, cpsat)
    worth = plan_columns(window, round_.window_choice)
    search.worth = None if worth is None else worth[: window.model.plans] > 0
    best = search.run(OrderRows(make_claims(window)) if legal else None, None)
    if best is None and legal and not demand.gentle:
        best = search.run(None, None)
    if best is None and not demand.gentle:
        search.confirm_impossible()
    if best is not None and best.cases:
        pardoned = frozenset(case[:2] for case in best.cases)
        begun = plan_columns(window, np.where(round_.decided, best.choice, -1))
        again = search.run(OrderRows(make_claims(window, pardoned)), begun, pardoned)
        best = best if again is None else min(best, again, key=Attempt.worth)
    return best


def worth(round_: TakenUp, demand: Demand, choice: Ints) -> tuple[int, ...]:
    """By which decisions that hold the demand are compared, less being better: cases, then the aims of section 10."""
    cases = find_cases(round_.with_choice(choice)) if round_.instance.policy.mode == "legal" else None
    return (len(round_.referee.found(cases)) if cases else 0, *counted(round_, demanding(round_, demand), choice))


def moved(round_: TakenUp, choice: Ints) -> list[int]:
    """Subjects whose result in the window is another."""
    return [int(i) for i in np.flatnonzero((choice != round_.choice) & round_.decided)]
