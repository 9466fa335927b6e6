"""The result of a forecast: what pages, files, charts and the planner's simulation read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Single = NDArray[np.float32]

#: kinds of care, as in the data package's `care_kind`
CARES = ("dagpleje", "vuggestue", "boernehave")
#: places beside the municipality's: in private houses (and others it does not assign) for 0-2 and 3-5, its own children's in other
#: municipalities, and outsiders' places here (these are part of the demand)
LINES = ("private_0_2", "private_3_5", "placed_elsewhere", "from_elsewhere")
#: quantiles that are kept of every demand: the median, and the ends of the 80 % and the 95 % interval
QUANTILES = (0.025, 0.1, 0.5, 0.9, 0.975)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Demand for places per area, kind of care and month, with the capacity that meets it.

    Areas are the districts in the order of `areas`, then the municipality as the sum of its districts, draw by draw.
    """

    #: the day of the latest count that was used
    origin: date
    areas: tuple[str, ...]
    names: tuple[str, ...]
    #: the first day of each month
    months: tuple[date, ...]
    #: [quantile, area, care, month], places that the families living there ask for
    demand: Single
    #: [area, care, month], mean of the draws
    mean: Single
    #: [area, care, month], places in units of that kind; NaN where no capacity is known
    capacity: Single
    #: [area, care, month], share of the draws in which demand exceeds capacity; NaN where no capacity is known
    shortage: Single
    #: [area, care, month], mean number of places lacking in the draws that lack any; 0 where none does
    lack: Single
    #: [area, care, month], places lacking in the worst tenth of all draws at least (quantile 0.9 of the lack)
    worst: Single
    #: [quantile, area, age in years 0..6, month], children living there
    children: Single
    #: [quantile, area, line, month], places beside the municipality's, as `LINES`
    lines: Single | None = None
    #: [draw, area, care, month], when the caller asked to keep them
    draws: Single | None = None
