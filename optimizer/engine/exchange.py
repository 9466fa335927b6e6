"""Local search over knapsacks: one group moves, or one moves in and another out; limits may be passed at a price for a while.

All moves of one group, and all pairs in which one goes where the other was, are judged at once in arrays. What a unit beyond a limit
costs rises while the limit is passed, and falls when none is: so the search stays about the border, where good solutions lie.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.knapsacks import Knapsacks
from optimizer.engine.patterns import Spent

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: price of a unit beyond a limit, as a multiple of the mean cost of a unit; how it rises and falls
FIRST, RISE, FALL = 1.5, 1.001, 0.98
#: moves for which nobody goes back: at least, and below
STAYS = (1, 4)
#: effort (about seconds) of a move: by pair of groups and by choice
PAIR, CHOICE = 15e-9, 10e-9
#: groups above which pairs are too many
MOST_GROUPS = 600
#: no move
NO = 1e15


class Exchange:
    """One search from one solution."""

    def __init__(self, sacks: Knapsacks, limit: Ints, price: Floats, seed: int) -> None:
        self.sacks, self.rng = sacks, np.random.default_rng(seed)
        self.cost = np.where(sacks.allowed, sacks.cost, NO).astype(np.float64)
        self.weight, self.room = sacks.weight.astype(np.float64), sacks.room.astype(np.float64)
        self.at, self.every = limit.copy(), np.arange(sacks.groups)
        #: [limit] what a unit beyond it costs
        self.price = price.copy()
        self.load = np.bincount(limit, self.weight[limit, self.every], len(self.room))
        self.stays = np.zeros(sacks.plan.shape, dtype=np.int64)
        self.best, self.value = limit.copy(), float(self.cost[limit, self.every].sum())

    def run(self, moves: int, spent: Spent) -> tuple[Ints, int]:
        """The best solution found and its value."""
        groups = self.sacks.groups
        for turn in range(1, moves + 1):
            spent.left -= PAIR * groups**2 + CHOICE * self.cost.size + 1e-4
            if spent.left <= 0 or not self.move(turn):
                break
            over = self.load > self.room
            if over.any():
                self.price[over] *= RISE
                continue
            self.price *= FALL
            value = float(self.cost[self.at, self.every].sum())
            if value < self.value:
                self.best, self.value = self.at.copy(), value
        return self.best, round(self.value)

    def move(self, turn: int) -> bool:
        """Makes the best move there is; False where there is none."""
        at, every = self.at, self.every
        own_cost, own_weight = self.cost[at, every], self.weight[at, every]
        left = self.room - self.load
        beyond = np.maximum(0, -left)
        #: what a group's leaving saves, what its coming costs
        leaves = self.price[at] * (np.maximum(0, -(left[at] + own_weight)) - beyond[at])
        comes = self.price[:, None] * (np.maximum(0, self.weight - left[:, None]) - beyond[:, None])
        barred = self.stays > turn
        barred[at, every] = True
        entry = np.where(barred, NO, self.cost - own_cost + comes)
        single = entry + leaves
        first = int(single.argmin())
        pair, swap, other = self._pairs(entry, own_cost, own_weight, left, beyond, leaves)
        second = int(pair.argmin())
        if min(single.flat[first], pair.flat[second]) >= NO / 2:
            return False
        if single.flat[first] <= pair.flat[second]:
            limit, group = divmod(first, len(every))
            self._go(turn, group, limit)
        else:
            out, comer = divmod(second, len(every))
            was = int(at[comer])
            self._go(turn, comer, int(at[out]))
            self._go(turn, out, was if swap[out, comer] else int(other[out]))
        return True

    def _pairs(
        self, entry: Floats, own_cost: Floats, own_weight: Floats, left: Floats, beyond: Floats, leaves: Floats
    ) -> tuple[Floats, Bools, Ints]:
        """([out, in] the best with `in` coming where `out` was, whether `out` then goes where `in` was, [out] else where)."""
        at = self.at
        other = entry.argmin(axis=0)
        elsewhere = entry[other, self.every]
        cost, weight, late = self.cost[at], self.weight[at], entry[at] >= NO
        room = (left[at] + own_weight)[:, None]
        entering = self.price[at][:, None] * (np.maximum(0, weight - room) - beyond[at][:, None])
        comes_in = cost - own_cost[None, :] + leaves[None, :] + entering
        changes = (cost - own_cost[None, :] + entering).T - leaves[None, :]
        changes[late.T] = NO
        swap = changes <= elsewhere[:, None]
        pair = comes_in + np.minimum(changes, elsewhere[:, None])
        pair[late] = NO
        return pair, swap, other

    def _go(self, turn: int, group: int, limit: int) -> None:
        """One group's move."""
        was = int(self.at[group])
        self.load[was] -= self.weight[was, group]
        self.load[limit] += self.weight[limit, group]
        self.stays[was, group] = turn + int(self.rng.integers(*STAYS)) + 1
        self.at[group] = limit


def first_price(sacks: Knapsacks) -> Floats:
    """[limit] what a unit beyond it costs to begin with."""
    weights = sacks.weight[sacks.allowed & (sacks.weight > 0)]
    costs = np.abs(sacks.cost[sacks.allowed & (sacks.weight > 0)])
    unit = float(costs.mean() / weights.mean()) if len(weights) else 1.0
    return np.full(len(sacks.room), FIRST * max(unit, 1e-3))
