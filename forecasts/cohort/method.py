"""The cohort model as a way that a back-test asks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from forecasts.backtest.origins import LEVELS, Method, Told, grouped
from forecasts.cohort.model import fit
from forecasts.cohort.settings import Settings
from forecasts.history import History


def cohort(settings: Settings | None = None, draws: int = 400, seed: int = 1) -> Method:
    """The cohort model with so many draws for its intervals; 0 = expected numbers only."""

    def method(seen: History, horizons: Sequence[int], groups: Sequence[Sequence[int]]) -> Told:
        model = fit(seen, settings, max(horizons))
        expected = np.moveaxis(grouped(model.expected(max(horizons)), groups, axis=1), 1, 0)[list(horizons)]
        if not draws:
            return Told(expected)
        counts = model.draws(max(horizons), draws, seed).counts
        drawn = np.moveaxis(grouped(counts, groups, axis=2), 2, 1)[:, list(horizons)]
        return Told(expected, np.quantile(drawn, LEVELS, axis=0), drawn.astype(np.float32))

    return method
