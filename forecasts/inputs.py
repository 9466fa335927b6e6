"""What a forecast is made from: the history of the areas, and what is known of homes to come, use of places and capacity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from forecasts.history import History, Numbers


@dataclass(frozen=True, slots=True)
class Dwellings:
    """Dwellings moved into in one year."""

    #: number of the area in `History.areas`
    area: int
    year: int
    #: kind of dwelling as the municipality calls it, "" where it does not say
    kind: str
    count: float
    #: chance that they are built, 0-1; 1 for those that stand
    probability: float


@dataclass(frozen=True, slots=True)
class TakeUp:
    """The share of the children of an age who are in a kind of care."""

    #: number of the area, None = everywhere
    area: int | None
    #: year of the share, None = every year
    year: int | None
    #: age in whole months, from (included) and to (not included)
    age_from: int
    age_to: int
    #: `dagpleje`, `vuggestue`, `boernehave`, `0-2`, `3-5` or `any`
    care: str
    #: 0-1
    share: float


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Children enrolled on the first day of each month, by the area of their home and kind of care."""

    #: the first day of each month, oldest first; from the first month in which the stays are complete
    months: tuple[date, ...]
    #: [area, care, month]: children who live there; cares as `forecasts.outcome.CARES`
    counts: Numbers
    #: [care, month]: children who live in other municipalities
    outsiders: Numbers
    #: [area, age in whole months, care]: children enrolled in the last month
    ages: Numbers


@dataclass(frozen=True, slots=True)
class Capacity:
    """Places on the first day of each month by the area of the house or home and kind of care."""

    months: tuple[date, ...]
    #: [area, care, month]: places that can be allocated
    places: Numbers
    #: [area, care, month]: of them in units that nobody queues for (private and special ones)
    closed: Numbers

    def on(self, months: tuple[date, ...]) -> Numbers:
        """[area, care, month]: the places in `months`; after the last known change they stay as they are.

        Raises:
            ValueError: a month lies before the first.
        """
        before = [month for month in months if month < self.months[0]]
        if before:
            raise ValueError(f"Capacity is known from {self.months[0]} on, not on {before[0]}.")
        known = np.array(self.months, dtype="datetime64[D]")
        at: NDArray[np.int64] = np.searchsorted(known, np.array(months, dtype="datetime64[D]"), side="right") - 1
        return self.places[:, :, at]


@dataclass(frozen=True, slots=True)
class Projection:
    """An official projection of the children of the areas, or of the whole municipality."""

    #: consecutive calendar years
    years: NDArray[np.int64]
    #: [year, area, age]; one area, the whole municipality, where `whole`
    counts: Numbers
    whole: bool


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that is known when a forecast is made; what was mended stands in `history.remedies`."""

    history: History
    #: names of the areas, shown to users
    names: tuple[str, ...]
    housing: tuple[Dwellings, ...] = ()
    takeup: tuple[TakeUp, ...] = ()
    enrolled: Enrolled | None = None
    capacity: Capacity | None = None
    projection: Projection | None = None
    #: [area, age in whole months] on the day of the last count, where the municipality has counted in months
    months_of_age: Numbers | None = None
    #: [area, calendar month, January first]: known children by month of birth, for the profile of births over the year
    birth_months: Numbers | None = None
    #: [area, calendar month, January first]: births registered by month up to the last count, for the same
    births_by_month: Numbers | None = None
    #: [area, month]: births registered in the months from the last count on
    births_since: Numbers | None = None
