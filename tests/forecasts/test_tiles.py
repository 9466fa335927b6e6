"""The map of tiles: every district has a tile of its own, and none could stand nearer without another standing further off."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from forecasts.charts.tiles import SHAPE, tiles

metres = st.integers(0, 30_000).map(float)
points = st.lists(st.none() | st.tuples(metres, metres), min_size=1, max_size=40)


@given(points)
def test_no_two_districts_on_one_tile_and_the_unknown_below(given_points: list[tuple[float, float] | None]) -> None:
    placed = tiles(given_points)
    assert len(set(placed)) == len(placed) == len(given_points)
    assert min(min(place) for place in placed) == 0
    known = [row for (_, row), point in zip(placed, given_points, strict=True) if point is not None]
    unknown = [row for (_, row), point in zip(placed, given_points, strict=True) if point is None]
    if known and unknown:
        assert max(known) < min(unknown)


@given(points)
def test_no_column_or_row_is_empty(given_points: list[tuple[float, float] | None]) -> None:
    for axis in zip(*tiles(given_points), strict=True):
        assert set(axis) == set(range(max(axis) + 1))


def test_districts_on_a_grid_keep_their_grid() -> None:
    # three by three, a step east as long as 1.75 steps north: the form of a tile
    grid = [(SHAPE * east, float(north)) for north in (2, 1, 0) for east in (0, 1, 2)]
    placed = tiles(grid)
    assert [place[0] for place in placed] == sorted([place[0] for place in placed[:3]]) * 3
    rows = [row for _, row in placed]
    assert rows == sorted(rows)


def test_north_is_up_and_east_is_right() -> None:
    (north, south, east) = tiles([(0, 1000), (0, 0), (3000, 0)])
    assert north[1] < south[1]
    assert south[0] < east[0]


def test_no_other_order_on_the_same_tiles_is_nearer() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        spots = rng.random((5, 2)) * [20_000, 15_000]
        placed = np.array(tiles([(float(x), float(y)) for x, y in spots]), float)
        low, extent = spots.min(axis=0), np.ptp(spots, axis=0)
        # where each would stand if tiles were no matter: the same scale as the tiles taken
        own = np.column_stack([(spots[:, 0] - low[0]) / extent[0], 1 - (spots[:, 1] - low[1]) / extent[1]])
        # an exchange along one axis alone never helps: that axis would then be out of order
        for one, other in permutations(range(5), 2):
            if placed[one, 1] == placed[other, 1] and placed[one, 0] < placed[other, 0]:
                assert own[one, 0] < own[other, 0]
            if placed[one, 0] == placed[other, 0] and placed[one, 1] < placed[other, 1]:
                assert own[one, 1] < own[other, 1]
