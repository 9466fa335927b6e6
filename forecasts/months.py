"""Calendar months as whole numbers, so that they can be counted and compared."""

from __future__ import annotations

from datetime import date


def month_number(year: int, month: int) -> int:
    """Months since the year 0: `month_number(2027, 1)` is 24324."""
    return 12 * year + month - 1


def month_of(day: date) -> int:
    """The number of the month that holds `day`."""
    return month_number(day.year, day.month)


def month_start(number: int) -> date:
    """The first day of a month given by its number."""
    return date(number // 12, number % 12 + 1, 1)
