"""The model's settings: one set for all places, chosen on Norwegian origins until 2015 (docs/decisions)."""

from __future__ import annotations

from dataclasses import dataclass, field

from forecasts.cohort.hierarchy import Usual
from forecasts.cohort.process import Variances


def _moves() -> Usual:
    """Usual variances of cohort change."""
    return Usual(Variances(0, 3e-5, 0.5, 1), Variances(1e-5, 1e-5, 0.7, 1), Variances(1e-4, 1e-4, 0.7, 0.5), Variances(1e-4, 0, 0, 0.3), 5)


def _fertility() -> Usual:
    """Usual variances of children per adult."""
    return Usual(Variances(0, 1e-6, 0.0, 1), Variances(2e-3, 1e-3, 0.9, 1), Variances(5e-3, 1e-3, 0.9, 1), Variances(0, 0, 0, 1), 5)


def _growth() -> Usual:
    """Usual variances of the growth of those who become parents."""
    return Usual(Variances(0, 1e-4, 0.5, 1), Variances(2e-5, 2e-5, 0.7, 1), Variances(1e-4, 1e-4, 0.7, 1), Variances(0, 0, 0, 1), 5)


@dataclass(frozen=True, slots=True)
class Settings:
    """What is not estimated from the history."""

    #: years after which a year counts half in the age profile of cohort change
    profile_half_life: float = 4.0
    #: mean and standard deviation, in years, of the ages of parents at a birth
    parents: tuple[float, float] = (31.0, 5.5)
    #: ages of those who may become parents
    parents_ages: tuple[int, int] = (20, 42)
    #: share of the last years' growth of fertility that goes on in the next year, and each later year's share of the year before's
    growth: float = 0.5
    damping: float = 0.7
    #: years after which a year counts half in the last years' growth
    growth_half_life: float = 2.0
    #: standard deviation of a year's growth of all births where the history is short, and how many years it is worth
    growth_spread: float = 0.025
    growth_years: float = 10.0
    #: correlation of the growth's errors from year to year, and degrees of freedom of their tails
    growth_memory: float = 0.5
    growth_tails: float = 5.0
    #: earlier origins whose errors are learned from; 0 = none
    lessons: int = 10
    #: earlier origins whose intervals are looked at; 0 = none
    calibrations: int = 6
    moves: Usual = field(default_factory=_moves)
    fertility: Usual = field(default_factory=_fertility)
    adults: Usual = field(default_factory=_growth)
