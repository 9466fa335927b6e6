"""A decision with its second offers (§ 23 stk. 4): an unwished place for which none is left is given up, and the window solved again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.cpsat import CpSat
from optimizer.engine.lexicographic import Settings
from optimizer.rounds.alternatives import Alternatives, choose, unwished_concerned, without
from optimizer.rounds.instance import Instance
from optimizer.rounds.lookahead import Provisional
from optimizer.rounds.solve import Case, Solved

Ints = NDArray[np.int64]
#: how often the window is solved again
AGAIN = 2


@dataclass(frozen=True)
class Settled:
    """A decision, its second offers, and the options given up for want of one."""

    solved: Solved
    offers: Alternatives
    given_up: tuple[int, ...]
    cases: int

    def breaches(self) -> int:
        """Months of breach of the guarantees due."""
        return sum(level.value for part in self.solved.parts for level in part.levels if level.name == "breaches")

    def better(self, other: Settled) -> bool:
        """Whether fewer children lack a second offer, at no cost to the order and the guarantee."""
        fewer = len(self.offers.short) < len(other.offers.short)
        return fewer and self.cases <= other.cases and self.breaches() <= other.breaches()


def settle(
    instance: Instance,
    solve: Callable[[Instance], Solved],
    later: Callable[[Ints], Provisional],
    cases_of: Callable[[Ints], list[Case]],
    settings: Settings,
    cpsat: CpSat,
    least: Callable[[Instance], int | None],
) -> Settled:
    """The decision by `solve`; `later` and `cases_of` look at a choice as the round does.

    `least` bounds the window's first level, the breaches: where more of them are certain without the places in question, these stay.
    """

    def attempt(given_up: tuple[int, ...]) -> Settled:
        solved = solve(without(instance, given_up) if given_up else instance)
        cases = cases_of(solved.choice)
        idle = frozenset(unit for _, unit, _, other in cases if other < 0)
        offers = choose(instance, solved.choice, later(solved.choice), idle, settings, cpsat)
        return Settled(solved, offers, given_up, len(cases) if instance.policy.mode == "legal" else 0)

    best = attempt(())
    for _ in range(AGAIN):
        lacking = [int(best.solved.choice[i]) for i in best.offers.short]
        more = tuple(option for option in lacking if unwished_concerned(instance, option))
        if not more:
            break
        window = best.solved.parts[-1].levels[0]
        fewest = least(without(instance, (*best.given_up, *more)))
        if fewest is None or (window.name == "breaches" and fewest > window.value):
            break
        other = attempt((*best.given_up, *more))
        if not other.better(best):
            break
        best = other
    return best
