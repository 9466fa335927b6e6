"""Earlier forecasts held against what came: each forecast's quantiles beside the counts and enrolments of later days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from forecasts.history import History
from forecasts.inputs import Enrolled, Inputs
from forecasts.outcome import CARES, QUANTILES, Forecast, Single

#: the quantiles that are told: the ends of the 80 % interval and the median
LOW, MEDIAN, HIGH = (QUANTILES.index(quantile) for quantile in (0.1, 0.5, 0.9))
COLUMNS = ("origin", "area", "kind", "date", "months_ahead", "low", "median", "high", "came", "inside")


def against_actuals(forecast: Forecast, later: Inputs) -> pd.DataFrame:
    """A row for each area, kind and day after the origin of the forecast that `later` has counts of.

    Kinds are the single ages of children (`age_0` ... `age_6`, on the days of later counts) and the kinds of care (on the first
    of later months, children enrolled). Areas that either does not have are left out; the municipality, the last area of a
    forecast, is the sum of the areas and told only where all of them are there. Enrolments cannot exceed places: where places were short
    they tell less than demand.

    Returns:
        Columns `COLUMNS`: low and high are the ends of the 80 % interval, `inside` whether what came lies in it.
    """
    rows = [*_children(forecast, later.history)]
    if later.enrolled is not None:
        rows += _enrolled(forecast, later.enrolled, later.history.areas)
    table = pd.DataFrame(rows, columns=list(COLUMNS[:-1]))
    return table.assign(inside=(table["low"] <= table["came"]) & (table["came"] <= table["high"]))


def _pairs(forecast: Forecast, areas: tuple[str, ...]) -> list[tuple[int, list[int]]]:
    """Number of the area in the forecast, and those of its parts among `areas`."""
    number = {area: k for k, area in enumerate(areas)}
    own = forecast.areas[:-1]
    pairs = [(k, [number[area]]) for k, area in enumerate(own) if area in number]
    if all(area in number for area in own):
        pairs.append((len(own), [number[area] for area in own]))
    return pairs


def _children(forecast: Forecast, history: History) -> Iterator[tuple[object, ...]]:
    month_of = {month: k for k, month in enumerate(forecast.months)}
    for row, year in enumerate(history.years.tolist()):
        day = forecast.origin.replace(year=year, month=history.month, day=1)
        if day <= forecast.origin or day not in month_of:
            continue
        for area, parts in _pairs(forecast, history.areas):
            for age in range(min(forecast.children.shape[2], history.counts.shape[2])):
                told = forecast.children[:, area, age, month_of[day]]
                yield _row(forecast, area, f"age_{age}", day, told, history.counts[row, parts, age].sum())


def _enrolled(forecast: Forecast, enrolled: Enrolled, areas: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
    month_of = {month: k for k, month in enumerate(forecast.months)}
    for column, day in enumerate(enrolled.months):
        if day <= forecast.origin or day not in month_of:
            continue
        for area, parts in _pairs(forecast, areas):
            for care, name in enumerate(CARES):
                told = forecast.demand[:, area, care, month_of[day]]
                yield _row(forecast, area, name, day, told, enrolled.counts[parts, care, column].sum())


def _row(forecast: Forecast, area: int, kind: str, day: date, told: Single, came: float) -> tuple[object, ...]:
    ahead = (day.year - forecast.origin.year) * 12 + day.month - forecast.origin.month
    low, median, high = (float(told[quantile]) for quantile in (LOW, MEDIAN, HIGH))
    return forecast.origin, forecast.areas[area], kind, day, ahead, low, median, high, float(came)
