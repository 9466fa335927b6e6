"""In which month of the year children are born: known for those who live, estimated for those who do not yet.

A child born in month b has t − b − 1 whole months of age on the first day of month t (nobody is taken to be born on the first).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

#: Days of the months, February with its share of leap days.
DAYS = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
#: A year's wave of births per day: highest where July meets August, lowest in late January. Its height is the one at which July
#: has 1,029 births more than February of 61,200 a year. Source: Danmarks Statistik, Nyt "Befolkningens udvikling 1. kvt. 2021"
#: (mean gap between the fullest and the emptiest month 2016-20: 1,029; fullest July or August, emptiest February or December).
WAVE_HEIGHT = 0.0592
WAVE_PEAK = 7.0
#: Least and greatest weight, in births, of the wider profile against an area's own.
PRIOR_BIRTHS = (200.0, 20_000.0)


def national_profile() -> Numbers:
    """Shares of the year's births in January ... December, from the published wave; they sum to 1."""
    middle = np.arange(12) + 0.5
    births = DAYS * (1 + WAVE_HEIGHT * np.cos(2 * np.pi * (middle - WAVE_PEAK) / 12))
    return np.asarray(births / births.sum())


def prior_births(counts: Numbers, profile: Numbers) -> float:
    """How many births the wider profile weighs, by the method of moments.

    Under a Dirichlet-multinomial with weight κ, Pearson's χ² of an area with n births has mean 11 (n + κ) / (1 + κ).
    Areas whose births lie no further from the profile than chance does give the greatest weight.

    Args:
        counts: [area, calendar month] births.
        profile: [calendar month] shares of the wider level.
    """
    births = counts.sum(1)
    counts, births = counts[births > 1], births[births > 1]
    if len(births) == 0:
        return PRIOR_BIRTHS[1]
    expected = births[:, None] * profile
    # Σ χ² = 11 Σ (1 + (n − 1) / (1 + κ))
    excess = (((counts - expected) ** 2 / expected).sum(1) / 11 - 1).sum()
    if excess <= 0:
        return PRIOR_BIRTHS[1]
    return float(np.clip((births - 1).sum() / excess - 1, *PRIOR_BIRTHS))


def shrunk_profiles(counts: Numbers) -> Numbers:
    """Each area's profile: its own births drawn toward all areas' together, and these toward the national profile.

    Args:
        counts: [area, calendar month January..December] known births; a row of zeros where none are known.

    Returns:
        [area, calendar month] shares that sum to 1 in each area.
    """
    national = national_profile()
    together = counts.sum(0, keepdims=True)
    wider = _blend(together, national, prior_births(together, national))[0]
    return _blend(counts, wider, prior_births(counts, wider))


def _blend(counts: Numbers, profile: Numbers, prior: float) -> Numbers:
    return np.asarray((counts + prior * profile) / (counts.sum(1, keepdims=True) + prior))


@dataclass(frozen=True, slots=True)
class BornChildren:
    """Children who live in each area on the first day of a month, by whole months of age: known, not forecast."""

    areas: tuple[str, ...]
    year: int
    month: int
    #: [area, age in months 0, 1, 2 ...]; at least 12 ages, whole years of them
    counts: Numbers

    def __post_init__(self) -> None:
        if self.counts.ndim != 2 or self.counts.shape[0] != len(self.areas) or self.counts.shape[1] % 12:
            raise ValueError(
                f"Born children are a table of {len(self.areas)} areas and whole years of ages in months (12, 24 ... 84); "
                f"it has the shape {self.counts.shape}."
            )
        if not np.all(self.counts >= 0):
            area, age = np.argwhere(~(self.counts >= 0))[0]
            raise ValueError(
                f"Born children, area {self.areas[area]}, age {age} months: {self.counts[area, age]}; a number from 0 up is expected."
            )

    def by_cohort(self) -> Numbers:
        """[area, age in years, j]: those born in month j of the twelve between two anniversaries, the first month first."""
        years = self.counts.shape[1] // 12
        return np.asarray(self.counts.reshape(len(self.areas), years, 12)[:, :, ::-1])

    def by_calendar_month(self) -> Numbers:
        """[area, calendar month January..December]: births of all cohorts together."""
        # month j of a cohort is the calendar month of the anniversary, j months on
        return np.asarray(np.roll(self.by_cohort().sum(1), self.month - 1, axis=1))


def birth_shares(areas: int, ages: int, years: int, month: int, born: BornChildren | None = None, births: Numbers | None = None) -> Numbers:
    """Shares of each cohort's twelve birth months: counted where the cohort lives, the shrunk profile where it is yet to come.

    Args:
        areas, ages: number of areas; number of single years of age 0, 1 ...
        years: years ahead.
        month: calendar month of the anniversaries.
        born: the children who live on the first anniversary, where known by month.
        births: [area, calendar month] registered births, where known by month; they tell the profile better than those who live.

    Returns:
        [area, cohort, j] that sum to 1 over j. Cohort c is c − years old on the first anniversary: cohorts 0 .. years − 1 are yet to
        be born (the youngest first), cohort years is of age 0, the last of age `ages` − 1.

    Raises:
        ValueError: `born` is of another month than the anniversaries, or of another number of areas.
    """
    living = np.zeros((areas, 12)) if born is None else born.by_calendar_month()
    profiles = shrunk_profiles(living if births is None or births.sum() < living.sum() else births)
    shares = np.repeat(np.roll(profiles, 1 - month, axis=1)[:, None, :], years + ages, axis=1)
    if born is None:
        return np.asarray(shares)
    if len(born.areas) != areas or born.month != month:
        raise ValueError(
            f"Born children are of {len(born.areas)} areas in month {born.month}; the forecast is of {areas} areas from month {month}. "
            "Count both on the same day."
        )
    known = born.by_cohort()[:, :ages]
    total = known.sum(2, keepdims=True)
    own = np.divide(known, total, out=shares[:, years : years + known.shape[1]].copy(), where=total > 0)
    shares[:, years : years + known.shape[1]] = own
    return np.asarray(shares)
