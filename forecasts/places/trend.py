"""A damped local trend for a short yearly series on the log-odds scale, forecast as draws.

    y_t = μ_t + ε_t,                 ε_t ~ N(0, v_t + σ_ε²)      v_t: sampling variance of year t, known
    μ_t = μ_{t−1} + φ β_{t−1} + η_t, η_t ~ N(0, σ_η²)
    β_t = φ β_{t−1} + ζ_t,           ζ_t ~ N(0, σ_ζ²)

Five to twenty years do not tell the four unknowns (σ_ε, σ_η, σ_ζ, φ), so none is picked: each combination of a grid is weighed by its
likelihood (Kalman filter) and a prior, and every draw takes one. A forecast then carries the doubt about the model too. Reference for
the model: Harvey, Forecasting, structural time series models and the Kalman filter (1989), damped trend of section 2.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TrendPrior:
    """What is believed of a series before it is seen; all on the log-odds scale, per year."""

    #: σ_ε, σ_η, σ_ζ: median and spread (of the logarithm) of a log-normal prior, each on a grid of its own
    noise: tuple[float, float]
    level: tuple[float, float]
    slope: tuple[float, float]
    damping: tuple[float, ...]
    #: standard deviation of the first year's slope
    first_slope: float


#: Take-up is near its ceiling and moves little for long; the split follows decisions and keeps its direction for years. Both chosen on
#: the short series of benchmarks/forecasting/shares.py, which also report how far they got.
TAKEUP_PRIOR = TrendPrior((0.12, 0.8), (0.06, 0.8), (0.003, 0.8), (0.8,), 0.02)
SPLIT_PRIOR = TrendPrior((0.05, 0.8), (0.03, 0.8), (0.02, 0.8), (0.8, 0.9), 0.08)
#: steps of the grid of each σ, in spreads of its prior
STEPS = (-2.0, -1.0, 0.0, 1.0, 2.0)


@dataclass(frozen=True, slots=True)
class Trend:
    """The state after the last year seen: a mixture over the grid."""

    #: [grid] weights that sum to 1
    weight: Numbers
    #: [grid, (σ_ε, σ_η, σ_ζ, φ)]
    settings: Numbers
    #: [grid, 2] level and slope; [grid, 2, 2] their covariance
    mean: Numbers
    covariance: Numbers

    def level(self) -> float:
        """The expected level in the last year seen."""
        return float(self.weight @ self.mean[:, 0])

    def draws(self, years: int, draws: int, rng: np.random.Generator) -> Numbers:
        """[year 0..years, draw]: paths of y from the last year seen on, with the noise of single years but no sampling noise."""
        at = rng.choice(len(self.weight), size=draws, p=self.weight)
        factor = np.linalg.cholesky(self.covariance + 1e-12 * np.eye(2))
        state = self.mean[at] + np.einsum("dij,dj->di", factor[at], rng.standard_normal((draws, 2)))
        noise, level_noise, slope_noise, damping = self.settings[at].T
        level, slope = state.T
        paths = np.empty((years + 1, draws))
        for year in range(years + 1):
            if year:
                level = level + damping * slope + level_noise * rng.standard_normal(draws)
                slope = damping * slope + slope_noise * rng.standard_normal(draws)
            paths[year] = level + noise * rng.standard_normal(draws)
        return paths


def fit_trend(series: Numbers, variance: Numbers, prior: TrendPrior, first: tuple[float, float] | None = None) -> Trend:
    """Weigh the grid by one series.

    Args:
        series: [year] log-odds, NaN in years not seen; consecutive years, the oldest first.
        variance: [year] their sampling variance.
        first: mean and standard deviation of the level before the first year; none = the first value seen, with great doubt.

    Raises:
        ValueError: no year is seen and `first` is not given.
    """
    seen = np.flatnonzero(np.isfinite(series))
    if len(seen) == 0 and first is None:
        raise ValueError("A trend needs at least one year with a value.")
    settings, weight = _grid(prior)
    count = len(settings)
    start, doubt = first or (float(series[seen[0]]), 5.0)
    mean = np.zeros((count, 2))
    mean[:, 0] = start
    covariance = np.zeros((count, 2, 2))
    covariance[:, 0, 0], covariance[:, 1, 1] = doubt**2, prior.first_slope**2
    move = np.zeros((count, 2, 2))
    move[:, 0, 0] = 1
    move[:, 0, 1] = move[:, 1, 1] = settings[:, 3]
    shock = np.zeros((count, 2, 2))
    shock[:, 0, 0], shock[:, 1, 1] = settings[:, 1] ** 2, settings[:, 2] ** 2
    likelihood = np.zeros(count)
    for year in range(len(series)):
        if year:
            mean = np.einsum("gij,gj->gi", move, mean)
            covariance = move @ covariance @ move.transpose(0, 2, 1) + shock
        if not np.isfinite(series[year]):
            continue
        error = series[year] - mean[:, 0]
        spread = covariance[:, 0, 0] + variance[year] + settings[:, 0] ** 2
        likelihood -= 0.5 * (np.log(spread) + error**2 / spread)
        gain = covariance[:, :, 0] / spread[:, None]
        mean = mean + gain * error[:, None]
        covariance = covariance - gain[:, :, None] * covariance[:, None, 0, :]
    weight = weight * np.exp(likelihood - likelihood.max())
    return Trend(weight / weight.sum(), settings, mean, covariance)


def _grid(prior: TrendPrior) -> tuple[Numbers, Numbers]:
    """Every combination of the settings, and the prior weight of each."""
    scales = [[median * np.exp(spread * step) for step in STEPS] for median, spread in (prior.noise, prior.level, prior.slope)]
    settings = np.array(list(product(*scales, prior.damping)))
    density = np.exp(-0.5 * np.square(STEPS))
    weight = np.einsum("a,b,c->abc", density, density, density).ravel().repeat(len(prior.damping))
    return settings, weight / weight.sum()
