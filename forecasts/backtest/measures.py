"""Measures of a forecast against what came. Shares are of the actual count; widths and scores in children."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from forecasts.history import Numbers


@dataclass(frozen=True, slots=True)
class Measures:
    """How near one way came, over a number of area-origins. NaN where the way has no intervals, or there is nothing to measure."""

    n: int
    #: mean |error| / actual
    mape: float
    #: sum |error| / sum actual
    wape: float
    #: root of the mean squared error, in children
    rmse: float
    #: sum of errors / sum actual; above 0: too many were expected
    bias: float
    #: share of actual counts inside the 80 % and the 95 % interval
    inside80: float
    inside95: float
    #: mean interval score / mean actual (Gneiting and Raftery 2007): width, plus 2/alpha times how far outside
    score80: float
    score95: float
    #: mean width of the 80 % interval / mean actual
    width80: float
    #: mean continuous ranked probability score / mean actual; of a way without draws: the absolute error
    crps: float

    def row(self) -> dict[str, float]:
        """The measures by name."""
        return asdict(self)


def measure(actual: Numbers, expected: Numbers, quantiles: Numbers | None, crps: Numbers) -> Measures:
    """Measures over cases [case]; `quantiles` [level, case] as in LEVELS, `crps` [case] from `ranked_score`."""
    nothing = float("nan")
    if not len(actual):
        return Measures(0, nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing)
    error = expected - actual
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.abs(error)[actual > 0] / actual[actual > 0]
    total = max(float(actual.sum()), 1e-9)
    mape = float(relative.mean()) if len(relative) else nothing
    point = (mape, float(np.abs(error).sum()) / total, float(np.sqrt((error**2).mean())), float(error.sum()) / total)
    if quantiles is None:
        return Measures(len(actual), *point, nothing, nothing, nothing, nothing, nothing, float(crps.sum()) / total)
    low95, low80, _, high80, high95 = quantiles
    return Measures(
        len(actual),
        *point,
        inside80=float(((actual >= low80) & (actual <= high80)).mean()),
        inside95=float(((actual >= low95) & (actual <= high95)).mean()),
        score80=float(interval_score(actual, low80, high80, 0.2).sum()) / total,
        score95=float(interval_score(actual, low95, high95, 0.05).sum()) / total,
        width80=float((high80 - low80).sum()) / total,
        crps=float(crps.sum()) / total,
    )


def interval_score(actual: Numbers, low: Numbers, high: Numbers, alpha: float) -> Numbers:
    """Width plus 2/alpha times the distance outside: smallest, on average, for the true quantiles."""
    return (high - low) + 2 / alpha * (np.maximum(low - actual, 0) + np.maximum(actual - high, 0))


def ranked_score(actual: Numbers, draws: NDArray[np.floating]) -> Numbers:
    """Continuous ranked probability score of each case [...] from draws [draw, ...]: E|X - y| - E|X - X'| / 2 (each pair once)."""
    count = len(draws)
    ordered = np.sort(draws.astype(float), axis=0)
    weight = (2 * np.arange(1, count + 1) - count - 1).reshape(-1, *[1] * (draws.ndim - 1))
    spread = (weight * ordered).sum(axis=0) * 2 / (count * max(count - 1, 1))
    return np.asarray(np.abs(ordered - actual).mean(axis=0) - spread / 2)
