"""What the pages that judge a forecast show: the back-test with its baselines, and old forecasts against what came."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from forecasts.charts.backtest import OWN, backtest_chart, backtest_words, overall
from forecasts.charts.vintages import vintages_chart
from forecasts.history import History
from forecasts.language import say
from forecasts.outcome import QUANTILES
from webui.forecasts.book import ForecastBook, inline, reader
from webui.forecasts.held import AGES
from webui.forecasts.make import table_of
from webui.forecasts.overview import Choice
from webui.i18n import gettext as _
from webui.i18n import number, percent


@dataclass(frozen=True, slots=True)
class Judged:
    """A way of forecasting, at one horizon and group of ages."""

    group: str
    horizon: int
    method: str
    own: bool
    cases: str
    mape: str
    wape: str
    rmse: str
    inside80: str
    inside95: str
    score80: str


@dataclass(frozen=True, slots=True)
class BacktestView:
    """The page of the back-test."""

    book: ForecastBook
    chart: Markup | None
    words: str
    lines: list[Judged]
    #: intervals that were too narrow and have been widened, a sentence each
    widened: list[str]


def backtest_view(book: ForecastBook) -> BacktestView:
    """The page from the forecast's back-test; without lines and chart where the history was too short for one."""
    if not book.backtest:
        return BacktestView(book, None, "", [], widened_told(book))
    table = table_of(book.backtest)
    rows = overall(table).sort_values(["group", "horizon"], kind="stable")
    picture = backtest_chart(table, reader())
    return BacktestView(
        book=book,
        chart=inline(picture),
        words=backtest_words(table, reader()),
        lines=[_judged(row) for row in rows.to_dict("records")],
        widened=widened_told(book),
    )


def widened_told(book: ForecastBook) -> list[str]:
    """The intervals that held too little on the history, and by how much they are wider now."""
    return [
        _(
            "Intervallet for %(who)s %(years)s år frem holdt kun %(held)s af det, det skulle holde 80 pct. af. "
            "Det er gjort %(factor)s gange så bredt.",
            who=_("børn, der er født") if found["born"] else _("børn, der ikke er født endnu"), years=found["years_ahead"],
            held=percent(found["held"]), factor=number(found["factor"], 1),
        )
        for found in book.head.summary.get("widened", [])
    ]  # fmt: skip


def _judged(row: dict[Hashable, Any]) -> Judged:
    return Judged(
        group=str(row["group"]), horizon=int(row["horizon"]), method=say(str(row["method"]), reader()), own=row["method"] == OWN,
        cases=number(float(row["n"])), rmse=_figure(row["rmse"]),
        **{name: _share(row[name]) for name in ("mape", "wape", "inside80", "inside95", "score80")},
    )  # fmt: skip


def _share(value: float) -> str:
    return "" if math.isnan(value) else percent(value, 1)


def _figure(value: float) -> str:
    return "" if math.isnan(value) else number(value, 1)


@dataclass(frozen=True, slots=True)
class Hit:
    """An old forecast against the count of one day."""

    vintage: str
    day: str
    expected: str
    interval: str
    came: str
    off: str
    inside: bool


@dataclass(frozen=True, slots=True)
class VintagesView:
    """The page of old forecasts."""

    book: ForecastBook
    chart: Markup | None
    words: str
    areas: list[Choice]
    ages: list[Choice]
    hits: list[Hit]
    name: str


def told_by(vintages: Sequence[ForecastBook], area_id: str, age: int) -> pd.DataFrame:
    """What old forecasts expected of an area's children of one age, on the anniversaries of their origin."""
    rows = []
    for book in vintages:
        forecast = book.forecast
        if area_id not in forecast.areas:
            continue
        area = forecast.areas.index(area_id)
        for when, day in enumerate(forecast.months):
            if day.month == forecast.origin.month:
                low, median, high = (float(forecast.children[QUANTILES.index(share), area, age, when]) for share in (0.1, 0.5, 0.9))
                rows.append({"origin": forecast.origin, "date": day, "low": low, "median": median, "high": high, "book": book.id})
    table = pd.DataFrame(rows, columns=["origin", "date", "low", "median", "high", "book"])
    # of several forecasts from one origin the last made speaks
    table = table[table["book"] == table.groupby("origin")["book"].transform("max")]
    return table.assign(origin=pd.to_datetime(table["origin"]), date=pd.to_datetime(table["date"]))


def vintages_view(book: ForecastBook, vintages: Sequence[ForecastBook], actual: pd.DataFrame, area: int, age: int) -> VintagesView:
    """The page from all stored forecasts and the counts (`date`, `count`) of the chosen area and age."""
    whole = len(book.forecast.areas) - 1
    names = book.area_names()
    told = told_by(vintages, book.forecast.areas[area], age)
    picture = vintages_chart(told, actual, str(age), names[area], reader()) if len(told) else None
    both = told.merge(actual, on="date")
    both = both[both["date"] > both["origin"]].sort_values(["date", "origin"], ascending=False)
    return VintagesView(
        book=book,
        chart=None if picture is None else inline(picture),
        words=say("vintages_none", reader()) if picture is None else picture.description,
        areas=[Choice(book.area_id(number), names[number], number == area) for number in (whole, *range(whole))],
        ages=[Choice(str(years), _("%(age)s-årige", age=years), years == age) for years in AGES],
        hits=[_hit(row) for row in both.to_dict("records")],
        name=names[area],
    )


def _hit(row: dict[Hashable, Any]) -> Hit:
    # of whole children, as they are shown and as the sentence above the chart counts
    expected, came = round(row["median"]), round(row["count"])
    off = (came - expected) / max(expected, 1)
    return Hit(
        vintage=str(row["origin"].year), day=str(row["date"].year), expected=number(expected),
        interval=f"{number(row['low'])}–{number(row['high'])}", came=number(came),
        off=f"{'+' if off > 0 else '−' if off < 0 else ''}{percent(abs(off), 1)}",
        inside=bool(row["low"] <= row["count"] <= row["high"]),
    )  # fmt: skip


def counts_of(history: History, area: str, age: int) -> pd.DataFrame:
    """Children of an age counted in an area (in all of them, where none has that id): `date` and `count`, a row a year."""
    counts = history.counts[:, :, age]
    own = counts[:, history.areas.index(area)] if area in history.areas else counts.sum(axis=1)
    return pd.DataFrame({"date": [pd.Timestamp(int(year), history.month, 1) for year in history.years], "count": own})
