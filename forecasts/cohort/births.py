"""Children of age 0: children per adult, shrunk, times the adults of the ages in which people become parents.

Adults are held at their last count: carried forward by age and migration they made the forecast worse (docs/decisions); how they may
grow is in the draws. Where no adults are given, the area's own mean share of all births stands in their place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasts.cohort.hierarchy import Hierarchy, fit_hierarchy
from forecasts.cohort.process import Single
from forecasts.cohort.settings import Settings
from forecasts.history import Adults, History, Numbers


@dataclass(frozen=True, slots=True)
class Births:
    """Children of age 0 in the years ahead."""

    #: [year ahead, area]
    expected: Numbers
    #: children per adult, as a factor on the expected
    fertility: Hierarchy
    #: growth of the adults from year to year
    adults: Hierarchy
    #: standard deviation of a year's growth of all births
    spread: float
    settings: Settings

    def draw(self, count: int, random: np.random.Generator) -> Single:
        """Draws of the expected number before the noise of the single births, [draw, year ahead, area]."""
        level = self.fertility.draw(count, random) / self._middle(self.fertility)
        growth = self.adults.draw(count, random) / self._middle(self.adults)
        level *= np.cumprod(np.maximum(growth, 0.5), axis=1)
        level *= np.exp(self._common(count, random))[:, :, None]
        return np.asarray(np.maximum(level, 0) * self.expected.astype(np.float32))

    def _middle(self, hierarchy: Hierarchy) -> Single:
        return np.asarray(hierarchy.ahead()[:, :, 0], dtype=np.float32)

    def _common(self, count: int, random: np.random.Generator) -> Single:
        """Draws of what all births grow more than expected, in logs and cumulated: an AR(1) whose steps have heavy tails together."""
        years, memory, tails = len(self.expected), self.settings.growth_memory, self.settings.growth_tails
        scale = self.spread * np.sqrt((tails - 2) / random.chisquare(tails, size=count))
        steps = random.standard_normal((count, years)) * scale[:, None]
        growth = np.empty_like(steps)
        growth[:, 0] = steps[:, 0]
        for year in range(1, years):
            growth[:, year] = memory * growth[:, year - 1] + np.sqrt(1 - memory**2) * steps[:, year]
        return np.cumsum(growth, axis=1).astype(np.float32)


def fit_births(history: History, settings: Settings, years: int) -> Births:
    """Births of the years ahead from a history of at least two years."""
    births = history.counts[:, :, 0]
    adults = parents(history.adults, settings) if history.adults is not None else _stand_in(births)
    rate = births.sum(axis=1) / adults.sum(axis=1)
    expected = adults * rate[:, None]
    fertility = fit_hierarchy(births[:, :, None], expected[:, :, None], history.levels, years, settings.fertility)
    level = rate[-1] * np.exp(_growth(rate, births.sum(axis=1), settings) * np.cumsum(settings.damping ** np.arange(years)))
    grown = adults[:-1] * (adults[1:].sum(axis=1) / adults[:-1].sum(axis=1))[:, None]
    growth = fit_hierarchy(adults[1:, :, None], grown[:, :, None], history.levels, years, settings.adults)
    return Births(
        adults[-1] * level[:, None] * fertility.ahead()[:, :, 0],
        fertility,
        growth,
        _spread(history, births.sum(axis=1), settings),
        settings,
    )


def parents(adults: Adults, settings: Settings) -> Numbers:
    """Adults [year, area], weighted by how often people of that age become parents; the band's mean weight where ages are in bands."""
    mean, deviation = settings.parents
    first, last = settings.parents_ages
    weights = []
    for low, high in adults.bands:
        ages = np.arange(low, high + 1)
        weights.append((np.exp(-0.5 * ((ages - mean) / deviation) ** 2) * ((ages >= first) & (ages <= last))).mean())
    return np.asarray(np.maximum(adults.counts @ np.array(weights), 1e-6))


def _stand_in(births: Numbers) -> Numbers:
    """Without adults: the area's mean share of all births, the same in every year."""
    share = (births.sum(axis=0) + 0.5) / (births.sum() + 0.5 * births.shape[1])
    return np.repeat(share[None] * births.sum(axis=1).mean(), len(births), axis=0)


def _growth(rate: Numbers, births: Numbers, settings: Settings) -> float:
    """Growth of the rate that is expected in the next year, in logs; of few births most growth is noise and does not go on."""
    if len(rate) < 3:
        return 0.0
    growth = np.diff(np.log(np.maximum(rate, 1e-9)))
    weight = 0.5 ** (np.arange(len(growth))[::-1] / settings.growth_half_life)
    real = settings.growth_spread**2
    share = real / (real + 2 / max(float(births[-2:].mean()), 1.0))
    return float(weight @ growth / weight.sum() * settings.growth * share)


def _spread(history: History, births: Numbers, settings: Settings) -> float:
    """Standard deviation of a year's growth of all births: of the whole country where that is known, and of what is usual."""
    series = np.array([history.nation[year] for year in sorted(history.nation)]) if history.nation else births
    series = np.maximum(series, 1.0)
    growth = np.diff(np.log(series))
    counted = np.maximum(growth**2 - 1 / series[1:] - 1 / series[:-1], 0)
    known = settings.growth_years * settings.growth_spread**2 + counted.sum()
    return float(np.sqrt(known / (settings.growth_years + len(growth))))
