"""How large a municipality with so many births a year is: districts, area, split between dagpleje and houses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from data.synthetic import calibration as cal


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes that follow from births a year and the round date."""

    births: int
    round_date: date
    #: guarantee districts (6 at 680 births)
    areas: int
    #: school districts (18 at 680 births)
    districts: int
    #: radius of the municipality in metres
    radius_m: float
    #: share of enrolled 0-2 children in dagpleje
    dagpleje_share: float

    @property
    def oldest_birth(self) -> date:
        """The earliest birth date of a child who has not started school on the round date."""
        started = self.round_date >= date(self.round_date.year, cal.SCHOOL_MONTH, 1)
        return date(self.round_date.year - (5 if started else 6), 1, 1)


def sizes_for(births: int, round_date: date) -> Sizes:
    """The sizes of a municipality with `births` a year.

    Raises ValueError, with the value, when `births` is outside what can be drawn.
    """
    if not cal.MIN_BIRTHS <= births <= cal.MAX_BIRTHS:
        raise ValueError(f"births must be from {cal.MIN_BIRTHS} to {cal.MAX_BIRTHS} a year, got {births}")
    relative = births / 680
    areas = max(1, round(6 * relative**0.5))
    points, shares = zip(*cal.DAGPLEJE_SHARE, strict=True)
    return Sizes(
        births=births,
        round_date=round_date,
        areas=areas,
        districts=max(areas, 3, round(18 * relative**0.57)),
        radius_m=12_000 * relative**0.25,
        dagpleje_share=float(np.interp(math.log(births), np.log(points), shares)),
    )
