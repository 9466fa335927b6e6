"""What the page of earlier forecasts tells of all districts at once: a forecast's children beside those counted since."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from forecasts.inputs import Inputs
from forecasts.vintages import against_actuals
from webui.forecasts.book import ForecastBook
from webui.i18n import number, percent

#: ages in years that old forecasts are judged on: single years, for quantiles of several do not add up
AGES = tuple(range(6))


@dataclass(frozen=True, slots=True)
class Beside:
    """Children of one age in one area: what a forecast expected, and what was counted."""

    area: str
    age: int
    expected: str
    interval: str
    came: str
    #: counted less expected, children, with its sign
    off: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Held:
    """An earlier forecast beside the latest count after its origin."""

    #: number of the stored forecast
    id: int
    origin: date
    day: date
    #: how many figures came inside their interval, and how many there are
    inside: int
    figures: int
    share: str
    lines: list[Beside]


def held_against(vintages: Sequence[ForecastBook], later: Inputs) -> list[Held]:
    """Each forecast that counts have come after, in the order given, on the latest day counted; the municipality's ages first."""
    return [held for book in vintages if (held := _held(book, later)) is not None]


def _held(book: ForecastBook, later: Inputs) -> Held | None:
    table = against_actuals(book.forecast, later)
    table = table[table["kind"].isin([f"age_{age}" for age in AGES])]
    if table.empty:
        return None
    day = table["date"].max()
    rows = table[table["date"] == day].to_dict("records")
    ids, names = book.forecast.areas, book.area_names()
    order = (len(ids) - 1, *range(len(ids) - 1))
    lines = [_line(row, names[area]) for area in order for row in rows if row["area"] == ids[area]]
    inside = sum(line.inside for line in lines)
    return Held(book.id, book.forecast.origin, day, inside, len(lines), percent(inside / len(lines)), lines)


def _line(row: dict[Hashable, Any], area: str) -> Beside:
    off = round(row["came"] - row["median"])
    return Beside(
        area=area, age=int(str(row["kind"]).removeprefix("age_")), expected=number(row["median"]),
        interval=f"{number(row['low'])}–{number(row['high'])}", came=number(row["came"]),
        off=f"{'+' if off > 0 else '−' if off < 0 else ''}{number(abs(off))}", inside=bool(row["inside"]),
    )  # fmt: skip
