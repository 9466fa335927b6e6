"""What the overview of a forecast shows: the finding per kind of care, the map of a month, and the gap per district and year."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from flask import url_for
from markupsafe import Markup

from forecasts.charts.tilemap import tilemap
from forecasts.language import chance, month
from forecasts.outcome import CARES, Forecast
from forecasts.shortfall import LIKELY, SLIGHT
from forecasts.tables import gap_table
from forecasts.words import map_sentence, sentence
from webui.forecasts.book import ForecastBook, care_name, inline, reader
from webui.i18n import gettext as _
from webui.i18n import number


@dataclass(frozen=True, slots=True)
class Finding:
    """The sentence about the whole municipality and one kind of care."""

    care: str
    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """An area's year in the gap table: places left over or lacking, and the chance that they run short."""

    gap: str
    chance: str
    month: str
    #: `short` when a shortage is likelier than not, `possible`, `fine`, `unknown`
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the gap table."""

    name: str
    href: str
    cells: list[Cell]
    whole: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a list to choose from."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The overview."""

    book: ForecastBook
    findings: list[Finding]
    cares: list[Choice]
    months: list[Choice]
    care: str
    map: Markup
    words: str
    years: list[int]
    lines: list[Line]


def overview(book: ForecastBook, care: int, when: int) -> Overview:
    """The overview of a forecast: map and table for kind of care number `care`, the map in month number `when`."""
    forecast = book.forecast
    table = gap_table(forecast)
    chosen = table[table["care_kind"] == CARES[care]]
    return Overview(
        book=book,
        findings=[_finding(book, number) for number in range(len(CARES))],
        cares=[Choice(code, care_name(number), number == care) for number, code in enumerate(CARES)],
        months=[Choice(f"{day:%Y-%m}", month(day, reader()), number == when) for number, day in enumerate(forecast.months)],
        care=care_name(care),
        map=inline(tilemap(forecast, care, when, book.positions, reader())),
        words=map_sentence(forecast, care, when, reader()),
        years=sorted({int(year) for year in chosen["year"]}),
        lines=[_line(book, rows, care) for _area, rows in chosen.groupby("area_id", sort=False)],
    )


def opening(forecast: Forecast) -> tuple[int, int]:
    """The kind of care and the month that the overview opens with: those in which most places are expected to lack."""
    risk, lack = (np.nan_to_num(values[:-1], nan=0.0) for values in (forecast.shortage, forecast.lack))
    care, when = np.unravel_index(int((risk * lack).sum(axis=0).argmax()), risk.shape[1:])
    return int(care), int(when)


def gap_words(gap: float, *, signed: bool = True) -> str:
    """Places left over (+) or lacking (−), rounded; empty when not known."""
    if np.isnan(gap):
        return ""
    rounded = round(gap)
    if rounded == 0 or not signed:
        return number(abs(rounded))
    return f"{'+' if rounded > 0 else '−'}{number(abs(rounded))}"


def risk_kind(share: float) -> str:
    """How a chance of a shortage is marked."""
    if np.isnan(share):
        return "unknown"
    return "short" if share >= LIKELY else "possible" if share >= SLIGHT else "fine"


def _finding(book: ForecastBook, care: int) -> Finding:
    whole = len(book.forecast.areas) - 1
    return Finding(care_name(care), place_of(book, whole, care), sentence(book.forecast, whole, care, reader()))


def place_of(book: ForecastBook, area: int, care: int) -> str:
    """The address of an area's page."""
    return url_for("forecasts.place", forecast_id=book.id, area_id=book.area_id(area), care=CARES[care])


def _line(book: ForecastBook, rows: pd.DataFrame, care: int) -> Line:
    area = book.forecast.areas.index(str(rows["area_id"].iloc[0]))
    whole = area == len(book.forecast.areas) - 1
    return Line(book.area_names()[area], place_of(book, area, care), [_cell(row) for row in rows.to_dict("records")], whole)


def _cell(row: dict[Hashable, Any]) -> Cell:
    kind = risk_kind(row["shortage"])
    told = "" if kind == "unknown" else chance(row["shortage"], reader())
    when = month(pd.Timestamp(row["month"]).date(), reader()).rsplit(" ", 1)[0]
    gap = gap_words(row["gap"]) if kind != "unknown" else _("behov %(num)s", num=number(row["q50"]))
    return Cell(gap, told, when, kind)
