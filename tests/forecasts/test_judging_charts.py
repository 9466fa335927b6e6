"""The charts that judge: the back-test with all ways side by side, and old forecasts against what came."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from forecasts.charts.backtest import backtest_chart, backtest_words
from forecasts.charts.vintages import vintage_words, vintages_chart

#: mean relative error by way, group, years ahead
ERRORS = {
    ("cohort", "3-5", 1): 0.028, ("cohort", "3-5", 3): 0.0551, ("cohort", "3-5", 5): 0.09,
    ("naive", "3-5", 1): 0.065, ("naive", "3-5", 3): 0.12, ("naive", "3-5", 5): 0.158,
    ("HP-5", "3-5", 1): 0.031, ("HP-5", "3-5", 3): 0.0657, ("HP-5", "3-5", 5): 0.144,
}  # fmt: skip


def report(errors: dict[tuple[str, str, int], float], inside: float | None = 0.81) -> pd.DataFrame:
    """A table as the back-test gives it, with a size class and a year of origin that must not be told."""
    rows = []
    for (method, group, horizon), error in errors.items():
        held = inside if method == "cohort" else None
        rows += [
            {"method": method, "group": group, "horizon": horizon, "size": size, "origin": origin, "mape": mape, "inside80": held}
            for size, origin, mape in ((None, None, error), (0, None, 9.0), (None, 2015, 9.0))
        ]
    return pd.DataFrame(rows).astype({"size": "Int64", "origin": "Int64"})


def test_the_back_test_in_words() -> None:
    assert backtest_words(report(ERRORS)) == (
        "3 år frem ramte Redekasse i gennemsnit 5,5 % ved siden af for 3-5-årige; det bedste af de simple bud (Hamilton-Perry, 5 år) "
        "ramte 6,6 % ved siden af. 81 % af de virkelige tal lå i det interval, der skal holde 80 %."
    )
    assert backtest_words(report({key: error for key, error in ERRORS.items() if key[2] == 1}, None), "en") == (
        "1 year ahead Redekasse was 2.8 % off on average for ages 3-5; the best of the simple ways (Hamilton-Perry, 5 years) was 3.1 % off."
    )


def test_the_back_test_alone() -> None:
    alone = {key: error for key, error in ERRORS.items() if key[0] == "cohort"}
    assert backtest_words(report(alone, None)) == "3 år frem ramte Redekasse i gennemsnit 5,5 % ved siden af for 3-5-årige."


def test_the_back_test_chart_has_every_way_in_every_panel() -> None:
    picture = backtest_chart(report(ERRORS))
    drawn = picture.svg()
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", drawn)
    for error in ERRORS.values():
        assert f"{100 * error:.1f}".replace(".", ",") in texts
    assert {"3-5-årige, 1 år frem", "3-5-årige, 3 år frem", "3-5-årige, 5 år frem", "Hamilton-Perry, 5 år", "Sidste tal"} <= set(texts)
    assert "900,0" not in texts
    assert picture.description == backtest_words(report(ERRORS))


def day(year: int) -> pd.Timestamp:
    return pd.Timestamp(year, 1, 1)


TOLD = pd.DataFrame(
    [
        {"origin": day(origin), "date": day(year), "median": 400.4 + 10 * (year - origin), "low": 390.0, "high": 430.0}
        for origin in (2024, 2025)
        for year in range(origin, 2029)
    ]
)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (418, "der kom 418, 2,0 % flere. Tallet lå i intervallet"),
        (389, "der kom 389, 5,1 % færre. Tallet lå uden for intervallet"),
        (410, "der kom 410, lige så mange. Tallet lå i intervallet"),
    ],
)
def test_the_newest_forecast_that_can_be_judged_is_told(count: int, said: str) -> None:
    actual = pd.DataFrame([{"date": day(year), "count": 400 if year < 2026 else count} for year in range(2020, 2027)])
    words = vintage_words(TOLD, actual, "0-2-årige børn")
    assert words.startswith("Prognosen fra 2025 ventede 410 0-2-årige børn i januar 2026; ")
    assert said in words
    picture = vintages_chart(TOLD, actual, "0-2", "Stilling")
    assert picture.description == words
    assert picture.title == "Prognoser og virkelige tal: 0-2-årige børn, Stilling"
    assert {"prognose fra 2025", "prognose fra 2024", "det, der kom"} <= set(re.findall(r"<text[^>]*>([^<]*)</text>", picture.svg()))


def test_a_forecast_is_not_judged_by_the_count_it_was_made_from() -> None:
    actual = pd.DataFrame([{"date": day(2024), "count": 400}])
    assert vintage_words(TOLD, actual, "x", "en") == "No earlier forecast can be held against actual numbers yet."
    assert "<svg" in vintages_chart(TOLD, actual, "0-2", "Stilling").svg()
