"""All districts and ages of an earlier forecast beside what was counted: figures worked out by hand, on the page and below it."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
from flask import Flask
from flask.testing import FlaskClient

from data.stores.forecasts import ForecastHead
from forecasts.history import History
from forecasts.inputs import Inputs
from forecasts.outcome import Forecast
from tests.forecasts.made import forecast
from tests.webui.pages import forecasted
from tests.webui.pages.test_pages import rows
from webui.forecasts.book import ForecastBook
from webui.forecasts.held import AGES, held_against


def book(made: Forecast) -> ForecastBook:
    head = ForecastHead(7, datetime(2028, 2, 1, tzinfo=UTC), "prøve", "Som hidtil", made.origin, "v", {}, {})
    return ForecastBook(head, made)


def counted(*years: int, every: float) -> Inputs:
    """So many children of each age in each of two districts, every year."""
    return Inputs(History(("D1", "D2"), np.array(years), np.full((len(years), 2, 8), every)), names=("Nord", "Syd"))


def expecting() -> Forecast:
    """20 children of each age in each of two districts, 40 in both; eight of ten draws from 18 to 23, and from 37 to 44."""
    made = forecast(("Nord", "Syd"))
    children = np.empty_like(made.children)
    for quantile, (district, both) in enumerate([(15, 34), (18, 37), (20, 40), (23, 44), (26, 48)]):
        children[quantile, :2], children[quantile, 2] = district, both
    return replace(made, children=children)


def test_each_age_of_each_district_stands_beside_what_was_counted(app: Flask) -> None:
    with app.test_request_context("/"):
        (held,) = held_against([book(expecting())], counted(2028, 2029, every=23))
    assert (held.id, held.origin, held.day) == (7, date(2028, 1, 1), date(2029, 1, 1))
    # 23 of each age in a district is the very end of 18-23; 46 in both is over 44
    assert (held.inside, held.figures) == (2 * len(AGES), 3 * len(AGES))
    assert "67" in held.share
    assert [line.age for line in held.lines] == [*AGES] * 3
    whole, first = held.lines[0], held.lines[len(AGES)]
    assert (whole.area, whole.expected, whole.interval, whole.came, whole.off, whole.inside) == (
        "Hele kommunen", "40", "37–44", "46", "+6", False,
    )  # fmt: skip
    assert (first.area, first.expected, first.interval, first.came, first.off, first.inside) == ("Nord", "20", "18–23", "23", "+3", True)


def test_the_latest_count_speaks_and_fewer_than_expected_has_its_sign(app: Flask) -> None:
    with app.test_request_context("/"):
        (held,) = held_against([book(expecting())], counted(2028, 2029, 2030, every=17))
    assert held.day == date(2030, 1, 1)
    assert (held.inside, held.lines[-1].off) == (0, "−3")


def test_a_forecast_that_nothing_came_after_is_not_held_against_anything(app: Flask) -> None:
    with app.test_request_context("/"):
        assert held_against([book(expecting())], counted(2027, 2028, every=20)) == []


def test_the_page_tells_it(client: FlaskClient) -> None:
    page = client.get("/prognoser/2/tidligere").text
    told = html.unescape(page)
    found = re.search(r"Prognosen fra 1\. januar 2025, holdt op mod 1\. januar 2027: (\d+) af 24 tal", told)
    assert found is not None
    after = [line for line in rows(page[page.index("holdt-1") :]) if line.startswith(("Hele kommunen", "Skovby", "D"))]
    whole = sum(forecasted.children(district, 2027, 3) for district in range(3))
    assert any(line.startswith("Hele kommunen 3 ") and f" {whole} " in line for line in after)
    assert sum(line.endswith(" ja") for line in rows(page[page.index("holdt-1") :])) == int(found[1])
    english = html.unescape(client.get("/prognoser/2/tidligere?lang=en", follow_redirects=True).text)
    assert f"{found[1]} of 24 figures" in english
