"""Knapsacks joined by prices: the best prices, the mixture of knapsacks that they lead to, and whole solutions dived out of it.

A pattern is one way to fill one limit. A linear programme mixes the patterns found so far; its prices say which better pattern each
limit has; that goes on until there is none (column generation). A dive fixes choices that the mixture is nearly sure of, mixes again,
and so on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.domain.errors import Defect
from optimizer.engine.highs import LpResult, Solver
from optimizer.engine.knapsacks import SCALE, Knapsacks, fill
from optimizer.engine.model import FREE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: turns of the price search, and turns without a better bound after which its steps are halved
TURNS, PATIENCE = 150, 8
#: rounds of new patterns before the first dive, and after each fixing of a dive
ROUNDS, AGAIN = 40, 6
#: share of the undecided groups that a dive fixes at a time, and how sure the mixture must be of more than one
BATCH, SURE = 0.1, 0.85
#: effort (about seconds) of one round: a plan's step and a table's cell in a knapsack, a pattern in the mixture
PLAN, CELL, PATTERN = 3e-6, 2e-9, 2e-6


@dataclass
class Spent:
    """Deterministic effort (about seconds) that is left."""

    left: float


class Patterns:
    """Prices, bound and patterns of one problem; `bound` is in thousandths (SCALE) of the aim's unit."""

    def __init__(self, sacks: Knapsacks, prices: Floats, spent: Spent) -> None:
        self.sacks, self.spent = sacks, spent
        self.limits, self.groups = sacks.plan.shape
        self.prices = np.round(prices * SCALE).astype(np.int64)
        self.bound = -(2**62)
        #: [pattern] its limit, [pattern, group] what it takes
        self.limit: Ints = np.zeros(0, dtype=np.int64)
        self.takes: Bools = np.zeros((0, self.groups), dtype=bool)
        self.cost: Floats = np.zeros(0)
        self.known: set[tuple[int, bytes]] = set()
        #: more than any choice can cost: what a group costs that no pattern takes
        self.dear = float(2 * np.abs(sacks.cost[sacks.allowed]).max(initial=1) + 1)
        self.solver = Solver()
        self._begin()

    def _begin(self) -> None:
        """A mixture takes each group once at least (twice is mended later) and has one pattern a limit."""
        rows = sparse.csc_array(sparse.vstack([sparse.eye_array(self.groups), sparse.csr_array((self.limits, self.groups))]))
        ones = np.ones(self.groups, dtype=np.int64)
        free, one = np.full(self.groups, FREE), np.ones(self.limits, dtype=np.int64)
        self.solver.load(rows, np.concatenate([ones, np.full(self.limits, -FREE)]), np.concatenate([free, one]))

    def add(self, how: Bools) -> int:
        """Adds each limit's pattern [limit, group] where it is new; returns how many."""
        new = [k for k in range(self.limits) if (k, how[k].tobytes()) not in self.known]
        if not new:
            return 0
        self.known.update((k, how[k].tobytes()) for k in new)
        limit, takes = np.array(new), how[new]
        cost = (takes * self.sacks.cost[new]).sum(axis=1).astype(np.float64)
        of_limit = np.zeros((len(new), self.limits))
        of_limit[np.arange(len(new)), limit] = 1
        self.solver.add_columns(sparse.csc_array(np.hstack([takes, of_limit]).T), cost)
        self.limit, self.takes = np.concatenate([self.limit, limit]), np.vstack([self.takes, takes])
        self.cost = np.concatenate([self.cost, cost])
        return len(new)

    def price(self, prices: Ints) -> Bools:
        """The knapsacks' patterns [limit, group] at these prices; remembers the prices where they give a better bound."""
        best, how = fill(self.sacks, self.gain(prices), self.sacks.room)
        self.charge()
        bound = int(prices.sum() - best.sum())
        if bound > self.bound:
            self.bound, self.prices = bound, prices
        return how

    def gain(self, prices: Ints) -> Ints:
        """[limit, group] what a choice is worth at these prices."""
        return prices[None, :] - self.sacks.cost * SCALE

    def charge(self) -> None:
        """One round of knapsacks."""
        plans = int(self.sacks.allowed.sum())
        self.spent.left -= PLAN * plans + CELL * self.sacks.cells + PATTERN * len(self.limit)

    def climb(self) -> None:
        """Good prices, fast: each group's price rises while no limit takes it and falls while several do (subgradients)."""
        prices, step, idle = self.prices, 1.0, 0
        for _ in range(TURNS):
            before = self.bound
            how = self.price(prices)
            self.add(how)
            if self.bound <= before:
                idle += 1
                if idle >= PATIENCE:
                    prices, step, idle = self.prices, step / 2, 0
            missing = 1 - how.sum(axis=0)
            size = int((missing**2).sum())
            if not size or self.spent.left <= 0:
                return
            prices = prices + np.round(step * max(SCALE, 0.002 * abs(self.bound)) / size * missing).astype(np.int64)

    def mix(self, banned: Bools | None = None) -> LpResult:
        """The best mixture of the patterns; `banned` [pattern] are as dear as nothing is."""
        dear = self.dear * 10 * banned if banned is not None else 0.0
        self.solver.set_cost(np.concatenate([np.full(self.groups, self.dear), self.cost + dear]))
        result = self.solver.solve(primal=True)
        if result is None:
            raise Defect("HiGHS finds no mixture of patterns, though each group may go without one")
        return result

    def settle(self) -> LpResult:
        """Patterns for the mixture until nothing better is likely; prices between the mixture's and the best known."""
        for _ in range(ROUNDS):
            result = self.mix()
            if result.value * SCALE - self.bound < SCALE / 2 or self.spent.left <= 0:
                break
            prices = np.round(result.prices[: self.groups] * SCALE).astype(np.int64)
            if not self.add(self.price((self.prices + prices) // 2)) and not self.add(self.price(prices)):
                break
        return self.mix()

    def share(self, result: LpResult) -> Floats:
        """[limit, group] how much of each choice is in the mixture."""
        out = np.zeros((self.limits, self.groups))
        np.add.at(out, self.limit, result.x[self.groups :, None] * self.takes)
        return out

    def dive(self, result: LpResult, noise: Floats) -> Ints | None:
        """[group] a limit for each, None where some group is left without; `noise` [limit, group] blurs what the mixture is sure of."""
        fixed = np.full(self.groups, -1)
        while (fixed < 0).any():
            undecided = np.flatnonzero(fixed < 0)
            share = self.share(result)[:, undecided]
            blurred = np.where(share > 0, share + noise[:, undecided], -1.0)
            best = blurred.argmax(axis=0)
            sure = share[best, np.arange(len(undecided))]
            if (sure > 1 - 1e-6).all():
                fixed[undecided] = best
                break
            if not self._fix(fixed, undecided, best, sure, blurred.max(axis=0)):
                return None
            result = self._mix_again(fixed)
        return fixed if self._keeps(fixed) else None

    def _fix(self, fixed: Ints, undecided: Ints, best: Ints, sure: Floats, order: Floats) -> int:
        """Fixes half of what is whole, and the surest of the rest; returns how many."""
        by_size = np.argsort(-order, kind="stable")
        whole, rest = by_size[sure[by_size] > 1 - 1e-6], by_size[sure[by_size] <= 1 - 1e-6]
        some = rest[: max(1, int(BATCH * len(rest)))]
        take = np.concatenate([np.where(sure[some] > SURE, some, -1), whole[: max(1, len(whole) // 2)]])
        take = np.unique(np.concatenate([rest[:1], take[take >= 0]]))
        room, count = self._room(fixed), 0
        for at in take[np.argsort(-order[take], kind="stable")].tolist():
            group, limit = undecided[at], best[at]
            if self.sacks.weight[limit, group] <= room[limit] and self.sacks.allowed[limit, group]:
                fixed[group] = limit
                room[limit] -= self.sacks.weight[limit, group]
                count += 1
        return count

    def _room(self, fixed: Ints) -> Ints:
        groups = np.flatnonzero(fixed >= 0)
        room = self.sacks.room.copy()
        np.subtract.at(room, fixed[groups], self.sacks.weight[fixed[groups], groups])
        return room

    def _mix_again(self, fixed: Ints) -> LpResult:
        """The mixture of patterns that agree with what is fixed, with new ones."""
        done = fixed >= 0
        must = np.zeros((self.limits, self.groups), dtype=bool)
        must[fixed[done], np.flatnonzero(done)] = True
        room = self._room(fixed)
        for _ in range(AGAIN):
            result = self.mix(self._against(must, done))
            gain = self.gain(np.round(result.prices[: self.groups] * SCALE).astype(np.int64))
            gain[:, done] = 0
            how = must | fill(self.sacks, gain, room)[1]
            self.charge()
            if not self.add(how):
                return result
        return self.mix(self._against(must, done))

    def _against(self, must: Bools, done: Bools) -> Bools:
        """[pattern] whether it disagrees with what is fixed."""
        return np.asarray(((self.takes != must[self.limit]) & done).any(axis=1))

    def _keeps(self, fixed: Ints) -> bool:
        """Whether it is a solution."""
        every = np.arange(self.groups)
        return bool((self._room(fixed) >= 0).all() and self.sacks.allowed[fixed, every].all())
