"""Garantidato, distance and guarantee area, with numbers worked out by hand."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import date

import pytest

from optimizer.domain.applications import Offer
from optimizer.domain.dates import begun_months
from optimizer.domain.errors import Defect
from optimizer.domain.facilities import District
from optimizer.domain.ways import Ways
from optimizer.rounds.checking.distance import distance, in_guarantee_area, metres, travel_seconds
from optimizer.rounds.checking.guarantee import garantidato
from optimizer.rounds.checking.refusals import Effect, Refusals
from optimizer.rounds.facts import garantidato as solvers
from tests.optimizer.checking.build import FEB, MAR, POLICY, Build

D = date


@pytest.mark.parametrize(
    ("birth", "registered", "need", "expected"),
    [
        # in time: the need date itself (deadline 1 November 2026)
        (D(2025, 1, 1), D(2026, 11, 1), D(2027, 2, 1), D(2027, 2, 1)),
        # nine days late: nine days later
        (D(2025, 1, 1), D(2026, 11, 10), D(2027, 2, 1), D(2027, 2, 10)),
        # 91 days late (31 January): 1 February + 91 days = 3 May, but never beyond registration + 3 months = 30 April
        (D(2025, 1, 1), D(2027, 1, 31), D(2027, 2, 1), D(2027, 4, 30)),
        # needed right at 26 weeks (2 January 2027 for a birth on 4 July 2026): four weeks more, 30 January
        (D(2026, 7, 4), D(2026, 8, 1), D(2027, 1, 2), D(2027, 1, 30)),
        # needed before 26 weeks: the same
        (D(2026, 7, 4), D(2026, 8, 1), D(2026, 12, 1), D(2027, 1, 30)),
        # needed the day after 26 weeks: no extra weeks
        (D(2026, 7, 4), D(2026, 8, 1), D(2027, 1, 3), D(2027, 1, 3)),
        # registered after the need date, in a hurry: 92 + 19 days late, but at most three months after registration
        (D(2025, 1, 1), D(2027, 1, 20), D(2027, 1, 1), D(2027, 4, 20)),
        # the base is later than registration + 3 months: lateness cannot bring it forward
        (D(2026, 7, 4), D(2026, 9, 15), D(2027, 1, 2), D(2027, 1, 30)),
    ],
)
def test_garantidato(birth: date, registered: date, need: date, expected: date) -> None:
    build = Build()
    build.apply("A", birth=birth, registered_date=registered, need_date=need)
    assert garantidato(build.applications["A"], build.children["cA"], POLICY) == expected


@pytest.mark.parametrize(
    ("changes", "birth", "registered", "need", "expected"),
    [
        # two months and a day before 1 March: 31 December is in time, 1 January a day late
        ({"deadline_months": 2, "deadline_days": 1}, D(2025, 1, 1), D(2026, 12, 31), D(2027, 3, 1), D(2027, 3, 1)),
        ({"deadline_months": 2, "deadline_days": 1}, D(2025, 1, 1), D(2027, 1, 1), D(2027, 3, 1), D(2027, 3, 2)),
        # 90 days late, but at most two months after registration
        ({"months_after_application": 2}, D(2025, 1, 1), D(2027, 1, 30), D(2027, 2, 1), D(2027, 3, 30)),
        # needed before 26 weeks: the deadline is a month before 26 weeks (2 January), and 17 days are missed
        ({"deadline_months": 1}, D(2026, 7, 4), D(2026, 12, 19), D(2026, 9, 1), D(2027, 2, 16)),
    ],
)
def test_deadlines_of_the_policy(changes: dict[str, int], birth: date, registered: date, need: date, expected: date) -> None:
    build = Build()
    build.apply("A", birth=birth, registered_date=registered, need_date=need)
    application, child, policy = build.applications["A"], build.children["cA"], replace(POLICY, **changes)  # type: ignore[arg-type]
    assert garantidato(application, child, policy) == expected
    assert solvers(application, child, policy) == expected


def test_garantidato_as_written_stands() -> None:
    build = Build()
    build.apply("A", guarantee_date=D(2027, 3, 9))
    assert garantidato(build.applications["A"], build.children["cA"], POLICY) == D(2027, 3, 9)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (D(2027, 2, 1), D(2027, 2, 1), 0),
        (D(2027, 2, 10), D(2027, 2, 1), 0),
        (D(2027, 2, 1), D(2027, 2, 2), 1),
        (D(2027, 2, 1), D(2027, 3, 1), 1),
        (D(2027, 2, 1), D(2027, 3, 2), 2),
        (D(2027, 1, 31), D(2027, 2, 28), 1),
        (D(2027, 1, 30), D(2027, 3, 1), 2),
    ],
)
def test_begun_months(start: date, end: date, months: int) -> None:
    assert begun_months(start, end) == months


@pytest.mark.parametrize(
    ("east", "north", "percent", "expected"),
    [(3, 4, 100, 5), (5, 0, 130, 7), (1, 0, 150, 2), (1, 1, 100, 1), (3000, 4000, 130, 6500), (1, 0, 149, 1), (0, 0, 130, 0)],
)
def test_distance_is_rounded_half_up(east: int, north: int, percent: int, expected: int) -> None:
    assert metres(east * east + north * north, percent) == expected
    build = Build()
    build.child("c", easting=500_000.0, northing=6_200_000.0)
    build.facility("F", east=500_000 + east, north=6_200_000 - north)
    assert distance(build.children["c"], build.facilities["F"], build.snapshot(), replace(POLICY, detour_percent=percent)) == expected


def test_guarantee_area() -> None:
    build = Build()
    build.districts = {d: District(d, d, parent) for d, parent in (("G", None), ("A", "G"), ("B", "G"), ("C", None))}
    for district in "GABC":
        build.facility(district, east=1000, district=district)
    build.child("a", district_id="A")
    build.child("none", district_id=None)
    build.child("g", district_id="G")

    def area(child: str, **policy: object) -> str:
        rules = replace(POLICY, **policy)  # type: ignore[arg-type]
        return "".join(d for d in "GABC" if in_guarantee_area(build.children[child], build.facilities[d], build.snapshot(), rules))

    assert area("a", guarantee_area="district") == "GAB"
    assert area("g", guarantee_area="district") == "GAB"
    assert area("none", guarantee_area="district") == "GABC"
    assert area("a", guarantee_area="municipality") == "GABC"
    assert area("a", guarantee_area="radius", guarantee_radius_m=1000) == "GABC"
    assert area("a", guarantee_area="radius", guarantee_radius_m=999) == ""
    # 1000 m at 12 km/h take 300 seconds
    assert area("a", guarantee_area="travel_time", travel_mode="car", car_kmh=12, travel_minutes=5) == "GABC"
    assert area("a", guarantee_area="travel_time", travel_mode="car", car_kmh=11, travel_minutes=5) == ""


@pytest.mark.parametrize(
    ("metres_away", "kmh", "expected"),
    # 3.6 · m / (km/h): 240 · 1000 m / 15; 0.24 -> 0; 0.5 -> 1; 7.2 -> 7
    [(1000, 15, 240), (1, 15, 0), (5, 36, 1), (10, 5, 7), (0, 5, 0)],
)
def test_the_time_of_an_estimated_way_is_rounded_half_up(metres_away: int, kmh: int, expected: int) -> None:
    build = Build()
    build.child("c")
    build.facility("F", east=metres_away)
    policy = replace(POLICY, travel_mode="foot", foot_kmh=kmh)
    assert travel_seconds(build.children["c"], build.facilities["F"], build.snapshot(), policy) == expected


def test_given_ways_are_taken_as_they_are() -> None:
    build = Build()
    for child in "cd":
        build.child(child)
    for facility in "FG":
        build.facility(facility, east=1000)
    ways = Ways("osm", "car", "", {"c": 0, "d": 1}, {"G": 0, "F": 1}, array("i", [1, 2, 3, 4]), array("i", [10, 20, 30, 301]))
    snapshot = replace(build.snapshot(), ways=ways)
    policy = replace(POLICY, distance_method="osm", travel_mode="car", guarantee_area="travel_time", travel_minutes=5)
    read = {(c, f): (distance(build.children[c], build.facilities[f], snapshot, policy)) for c in "cd" for f in "FG"}
    assert read == {("c", "G"): 1, ("c", "F"): 2, ("d", "G"): 3, ("d", "F"): 4}
    assert travel_seconds(build.children["d"], build.facilities["G"], snapshot, policy) == 30
    assert in_guarantee_area(build.children["c"], build.facilities["F"], snapshot, policy)
    assert not in_guarantee_area(build.children["d"], build.facilities["F"], snapshot, policy)
    for other in (replace(policy, travel_mode="foot"), replace(policy, distance_method="osrm")):
        with pytest.raises(Defect, match="no ways are given"):
            distance(build.children["c"], build.facilities["F"], snapshot, other)


def test_of_several_refusals_the_last_start_is_the_one_named() -> None:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u", wants_guarantee=True, guarantee_date=FEB)
    build.offers = [Offer("A", "u", day, date(2027, 1, 10), accepted=False) for day in (MAR, FEB)]
    for what, policy in (
        ("lapsed", replace(POLICY, refused_guarantee="lapses")),
        ("postponed", replace(POLICY, refused_guarantee="postponed", refused_counted_from="offer_start", refused_months=1)),
    ):
        assert Refusals(build.snapshot(), policy).effect(build.applications["A"], FEB) == Effect(what, MAR)  # type: ignore[arg-type]
