"""What the page of an area and a kind of care shows: the fan, its sentence, and the same figures in a table."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from forecasts.charts.fan import fan
from forecasts.language import chance, month
from forecasts.outcome import CARES, QUANTILES
from forecasts.words import sentence
from webui.forecasts.book import ForecastBook, care_name, inline, reader
from webui.forecasts.overview import Choice, gap_words, place_of, risk_kind
from webui.i18n import number


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month: demand as median and intervals, the places, and how they meet."""

    month: str
    median: str
    most: str
    nearly_all: str
    capacity: str
    gap: str
    chance: str
    lack: str
    worst: str
    kind: str


@dataclass(frozen=True, slots=True)
class YearLines:
    """A year's months, and its scarcest for the heading."""

    year: int
    months: list[MonthLine]


@dataclass(frozen=True, slots=True)
class Place:
    """The page of an area and a kind of care."""

    book: ForecastBook
    name: str
    care: str
    fan: Markup
    words: str
    years: list[YearLines]
    #: the other kinds of care here, and the other areas
    cares: list[Choice]
    areas: list[Choice]


def place(book: ForecastBook, area: int, care: int) -> Place:
    """The page of area number `area` and kind of care number `care`."""
    forecast = book.forecast
    lines = [(day.year, _line(book, area, care, when)) for when, day in enumerate(forecast.months)]
    whole = len(forecast.areas) - 1
    names = book.area_names()
    return Place(
        book=book,
        name=names[area],
        care=care_name(care),
        fan=inline(fan(forecast, area, care, reader())),
        words=sentence(forecast, area, care, reader()),
        years=[YearLines(year, [line for at, line in lines if at == year]) for year in sorted({year for year, _line in lines})],
        cares=[Choice(place_of(book, area, other), care_name(other), other == care) for other in range(len(CARES))],
        areas=[Choice(place_of(book, other, care), names[other], other == area) for other in (whole, *range(whole))],
    )


def _line(book: ForecastBook, area: int, care: int, when: int) -> MonthLine:
    forecast = book.forecast
    demand = {share: number(float(forecast.demand[q, area, care, when])) for q, share in enumerate(QUANTILES)}
    capacity, share = float(forecast.capacity[area, care, when]), float(forecast.shortage[area, care, when])
    kind = risk_kind(share)
    known = kind != "unknown"
    return MonthLine(
        month=month(forecast.months[when], reader()),
        median=demand[0.5],
        most=f"{demand[0.1]}–{demand[0.9]}",
        nearly_all=f"{demand[0.025]}–{demand[0.975]}",
        capacity=number(capacity) if known else "",
        gap=gap_words(capacity - float(forecast.demand[QUANTILES.index(0.5), area, care, when])),
        chance=chance(share, reader()) if known else "",
        lack=number(float(forecast.lack[area, care, when])) if known else "",
        worst=number(float(forecast.worst[area, care, when])) if known else "",
        kind=kind,
    )
