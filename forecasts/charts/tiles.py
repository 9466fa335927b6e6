"""Where each district stands on a map of equal tiles: as near as can be to where it lies, and never two on one tile."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

#: width of a tile by its height
SHAPE = 1.75
#: tiles for each district at least: some stay empty, so that the map keeps its form
ROOM = 1.4
#: most tiles side by side
WIDEST = 7


def tiles(points: Sequence[tuple[float, float] | None]) -> list[tuple[int, int]]:
    """Column and row (from the west and the north) of each point (east, north), so that the sum of squared ways is least.

    Points that are None, because nobody knows where they lie, fill rows of their own below the others in the order given.
    """
    known = [number for number, point in enumerate(points) if point is not None]
    found: dict[int, tuple[int, int]] = {}
    rows = 0
    if known:
        placed = _placed(np.array([points[number] for number in known], float))
        found = dict(zip(known, placed, strict=True))
        rows = 1 + max(row for _, row in placed)
    wide = max((1 + column for column, _ in found.values()), default=min(WIDEST, math.ceil(math.sqrt(len(points)))))
    lacking = (number for number in range(len(points)) if number not in found)
    found |= {number: (place % wide, rows + place // wide) for place, number in enumerate(lacking)}
    return [found[number] for number in range(len(points))]


def _placed(points: NDArray[np.float64]) -> list[tuple[int, int]]:
    count = len(points)
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    columns, rows = _grid(count, extent)
    # each point's place on the grid, its middle on the middle of the tiles
    span = np.where(extent > 0, extent, 1)
    east = np.where(extent[0] > 0, (points[:, 0] - low[0]) / span[0], 0.5) * (columns - 1)
    south = (1 - np.where(extent[1] > 0, (points[:, 1] - low[1]) / span[1], 0.5)) * (rows - 1)
    column, row = (axis.ravel() for axis in np.meshgrid(np.arange(columns), np.arange(rows)))
    # a step down is as long as a step sideways is wide
    ways = (east[:, None] - column) ** 2 + ((south[:, None] - row) / SHAPE) ** 2
    chosen = linear_sum_assignment(ways)[1]
    place = [(int(column[tile]), int(row[tile])) for tile in chosen]
    return _closed_up(place)


def _grid(count: int, extent: NDArray[np.float64]) -> tuple[int, int]:
    """Columns and rows that have room for all and the form of the municipality, as far as the page is wide."""
    aspect = min(max(extent[0] / extent[1], 0.25), 4.0) if extent[0] > 0 and extent[1] > 0 else 1.0
    wished = math.sqrt(ROOM * count * aspect / SHAPE)
    columns = min(math.ceil(wished), WIDEST, count)
    return columns, max(math.ceil((ROOM if columns > 1 else 1) * count / columns), 1)


def _closed_up(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same without columns and rows that nobody stands in."""
    columns, rows = ({value: rank for rank, value in enumerate(sorted(set(axis)))} for axis in zip(*places, strict=True))
    return [(columns[column], rows[row]) for column, row in places]
