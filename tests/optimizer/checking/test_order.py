"""Tiers, seniority and the draw."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from optimizer.domain.applications import Offer
from optimizer.domain.facilities import CapacityChange, Care, District
from optimizer.domain.policy import TIERS, Policy
from optimizer.rounds.checking.subjects import seniority
from tests.optimizer.checking.build import APR, FEB, JUN, MAR, MAY, POLICY, Build

D = date


@pytest.mark.parametrize(
    ("basis", "registered", "expected"),
    [
        ("registered", D(2026, 5, 5), D(2026, 5, 5)),
        ("birth", D(2026, 5, 5), D(2025, 1, 31)),
        ("birth_if_registered_early", D(2025, 4, 30), D(2025, 1, 31)),
        ("birth_if_registered_early", D(2025, 5, 1), D(2025, 5, 1)),
        ("registered_from_age", D(2025, 2, 2), D(2025, 4, 30)),
        ("registered_from_age", D(2025, 6, 6), D(2025, 6, 6)),
    ],
)
def test_seniority(basis: str, registered: date, expected: date) -> None:
    policy = replace(POLICY, seniority=basis, seniority_months=3)  # type: ignore[arg-type]
    assert seniority(registered, D(2025, 1, 31), "0-2", policy) == expected


@pytest.mark.parametrize(
    ("care", "more", "registered", "expected"),
    [
        # within 14 days of the birth on 31 January: the 14th day is in, the 15th out
        ("0-2", {"seniority_months": 0, "seniority_days": 14}, D(2025, 2, 14), D(2025, 1, 31)),
        ("0-2", {"seniority_months": 0, "seniority_days": 14}, D(2025, 2, 15), D(2025, 2, 15)),
        # before the day on which it is three months old
        ("0-2", {"seniority_days": -1}, D(2025, 4, 29), D(2025, 1, 31)),
        ("0-2", {"seniority_days": -1}, D(2025, 4, 30), D(2025, 4, 30)),
        # 3-5 care has its own basis, and months of its own
        ("0-2", {"seniority_35": "registered_from_age", "seniority_months_35": 24}, D(2025, 2, 2), D(2025, 1, 31)),
        ("3-5", {"seniority_35": "registered_from_age", "seniority_months_35": 24}, D(2025, 2, 2), D(2027, 1, 31)),
        ("3-5", {"seniority_35": "registered_from_age"}, D(2025, 2, 2), D(2025, 4, 30)),
        ("3-5", {"seniority_months_35": 0}, D(2025, 2, 2), D(2025, 2, 2)),
    ],
)
def test_seniority_by_days_and_by_care(care: Care, more: dict[str, Any], registered: date, expected: date) -> None:
    policy = replace(POLICY, **{"seniority": "birth_if_registered_early", "seniority_months": 3, **more})
    assert seniority(registered, D(2025, 1, 31), care, policy) == expected


def tier(build: Build, key: str, unit_id: str, start: date, *tiers: str, **more: object) -> str:
    policy: Policy = replace(POLICY, tiers=tiers or TIERS, **more)  # type: ignore[arg-type]
    case = build.case(policy)
    return case.order.tier(case.basis.subjects[key], unit_id, start)[1]


def test_key_is_tier_then_seniority_then_the_older_then_the_draw() -> None:
    build = Build()
    build.unit("u", 9)
    build.apply("A", "u")
    build.apply("B", "u", priority=True)
    case = build.case(replace(POLICY, tiers=("special_need",)))
    keys = {s.key: case.order.key(s, "u", FEB) for s in case.basis.subjects.values()}
    assert keys["A"] == (1, D(2026, 6, 1), D(2023, 6, 1), hashlib.sha256(b"1:A").hexdigest())
    assert keys["B"] == (0, D(2026, 6, 1), D(2023, 6, 1), hashlib.sha256(b"1:B").hexdigest())


def test_special_need_and_learning_offer() -> None:
    build = Build()
    build.unit("u", 9)
    build.apply("A", "u", priority=True)
    build.child("cB", learning_offer_from=MAR)
    build.apply("B", "u")
    assert tier(build, "A", "u", FEB) == "special_need"
    assert tier(build, "B", "u", FEB, "learning_offer") == ""
    assert tier(build, "B", "u", MAR, "learning_offer") == "learning_offer"


def test_sibling_must_be_there_and_stay_for_the_overlap() -> None:
    build = Build()
    build.facility("H")
    build.unit("v", 9, "vuggestue", "H")
    build.unit("b", 9, "boernehave", "H")
    build.unit("o", 9)
    build.child("cA", household_id="h")
    build.apply("A", "b o")
    build.child("sibling", D(2025, 6, 1), household_id="h")
    build.enrol("sibling", "v", FEB, JUN)
    build.child("stranger")
    build.enrol("stranger", "o")
    facility = {"sibling_scope": "facility", "sibling_overlap_months": 3}
    assert tier(build, "A", "b", FEB, "sibling", **facility) == "sibling"
    assert tier(build, "A", "b", MAR, "sibling", **facility) == "sibling"  # until 1 June exactly
    assert tier(build, "A", "b", APR, "sibling", **facility) == ""
    assert tier(build, "A", "b", D(2027, 1, 1), "sibling", **facility) == ""
    # on the day on which it leaves it is not there, even where no overlap is asked for
    none = {**facility, "sibling_overlap_months": 0}
    assert [tier(build, "A", "b", day, "sibling", **none) for day in (MAY, JUN)] == ["sibling", ""]
    assert tier(build, "A", "o", FEB, "sibling", **facility) == ""
    assert tier(build, "A", "b", FEB, "sibling", sibling_scope="unit") == ""
    assert tier(build, "A", "v", FEB, "sibling", sibling_scope="unit") == "sibling"


def test_an_offered_sibling_counts_and_a_displaced_one_still_does() -> None:
    build = Build()
    build.unit("b", 9)
    build.child("cA", household_id="h")
    build.apply("A", "b")
    build.child("cS", D(2022, 6, 1), household_id="h")
    build.apply("S", "b")
    assert tier(build, "A", "b", FEB, "sibling") == ""
    build.offers = [Offer("S", "b", FEB, FEB)]
    assert tier(build, "A", "b", FEB, "sibling") == "sibling"
    build.offers = []
    build.enrol("cS", "b")
    build.changes = [CapacityChange("b", MAR, 0)]
    assert tier(build, "A", "b", FEB, "sibling") == "sibling"


def test_a_twin_is_no_sibling_of_its_own_subject() -> None:
    build = Build()
    build.unit("b", 9)
    build.unit("o", 9)
    for name in "xy":
        build.child(name, household_id="h")
        build.enrol(name, "b")
        build.apply(name.upper(), "o", "transfer", child=name)
    assert tier(build, "X", "b", FEB, "sibling") == ""


def test_siblings_who_apply_together() -> None:
    """A and B are of one household and both ask for the house H; both stand there as siblings, A elsewhere as nobody."""
    build = Build()
    build.facility("H")
    build.unit("v", 9, "vuggestue", "H")
    build.unit("b", 9, "boernehave", "H")
    build.unit("o", 9)
    build.child("cA", household_id="h")
    build.child("cB", D(2025, 6, 1), household_id="h")
    build.apply("A", "b o")
    build.apply("B", "v", care="0-2")
    together: dict[str, object] = {"sibling_applies_together": True, "sibling_overlap_months": 3}
    assert tier(build, "A", "b", FEB, "sibling") == ""
    assert tier(build, "A", "b", FEB, "sibling", **together) == "sibling"
    assert tier(build, "B", "v", FEB, "sibling", **together) == "sibling"
    assert tier(build, "A", "o", FEB, "sibling", **together) == ""
    assert tier(build, "A", "b", FEB, "sibling", **together, sibling_scope="unit") == ""
    # B's stay would end on 1 May 2028, when it is 35 months old: 15 months after 1 February 2027
    assert tier(build, "A", "b", FEB, "sibling", **{**together, "sibling_overlap_months": 15}) == "sibling"
    assert tier(build, "A", "b", FEB, "sibling", **{**together, "sibling_overlap_months": 16}) == ""
    # who may start only after the window does not ask in this round
    build.apply("B", "v", care="0-2", need_date=APR)
    assert tier(build, "A", "b", FEB, "sibling", **together) == ""


def test_a_learning_offer_in_the_house() -> None:
    build = Build()
    build.facility("H")
    for name in "vw":
        build.unit(name, 9, "vuggestue", "H")
    build.unit("o", 9, "vuggestue")
    build.child("c", D(2025, 6, 1), learning_offer_from=MAR)
    build.enrol("c", "v", FEB)
    build.apply("A", "w o", "transfer", care="0-2", child="c")
    order = ("learning_offer_house",)
    assert [tier(build, "A", "w", day, *order) for day in (FEB, MAR)] == ["", "learning_offer_house"]
    assert tier(build, "A", "o", MAR, *order) == ""


def test_the_list_first_puts_every_place_not_wished_last() -> None:
    build = Build()
    for name in "uw":
        build.unit(name, 9)
    build.apply("A", "u", priority=True, wants_guarantee=True)
    build.apply("B", "w")
    policy = replace(POLICY, tiers=("special_need",), list_first=("3-5",))
    case = build.case(policy)
    of = {key: [case.order.tier(case.basis.subjects[key], u, FEB) for u in "uw"] for key in "AB"}
    assert of == {"A": [(0, "special_need"), (2, "")], "B": [(2, ""), (1, "")]}
    other = build.case(replace(policy, list_first=("0-2",)))
    assert other.order.tier(other.basis.subjects["A"], "w", FEB) == (0, "special_need")


def test_transfers_from_outside_and_the_home_district() -> None:
    """The parent district G holds D (home) and E; S is another."""
    build = Build()
    build.districts = {d: District(d, d, parent) for d, parent in (("G", None), ("D", "G"), ("E", "G"), ("S", None))}
    for name in "DES":
        build.facility("F" + name, district=name)
        build.unit(name.lower(), 9, facility="F" + name)
    build.enrol("cT", "s")
    build.apply("T", "d", "transfer")
    build.enrol("cU", "e")
    build.apply("U", "d", "transfer")
    build.child("cV", district_id=None)
    build.enrol("cV", "s")
    build.apply("V", "d", "transfer")
    build.apply("A", "d e s", wants_guarantee=True)
    build.apply("B", "d")
    order = ("guarantee_home_district", "guarantee_own_area", "transfer_from_outside")
    area = {"guarantee_area": "district"}
    assert [tier(build, "A", u, FEB, *order, **area) for u in "des"] == ["guarantee_home_district", "guarantee_own_area", ""]
    assert [tier(build, key, "d", FEB, *order, **area) for key in "TUVB"] == ["transfer_from_outside", "", "", ""]


def test_own_house() -> None:
    build = Build()
    build.facility("H")
    build.unit("v", 9, "vuggestue", "H")
    build.unit("b", 9, "boernehave", "H")
    build.unit("o", 9)
    build.child("c", D(2024, 2, 1))
    build.enrol("c", "v")
    build.apply("A", "o", "transition", child="c")
    assert tier(build, "A", "b", FEB, "own_house") == "own_house"
    assert tier(build, "A", "o", FEB, "own_house") == ""
    build.unit("b2", 9, "boernehave", "H")
    build.enrol("k", "b2")
    build.apply("K", "b", "transfer", child="k")
    assert tier(build, "K", "b", FEB, "own_house") == ""


def test_districts_and_guarantee() -> None:
    build = Build()
    build.districts = {d: District(d, d, parent) for d, parent in (("G", None), ("D", "G"), ("E", "G"), ("S", None))}
    build.facility("near", district="E")
    build.facility("far", district="S")
    build.unit("n", 9, facility="near")
    build.unit("f", 9, facility="far")
    build.apply("A", "n f", wants_guarantee=True)
    build.apply("B", "n f")
    build.enrol("cT", "f")
    build.apply("T", "n", "transfer", wants_guarantee=True)
    build.child("cN", district_id=None)
    build.apply("N", "n f", wants_guarantee=True)
    area = {"guarantee_area": "district"}

    def at(key: str, unit_id: str, *tiers: str) -> str:
        return tier(build, key, unit_id, FEB, *tiers, **area)

    order = ("guarantee_own_area", "unplaced_own_district", "guarantee", "unplaced", "own_district")
    assert [at("A", u, *order) for u in "nf"] == ["guarantee_own_area", "guarantee"]
    assert [at("B", u, *order) for u in "nf"] == ["unplaced_own_district", "unplaced"]
    assert [at("T", u, *order) for u in "nf"] == ["own_district", ""]
    # without a district everything is its guarantee area, but nothing its own district
    assert [at("N", u, *order) for u in "nf"] == ["guarantee_own_area", "guarantee_own_area"]
    assert [at("N", u, *order[1:]) for u in "nf"] == ["guarantee", "guarantee"]


def test_displaced_stand_before_all() -> None:
    build = Build()
    build.unit("u", 1)
    build.unit("w", 1)
    build.enrol("c", "u")
    build.changes = [CapacityChange("u", MAR, 0)]
    build.apply("A", "w", priority=True, registered_date=D(2020, 1, 1))
    case = build.case(replace(POLICY, tiers=("special_need",)))
    keys = {s.key: case.order.key(s, "w", MAR) for s in case.basis.subjects.values()}
    assert keys["Xc"] < keys["A"]
    assert tier(build, "Xc", "w", MAR) == "displaced"
