"""What is taken where a municipality has given no figures of its own; each with its source."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

#: Ages in months that a forecast follows.
AGES: Final = 96
#: Share of children who have a place, from this age in months; linear between. The project's reference on Danish childcare,
#: section 4.2 (13.7 % of those under one, 88 % at 1-2, 97 % at 3-5; § 23: nobody has a right before 26 weeks).
TAKEUP: Final = (
    (5, 0.0), (6, 0.08), (7, 0.12), (8, 0.18), (9, 0.28), (10, 0.42), (11, 0.56), (12, 0.68), (13, 0.76), (14, 0.81),
    (15, 0.85), (18, 0.89), (24, 0.92), (33, 0.94), (36, 0.97),
)  # fmt: skip
#: Share of dagpleje in municipal places for 0-2: the country (reference, section 11).
DAGPLEJE_SHARE: Final = 0.27
#: Share of private houses in all places: 18,023 of 288,332 in 2014 (Ministry of Education; Danmarks Statistik, PAS).
PRIVATE_SHARE: Final = 0.0625
#: Age in months at the move to børnehave, and the calendar month in which school (or SFO before it) begins in the year of the sixth
#: birthday (reference, sections 2 and 11: 2 years 9 months to 3 years 1 month; August).
TRANSITION_MONTHS: Final = 35
SCHOOL_MONTH: Final = 8


def takeup_curve() -> Numbers:
    """[age in months 0..95]: the default share of children with a place."""
    ages, shares = zip(*TAKEUP, strict=True)
    return np.asarray(np.interp(np.arange(AGES), ages, shares))
