"""The search where every plan loads one limit at most: a bound from whole knapsacks, dives, exchanges, a proof among what stays open."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.cpsat import Answer, CpSat, Task
from optimizer.engine.exchange import MOST_GROUPS, Exchange, first_price
from optimizer.engine.knapsacks import SCALE, Knapsacks, group_rows, if_chosen, knapsacks
from optimizer.engine.patterns import Patterns, Spent
from optimizer.engine.problem import Problem, restrict
from optimizer.engine.search import Limits
from optimizer.engine.small import SMALL, search_small

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: moves after a dive, moves of the last exchange, and how far later dives are blurred
MOVES, MORE, BLUR = 600, 6_000, 0.15
#: dives at most; after how many a longer exchange follows, and a search of what is open where that is few plans
DIVES, ENOUGH, FEW = 60, 4, 700
#: nodes after which a small problem is no longer searched whole, and the effort below which a proof is not tried
NODES, LEAST = 100, 0.2


class Packing:
    """One search. `x` is the best known, of `value`; None: nothing found yet."""

    def __init__(self, problem: Problem, sacks: Knapsacks, prices: Floats, limits: Limits, cpsat: CpSat) -> None:
        self.problem, self.sacks, self.cpsat, self.limits = problem, sacks, cpsat, limits
        self.effort = limits.effort if limits.deadline is None else min(limits.effort, limits.deadline - time.monotonic())
        self.by_clock, self.cut = self.effort < limits.effort, False
        self.spent, self.rng = Spent(self.effort), np.random.default_rng(limits.seed)
        self.patterns = Patterns(sacks, prices, self.spent)
        self.x: Ints | None = None
        self.value = 2**62
        #: no solution is better, by a search among the open plans
        self.searched = -(2**62)

    @property
    def bound(self) -> int:
        """Proven, in whole units."""
        return min(max(-(-self.patterns.bound // SCALE), self.searched), self.value)

    def run(self, hint: Ints | None) -> Answer | None:
        """Bound, then dives and exchanges, a search among what is open, more dives, until the effort is spent or the value proven."""
        if hint is not None:
            self.keep(hint)
        self.patterns.climb()
        result = self.patterns.settle()
        for number in range(DIVES):
            found = self.patterns.dive(result, self.rng.uniform(0, BLUR if number else 0.0, self.sacks.plan.shape))
            if found is not None:
                self.exchange(MOVES, found)
            if number % ENOUGH == ENOUGH - 1 and self.x is not None:
                self.exchange(MORE, self.limit())
            if number == ENOUGH - 1 and self.value > self.bound:
                self.close()
            if self.value <= self.bound or self.spent.left <= 0:
                break
            result = self.patterns.mix()
        if self.x is None:
            return None
        return Answer(self.x, self.value, self.bound, False, self.by_clock, self.effort - self.spent.left, cut=self.cut)

    def keep(self, x: Ints) -> None:
        """Remembers a solution if it is the best."""
        value = int(self.problem.cost @ x)
        if value < self.value:
            self.x, self.value = x, value

    def limit(self) -> Ints:
        """[group] where the best solution chooses."""
        taken = np.concatenate([self.x, [1]])[self.sacks.plan] if self.x is not None else np.ones_like(self.sacks.plan)
        return np.asarray((self.sacks.allowed & (taken > 0)).argmax(axis=0))

    def exchange(self, moves: int, limit: Ints) -> None:
        """Exchanges from a solution, where groups are not too many."""
        if self.sacks.groups <= MOST_GROUPS:
            limit, _ = Exchange(self.sacks, limit, first_price(self.sacks), self.limits.seed).run(moves, self.spent)
        self.keep(self.sacks.chosen(limit, self.problem.columns))

    def open(self) -> Bools:
        """[plan] whether a better solution may use it: the bound with it is still below the value."""
        rise = if_chosen(self.sacks, self.patterns.gain(self.patterns.prices))
        use = (self.sacks.plan >= 0) & self.sacks.allowed & (self.patterns.bound + rise <= (self.value - 1) * SCALE)
        out = np.zeros(self.problem.plans, dtype=bool)
        out[self.sacks.plan[use]] = True
        return out

    def close(self) -> None:
        """Where few plans are open: searches among them, for something better or for the proof that there is nothing."""
        matters, effort = self.open(), min(self.effort / 3, self.spent.left)
        if self.x is None or matters.sum() > FEW or effort < LEAST:
            return
        nothing = np.zeros(self.problem.columns, dtype=np.int64)
        part = restrict(self.problem, matters | (self.x[: self.problem.plans] > 0), nothing)
        seconds = None if self.limits.deadline is None else self.limits.deadline - time.monotonic()
        answer = self.cpsat.search(Task(part.problem, self.x[part.columns], self.limits.seed, effort, seconds))
        self.spent.left -= answer.effort
        self.by_clock |= answer.by_clock
        self.cut |= answer.cut
        if answer.x is not None:
            self.keep(part.whole(nothing, answer.x))
            self.searched = answer.bound


def pack(problem: Problem, open_plans: Bools, prices: Floats, hint: Ints | None, limits: Limits, cpsat: CpSat) -> Answer | None:
    """The answer of a problem of this kind; None where it is of another, or nothing was found. `prices` [row] are the relaxation's."""
    sacks = knapsacks(problem, open_plans)
    if sacks is None:
        return None
    if problem.plans <= SMALL:
        answer = _whole(problem, open_plans)
        if answer.infeasible or (answer.x is not None and answer.value <= answer.bound):
            return answer
        hint = hint if answer.x is None else answer.x
    return Packing(problem, sacks, prices[: len(problem.lower)][group_rows(problem)], limits, cpsat).run(hint)


def _whole(problem: Problem, open_plans: Bools) -> Answer:
    """A small problem, for some nodes."""
    nothing = np.zeros(problem.columns, dtype=np.int64)
    part = restrict(problem, open_plans, nothing)
    answer = search_small(part.problem, NODES)
    return answer if answer.x is None else replace(answer, x=part.whole(nothing, answer.x))
