"""Better prices by a subgradient with memory, steps after Polyak; what is lost by a long step is taken back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.planning.instance import Floats
from optimizer.planning.relaxation import Point, Relaxation

Ints = NDArray[np.int64]
#: steps without a better bound after which the step is shortened and the best prices are taken up again
PATIENCE = 20
SHORTER = 0.7
#: share of the direction before in the next one
MEMORY = 0.7
#: weight of the last point in the mean of what is open
LATEST = 0.05


@dataclass
class Ascent:
    """The best prices so far, the relaxation there, the share of the last points that open each facility (`often`), the step's `length`."""

    prices: Floats
    point: Point
    often: Floats
    length: float = 1.0

    @property
    def bound(self) -> float:
        """What the best prices prove."""
        return self.point.value


def begin(relaxation: Relaxation, prices: Floats, state: Ints, length: float = 1.0) -> Ascent:
    """Where an ascent begins."""
    point = relaxation.at(prices, state)
    return Ascent(prices, point, point.opened.astype(np.float64), length)


def ascend(relaxation: Relaxation, ascent: Ascent, state: Ints, steps: int, value: float) -> None:
    """Takes so many steps toward `value`, the cost of a known decision (inf: none is known); ends as soon as the bound reaches it."""
    prices, point, direction, stalled = ascent.prices, ascent.point, ascent.point.left, 0
    for _ in range(steps):
        norm = float(direction @ direction)
        if ascent.bound >= value or norm == 0:
            return
        # a little beyond the known value, so that steps do not die out just below it
        known = value if np.isfinite(value) else 2 * abs(ascent.bound) + 1
        target = known + 0.05 * (known - ascent.bound)
        prices = prices + ascent.length * (target - point.value) / norm * direction
        point = relaxation.at(prices, state)
        ascent.often = (1 - LATEST) * ascent.often + LATEST * point.opened
        better = point.value > ascent.bound + 1e-6 * abs(ascent.bound)
        if point.value > ascent.bound:
            ascent.prices, ascent.point = prices, point
        stalled = 0 if better else stalled + 1
        direction = MEMORY * direction + (1 - MEMORY) * point.left
        if stalled == PATIENCE:
            ascent.length *= SHORTER
            prices, point, stalled = ascent.prices, ascent.point, 0
