"""Effects that last and effects that pass: a panel of yearly deviations, foretold by best linear prediction.

The deviation of series i in year t is `constant[i] + passing[i, t] + noise[i, t]`: the constant has variance `lasting`, the passing
part is an AR(1) of variance `passing` and correlation `memory` from year to year, the noise has variance `noise / size[i, t]` where `size`
is the number of children expected. The variances are common to all series and estimated by the method of moments (empirical Bayes:
Robbins 1956; the prediction: Henderson 1975). A large series therefore follows its own last years, a small one its mean over all years,
or nobody but its group: that memory shortens with size need not be said, it follows from the noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from forecasts.history import Numbers

Single = NDArray[np.float32]

#: correlations from year to year that are tried
MEMORIES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
#: the most years apart whose products are looked at
LAGS = 10
#: share of the changes between two years that the noise must explain
INSIDE = 0.8


@dataclass(frozen=True, slots=True)
class Variances:
    """What is common to the series of a panel."""

    lasting: float
    passing: float
    memory: float
    #: variance of a count, as a multiple of Poisson's
    noise: float

    def covariance(self, lags: NDArray[np.integer]) -> Numbers:
        """Covariance of two years so many years apart, without noise."""
        return np.asarray(self.lasting + self.passing * self.memory ** np.abs(lags))


@dataclass(frozen=True, slots=True)
class Foretold:
    """Effects of the series: smoothed in the years seen, and in the years ahead with their uncertainty."""

    #: [year, series]
    seen: Numbers
    #: [year ahead, series]
    ahead: Numbers
    #: [series, year ahead, year ahead]
    covariance: Numbers
    #: [series]: children expected in the last year
    size: Numbers
    variances: Variances

    def draw(self, count: int, more_noise: float, random: np.random.Generator) -> Single:
        """Draws of the effects ahead, [draw, year ahead, series], with noise of variance `more_noise / size` in each year."""
        years, series = self.ahead.shape
        ridge = 1e-12 + np.eye(years) * (more_noise / np.maximum(self.size, 1.0))[:, None, None]
        root = np.linalg.cholesky(self.covariance + ridge + 1e-12 * np.eye(years)).astype(np.float32)
        blind = random.standard_normal((series, years, count), dtype=np.float32)
        return np.asarray(self.ahead.astype(np.float32) + np.matmul(root, blind).transpose(2, 1, 0))


def foretell(deviations: Numbers, sizes: Numbers, years: int, prior: Variances, weight: float, passing: bool = True) -> Foretold:
    """Best linear prediction of a panel, its variances estimated from itself and from what is usual.

    Args:
        deviations: [year, series], relative: actual / expected - 1.
        sizes: [year, series], children expected; where it is 0 the deviation is not looked at.
        years: years ahead.
        prior: usual variances.
        weight: how many full series the usual variances are worth.
        passing: whether there is a passing part beside the lasting one.
    """
    variances = estimated(deviations, sizes, prior, weight, MEMORIES if passing else (0.0,))
    return predicted(deviations, sizes, years, variances)


def estimated(deviations: Numbers, sizes: Numbers, prior: Variances, weight: float, memories: Sequence[float] = MEMORIES) -> Variances:
    """Variances by moments: products of deviations some years apart give the lasting and the passing part, changes the noise."""
    count = len(deviations)
    middle = float(np.median(sizes[sizes > 0])) if (sizes > 0).any() else 1.0
    trust = sizes / (sizes + middle)
    noise = _noise(deviations, sizes, prior, weight)
    lags = np.arange(1, min(count, LAGS + 1))
    if not len(lags):
        return Variances(prior.lasting, prior.passing, prior.memory, noise)
    pairs = [trust[lag:] * trust[:-lag] for lag in lags]
    sums = np.array([(both * deviations[lag:] * deviations[:-lag]).sum() for lag, both in zip(lags, pairs, strict=True)])
    added = weight * 0.25 * (count - lags)
    certain = np.array([both.sum() for both in pairs]) + added
    moments = (sums + added * prior.covariance(lags)) / certain
    # a usual memory stays unless another is plainly better: with few lags several fit exactly
    best, least, plainly = prior, np.inf, 1e-6 * float(certain @ moments**2)
    for memory in sorted(memories, key=lambda memory: abs(memory - prior.memory)):
        parts = np.stack([np.ones(len(lags)), memory**lags], axis=1)[:, : 2 if memory else 1]
        lasting, passing = _not_negative(parts, moments, certain)
        off = float((certain * (parts @ np.array([lasting, passing])[: parts.shape[1]] - moments) ** 2).sum())
        if off < least - plainly:
            best, least = Variances(lasting, passing, memory, noise), off
    return best


def _noise(deviations: Numbers, sizes: Numbers, prior: Variances, weight: float) -> float:
    """Noise from the change between two years, in which lasting parts cancel and slowly passing ones nearly do.

    Changes of large series tell of passing effects rather than of noise: the smaller half is asked. The variance is the one that holds 80 %
    of the changes, so that a few years of upheaval do not widen every interval.
    """
    both = (sizes[1:] > 0) & (sizes[:-1] > 0)
    if not both.any():
        return prior.noise
    greater = np.maximum(sizes[1:], sizes[:-1])
    small = both & (greater <= np.median(greater[both]))
    ratio = np.diff(deviations, axis=0)[small] ** 2 / (1 / sizes[1:][small] + 1 / sizes[:-1][small])
    added = weight * len(deviations) * 0.5
    middle = float(np.quantile(ratio, INSIDE)) / chi2.ppf(INSIDE, 1)
    return float(max((len(ratio) * middle + added * prior.noise) / (len(ratio) + added), 0.05))


def _not_negative(parts: Numbers, moments: Numbers, certain: Numbers) -> tuple[float, float]:
    """Weighted least squares for one or two variances, neither below 0."""
    scaled, target = parts * np.sqrt(certain)[:, None], moments * np.sqrt(certain)
    alone = [max(float(column @ target) / float(column @ column), 0.0) for column in scaled.T]
    if scaled.shape[1] == 1:
        return alone[0], 0.0
    both, *_ = np.linalg.lstsq(scaled, target, rcond=None)
    if both.min() >= 0:
        return float(both[0]), float(both[1])
    off = [float(((scaled[:, place] * alone[place] - target) ** 2).sum()) for place in (0, 1)]
    return (alone[0], 0.0) if off[0] <= off[1] else (0.0, alone[1])


def predicted(deviations: Numbers, sizes: Numbers, years: int, variances: Variances) -> Foretold:
    """Best linear prediction with given variances."""
    if variances.passing == 0:
        return _lasting(deviations, sizes, years, variances)
    count = len(deviations)
    time = np.arange(count + years)
    joint = variances.covariance(time[:, None] - time[None, :])
    among, across, ahead = joint[:count, :count], joint[count:, :count], joint[count:, count:]
    noise = variances.noise / np.maximum(sizes.T, 1e-6)
    total = among[None] + np.eye(count)[None] * noise[:, None, :]
    right = np.concatenate([deviations.T[:, :, None], np.broadcast_to(across.T, (len(total), count, years))], axis=2)
    solved = np.linalg.solve(total, right)
    weights = solved[:, :, 0].T
    return Foretold(among @ weights, across @ weights, ahead - across @ solved[:, :, 1:], sizes[-1], variances)


def _lasting(deviations: Numbers, sizes: Numbers, years: int, variances: Variances) -> Foretold:
    """The same where nothing passes: the mean over the years, weighted by size and shrunk."""
    certainty = variances.lasting / variances.noise * sizes.sum(axis=0)
    mean = np.divide((sizes * deviations).sum(axis=0), sizes.sum(axis=0), out=np.zeros(sizes.shape[1]), where=sizes.sum(axis=0) > 0)
    effect = certainty / (1 + certainty) * mean
    covariance = np.broadcast_to((variances.lasting / (1 + certainty))[:, None, None], (len(mean), years, years))
    seen, ahead = (np.broadcast_to(effect, (length, len(effect))) for length in (len(deviations), years))
    return Foretold(seen, ahead, covariance, sizes[-1], variances)
