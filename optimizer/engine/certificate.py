"""Prices as proof: a bound on an aim that anybody can recompute in whole numbers, with no solver.

For integer prices y (scaled by `scale`) of the rows, every lawful x satisfies

    scale * cost'x >= sum_r y_r b_r + sum_groups min(0, least reduced cost of the group's plans) + sum_aux min(0, reduced cost)

with reduced cost = scale * cost - A'y, b_r the upper side of a row where y_r < 0 and the lower side where y_r > 0. Any prices give a
valid bound; good prices give a good one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.model import FREE, Aim, Model

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def whole_prices(prices: Floats, lower: Ints, upper: Ints, scale: int) -> Ints:
    """Rounded prices with the sign that their row allows."""
    scaled = np.round(prices * scale).astype(np.int64)
    scaled = np.where(lower <= -FREE, np.minimum(scaled, 0), scaled)
    return np.where(upper >= FREE, np.maximum(scaled, 0), scaled)


def price_bound(model: Model, extra: sparse.csr_array | None, lower: Ints, upper: Ints, aim: Aim, prices: Ints, scale: int) -> int:
    """The bound that `prices` (rows of the model, then of `extra`) prove for `aim` without its constant, rounded up to a whole unit."""
    own = len(model.lower)
    reduced = aim.cost * scale - np.asarray(model.matrix.T @ prices[:own], dtype=np.int64)
    if extra is not None and extra.shape[0]:
        reduced = reduced - np.asarray(extra.T @ prices[own:], dtype=np.int64)
    used = np.flatnonzero(prices)
    total = sum(int(prices[r]) * int(upper[r] if prices[r] < 0 else lower[r]) for r in used.tolist())
    least = np.zeros(model.groups, dtype=np.int64)
    np.minimum.at(least, model.group, reduced[: model.plans])
    total += int(least.sum()) + int(np.minimum(reduced[model.plans :], 0).sum())
    return -((-total) // scale)
