"""Intervals made as wide as the history's own earlier origins ask for (split conformal prediction, scaled, by years ahead).

The plain model draws at earlier origins; the factor is the one by which its 80 % intervals, all areas taken together, would have held 80 %
of what came. Areas of one origin share their shocks, so an origin counts for few cases, and with few origins the factor stays near 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from forecasts.cohort.process import Single
from forecasts.draws import ChildDraws
from forecasts.history import History, Numbers

#: fewest years before an origin, and most years ahead, that are looked at
BEFORE, REACH = 5, 5
#: ages looked at: of those not born at the origin, and of those who were
UNBORN, BORN = 3, 6
#: draws at each earlier origin
DRAWS = 100
#: correlation of two areas' errors at one origin
SHARED = 0.3
#: how many independent cases the draws as they are are worth against being narrowed, and against being widened: calm years prove little
WORTH = (60.0, 20.0)
#: smallest and greatest factor
NARROWEST, WIDEST = 0.6, 2.0
#: share of outcomes below which an 80 % interval is said to have been too narrow
TOO_NARROW = 0.65


class Drawn(Protocol):
    """What is calibrated."""

    def draws(self, years: int, count: int, seed: int) -> ChildDraws:
        """Draws of the years ahead."""
        ...


@dataclass(frozen=True, slots=True)
class Calibration:
    """Factors on the draws' deviations from what is expected."""

    #: [year ahead]: cohorts that are not born at the origin, and those that are
    unborn: Numbers
    born: Numbers
    #: [year ahead]: share of what came that the 80 % intervals held before; NaN where no earlier origin tells
    held_unborn: Numbers
    held_born: Numbers

    def factors(self, year: int, ages: int) -> Single:
        """[age], so many years ahead."""
        return np.asarray(np.where(np.arange(ages) < year, self.unborn[year - 1], self.born[year - 1]), dtype=np.float32)

    def too_narrow(self) -> list[tuple[str, int, float, float]]:
        """Intervals that held less than 65 % and were widened: (unborn or born, years ahead, share held, factor)."""
        kinds = (("unborn", self.held_unborn, self.unborn), ("born", self.held_born, self.born))
        found = []
        for kind, held, factor in kinds:
            found += [(kind, year + 1, float(held[year]), float(factor[year])) for year in range(len(held)) if held[year] < TOO_NARROW]
        return found


def as_drawn(years: int) -> Calibration:
    """Draws left as they are."""
    return Calibration(np.ones(years), np.ones(years), np.full(years, np.nan), np.full(years, np.nan))


def calibrate(history: History, years: int, plain: Callable[[History, int], Drawn], most: int) -> Calibration:
    """Factors from at most `most` earlier origins."""
    origins = [int(year) for year in history.years[BEFORE - 1 : -1]][-most:]
    found = as_drawn(years)
    scores: dict[tuple[int, int], list[Numbers]] = {}
    for origin in origins:
        reach = min(REACH, years, int(history.years[-1]) - origin)
        counts = plain(history.until(origin), reach).draws(reach, DRAWS, seed=origin).counts
        for ahead in range(1, reach + 1):
            came = history.counts[origin + ahead - int(history.years[0])]
            for kind, ages in enumerate((slice(0, min(ahead, UNBORN)), slice(ahead, max(BORN, ahead + 1)))):
                scores.setdefault((kind, ahead), []).append(_scores(came[:, ages].sum(axis=1), counts[:, :, ages, ahead].sum(axis=2)))
    independent = len(history.areas) / (1 + (len(history.areas) - 1) * SHARED)
    for (kind, ahead), score in scores.items():
        factor, held = (found.unborn, found.held_unborn) if kind == 0 else (found.born, found.held_born)
        certain = len(score) * independent
        together = np.concatenate(score)
        asked = np.log(max(float(np.quantile(together, 0.8)), 0.1))
        held[ahead - 1] = float((together <= 1).mean())
        factor[ahead - 1 :] = np.clip(np.exp(asked * certain / (certain + WORTH[int(asked > 0)])), NARROWEST, WIDEST)
    return found


def _scores(actual: Numbers, draws: Single) -> Numbers:
    """How far what came lies from the median, as a multiple of the half of the 80 % interval on that side [area]."""
    low, middle, high = np.quantile(draws, (0.1, 0.5, 0.9), axis=0)
    side = np.where(actual >= middle, high - middle, middle - low)
    return np.asarray(np.abs(actual - middle) / np.maximum(side, 0.5))
