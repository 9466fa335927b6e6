"""Simple ways of forecasting that a model must beat: the last value, a line, Hamilton and Perry's cohort-change ratios, AutoETS.

Hamilton, C. H. and Perry, J. (1962): A short method for projecting population by age from one decennial census to another.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np
from scipy.stats import norm

from forecasts.backtest.origins import LEVELS, Method, Told, grouped
from forecasts.history import History

#: years over which drift draws its line
DRIFT = 5


def naive(seen: History, horizons: Sequence[int], groups: Sequence[Sequence[int]]) -> Told:
    """The last count, whatever the years ahead."""
    last = grouped(seen.counts[-1], groups, axis=1)
    return Told(np.stack([last] * len(horizons)))


def drift(seen: History, horizons: Sequence[int], groups: Sequence[Sequence[int]]) -> Told:
    """The line through the last count and the one five years before it (or the oldest)."""
    known = grouped(seen.counts, groups, axis=2)
    years = min(DRIFT, len(known) - 1)
    slope = (known[-1] - known[-1 - years]) / years if years else np.zeros_like(known[-1])
    return Told(np.stack([np.maximum(known[-1] + ahead * slope, 0) for ahead in horizons]))


def hamilton_perry(years: int, births: int = 1) -> Method:
    """Cohort-change ratios of the last `years` years; children of age 0 are the mean of the last `births` counts."""

    def method(seen: History, horizons: Sequence[int], groups: Sequence[Sequence[int]]) -> Told:
        counts = seen.counts[-years - 1 :]
        older, younger = counts[1:, :, 1:].sum(axis=0), counts[:-1, :, :-1].sum(axis=0)
        ratios = np.divide(older, younger, out=np.ones_like(older), where=younger > 0)
        newborn = seen.counts[-births:, :, 0].mean(axis=0)
        now, ahead = seen.counts[-1], {}
        for year in range(1, max(horizons) + 1):
            now = np.concatenate([newborn[:, None], now[:, :-1] * ratios], axis=1)
            ahead[year] = grouped(now, groups, axis=1)
        return Told(np.stack([ahead[year] for year in horizons]))

    return method


def auto_ets(seen: History, horizons: Sequence[int], groups: Sequence[Sequence[int]]) -> Told:
    """Exponential smoothing chosen by AICc for each series alone, with its own intervals (needs statsforecast).

    Five years are too few for it: there the last value stands, with the spread of a random walk.
    """
    from statsforecast.models import AutoETS  # noqa: PLC0415 - an extra of its own, slow to import

    known = grouped(seen.counts, groups, axis=2)
    expected = np.empty((len(horizons), *known.shape[1:]))
    spread = np.empty_like(expected)
    steps = np.asarray(horizons) - 1
    for area, group in np.ndindex(known.shape[1:]):
        series = known[:, area, group].astype(float)
        try:
            said = AutoETS(season_length=1).forecast(series, h=max(horizons), level=[80])
        except NotImplementedError:
            expected[:, area, group] = series[-1]
            spread[:, area, group] = np.diff(series).std() * np.sqrt(horizons)
            continue
        expected[:, area, group] = said["mean"][steps]
        spread[:, area, group] = (said["hi-80"] - said["mean"])[steps] / norm.ppf(0.9)
    quantiles = expected + norm.ppf(np.asarray(LEVELS))[:, None, None, None] * spread
    return Told(np.maximum(expected, 0), np.maximum(quantiles, 0))


def baselines(ets: bool | None = None) -> dict[str, Method]:
    """The ways by name; AutoETS where statsforecast is installed, or as asked."""
    found: dict[str, Method] = {
        "naive": naive,
        "drift": drift,
        "HP-1": hamilton_perry(1),
        "HP-5": hamilton_perry(5),
        "HP-5 mean births": hamilton_perry(5, births=3),
    }
    if ets or (ets is None and find_spec("statsforecast") is not None):
        found["AutoETS"] = auto_ets
    return found
