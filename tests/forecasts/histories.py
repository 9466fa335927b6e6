"""Histories with known truth, for tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasts.history import Adults, History, Index, Numbers

BANDS = ((18, 24), (25, 29), (30, 34), (35, 39), (40, 44), (45, 49))


@dataclass(frozen=True, slots=True)
class Truth:
    """A history with the years that come after it, and what made both."""

    #: with the years to come
    whole: History
    #: [area]: children of age 0 per adult aged 30-34 and, of a cohort, the share that is there a year later
    fertility: Numbers
    ratios: Numbers


def towns(
    areas: int,
    years: int,
    seed: int,
    *,
    size: float = 300,
    levels: tuple[Index, ...] = (),
    adults: bool = True,
    moves: float = 0.03,
    fertility: float = 0.1,
    passing: float = 0.0,
) -> Truth:
    """Areas of about `size` adults in each band; effects have the standard deviations given, births are Poisson."""
    random = np.random.default_rng(seed)
    people = size * random.lognormal(0, 0.5, areas)
    rates = 0.12 * (1 + fertility * random.standard_normal(areas))
    ratios = 1 + moves * random.standard_normal(areas)
    adult = np.repeat((people[:, None] * np.ones(len(BANDS)))[None], years, axis=0)
    counts = np.empty((years, areas, 7))
    effect = np.zeros(areas)
    now = random.poisson(np.repeat((people * rates)[:, None], 7, axis=1)).astype(float)
    for year in range(-7, years):
        effect = 0.7 * effect + passing * np.sqrt(1 - 0.49) * random.standard_normal(areas)
        # out-movers are binomial, in-movers Poisson, so that a cohort's noise is a tenth of its size
        stay = random.binomial(now[:, :-1].astype(np.int64), 0.95)
        come = random.poisson(np.maximum(now[:, :-1] * (ratios + effect - 0.95)[:, None], 0))
        newborn = random.poisson(people * rates)
        now = np.concatenate([newborn[:, None], stay + come], axis=1).astype(float)
        if year >= 0:
            counts[year] = now
    names = tuple(f"area {number}" for number in range(areas))
    given = Adults(BANDS, adult) if adults else None
    return Truth(History(names, np.arange(2000, 2000 + years), counts, levels, given), rates, ratios)
