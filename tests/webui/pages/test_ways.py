"""Whoever reads a distance is told how it was measured."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from optimizer.domain.children import Child
from optimizer.domain.facilities import Facility
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.domain.ways import Ways
from webui.ways import how_measured, way_and_how, way_of

CHILD = Child("c", date(2024, 1, 1), 0.0, 0.0)
FACILITIES = {name: Facility(name, name, "house", "D", 0.0, 100.0) for name in "FG"}
STRAIGHT = Policy("test")
ROAD = replace(STRAIGHT, distance_method="osm")


def town(policy: Policy) -> Snapshot:
    """Two houses 100 m away; by road 1940 m and 361 s to one, and no way to the other."""
    ways = Ways(policy.distance_method, policy.travel_mode, "", {"c": 0}, {"F": 0, "G": 1}, array("i", [1940, 130]), array("i", [361, 31]))
    return Snapshot("v", {}, FACILITIES, {}, {"c": CHILD}, {}, ways=replace(ways, estimated=frozenset({1})))


@pytest.mark.parametrize(
    ("policy", "facility", "short", "whole"),
    [
        (STRAIGHT, "F", "130 m", "130 m (fugleflugt × 1,3)"),
        (replace(STRAIGHT, detour_percent=125), "F", "125 m", "125 m (fugleflugt × 1,25)"),
        (ROAD, "F", "1,9 km (7 min)", "1,9 km ad vej på cykel (7 min)"),
        (replace(ROAD, travel_mode="foot"), "F", "1,9 km (7 min)", "1,9 km ad vej til fods (7 min)"),
        (ROAD, "G", "130 m, anslået: fugleflugt × 1,3", "130 m, anslået: fugleflugt × 1,3"),
    ],
)
def test_a_way_says_how_it_was_measured(app: Flask, policy: Policy, facility: str, short: str, whole: str) -> None:
    with app.test_request_context("/"):
        assert way_of(town(policy), CHILD, FACILITIES[facility], policy) == short
        assert way_and_how(town(policy), CHILD, FACILITIES[facility], policy) == whole


def test_so_does_a_list(app: Flask) -> None:
    with app.test_request_context("/"):
        assert how_measured(STRAIGHT) == "fugleflugt × 1,3"
        assert how_measured(replace(ROAD, travel_mode="car")) == "ad vej i bil"


@pytest.mark.parametrize(("address", "expected"), [
    ("/runder/1", "De pladser, der blev givet, ligger i gennemsnit 1,2 km fra hjemmet (fugleflugt × 1,3)."),
    ("/runder/1/liste", "Afstandene er målt fra hjemmet: fugleflugt × 1,3."),
    ("/runder/1/ansoegninger/A0001", "345 m (fugleflugt × 1,3) fra hjemmet"),
    ("/runder/1/ansoegninger/A0007", "foreløbig, 1. ønske"),
])  # fmt: skip
def test_pages_say_it(app: Flask, address: str, expected: str) -> None:
    assert expected in app.test_client().get(address).text


def test_a_place_that_is_kept_is_not_called_given(app: Flask) -> None:
    html = app.test_client().get("/runder/1/ansoegninger/A0006").text
    assert "nuværende plads" in html
    assert "tildelt" not in html
