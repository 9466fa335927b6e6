"""What a forecast says of one district and one kind of care: whether, when and how badly places run short."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from forecasts.outcome import QUANTILES, Forecast

#: a shortage is told as coming from the first month in which it is likelier than not
LIKELY = 0.5
#: below this chance in every month no shortage is expected; between the two it is possible
SLIGHT = 0.1
#: months without a likely shortage after which one is told as over
OVER = 12
#: the lack of another month is worth telling when it is this many times that of the first
GREATER = 1.5

MEDIAN, LOW, HIGH = QUANTILES.index(0.5), QUANTILES.index(0.1), QUANTILES.index(0.9)

Kind = Literal["unknown", "none", "possible", "from", "now"]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The months, by their index in the forecast, that a sentence about a district and a kind of care tells of."""

    kind: Kind
    #: the month told: the first likely shortage; the greatest chance when none is likely; the last month when no capacity is known
    month: int
    #: the last month with a likely shortage, when the forecast has at least a year without one after it
    until: int | None = None
    #: the month with the greatest expected lack, when that is far greater than the first month's
    peak: int | None = None


def shortfall(forecast: Forecast, area: int, care: int) -> Shortfall:
    """The finding for `area` and `care` (numbers in `areas` and `CARES`)."""
    risk = forecast.shortage[area, care]
    known = ~np.isnan(risk)
    if not known.any():
        return Shortfall("unknown", len(risk) - 1)
    chances = np.where(known, risk, 0.0)
    likely = np.flatnonzero(chances >= LIKELY)
    if not likely.size:
        month = int(chances.argmax())
        return Shortfall("none" if chances[month] < SLIGHT else "possible", month)
    first, last = int(likely[0]), int(likely[-1])
    lack = forecast.lack[area, care]
    expected = np.where(chances >= LIKELY, lack, 0.0)
    peak = int(expected.argmax())
    return Shortfall(
        kind="now" if first == 0 else "from",
        month=first,
        until=last if len(risk) - 1 - last >= OVER else None,
        peak=peak if expected[peak] >= GREATER * lack[first] and places(expected[peak]) > places(lack[first]) else None,
    )


def places(lack: float) -> int:
    """A lack in whole places: rounded, and at least one where any is lacking."""
    return max(round(float(lack)), int(lack > 0))
