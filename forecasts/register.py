"""Births that are registered since the last count: known, not drawn.

A cohort that is being born when a forecast is made has some of its birth months behind it. Those children are counted, so only the
months that are still to come are drawn, and what the registered months say about the year moves the rest:

    level of the year ~ Gamma, mean 1, variance v = max(Var(N) / m² − 1 / m, 0)    (N the draws of the cohort, m their mean)
    rest of the year  = m (1 − s) (1 + v K) / (1 + v m s)                          (s its share of the year's births until now)

with K the children that the registered births lead to. With v = 0 the rest is as it was drawn; the greater v, the more the year is
taken to go on as it has begun. The spread of the rest is that of the level which is left, 1 / (1 / v + K), and of its own chance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from forecasts.draws import ChildDraws
from forecasts.history import History, Numbers

Single = NDArray[np.float32]

#: Variance of a first count about its births, as a multiple of Poisson's, where the history does not tell: moves of about a tenth of
#: the infants between birth and count. Assumed.
ASSUMED_SPREAD = 0.1
SPREADS = (0.02, 1.0)
#: fewest years and areas with births and counts from which it is estimated
FEWEST = 8


@dataclass(frozen=True, slots=True)
class Part:
    """Children whose cohorts' birth months are shared in one way: all, or those registered and the rest."""

    children: ChildDraws
    #: [area, cohort, j] as `birthmonths.birth_shares`
    shares: Numbers


@dataclass(frozen=True, slots=True)
class Registered:
    """The registered children among the draws."""

    #: float32 as `ChildDraws.counts`; 0 but for the cohorts that are being born
    counts: Single
    #: [area, month]: births in each month since the origin
    births: Numbers


def with_registered(
    children: ChildDraws, shares: Numbers, births: Numbers, history: History, rng: np.random.Generator
) -> tuple[ChildDraws, Registered]:
    """The draws with the registered births in the place of what was drawn for these months.

    Args:
        shares: [area, cohort, j] birth months as `birthmonths.birth_shares`.
        births: [area, month] since the origin.
    """
    per_birth, spread = first_counts(history)
    counts, years = children.counts.copy(), children.counts.shape[3] - 1
    known = np.zeros_like(counts)
    for year in range(min(years, -(-births.shape[1] // 12))):
        months = births[:, 12 * year : 12 * year + 12]
        passed = shares[:, years - 1 - year, : months.shape[1]].sum(1)
        expected = months.sum(1) * per_birth
        sure = expected + np.sqrt(spread * expected) * rng.standard_normal((len(counts), len(expected)))
        sure = np.maximum(sure, 0)
        drawn = counts[:, :, 0, year + 1].astype(np.float64)
        whole = sure + _rest(drawn, expected, passed)
        grown = np.divide(whole, drawn, out=np.ones_like(whole), where=drawn > 0)
        part = np.divide(sure, whole, out=np.zeros_like(whole), where=whole > 0)
        for age in range(min(counts.shape[2], years - year)):
            size = counts[:, :, age, year + 1 + age]
            size *= grown
            size[drawn == 0] = whole[drawn == 0]
            known[:, :, age, year + 1 + age] = size * part
    return replace(children, counts=counts), Registered(known, births)


def first_counts(history: History) -> tuple[float, float]:
    """Children of age 0 at a count for each birth in the year before it, and their variance as a multiple of Poisson's."""
    if history.births is None:
        return 1.0, ASSUMED_SPREAD
    born, counted = history.births, history.counts[..., 0]
    seen = born > 0
    if not seen.any():
        return 1.0, ASSUMED_SPREAD
    ratio = float(counted[seen].sum() / born[seen].sum())
    if seen.sum() < FEWEST:
        return ratio, ASSUMED_SPREAD
    expected = ratio * born[seen]
    return ratio, float(np.clip(((counted[seen] - expected) ** 2 / expected).mean(), *SPREADS))


def _rest(drawn: Numbers, known: Numbers, passed: Numbers) -> Numbers:
    """[draw, area] children of the months still to come (see the module's formula)."""
    mean = np.maximum(drawn.mean(0), 1e-9)
    variance = drawn.var(0) / mean**2
    level = np.maximum(variance - 1 / mean, 0)
    rest = mean * (1 - passed) * (1 + level * known) / (1 + level * mean * passed)
    left = level / (1 + level * known) + 1 / np.maximum(rest, 1e-9)
    stretch = np.sqrt(np.divide(left, variance, out=np.zeros_like(left), where=variance > 0))
    return np.asarray(rest * np.maximum(1 + (drawn / mean - 1) * stretch, 0))


def parted(children: ChildDraws, shares: Numbers, registered: Registered | None) -> tuple[Part, ...]:
    """The children in parts that share birth months alike: the registered by the months they were born in, the rest by those to come."""
    if registered is None:
        return (Part(children, shares),)
    of_known, of_rest = shares.copy(), shares.copy()
    years = children.counts.shape[3] - 1
    for year in range(min(years, -(-registered.births.shape[1] // 12))):
        cohort = years - 1 - year
        months = registered.births[:, 12 * year : 12 * year + 12]
        until = months.shape[1]
        own = np.zeros((len(months), 12))
        own[:, :until] = months
        total = own.sum(1, keepdims=True)
        of_known[:, cohort] = np.divide(own, total, out=of_known[:, cohort].copy(), where=total > 0)
        if until < 12:
            of_rest[:, cohort, :until] = 0
            of_rest[:, cohort] /= of_rest[:, cohort].sum(1, keepdims=True)
    known = np.minimum(registered.counts, children.counts)
    return Part(replace(children, counts=known), of_known), Part(replace(children, counts=children.counts - known), of_rest)
