"""Dates of the trade: ages in whole months, the start grid, begun months.

All functions are pure and take `datetime.date`. A *grid* is the ascending tuple of dates on which a stay may
start; a step of the grid is the half-open interval from one grid date to the next.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

#: A child's right to a place begins at 26 weeks (dagtilbudsloven § 23 stk. 1).
TWENTY_SIX_WEEKS = timedelta(weeks=26)
#: The municipality's extra time when the place is wanted right at 26 weeks (§ 23; bek. § 3).
FOUR_WEEKS = timedelta(weeks=4)


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), clipped to the month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def age_in_months(birth: date, day: date) -> int:
    """Whole months lived on `day`; negative before birth."""
    months = (day.year - birth.year) * 12 + day.month - birth.month
    return months if day >= add_months(birth, months) else months - 1


def begun_months(start: date, end: date) -> int:
    """Begun months from `start` to `end`: the least n >= 0 with `start` + n months >= `end`."""
    if end <= start:
        return 0
    months = max(0, (end.year - start.year) * 12 + end.month - start.month - 1)
    while add_months(start, months) < end:
        months += 1
    return months


@dataclass(frozen=True, slots=True)
class Grid:
    """The start dates that a round sees.

    `dates` are all grid dates from the first of the month after the round to the end of the horizon; the first
    `window` of them are decided now, the later ones are only looked ahead to. `end` is the first date beyond.
    """

    dates: tuple[date, ...]
    window: int
    end: date

    @property
    def window_dates(self) -> tuple[date, ...]:
        """The start dates that this round decides."""
        return self.dates[: self.window]

    def step_end(self, step: int) -> date:
        """The first date after step `step`."""
        return self.dates[step + 1] if step + 1 < len(self.dates) else self.end

    def first_step_from(self, day: date) -> int:
        """The first step whose date is on or after `day`; `len(dates)` when none is."""
        return next((k for k, d in enumerate(self.dates) if d >= day), len(self.dates))

    def last_step_to(self, day: date) -> int:
        """The last step whose date is on or before `day`; -1 when none is."""
        return next((k for k in range(len(self.dates) - 1, -1, -1) if self.dates[k] <= day), -1)


def make_grid(round_date: date, start_days: tuple[int, ...], window_months: int, horizon_months: int) -> Grid:
    """The grid of a round: months are counted from the first month that begins after `round_date`."""
    first = add_months(date(round_date.year, round_date.month, 1), 1)
    months = [add_months(first, k) for k in range(horizon_months)]
    dates = tuple(date(m.year, m.month, d) for m in months for d in start_days)
    return Grid(dates, window_months * len(start_days), add_months(first, horizon_months))
