"""The chart of a back-test: how far off every way was, for each group of ages and number of years ahead."""

from __future__ import annotations

import altair as alt
import pandas as pd

from forecasts.charts.picture import FILL, INK, SOFT, Picture
from forecasts.language import Language, number, percent, say

#: the way that is this product's own
OWN = "cohort"
WIDTH, ROW = 250, 22


def overall(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a back-test's table in which all sizes and all years of origin are taken together."""
    return frame[frame["size"].isna() & frame["origin"].isna()]


def backtest_chart(frame: pd.DataFrame, language: Language = "da", own: str = OWN) -> Picture:
    """Mean relative error of every way, from the table of `Report.frame`; `own` is a filled square, the others are rings."""
    rows = overall(frame)[["method", "group", "horizon", "mape"]].dropna().copy()
    rows["percent"] = 100 * rows["mape"]
    rows["name"] = [say(method, language) for method in rows["method"]]
    rows["panel"] = [_panel(group, horizon, language) for group, horizon in zip(rows["group"], rows["horizon"], strict=True)]
    rows["own"] = rows["method"] == own
    rows["told"] = [number(value, language, 1) for value in rows["percent"]]
    names = list(dict.fromkeys(rows["name"]))
    base = alt.Chart(rows).encode(
        x=alt.X("percent:Q").title(say("axis_error", language)).scale(zero=True).axis(gridOpacity=0.6, tickCount=5),
        y=alt.Y("name:N").title(None).sort(names).axis(labelLimit=260, domain=False, ticks=False),
    )
    look = (alt.condition("datum.own", alt.value(code), alt.value(other)) for code, other in (("square", "circle"), (FILL, "white")))
    shape, fill = look
    points = base.mark_point(size=80, stroke=INK, strokeWidth=1.5, opacity=1).encode(shape=shape, fill=fill)
    words = base.mark_text(align="left", dx=9, fontSize=11).encode(
        text="told:N", color=alt.condition("datum.own", alt.value(INK), alt.value(SOFT))
    )
    facets = alt.layer(points, words).properties(width=WIDTH, height=ROW * len(names))
    panels = list(dict.fromkeys(rows.sort_values(["group", "horizon"])["panel"]))
    chart = facets.facet(facet=alt.Facet("panel:N").sort(panels).title(None), columns=rows["horizon"].nunique(), spacing=18)
    return Picture(chart, say("chart_backtest", language), backtest_words(frame, language, own), language)


def _panel(group: str, horizon: int, language: Language) -> str:
    return say("ages_1" if horizon == 1 else "ages", language, group=group, horizon=horizon)


def backtest_words(frame: pd.DataFrame, language: Language = "da", own: str = OWN) -> str:
    """One sentence a group of ages, three years ahead (or as near to it as was tried)."""
    rows = overall(frame)
    horizon = min(rows["horizon"], key=lambda years: (abs(years - 3), years))
    rows = rows[rows["horizon"] == horizon].dropna(subset=["mape"])
    return " ".join(_group_words(rows[rows["group"] == group], str(group), int(horizon), language, own) for group in rows["group"].unique())


def _group_words(rows: pd.DataFrame, group: str, horizon: int, language: Language, own: str) -> str:
    ours, others = rows[rows["method"] == own].iloc[0], rows[rows["method"] != own]
    values = {"years": horizon, "own": say(own, language), "error": percent(float(ours["mape"]), language, 1), "group": group}
    if others.empty:
        text = say("backtest_alone", language, **values)
    else:
        best = others.sort_values("mape").iloc[0]
        named = {"best": say(str(best["method"]), language), "best_error": percent(float(best["mape"]), language, 1)}
        text = say("backtest_1" if horizon == 1 else "backtest", language, **values, **named)
    inside = ours["inside80"]
    return text if pd.isna(inside) else text + say("backtest_inside", language, inside=percent(float(inside), language))
