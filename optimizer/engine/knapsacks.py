"""Models in which every plan loads one limit at most: each limit is a knapsack of its own, and the prices of the groups join them.

Whatever the groups' prices are, the best of each knapsack by itself adds up to a bound on the aim. At good prices it is higher than the
linear relaxation's, because a knapsack is filled with whole plans. All figures are whole numbers, prices in thousandths of the
aim's unit, so the bound is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.model import FREE
from optimizer.engine.problem import Problem

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: one unit of an aim in the whole numbers of prices
SCALE = 1_000
#: cells of the tables above which knapsacks are not worth their memory
MOST_CELLS = 20_000_000
#: (limit, group) pairs above which they are not either
MOST_PAIRS = 200_000
#: "impossible" in tables of gains
NEVER = -(2**60)


@dataclass(frozen=True)
class Knapsacks:
    """A problem by limit and group. `plan` [limit, group] is the plan, -1 = none; `cost` and `weight` go with it.

    The last limit is no limit: plans that load nothing, and the choice of no plan at all where a group may (column -1, `allowed`).
    """

    plan: Ints
    allowed: Bools
    cost: Ints
    weight: Ints
    room: Ints

    @property
    def groups(self) -> int:
        """Groups that choose."""
        return int(self.plan.shape[1])

    @property
    def cells(self) -> int:
        """Cells of all tables: plans times the room of their limit."""
        plans: Ints = self.allowed.sum(axis=1)
        return int((plans * (self.room + 1)).sum())

    def without(self, closed: Bools) -> Knapsacks:
        """Without the plans [limit, group] that are closed."""
        return Knapsacks(self.plan, self.allowed & ~closed, self.cost, self.weight, self.room)

    def chosen(self, limit: Ints, columns: int) -> Ints:
        """The columns of the problem where group g chooses at `limit[g]`."""
        x = np.zeros(columns, dtype=np.int64)
        plans = self.plan[limit, np.arange(self.groups)]
        x[plans[plans >= 0]] = 1
        return x


def knapsacks(problem: Problem, open_plans: Bools) -> Knapsacks | None:
    """The problem by limits; None where it is of another kind, or too large for tables."""
    logic = problem.logic
    if problem.limits or problem.clauses or logic.switches or len(logic.claim_begins) > 1 or problem.columns != problem.plans:
        return None
    coo = problem.matrix.tocoo()
    row, plan, value = coo.row.astype(np.int64), coo.col.astype(np.int64), coo.data.astype(np.int64)
    group = group_rows(problem)
    in_group = group[row]
    if (value[~in_group] <= 0).any() or (problem.lower[~group] > -FREE).any() or (problem.upper[~group] < 0).any():
        return None
    if (np.bincount(plan[in_group], minlength=problem.plans) != 1).any() or (np.bincount(plan[~in_group]) > 1).any():
        return None
    number = np.cumsum(group) - 1
    of_group = np.empty(problem.plans, dtype=np.int64)
    of_group[plan[in_group]] = number[row[in_group]]
    limits, groups = int((~group).sum()), int(group.sum())
    if (limits + 1) * groups > MOST_PAIRS or not groups:
        return None
    at = np.full(problem.plans, limits)
    at[plan[~in_group]] = (np.cumsum(~group) - 1)[row[~in_group]]
    if len(np.unique(at * groups + of_group)) < problem.plans:
        return None
    weights = np.zeros(problem.plans, dtype=np.int64)
    weights[plan[~in_group]] = value[~in_group]
    whole = _by_limit(problem, at, of_group, weights, problem.upper[~group], problem.lower[group] < 1)
    shut = np.zeros(whole.plan.shape, dtype=bool)
    shut[at[~open_plans], of_group[~open_plans]] = True
    return whole.without(shut) if whole.cells <= MOST_CELLS else None


def group_rows(problem: Problem) -> Bools:
    """[row] whether it is a choice of one plan: ones only, at most (or just) 1."""
    entries = np.diff(problem.matrix.indptr)
    row = np.repeat(np.arange(len(entries)), entries)
    ones = np.bincount(row, problem.matrix.data != 1, len(entries)) == 0
    return np.asarray(ones & (problem.upper == 1) & (entries > 0) & ((problem.lower == 1) | (problem.lower <= 0)))


def _by_limit(problem: Problem, at: Ints, of_group: Ints, weights: Ints, room: Ints, may_not: Bools) -> Knapsacks:
    limits, groups = len(room), len(may_not)
    plan = np.full((limits + 1, groups), -1, dtype=np.int64)
    cost, weight = np.zeros((2, limits + 1, groups), dtype=np.int64)
    allowed = np.zeros((limits + 1, groups), dtype=bool)
    allowed[limits] = may_not
    numbers = np.arange(problem.plans)
    plan[at, of_group], cost[at, of_group], weight[at, of_group] = numbers, problem.cost, weights
    # where a group may choose nothing, a plan that loads nothing and costs something is no better than that
    idle = (at == limits) & may_not[of_group] & (problem.cost >= 0)
    plan[limits, of_group[idle]], cost[limits, of_group[idle]] = -1, 0
    # no more room than all plans together would take
    room = np.minimum(np.concatenate([room, [0]]), np.where(plan >= 0, weight, 0).sum(axis=1))
    allowed[at, of_group] = weights <= room[at]
    return Knapsacks(plan, allowed, cost, weight, room)


def fill(sacks: Knapsacks, gain: Ints, room: Ints) -> tuple[Ints, Bools]:
    """([limit] the greatest gain, [limit, group] how) when each limit takes what it likes within `room`; gains [limit, group]."""
    limits, groups = gain.shape
    best, how = np.zeros(limits, dtype=np.int64), np.zeros((limits, groups), dtype=bool)
    for limit in range(limits):
        left = int(room[limit])
        weights = sacks.weight[limit]
        items = np.flatnonzero(sacks.allowed[limit] & (gain[limit] > 0) & (weights <= left))
        if int(weights[items].sum()) <= left:
            how[limit, items] = True
            best[limit] = gain[limit, items].sum()
            continue
        value, taken = np.zeros(left + 1, dtype=np.int64), np.zeros((len(items), left + 1), dtype=bool)
        for number, (weight, more) in enumerate(zip(weights[items].tolist(), gain[limit, items].tolist(), strict=True)):
            with_it = value[: left + 1 - weight] + more
            np.greater(with_it, value[weight:], out=taken[number, weight:])
            value[weight:] = np.maximum(with_it, value[weight:])
        best[limit] = value[left]
        for number in range(len(items) - 1, -1, -1):
            if taken[number, left]:
                how[limit, items[number]] = True
                left -= int(weights[items[number]])
    return best, how


def if_chosen(sacks: Knapsacks, gain: Ints) -> Ints:
    """[limit, group] how much less the knapsacks gain at most when the group chooses there and nowhere else; huge where not allowed."""
    limits, groups = gain.shape
    with_it, without = np.full((limits, groups), -NEVER), np.zeros((limits, groups), dtype=np.int64)
    for limit in range(limits):
        room = int(sacks.room[limit])
        items = np.flatnonzero(sacks.allowed[limit])
        weights, gains = sacks.weight[limit, items].tolist(), gain[limit, items].tolist()
        before, after = np.zeros((2, len(items) + 1, room + 1), dtype=np.int64)
        for number, (weight, more) in enumerate(zip(weights, gains, strict=True)):
            _take(before[number], weight, more, before[number + 1])
        for number in range(len(items) - 1, -1, -1):
            _take(after[number + 1], weights[number], gains[number], after[number])
        best = int(before[-1, room])
        for number, item in enumerate(items.tolist()):
            left = room - weights[number]
            rest = int((before[number] + after[number + 1, ::-1]).max())
            beside = int((before[number, : left + 1] + after[number + 1, left::-1]).max())
            with_it[limit, item], without[limit, item] = best - gains[number] - beside, best - rest
    return np.where(sacks.allowed, with_it + without.sum(axis=0) - without, -NEVER)


def _take(value: Ints, weight: int, gain: int, out: Ints) -> None:
    """The table after one more plan that may be taken."""
    out[:] = value
    if gain > 0:
        np.maximum(value[weight:], value[: len(value) - weight] + gain, out=out[weight:])
