"""The least cost of facilities with enough capacity together: a knapsack of those that are left closed."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from optimizer.planning.instance import Bools, Floats

Ints = NDArray[np.int64]
#: cells of the knapsack's table; larger rooms are rounded, always in the bound's favour
MOST_CELLS = 2_000


def cheapest_cover(worth: Floats, capacity: Floats, need: float) -> Bools:
    """[facility] which to open so that the sum of `worth` (cost) is least and the sum of `capacity` at least `need`.

    All facilities together must be enough. Capacities are rounded down to steps of a common unit where there is one, else of 1/2,000 of
    the room: so the sum of worth is never above the exact minimum, and the capacity may then fall short by the rounding.
    """
    opened = worth <= 0
    items = np.flatnonzero(~opened)
    spare = float(capacity.sum()) - need
    if not len(items) or float(capacity[items].sum()) <= spare:
        return opened
    step = max(_common(capacity[items]), spare / MOST_CELLS)
    # a hair more, so that a whole number of steps is not lost to rounding
    room = math.floor(spare / step + 1e-9) if step > 0 else 0
    weight = np.floor(capacity[items] / step + 1e-9).astype(np.int64) if step > 0 else np.ones(len(items), dtype=np.int64)
    opened[items] = True
    if (weight == weight[0]).all() and weight[0]:
        opened[items[np.argsort(-worth[items], kind="stable")[: room // int(weight[0])]]] = False
    else:
        opened[items[_most_saved(worth[items], weight, room)]] = False
    return opened


def _common(capacity: Floats) -> float:
    """The unit of which all capacities are multiples; 0 where none is seen."""
    if (capacity != np.floor(capacity)).any():
        return float(capacity[0]) if (capacity == capacity[0]).all() else 0.0
    return float(np.gcd.reduce(capacity.astype(np.int64)))


def _most_saved(saving: Floats, weight: Ints, room: int) -> Ints:
    """The items of the greatest saving in sum that fit into `room`."""
    table, taken = np.zeros(room + 1), np.zeros((len(saving), room + 1), dtype=bool)
    for number, (more, size) in enumerate(zip(saving.tolist(), weight.tolist(), strict=True)):
        if size > room:
            continue
        with_it = table[: room + 1 - size] + more
        np.greater(with_it, table[size:], out=taken[number, size:])
        table[size:] = np.maximum(with_it, table[size:])
    chosen, left = [], room
    for number in range(len(saving) - 1, -1, -1):
        if taken[number, left]:
            chosen.append(number)
            left -= int(weight[number])
    return np.array(chosen, dtype=np.int64)
