"""The Lagrangian relaxation: the customers' demand becomes a price, and each facility takes what it likes by itself.

For prices p [customer], any decision costs at least

    sum p + min over sets S of facilities with enough capacity together of  sum over S of worth[i](p)
    worth[i](p) = fixed[i] + min { sum_j (cost[i, j] - p[j]) x[j] : sum_j demand[j] x[j] <= capacity[i], 0 <= x <= 1 }

(x whole where one facility must serve a customer whole). Source: Cornuejols, Sridharan, Thizy, EJOR 50 (1991), with the total capacity
kept; Goertz and Klose, INFORMS J. Computing 24 (2012), for its use in a tree.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.planning.cover import cheapest_cover
from optimizer.planning.instance import Bools, Floats, Siting

Ints = NDArray[np.int64]
#: a facility's state in a node of the tree
FREE, CLOSED, OPEN = -1, 0, 1
#: cells of one facility's table of whole demands above which its knapsack is taken with shares
MOST_CELLS = 20_000


@dataclass(frozen=True)
class Point:
    """The relaxation at some prices: its `value`, `opened` and `worth` [facility], `left` [customer] the share that is not served."""

    value: float
    opened: Bools
    worth: Floats
    left: Floats


class Relaxation:
    """The relaxation of one instance. With `whole`, facilities take customers whole where figures are whole numbers."""

    def __init__(self, siting: Siting, whole: bool = False) -> None:
        self.siting = siting
        self.need = float(siting.demand.sum())
        figures = (siting.demand, siting.capacity)
        self.whole = whole and all((values == np.floor(values)).all() for values in figures)

    def at(self, prices: Floats, state: Ints) -> Point:
        """At `prices` [customer] where `state` [facility] says what is OPEN and what CLOSED. Value inf: too little room."""
        worth, facility, customer, share = self.taken(prices, state)
        opened = self.cover(worth, state)
        if opened is None:
            return Point(np.inf, state == OPEN, worth, np.ones(len(prices)))
        value = float(prices.sum() + worth[opened].sum())
        used = opened[facility]
        served = np.bincount(customer[used], share[used], len(prices))
        return Point(value, opened, worth, np.asarray(1 - served, dtype=np.float64))

    def cover(self, worth: Floats, state: Ints) -> Bools | None:
        """[facility] the cheapest set with enough capacity by `worth` within `state`; None where there is none."""
        capacity, free, opened = self.siting.capacity, state == FREE, np.asarray(state == OPEN)
        need = self.need - float(capacity[opened].sum())
        if float(capacity[free].sum()) < need * (1 - 1e-12):
            return None
        opened[free] = cheapest_cover(worth[free], capacity[free], need)
        return opened

    def flipped(self, prices: Floats, point: Point, state: Ints) -> Floats:
        """[facility] the value at `prices` if a FREE facility were decided the other way than at `point`; -inf for the others."""
        values = np.full(len(state), -np.inf)
        for facility in np.flatnonzero(state == FREE).tolist():
            other = state.copy()
            other[facility] = CLOSED if point.opened[facility] else OPEN
            opened = self.cover(point.worth, other)
            values[facility] = np.inf if opened is None else float(prices.sum() + point.worth[opened].sum())
        return values

    def taken(self, prices: Floats, state: Ints) -> tuple[Floats, Ints, Ints, Floats]:
        """(worth [facility], and what each not CLOSED facility takes: facilities, customers, shares)."""
        siting = self.siting
        reduced = (siting.cost - prices).ravel()
        wanted = np.flatnonzero((reduced < 0) & np.repeat(state != CLOSED, len(prices)))
        facility, customer = wanted // len(prices), wanted % len(prices)
        gain, demand = reduced[wanted], siting.demand[customer]
        order = np.lexsort((gain / demand, facility))
        facility, customer, gain, demand = facility[order], customer[order], gain[order], demand[order]
        sums = np.concatenate([[0.0], np.cumsum(demand)])
        begin = sums[np.searchsorted(facility, np.arange(len(siting.fixed)))]
        share = np.clip((siting.capacity[facility] - (sums[:-1] - begin[facility])) / demand, 0, 1)
        if self.whole:
            for number in np.unique(facility[share < 1]).tolist():
                mine = slice(*np.searchsorted(facility, [number, number + 1]).tolist())
                room = int(siting.capacity[number])
                if room <= MOST_CELLS:
                    share[mine] = fill(-gain[mine], demand[mine].astype(np.int64), room)
        worth = siting.fixed + np.bincount(facility, gain * share, len(siting.fixed))
        return worth, facility, customer, share


def fill(gain: Floats, weight: Ints, room: int) -> Floats:
    """[item] 1 for the items of the greatest gain in sum within `room`, else 0: a table over the room, row by row."""
    fits = np.flatnonzero(weight <= room)
    table, taken = np.zeros(room + 1), np.zeros((len(fits), room + 1), dtype=bool)
    for number, (more, size) in enumerate(zip(gain[fits].tolist(), weight[fits].tolist(), strict=True)):
        with_it = table[: room + 1 - size] + more
        np.greater(with_it, table[size:], out=taken[number, size:])
        table[size:] = np.maximum(with_it, table[size:])
    share, left = np.zeros(len(gain)), room
    for number in range(len(fits) - 1, -1, -1):
        if taken[number, left]:
            share[fits[number]] = 1.0
            left -= int(weight[fits[number]])
    return share
