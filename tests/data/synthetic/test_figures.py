"""A drawn municipality measures what it was tuned to."""

from __future__ import annotations

from datetime import date

import pytest

from data.synthetic import draw_municipality
from data.synthetic.figures import all_figures, displaced_children, main

ROUND = date(2027, 1, 15)
BIRTHS = 4_000
#: relative tolerance of the figures that a round depends on; all others within a fifth
TOLERANCE = {
    "children under one year, per birth a year": 0.01,
    "children aged 0-2, per birth a year": 0.01,
    "children aged 3-5, per birth a year": 0.01,
    "enrolled at age 0": 0.15,
    "enrolled at age 1": 0.04,
    "enrolled at age 2": 0.03,
    "enrolled at age 3-5": 0.03,
    "dagpleje, of enrolled 0-2": 0.05,
    "places per dagplejer": 0.02,
    "dagpleje filled (places)": 0.05,
    "vuggestue filled": 0.04,
    "boernehave filled in June": 0.04,
    "boernehave filled on the round date": 0.06,
    "children with a brother or sister below school age": 0.06,
    "bilingual": 0.06,
    "home in a listed area": 0.06,
    "applications per birth a year": 0.06,
}


@pytest.fixture(scope="module")
def figures() -> dict[str, tuple[float, float]]:
    return all_figures(draw_municipality(BIRTHS, 5, ROUND), BIRTHS, ROUND)


def test_every_figure_is_near_its_target(figures: dict[str, tuple[float, float]]) -> None:
    assert set(TOLERANCE) <= set(figures)
    off = {
        name: (target, round(drawn, 4))
        for name, (target, drawn) in figures.items()
        if abs(drawn - target) > TOLERANCE.get(name, 0.2) * target
    }
    assert off == {}


def test_small_municipality_has_few_but_enough() -> None:
    tables = draw_municipality(50, 11, ROUND)
    assert displaced_children(tables) >= 1
    assert len(tables["units"].query("kind == 'boernehave' and open_to_list")) >= 2
    assert abs(len(tables["children"]) - 345) <= 15


def test_table_of_figures_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["50", "3"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "| figure | target | drawn |"
    assert lines[-1].startswith("| displaced children | at least 1 |")
    assert all(line.count("|") == 4 for line in lines)
