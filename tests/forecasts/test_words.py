"""The sentence of each chart against cases worked out by hand, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from forecasts.language import chance, joined, number, percent
from forecasts.outcome import Forecast
from forecasts.shortfall import places, shortfall
from forecasts.words import map_sentence, sentence
from tests.forecasts.made import forecast

VUGGESTUE = 1


def told(risk: list[float], lack: list[float] | None = None, worst: list[float] | None = None) -> Forecast:
    """The first district's nursery places over the first months from December 2028; nothing lacks before and after."""
    months = tuple(date(2028 + (11 + k) // 12, 1 + (11 + k) % 12, 1) for k in range(30))
    made = forecast(months=months)
    found = replace(made, **{name: np.zeros_like(made.shortage) for name in ("shortage", "lack", "worst")})
    for name, values in (("shortage", risk), ("lack", lack or []), ("worst", worst or [])):
        getattr(found, name)[0, VUGGESTUE, : len(values)] = values
    return found


def test_a_shortage_that_comes() -> None:
    made = told([0.02, 0.2, 0.4, 0.85, *[0.9] * 26], [0, 1, 3, 11.2, *[12] * 26], [0, 2, 6, 22.6, *[24] * 26])
    assert sentence(made, 0, VUGGESTUE) == (
        "I Stilling er der 85 % sandsynlighed for mangel på vuggestuepladser fra marts 2029; da mangler ventelig 11, i værste fald 23."
    )
    assert sentence(made, 0, VUGGESTUE, "en") == (
        "In Stilling, 85 % chance that nursery places run short from March 2029; expected lack 11, at worst 23."
    )


def test_a_shortage_that_grows_names_its_worst_month() -> None:
    made = told([0, 0.5, 0.6, 0.7, *[0.9] * 26], [0, 4, 5, 6, *[5] * 25, 6.6], [0, 8, 9, 13, *[5] * 25, 15])
    found = shortfall(made, 0, VUGGESTUE)
    assert (found.kind, found.month, found.peak, found.until) == ("from", 1, 29, None)
    assert sentence(made, 0, VUGGESTUE).endswith("i værste fald 8; størst er manglen i maj 2031: 7, i værste fald 15.")
    assert sentence(made, 0, VUGGESTUE, "en").endswith("at worst 8; the lack is greatest in May 2031: 7, at worst 15.")


def test_a_shortage_of_now_that_ends() -> None:
    made = told([0.999, 0.8, 0.7, 0.6, 0.3], [6, 5, 5, 4, 4], [9, 9, 9, 8, 7])
    assert sentence(made, 0, VUGGESTUE) == (
        "I Stilling mangler der allerede vuggestuepladser i december 2028 (over 99 % sandsynlighed): ventelig 6, i værste fald 9; "
        "manglen er ovre efter marts 2029."
    )
    assert sentence(made, 0, VUGGESTUE, "en") == (
        "In Stilling nursery places are short already in December 2028 (more than 99 % chance): expected lack 6, at worst 9; "
        "the shortage is over after March 2029."
    )


def test_a_shortage_is_over_only_when_a_year_without_follows() -> None:
    assert shortfall(told([0, *[0.8] * 17]), 0, VUGGESTUE).until == 17
    assert shortfall(told([0, *[0.8] * 18]), 0, VUGGESTUE).until is None


def test_no_shortage_is_expected() -> None:
    made = told([0, 0, 0, 0.04, 0.01])
    assert sentence(made, 0, VUGGESTUE) == (
        "I Stilling ventes ingen mangel på vuggestuepladser til og med maj 2031; risikoen er størst i marts 2029: 4 %."
    )
    assert sentence(made, 0, VUGGESTUE, "en") == (
        "In Stilling no shortage of nursery places is expected up to May 2031; the risk is greatest in March 2029: 4 %."
    )


def test_a_shortage_that_is_possible_and_not_likely() -> None:
    made = told([0, 0, 0, 0.35, 0.2], [0, 0, 0, 5, 3], [0, 0, 0, 7, 2])
    assert sentence(made, 0, VUGGESTUE) == (
        "I Stilling slår vuggestuepladserne formentlig til frem til maj 2031, men der er 35 % risiko for mangel i marts 2029; "
        "så mangler ventelig 5, i værste fald 7."
    )


def test_capacity_unknown() -> None:
    made = told([])
    made.shortage[0, VUGGESTUE] = np.nan
    # the median of month 30: 40 + 29 / 2 places, its spread 4 % of that times the square root of 1 + 29 / 6
    median = 54.5
    spread = 1.2816 * 0.04 * median * (1 + 29 / 6) ** 0.5
    low, high = round(median - spread), round(median + spread)
    assert (low, high) == (48, 61)
    assert sentence(made, 0, VUGGESTUE) == (
        "I Stilling kendes antallet af vuggestuepladser ikke; i maj 2031 ventes brug for 54 (48-61 i otte af ti forløb)."
    )


def test_unknown_months_do_not_hide_a_shortage_in_the_others() -> None:
    made = told([np.nan, np.nan, 0.6], [0, 0, 3], [0, 0, 4])
    found = shortfall(made, 0, VUGGESTUE)
    assert (found.kind, found.month) == ("from", 2)


def test_the_municipality_is_the_last_area() -> None:
    made = told([])
    assert sentence(made, 4, VUGGESTUE).startswith("I kommunen som helhed ventes ingen mangel")
    assert sentence(made, -1, VUGGESTUE) == sentence(made, 4, VUGGESTUE)


def test_the_worst_is_never_less_than_what_is_expected() -> None:
    # in 7 % of the draws 5 places lack: nine draws in ten lack none
    made = told([0, 0.12], [0, 5], [0, 0])
    assert "ventelig 5, i værste fald 5." in sentence(made, 0, VUGGESTUE)


@pytest.mark.parametrize(("lack", "whole"), [(0, 0), (0.2, 1), (1.4, 1), (1.6, 2), (11.5, 12)])
def test_whole_places(lack: float, whole: int) -> None:
    assert places(lack) == whole


def test_the_map_names_the_districts_by_their_chance() -> None:
    made = told([])
    made.shortage[:-1, VUGGESTUE, 3] = [0.6, 0.2, 0.95, np.nan]
    assert map_sentence(made, VUGGESTUE, 3) == (
        "I marts 2029 ventes mangel på vuggestuepladser i 2 af 4 distrikter: Hørning & omegn (95 %) og Stilling (60 %). "
        "Pladserne kendes ikke i 1 af dem."
    )
    assert map_sentence(made, VUGGESTUE, 3, "en") == (
        "In March 2029 nursery places are expected to run short in 2 of 4 districts: Hørning & omegn (95 %) and Stilling (60 %). "
        "The places are not known in 1 of them."
    )


def test_the_map_without_a_likely_shortage_and_without_places() -> None:
    made = told([])
    made.shortage[:-1, VUGGESTUE, 3] = [0.1, 0.2, 0, 0]
    assert map_sentence(made, VUGGESTUE, 3) == (
        "I marts 2029 ventes ingen distrikter at mangle vuggestuepladser; risikoen er størst i Skovby (20 %)."
    )
    made.shortage[:-1, VUGGESTUE, 3] = np.nan
    assert map_sentence(made, VUGGESTUE, 3) == "Antallet af vuggestuepladser kendes ikke i noget distrikt."


def test_many_districts_are_not_all_named() -> None:
    made = forecast(tuple(f"D{number}" for number in range(8)))
    made.shortage[:-1, VUGGESTUE, 3] = np.linspace(0.95, 0.6, 8)
    assert "i 8 af 8 distrikter: D0 (95 %), D1 (90 %), D2 (85 %), D3 (80 %), D4 (75 %) og 3 til." in map_sentence(made, VUGGESTUE, 3)


def test_figures_are_written_as_the_reader_writes_them() -> None:
    assert [chance(share, "da") for share in (0, 0.004, 0.01, 0.5, 0.99, 0.995, 1)] == [
        "under 1 %", "under 1 %", "1 %", "50 %", "99 %", "over 99 %", "over 99 %",
    ]  # fmt: skip
    assert (number(1234.56, "da", 1), number(1234.56, "en", 1), percent(0.1234, "da", 1)) == ("1.234,6", "1,234.6", "12,3 %")
    assert (joined(["a"], "da"), joined(["a", "b", "c"], "en")) == ("a", "a, b and c")
