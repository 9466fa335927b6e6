"""What a forecast may know: residents counted once a year on one day, by area and single year of age."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something mended in the data before they were used; told with every result made from them."""

    #: short name of what was mended, e.g. `repeated_years`
    code: str
    #: the values that the sentence about it needs (area, year, count ...)
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Adults:
    """Residents of the ages in which people become parents, by area."""

    #: the first and last age of each band, both included
    bands: tuple[tuple[int, int], ...]
    #: [year, area, band]
    counts: Numbers


@dataclass(frozen=True, slots=True)
class History:
    """Yearly counts of children, and of adults and births where known; complete, checked, oldest year first.

    Areas belong to groups from which they borrow strength: `levels` go from the nearest (the municipality of a district)
    to the widest (its region); that all areas together are the last level need not be said.
    """

    areas: tuple[str, ...]
    #: consecutive calendar years
    years: Index
    #: [year, area, age]: ages 0, 1, 2 ... in whole years on the day of the count
    counts: Numbers
    #: each [area]: number of the group that the area belongs to
    levels: tuple[Index, ...] = ()
    adults: Adults | None = None
    #: [year, area]: live births in the twelve months before the day of the count; NaN where unknown
    births: Numbers | None = None
    #: calendar month of the counts, taken on its first day
    month: int = 1
    #: births (or children of age 0) in the whole country, further back than the areas go: year -> count
    nation: dict[int, float] = field(default_factory=dict)
    remedies: tuple[Remedy, ...] = ()

    def until(self, year: int) -> History:
        """The history as it was known on the day of the count of `year`: nothing later is left in it.

        Raises:
            ValueError: `year` is not among the years.
        """
        if year not in self.years:
            raise ValueError(f"The history has the years {self.years[0]} to {self.years[-1]}, not {year}.")
        seen = self.years <= year
        return replace(
            self,
            years=self.years[seen],
            counts=self.counts[seen],
            adults=None if self.adults is None else replace(self.adults, counts=self.adults.counts[seen]),
            births=None if self.births is None else self.births[seen],
            nation={then: count for then, count in self.nation.items() if then <= year},
        )

    def of(self, areas: Index) -> History:
        """The same history of some of the areas, in the order given."""
        return replace(
            self,
            areas=tuple(self.areas[area] for area in areas),
            counts=self.counts[:, areas],
            levels=tuple(level[areas] for level in self.levels),
            adults=None if self.adults is None else replace(self.adults, counts=self.adults.counts[:, areas]),
            births=None if self.births is None else self.births[:, areas],
        )
