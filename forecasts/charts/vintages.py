"""The chart of old forecasts against what came: every vintage's median and 80 % interval, and the actual numbers."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from forecasts.charts.picture import FILL, SHORT, Picture
from forecasts.language import Language, month, number, percent, say

WIDTH, HEIGHT = 720, 260
#: dashes and signs of the vintages, the newest first
DASHES = ([6, 3], [2, 2], [8, 3, 2, 3], [1, 3])
SHAPES = ("circle", "triangle-up", "diamond", "cross")
_SIGN: dict[str, Any] = {"symbolStrokeColor": FILL, "symbolFillColor": FILL, "symbolOpacity": 1, "symbolStrokeWidth": 2}
#: fill of the interval of the forecast that is judged
BAND = "#dbe8ea"


def vintages_chart(told: pd.DataFrame, actual: pd.DataFrame, group: str, name: str, language: Language = "da") -> Picture:
    """Old forecasts of the children of a group of ages in an area, against what came.

    Args:
        told: a row per vintage and day: `origin` and `date` (days), `median`, `low` and `high` (the 80 % interval).
        actual: a row per day: `date`, `count`.
        group: the ages in words, e.g. "0-2".
        name: the area's name.
        language: of the words.
    """
    described = say("children_of", language, group=group)
    newest = sorted(told["origin"].unique(), reverse=True)[: len(DASHES)]
    names = [say("forecast_of", language, year=pd.Timestamp(origin).year) for origin in newest]
    shown = told[told["origin"].isin(newest)].copy()
    shown["line"] = shown["origin"].map(dict(zip(newest, names, strict=True)))
    judged = _judged(told, actual)
    came = actual.assign(line=say("actual", language))
    x = alt.X("date:T").axis(title=None, format="%Y", grid=False, tickCount="year")
    dashed = alt.StrokeDash("line:N").scale(domain=names, range=list(DASHES[: len(names)])).legend(None)
    signs = alt.Shape("line:N").scale(domain=names, range=list(SHAPES[: len(names)])).legend(**_SIGN)
    own = alt.Stroke("line:N").scale(domain=[say("actual", language)], range=[SHORT]).legend(symbolType="stroke")
    layers = [
        alt.Chart(shown).mark_line(color=FILL, strokeWidth=2).encode(x=x, y=_y("median"), strokeDash=dashed),
        alt.Chart(shown).mark_point(filled=True, color=FILL, size=45, opacity=1).encode(x=x, y=_y("median"), shape=signs),
        alt.Chart(came).mark_line(strokeWidth=3).encode(x=x, y=_y("count"), stroke=own),
    ]
    if judged is not None:
        band = alt.Chart(told[told["origin"] == judged["origin"]]).mark_area(color=BAND, stroke=FILL, strokeWidth=0.8, strokeDash=[4, 2])
        layers.insert(0, band.encode(x=x, y=_y("low"), y2="high"))
    chart = alt.layer(*layers).resolve_scale(shape="independent", stroke="independent")
    title = say("chart_vintages", language, group=described, name=name)
    words = vintage_words(told, actual, described, language)
    return Picture(chart.properties(width=WIDTH, height=HEIGHT), title, words, language)


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q").title(None).scale(zero=False, nice=True).axis(format=",d", tickMinStep=1)


def _judged(told: pd.DataFrame, actual: pd.DataFrame) -> pd.Series[Any] | None:
    """The newest forecast on the latest day that has both a forecast and a count; None when there is none."""
    both = told.merge(actual, on="date")
    both = both[both["date"] > both["origin"]]
    return None if both.empty else both.sort_values(["date", "origin"]).iloc[-1]


def vintage_words(told: pd.DataFrame, actual: pd.DataFrame, group: str, language: Language = "da") -> str:
    """How the newest forecast that can be judged did, on the latest day with both a forecast and a count."""
    row = _judged(told, actual)
    if row is None:
        return say("vintages_none", language)
    expected, came = round(float(row["median"])), round(float(row["count"]))
    share = percent(abs(came - expected) / max(expected, 1), language, 1)
    kind = "as_many" if came == expected else "more_came" if came > expected else "fewer_came"
    return say(
        "vintages", language, year=pd.Timestamp(row["origin"]).year, expected=number(expected, language), group=group,
        then=month(pd.Timestamp(row["date"]).date(), language), actual=number(came, language), difference=say(kind, language, share=share),
        inside=say("inside" if row["low"] <= row["count"] <= row["high"] else "outside", language),
    )  # fmt: skip
