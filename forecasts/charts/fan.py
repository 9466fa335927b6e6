"""The fan chart: demand for one kind of care in one area, month by month, and the places that there are."""

from __future__ import annotations

from typing import Any, Literal

import altair as alt
import pandas as pd

from forecasts.charts.picture import FILL, INK, SHORT, Picture
from forecasts.language import Language, say
from forecasts.outcome import CARES, QUANTILES, Forecast
from forecasts.words import sentence

WIDTH, HEIGHT = 720, 280
#: fill of the interval: lighter the wider, each with an edge of its own, so that they differ without colour too
BANDS = (("band_95", 0.025, 0.975, "#dbe8ea"), ("band_80", 0.1, 0.9, "#a9c9cf"))

#: dashes of the edges
EDGES = {"band_95": [1, 2], "band_80": [4, 2]}

#: months up to which the axis names months, not years alone
MONTHS_NAMED = 48


def fan_frame(forecast: Forecast, area: int, care: int) -> pd.DataFrame:
    """What the fan chart shows: a row a month, a column per quantile (q2.5 ... q97.5) and `capacity` (NaN where unknown)."""
    columns = {f"q{100 * share:g}": forecast.demand[number, area, care].astype(float) for number, share in enumerate(QUANTILES)}
    capacity = forecast.capacity[area, care].astype(float)
    return pd.DataFrame({"month": pd.to_datetime(list(forecast.months)), **columns, "capacity": capacity})


def fan(forecast: Forecast, area: int, care: int, language: Language = "da") -> Picture:
    """Median, 80 % and 95 % interval of demand against the line of places; `area` and `care` are numbers in `areas` and `CARES`."""
    frame = fan_frame(forecast, area, care)
    title = say("chart_fan", language, places=say(f"places_of_{CARES[care]}", language), name=_name(forecast, area, language))
    chart = alt.layer(*(_band(frame, *band, language) for band in BANDS), *_lines(frame, language))
    drawn = chart.resolve_scale(fill="independent").properties(width=WIDTH, height=HEIGHT)
    return Picture(drawn, title, sentence(forecast, area, care, language), language)


def _name(forecast: Forecast, area: int, language: Language) -> str:
    return say("whole", language) if area in (-1, len(forecast.areas) - 1) else forecast.names[area]


def _x(frame: pd.DataFrame) -> alt.X:
    """Years where there are many, else months."""
    years = len(frame) > MONTHS_NAMED
    ticks: Any = "year" if years else 6
    return alt.X("month:T").axis(
        title=None, format="%Y" if years else "%b %Y", grid=False, labelOverlap=True, tickCount=ticks, labelFlush=False
    )


def _y(field: str) -> alt.Y:
    # the axis has no title: the legend says that all are places
    return alt.Y(f"{field}:Q").title(None).scale(zero=False, nice=True).axis(format=",d", tickMinStep=1)


def _band(frame: pd.DataFrame, code: str, low: float, high: float, fill: str, language: Language) -> alt.Chart:
    name = say(code, language)
    band = pd.DataFrame({"month": frame["month"], "low": frame[f"q{100 * low:g}"], "high": frame[f"q{100 * high:g}"], "band": name})
    filled = alt.Fill("band:N").scale(domain=[name], range=[fill])
    chart = alt.Chart(band).mark_area(stroke=FILL, strokeWidth=0.8, strokeDash=EDGES[code], opacity=1)
    drawn: alt.Chart = chart.encode(x=_x(frame), y=_y("low"), y2="high", fill=filled)
    return drawn


def _lines(frame: pd.DataFrame, language: Language) -> list[alt.Chart]:
    """The median and the places: one is solid and dark, the other dashed and red, and changes from one day to the next."""
    names = [say("median", language), say("capacity", language)]
    shown = names if frame["capacity"].notna().any() else names[:1]
    tidy = pd.concat(
        pd.DataFrame({"month": frame["month"], "places": frame[column], "line": name})
        for column, name in zip(("q50", "capacity"), shown, strict=False)
    ).dropna()
    encoded = {
        "x": _x(frame), "y": _y("places"),
        "strokeDash": alt.StrokeDash("line:N").scale(domain=shown, range=[[1, 0], [7, 3]][: len(shown)]).legend(symbolType="stroke"),
        "stroke": alt.Stroke("line:N").scale(domain=shown, range=[INK, SHORT][: len(shown)]).legend(symbolType="stroke"),
    }  # fmt: skip
    curves: tuple[Literal["linear", "step-after"], ...] = ("linear", "step-after")
    return [
        alt.Chart(tidy[tidy["line"] == name]).mark_line(strokeWidth=2.5, interpolate=curve).encode(**encoded)
        for name, curve in zip(shown, curves, strict=False)
    ]
