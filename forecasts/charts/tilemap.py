"""The map of P(shortage): a tile for each district, near where the district lies; the chance as a figure, a colour and a bar.

The districts' borders are not in the data. Cells drawn around their centres would look like borders and be wrong; dots lie on
one another where districts are small. Tiles of one size keep every name and figure legible, and a small district counts as a large one.
"""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd

from forecasts.charts.picture import INK, SOFT, Picture
from forecasts.charts.tiles import tiles
from forecasts.language import Language, chance, month, number, say
from forecasts.outcome import CARES, Forecast
from forecasts.shortfall import LIKELY, places
from forecasts.words import map_sentence

#: pixels from one tile to the next
WIDE, HIGH, GAP = 130, 74, 6
#: letters of a name that a tile has room for
LETTERS = 17
#: fill from each chance on, with the ink that is legible on it (4.5:1 at least)
STEPS = ((0.0, "#eef3f4", INK), (0.1, "#fdf1d3", INK), (0.5, "#f0b47a", INK), (0.9, "#8c1d18", "#ffffff"))
UNKNOWN = "#ffffff"

Positions = Mapping[str, tuple[float, float] | None]


def map_frame(forecast: Forecast, care: int, when: int) -> pd.DataFrame:
    """What the map shows: a row a district, with `shortage` (NaN where the places are not known) and `lack` in places."""
    districts = range(len(forecast.areas) - 1)
    return pd.DataFrame(
        {
            "area": forecast.areas[:-1],
            "name": forecast.names[:-1],
            "shortage": forecast.shortage[:-1, care, when].astype(float),
            "lack": [
                places(forecast.lack[area, care, when]) if not np.isnan(forecast.shortage[area, care, when]) else 0 for area in districts
            ],
        }
    )


def tilemap(forecast: Forecast, care: int, when: int, positions: Positions, language: Language = "da") -> Picture:
    """The chance that places of kind `care` run short in month number `when`, district by district.

    `positions` has the middle of districts (metres east and north) by their id; those that it lacks stand below the others.
    """
    frame = map_frame(forecast, care, when)
    frame[["x", "y"]] = [(WIDE * column, HIGH * row) for column, row in tiles([positions.get(area) for area in frame["area"]])]
    frame["right"], frame["bottom"] = frame["x"] + WIDE - GAP, frame["y"] + HIGH - GAP
    frame["fill"], frame["ink"] = zip(*map(_step, frame["shortage"]), strict=True)
    frame["label"] = [name if len(name) <= LETTERS else name[: LETTERS - 1] + "…" for name in without_common_words(list(frame["name"]))]
    frame["told"] = ["?" if np.isnan(share) else chance(share, language) for share in frame["shortage"]]
    frame["below"] = [_below(share, lack, language) for share, lack in zip(frame["shortage"], frame["lack"], strict=True)]
    title = say("chart_map", language, places=say(f"places_of_{CARES[care]}", language), month=month(forecast.months[when], language))
    width, height = float(frame["right"].max()), float(frame["bottom"].max())
    chart = alt.layer(*_layers(frame, width, height)).properties(width=width, height=height)
    return Picture(chart, title, map_sentence(forecast, care, when, language), language)


def without_common_words(names: list[str]) -> list[str]:
    """The names without a last or a first word that all of them have: "Havby skoledistrikt" is "Havby" among its likes."""
    parts = [name.split() for name in names]
    for at in (-1, 0):
        if len(names) > 1 and all(len(words) > 1 and words[at] == parts[0][at] for words in parts):
            parts = [words[:-1] if at else words[1:] for words in parts]
    return [" ".join(words) for words in parts]


def _step(share: float) -> tuple[str, str]:
    if np.isnan(share):
        return UNKNOWN, SOFT
    return next((fill, ink) for least, fill, ink in reversed(STEPS) if share >= least)


def _below(share: float, lack: int, language: Language) -> str:
    if np.isnan(share):
        return say("unknown_places", language)
    if share < STEPS[1][0] or not lack:
        return ""
    return say("lack" if share >= LIKELY else "may_lack", language, lack=number(lack, language))


def _layers(frame: pd.DataFrame, width: float, height: float) -> list[alt.Chart]:
    """Tile, bar, name, chance and lack; the bar is as long as the chance is great."""
    frame = frame.assign(
        gauge_left=frame["x"] + 8, gauge_right=frame["right"] - 8, gauge_top=frame["bottom"] - 10, gauge_bottom=frame["bottom"] - 5
    )  # fmt: skip
    frame["gauge"] = frame["gauge_left"] + frame["shortage"].fillna(0) * (frame["gauge_right"] - frame["gauge_left"])
    base = alt.Chart(frame)
    known, unknown = (alt.Chart(frame[frame["shortage"].notna() == there]) for there in (True, False))

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q").axis(None).scale(domain=[0, width], nice=False)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q").axis(None).scale(domain=[height, 0], nice=False)

    fill, ink = alt.Fill("fill:N").scale(None).legend(None), alt.Color("ink:N").scale(None).legend(None)

    def text(field: str, down: float, size: int, *, bold: bool) -> alt.Chart:
        mark = base.mark_text(align="left", baseline="top", dx=8, dy=down, fontSize=size, fontWeight="bold" if bold else "normal")
        drawn: alt.Chart = mark.encode(x=x("x"), y=y("y"), text=f"{field}:N", color=ink)
        return drawn

    return [
        *(
            tile.mark_rect(stroke=SOFT, strokeWidth=1, strokeDash=dashes, cornerRadius=3).encode(
                x=x("x"), x2="right", y=y("y"), y2="bottom", fill=fill
            )
            for tile, dashes in ((known, [1, 0]), (unknown, [4, 3]))
        ),
        known.mark_rect(filled=False, strokeWidth=1).encode(
            x=x("gauge_left"), x2="gauge_right", y=y("gauge_top"), y2="gauge_bottom", color=ink
        ),
        known.mark_rect(strokeWidth=0).encode(x=x("gauge_left"), x2="gauge", y=y("gauge_top"), y2="gauge_bottom", color=ink),
        text("label", 6, 12, bold=False),
        text("told", 22, 17, bold=True),
        text("below", 42, 11, bold=False),
    ]
