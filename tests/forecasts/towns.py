"""Small invented towns for the tests of places: draws of children, and what is known beside them."""

from __future__ import annotations

import numpy as np

from forecasts.draws import ChildDraws
from forecasts.history import History
from forecasts.inputs import Inputs


def drawn_children(areas: int = 2, ages: int = 7, years: int = 3, draws: int = 4, month: int = 1, seed: int = 1) -> ChildDraws:
    """Random draws: the same counts in every draw at the origin, random walks from there; some cohorts empty."""
    rng = np.random.default_rng(seed)
    start = rng.poisson(6, (areas, ages)).astype(np.float32)
    counts = np.empty((draws, areas, ages, years + 1), np.float32)
    counts[..., 0] = start
    for year in range(1, years + 1):
        older = counts[:, :, :-1, year - 1] + rng.integers(-1, 3, (draws, areas, ages - 1))
        counts[:, :, 1:, year] = np.maximum(older, 0)
        counts[:, :, 0, year] = rng.poisson(6, (draws, areas))
    return ChildDraws(tuple(f"d{area}" for area in range(areas)), 2026, month, counts)


def known(children: ChildDraws, years: int = 5) -> Inputs:
    """Inputs whose last count is the origin of the draws, and nothing beside the history."""
    last = children.counts[0, :, :, 0].astype(np.float64)
    history = History(
        children.areas,
        np.arange(children.year - years + 1, children.year + 1),
        np.repeat(last[None], years, axis=0),
        (np.zeros(len(children.areas), np.int64),),
        month=children.month,
    )
    return Inputs(history, children.areas)
