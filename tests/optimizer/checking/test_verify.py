"""A record is re-checked against what follows from its allocation rows: each kind of lie is found."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from optimizer.domain.applications import Offer
from optimizer.domain.facilities import CapacityChange
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.record import AllocationRow, RoundRecord
from optimizer.rounds.verify import verify_round
from tests.optimizer.checking.build import APR, FEB, MAR, POLICY, ROUND_DATE, Build

BARE = AllocationRow("", "", None, None, "waiting", None, "", None, None, None, None, "", "")


def town() -> Snapshot:
    """A wished place, a held place, a displaced child with a transfer, an offer not answered, and one who waits."""
    build = Build()
    for u, east in (("u", 100), ("v", 200), ("w", 300), ("x", 400), ("z", 500)):
        build.facility("F" + u, east=east)
        build.unit(u, 1, facility="F" + u)
    build.apply("A", "u", registered_date=date(2026, 1, 1), wants_guarantee=True, guarantee_date=date(2027, 1, 31))
    build.apply("B", "u v", need_date=APR, wants_guarantee=True, guarantee_date=APR)
    build.apply("C", "u")
    build.enrol("d", "x")
    build.apply("D", "w", "transfer", child="d")
    build.changes = [CapacityChange("x", MAR, 0)]
    build.apply("O", "v")
    build.offers = [Offer("O", "z", FEB, FEB)]
    return build.snapshot()


ROWS = (
    replace(BARE, application_id="A", child_id="cA", unit_id="u", start_date=FEB, outcome="breach", wish_rank=1, distance_m=100,
            guarantee_date=date(2027, 1, 31), days_late=1),
    replace(BARE, application_id="B", child_id="cB", unit_id="v", start_date=APR, outcome="provisional", wish_rank=2, distance_m=200,
            guarantee_date=APR, days_late=0),
    replace(BARE, application_id="C", child_id="cC"),
    replace(BARE, application_id="D", child_id="d", unit_id="w", start_date=MAR, outcome="displaced", reason_code="displaced_instead"),
    replace(BARE, application_id="O", child_id="cO", reason_code="offer_pending"),
    replace(BARE, application_id="Xd", child_id="d", unit_id="w", start_date=MAR, outcome="displaced", wish_rank=1, tier="displaced",
            distance_m=300),
)  # fmt: skip
#: A and the displaced child start in the window; B and C do not
DRAWS = sum(int(hashlib.sha256(f"1:{start}".encode()).hexdigest()[:4], 16) for start in ("A:u:2027-02-01", "Xd:w:2027-03-01")) + 2 * 65536
SUMMARY: dict[str, Any] = {
    "data_hash": "v" * 64,
    "policy": {"name": "test", "hash": "f" * 64},
    "round_date": "2027-01-15",
    "window": ["2027-02-01", "2027-03-01"],
    "seed": 1,
    "applications": 6,
    "outcomes": {"breach": 1, "provisional": 1, "waiting": 2, "displaced": 2, "wish": 0},
    "wish_ranks": {"1": 2},
    # C loses its 10 points; the displaced child comes to w (300 m) though u (100 m) is nearer
    "levels": [
        {"name": n, "value": v} for n, v in (("order", 0), ("breaches", 0), ("wishes", 10), ("distance", 200), ("tie_break", DRAWS))
    ],
    "breach_months": 0,
    "justified_envy": 0,
    "idle_wished_places": 0,
    "places_held": [{"application_id": "B", "unit_id": "v", "from": "2027-04-01"}],
}


def codes(rows: tuple[AllocationRow, ...] = ROWS, rules: Policy = POLICY, **summary: Any) -> list[str]:
    record = RoundRecord({**SUMMARY, **summary}, "", {}, rows, ())
    return [finding.code for finding in verify_round(town(), rules, ROUND_DATE, record)]


def changed(application_id: str, **fields: Any) -> tuple[AllocationRow, ...]:
    return tuple(replace(row, **fields) if row.application_id == application_id else row for row in ROWS)


def test_a_sound_record_has_no_findings() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("data_hash", "w" * 64, ["data_hash"]),
        ("policy", {"name": "test", "hash": "e" * 64}, ["policy_hash"]),
        ("policy", None, ["policy_hash"]),
        ("round_date", "2027-01-16", ["round_date"]),
        ("window", ["2027-02-01"], ["window"]),
        ("seed", None, ["seed"]),
        ("applications", 5, ["applications"]),
        ("outcomes", {"breach": 1, "provisional": 1, "waiting": 2, "displaced": 1}, ["outcomes"]),
        ("outcomes", None, ["outcomes"]),
        ("wish_ranks", {"1": 2, "2": 1}, ["wish_ranks"]),
        ("levels", SUMMARY["levels"][:4], ["levels"]),
        ("levels", [*SUMMARY["levels"][:3], {"name": "distance", "value": 199}, SUMMARY["levels"][4]], ["levels"]),
        ("breach_months", 1, ["breach_months"]),
        ("justified_envy", 1, ["justified_envy"]),
        ("idle_wished_places", 2, ["idle_wished_places"]),
        ("places_held", [], ["places_held"]),
        ("places_held", [{"application_id": "B", "unit_id": "v", "from": "2027-05-01"}], ["places_held"]),
    ],
)
def test_a_false_summary_is_found(name: str, value: Any, expected: list[str]) -> None:
    assert codes(**{name: value}) == expected


@pytest.mark.parametrize(
    ("application_id", "fields", "expected"),
    [
        ("A", {"outcome": "wish"}, {"outcome", "outcomes"}),
        ("A", {"child_id": "cB"}, {"child"}),
        ("A", {"wish_rank": 2}, {"wish_rank"}),
        ("A", {"wish_rank": None}, {"wish_rank"}),
        ("A", {"tier": "sibling"}, {"tier"}),
        ("A", {"guarantee_date": FEB}, {"guarantee_date"}),
        ("A", {"days_late": 0}, {"days_late"}),
        ("A", {"days_late": None}, {"days_late"}),
        ("A", {"distance_m": 101}, {"distance"}),
        ("D", {"unit_id": None, "start_date": None}, {"move"}),
        ("D", {"outcome": "wish"}, {"outcome", "outcomes"}),
        ("D", {"reason_code": ""}, {"reason_code"}),
        ("O", {"outcome": "wish"}, {"outcome", "outcomes"}),
        ("O", {"reason_code": ""}, {"reason_code"}),
        # a move that the rules forbid, with all that follows from it
        ("B", {"unit_id": "u", "wish_rank": 1, "distance_m": 100}, {"places", "places_held"}),
        # the first in the order passed over: C in its place
        ("C", {"unit_id": "v", "start_date": FEB, "outcome": "wish"}, {"places", "guarantee_area", "outcome", "distance", "outcomes"}),
    ],
)
def test_a_false_row_is_found(application_id: str, fields: dict[str, Any], expected: set[str]) -> None:
    assert set(codes(changed(application_id, **fields))) >= expected
    if "places" not in expected:
        assert set(codes(changed(application_id, **fields))) == expected


def test_rows_are_all_there_once_and_no_others() -> None:
    missing = tuple(row for row in ROWS if row.application_id != "C")
    assert codes(missing, applications=5, outcomes={**SUMMARY["outcomes"], "waiting": 1}) == ["rows"]
    assert codes((*ROWS, ROWS[2]), applications=7, outcomes={**SUMMARY["outcomes"], "waiting": 3}) == ["rows"]
    stranger = replace(BARE, application_id="Z")
    assert codes((*ROWS, stranger), applications=7, outcomes={**SUMMARY["outcomes"], "waiting": 3}) == ["rows"]


def test_passing_somebody_over_is_found() -> None:
    """C in A's place: A, who stands before, envies it."""
    swapped = tuple(
        replace(row, unit_id=None, start_date=None, wish_rank=None, distance_m=None, days_late=None)
        if row.application_id == "A"
        else replace(row, unit_id="u", start_date=FEB, outcome="wish", wish_rank=1, distance_m=100)
        if row.application_id == "C"
        else row
        for row in ROWS
    )
    outcomes = {"breach": 1, "provisional": 1, "waiting": 1, "displaced": 2, "wish": 1}
    assert set(codes(swapped, outcomes=outcomes)) == {"justified_envy", "levels", "breach_months"}


def test_points_mode_has_no_level_of_order() -> None:
    assert codes(rules=replace(POLICY, mode="points"), levels=SUMMARY["levels"][1:]) == []


def test_the_certificate_is_rechecked_by_whoever_knows_how() -> None:
    def recheck(snapshot: Snapshot, policy: Policy, day: date, record: RoundRecord) -> list[tuple[str, str]]:
        return [("certificate", f"Beviset for {policy.name} holder ikke.")]

    (finding,) = verify_round(town(), POLICY, ROUND_DATE, RoundRecord(SUMMARY, "", {}, ROWS, ()), recheck)
    assert (finding.code, finding.text) == ("certificate", "Beviset for test holder ikke.")
