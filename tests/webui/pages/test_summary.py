"""A round's summary in words."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from flask import Flask

from webui import labels
from webui.rounds.summary import cases, comparison, proof


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (None, "Ikke bevist"),
        (0.0, "Kan ikke gøres bedre"),
        (0.0000049, "Kan ikke gøres bedre"),
        (0.00046, "Højst 0,046 % fra det bedst mulige"),
        (0.0175, "Højst 1,75 % fra det bedst mulige"),
    ],
)
def test_a_gap_is_said_in_words(app: Flask, gap: float | None, words: str) -> None:
    with app.test_request_context():
        assert proof(gap) == words


def test_ways_are_compared_in_what_they_give(app: Flask) -> None:
    summary: dict[str, Any] = {
        "outcomes": {"wish": 5},
        "breach_months": 0,
        "baselines": {"queue": {"outcomes": {"wish": 3, "breach": 2}, "breach_months": 7}},
    }
    with app.test_request_context():
        table = comparison(summary)
    assert table.ways == ["Redekasse", "Kø som i dag"]
    values = {measure.name: measure.values for measure in table.measures}
    assert values["Ønske opfyldt"] == ["5", "3"]
    assert values["Garantibrud"] == ["0", "2"]
    assert values["Brud i børnemåneder"] == ["0", "7"]
    assert "Ønskede pladser, der står tomme" not in values


def test_held_places_stand_by_date() -> None:
    places = [
        {"application_id": "A2", "unit_id": "P1", "from": "2027-09-01"},
        {"application_id": "A1", "unit_id": "P1", "from": "2027-08-01"},
    ]
    assert [held.application_id for held in cases({"places_held": places}, "places_held")] == ["A1", "A2"]


def test_every_rule_of_the_core_has_its_words(project: Any) -> None:
    files = {path.stem for path in (project / "optimizer/rounds/rules").glob("*.py")} - {"__init__"}
    assert files
    assert files <= set(labels.RULES)


def test_every_aim_of_the_core_has_its_words_and_its_unit(project: Any) -> None:
    files = {path.stem for path in (project / "optimizer/rounds/objectives").glob("*.py")} - {"__init__"}
    assert files
    for name in files:
        aim = import_module(f"optimizer.rounds.objectives.{name}")
        assert aim.NAME in labels.LEVELS
        assert aim.UNIT in labels.UNITS


def test_both_modes_stand_first_where_both_were_worked_out(app: Flask) -> None:
    """A round in the order of the law, also solved in points: the table's first two ways."""
    summary: dict[str, Any] = {
        "policy": {"mode": "legal"},
        "outcomes": {"wish": 5},
        "levels": [{"name": "wishes", "value": 8}],
        "baselines": {
            "queue": {"outcomes": {"wish": 3}},
            "points": {"outcomes": {"wish": 6}, "justified_envy": 4, "levels": [{"name": "wishes", "value": 6}]},
        },
        "seconds": {"reserve": 0.5, "solve": 2.0, "queue": 0.25, "price_of_order": 3.0},
    }
    with app.test_request_context():
        table = comparison(summary)
    assert table.ways == ["Redekasse, lovens rækkefølge", "Redekasse, point", "Kø som i dag"]
    values = {measure.name: measure.values for measure in table.measures}
    assert values["Tabte ønskepoint"] == ["8", "6", ""]
    assert values["Børn sprunget over i rækkefølgen"] == ["", "4", ""]
    assert values["Sekunder"] == ["2,5", "3,0", "0,2"]
