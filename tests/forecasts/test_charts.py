"""The charts as they are drawn: complete, with their words, and nothing in them that asks anybody outside."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as Xml

import numpy as np
import pytest

from forecasts.charts.fan import fan, fan_frame
from forecasts.charts.picture import Picture
from forecasts.charts.tilemap import map_frame, tilemap, without_common_words
from forecasts.words import map_sentence, sentence
from tests.forecasts.made import MONTHS, forecast

SVG = "{http://www.w3.org/2000/svg}"
POSITIONS = {"D1": (0.0, 0.0), "D2": (4000.0, 0.0), "D3": (4000.0, 3000.0)}


def pictures() -> list[Picture]:
    made = forecast()
    return [fan(made, 3, 1), fan(made, 4, 2, "en"), tilemap(made, 1, 30, POSITIONS), tilemap(made, 0, 0, {}, "en")]


@pytest.mark.parametrize("number", range(4))
def test_a_picture_says_what_it_shows(number: int) -> None:
    picture = pictures()[number]
    drawn = Xml.fromstring(picture.svg())  # noqa: S314 - drawn here, a line above
    assert drawn.get("role") == "img"
    title, description = drawn[0], drawn[1]
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert drawn.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert (title.text, description.text) == (picture.title, picture.description)


@pytest.mark.parametrize("number", range(4))
def test_a_picture_holds_no_style_no_script_and_no_address(number: int) -> None:
    drawn = pictures()[number].svg()
    assert not re.search(r"<(style|script|image|foreignObject|a)\b| style=| on\w+=|href=", drawn)
    assert set(re.findall(r"https?://[^\"]*", drawn)) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_ids_of_two_pictures_differ() -> None:
    made = forecast()
    ids = [re.findall(r' id="([^"]+)"', fan(made, 0, 1).svg()) for _ in range(2)]
    assert ids[0]
    assert not set(ids[0]) & set(ids[1])


def test_the_same_picture_as_pixels_and_on_paper() -> None:
    picture = pictures()[0]
    assert picture.png().startswith(b"\x89PNG")
    assert picture.pdf().startswith(b"%PDF")
    assert picture._repr_svg_().startswith("<svg")


def test_the_fan_holds_the_forecasts_figures() -> None:
    made = forecast()
    frame = fan_frame(made, 2, 0)
    assert list(frame["month"].dt.date) == list(MONTHS)
    for quantile, column in enumerate(("q2.5", "q10", "q50", "q90", "q97.5")):
        assert np.array_equal(frame[column], made.demand[quantile, 2, 0].astype(float))
    spec = fan(made, 2, 0).spec()
    rows = [row for data in spec["datasets"].values() for row in data if row.get("line") == "midterste forløb"]
    assert [row["places"] for row in rows] == pytest.approx(frame["q50"].tolist())


def texts(picture: Picture) -> list[str]:
    return [node.text or "" for node in Xml.fromstring(picture.svg()).iter(f"{SVG}text")]  # noqa: S314 - drawn here


def test_the_fan_names_its_lines_and_writes_months_in_the_readers_language() -> None:
    made = forecast()
    danish = texts(fan(made, 0, 1))
    assert {"midterste forløb", "otte af ti forløb", "19 af 20 forløb", "pladser, der er"} <= set(danish)
    assert "jul 2028" in danish
    assert {"median", "places there are", "Jul 2028"} <= set(texts(fan(made, 0, 1, "en")))


def test_a_fan_without_known_places_has_no_line_of_places() -> None:
    made = forecast()
    made = replace(made, capacity=np.full_like(made.capacity, np.nan), shortage=np.full_like(made.shortage, np.nan))
    assert "pladser, der er" not in texts(fan(made, 0, 1))
    assert "midterste forløb" in texts(fan(made, 0, 1))


def test_the_map_has_every_district_with_its_chance() -> None:
    made = forecast()
    made.shortage[:-1, 1, 30] = [0.05, 0.42, 0.97, np.nan]
    shown = texts(tilemap(made, 1, 30, POSITIONS))
    assert {"Stilling", "Skovby", "Hørning & omegn", "<Øen>", "5 %", "42 %", "97 %", "?", "pladser ukendt"} <= set(shown)
    frame = map_frame(made, 1, 30)
    assert list(frame["area"]) == ["D1", "D2", "D3", "D4"]
    assert frame["shortage"].tolist()[:3] == pytest.approx([0.05, 0.42, 0.97])
    assert np.isnan(frame["shortage"].tolist()[3])


def test_the_bar_of_a_tile_is_as_long_as_the_chance_is_great() -> None:
    made = forecast()
    made.shortage[:-1, 1, 30] = [0.0, 0.25, 0.5, 1.0]
    rows = [row for data in tilemap(made, 1, 30, POSITIONS).spec()["datasets"].values() for row in data]
    shares = {row["area"]: (row["gauge"] - row["gauge_left"]) / (row["gauge_right"] - row["gauge_left"]) for row in rows}
    assert shares == pytest.approx({"D1": 0.0, "D2": 0.25, "D3": 0.5, "D4": 1.0})


def test_a_last_word_that_all_names_have_is_left_out() -> None:
    assert without_common_words(["Havby skoledistrikt", "Ny Sønsted skoledistrikt"]) == ["Havby", "Ny Sønsted"]
    assert without_common_words(["Havby skoledistrikt", "Midtby"]) == ["Havby skoledistrikt", "Midtby"]
    assert without_common_words(["Havby skoledistrikt"]) == ["Havby skoledistrikt"]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_words_on_a_tile_are_legible() -> None:
    made = forecast()
    made.shortage[:-1, 1, 30] = [0.05, 0.3, 0.7, 0.95]
    rows = [row for data in tilemap(made, 1, 30, POSITIONS).spec()["datasets"].values() for row in data]
    assert {row["fill"] for row in rows} == {"#eef3f4", "#fdf1d3", "#f0b47a", "#8c1d18"}
    assert min(contrast(row["fill"], row["ink"]) for row in rows) >= 4.5


def test_the_words_of_a_chart_are_its_description() -> None:
    made = forecast()
    assert fan(made, 1, 2, "en").description == sentence(made, 1, 2, "en")
    assert tilemap(made, 1, 5, POSITIONS).description == map_sentence(made, 1, 5)
