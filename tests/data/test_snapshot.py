"""The canonical tables become the domain's objects, value by value."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.importers import read_package
from data.package import make_package
from data.snapshot import to_snapshot
from optimizer.domain.applications import Application, Offer, Wish
from optimizer.domain.children import Child, ChildDecision, Enrolment
from optimizer.domain.facilities import CapacityChange, District, Facility, Reservation, Unit


def test_a_guardian_is_one_person_where_name_address_and_postcode_are_the_same() -> None:
    children = pd.DataFrame({"child_id": list("abcde"), "birth_date": pd.Timestamp("2026-03-01"), "easting": 550400, "northing": 6220400})
    rows = [
        ("a", "Ida Holm", "Vej 1", "8600"), ("a", "Bo Holm", "Vej 1", "8600"), ("b", "Bo Holm", "Vej 1", "8600"),
        ("c", "Bo Holm", "Vej 2", "8600"), ("d", "Bo Holm", None, "8600"), ("e", "Bo Holm", None, "8600"),
    ]  # fmt: skip
    guardians = pd.DataFrame(rows, columns=["child_id", "name", "address", "postcode"])
    found = to_snapshot(make_package({"children": children, "guardians": guardians})).children
    shared = {x + y for x in found for y in found if x < y and found[x].guardians & found[y].guardians}
    assert shared == {"ab"}
    assert {x: len(child.guardians) for x, child in found.items()} == {"a": 2, "b": 1, "c": 1, "d": 0, "e": 0}


def test_every_value_finds_its_field() -> None:
    """One row of each table with every column different from its default."""
    day = pd.Timestamp
    frames = {
        "districts": pd.DataFrame([["D1", "Nord", None, 550000, 6220000, True, day("2026-01-01"), day("2027-01-01")]],
            columns=["district_id", "name", "parent_id", "easting", "northing", "vulnerable_area", "listed_from", "listed_to"]),
        "facilities": pd.DataFrame([["H1", "Hus", "house", "outsourced", "D1", 550100, 6220100, "06:30", "17:00", 60, "tysk", True]],
            columns=["facility_id", "name", "kind", "operator", "district_id", "easting", "northing", "opens", "closes", "max_units",
                     "language", "company"]),
        "units": pd.DataFrame([["U1", "H1", "vuggestue", 12, 14, 8, 30, 2, 3, 4, "L1", False, True, False]],
            columns=["unit_id", "facility_id", "kind", "places", "max_places", "min_age_months", "max_age_months", "guest_places",
                     "support_points", "max_infants", "playgroup_id", "smoke_free", "pets", "open_to_list"]),
        "children": pd.DataFrame([["C1", day("2026-03-01"), "Ida", "F1", "T1", "D1", 550400.5, 6220400, "751", 2, 3, True, True, True, True,
                                   True, day("2027-03-01"), day("2027-06-01")]],
            columns=["child_id", "birth_date", "name", "household_id", "twin_group", "district_id", "easting", "northing", "residence",
                     "place_weight", "support_points", "bilingual", "vulnerable_area", "employed_parents", "smoke_free_needed",
                     "pets_excluded", "learning_offer_from", "newcomer_until"]),
        "child_decisions": pd.DataFrame([["C1", "place_weight", 3, day("2027-01-01"), day("2027-07-01")]],
            columns=["child_id", "kind", "value", "from_date", "to_date"]),
        "enrolments": pd.DataFrame([["C1", "U1", day("2027-02-01"), day("2029-01-01"), 37.5, True]],
            columns=["child_id", "unit_id", "from_date", "to_date", "weekly_hours", "combination"]),
        "capacity_changes": pd.DataFrame([["U1", day("2027-05-01"), 0, "lukker"]], columns=["unit_id", "from_date", "places", "reason"]),
        "reservations": pd.DataFrame([["U1", "newcomer", 2, day("2027-01-01"), day("2027-12-01")]],
            columns=["unit_id", "kind", "places", "from_date", "to_date"]),
        "applications": pd.DataFrame([["A1", "C1", "transfer", "0-2", day("2026-12-01"), day("2027-03-01"), day("2027-03-15"), False, True,
                                       day("2027-08-01")]],
            columns=["application_id", "child_id", "kind", "care", "registered_date", "need_date", "guarantee_date", "wants_guarantee",
                     "priority", "accepts_until"]),
        "wishes": pd.DataFrame([["A1", 10, "facility", "H1"], ["A1", 9, "unit", "U1"]],
            columns=["application_id", "rank", "target_kind", "target_id"]),
        "offers": pd.DataFrame([["A1", "U1", day("2027-03-01"), day("2027-01-05"), day("2027-01-15"), "declined"]],
            columns=["application_id", "unit_id", "start_date", "sent_date", "answer_by", "answer"]),
    }  # fmt: skip
    package = make_package(frames, left_out=("children 7 C9",))
    seen = to_snapshot(package)
    assert seen.version == package.version
    assert seen.left_out_rows == ("children 7 C9",)
    assert seen.districts == {"D1": District("D1", "Nord", None, 550000.0, 6220000.0, True, date(2026, 1, 1), date(2027, 1, 1))}
    assert seen.facilities == {"H1": Facility("H1", "Hus", "house", "D1", 550100.0, 6220100.0, "outsourced", 60, "tysk", True)}
    assert seen.units == {"U1": Unit("U1", "H1", "vuggestue", 12, 14, 8, 30, 2, 3, 4, "L1", False, True, False)}
    assert seen.children == {
        "C1": Child("C1", date(2026, 3, 1), 550400.5, 6220400.0, "F1", "T1", "D1", "751", 2, 3, True, True, True, True, True,
                    date(2027, 3, 1), date(2027, 6, 1)),
    }  # fmt: skip
    assert seen.child_decisions == (ChildDecision("C1", "place_weight", 3, date(2027, 1, 1), date(2027, 7, 1)),)
    assert seen.enrolments == (Enrolment("C1", "U1", date(2027, 2, 1), date(2029, 1, 1), 37.5, True),)
    assert seen.capacity_changes == (CapacityChange("U1", date(2027, 5, 1), 0, "lukker"),)
    assert seen.reservations == (Reservation("U1", "newcomer", 2, date(2027, 1, 1), date(2027, 12, 1)),)
    wishes = (Wish(9, "unit", "U1"), Wish(10, "facility", "H1"))
    assert seen.applications == {
        "A1": Application("A1", "C1", "transfer", "0-2", date(2026, 12, 1), date(2027, 3, 1), date(2027, 3, 15), False, True,
                          date(2027, 8, 1), wishes),
    }  # fmt: skip
    assert seen.offers == (Offer("A1", "U1", date(2027, 3, 1), date(2027, 1, 5), date(2027, 1, 15), False),)
    assert type(seen.units["U1"].places) is int
    assert type(seen.units["U1"].pets) is bool
    assert type(seen.children["C1"].birth_date) is date


@pytest.mark.parametrize(("kind", "ages"), [("dagpleje", (6, 36)), ("vuggestue", (6, 36)), ("boernehave", (33, 78))])
def test_empty_ages_are_those_of_the_kind(kind: str, ages: tuple[int, int]) -> None:
    """And empty optional values are None or the domain's defaults."""
    frame = pd.DataFrame([["U1", "H1", kind, 4]], columns=["unit_id", "facility_id", "kind", "places"])
    assert to_snapshot(make_package({"units": frame})).units["U1"] == Unit("U1", "H1", kind, 4, None, *ages)  # type: ignore[arg-type]


@pytest.mark.parametrize(("answer", "accepted"), [("accepted", True), ("declined", False), (None, None)])
def test_an_offers_answer(answer: str | None, accepted: bool | None) -> None:
    """An empty answer still waits."""
    row = ["A1", "U1", pd.Timestamp("2027-03-01"), pd.Timestamp("2027-01-05"), answer]
    frame = pd.DataFrame([row], columns=["application_id", "unit_id", "start_date", "sent_date", "answer"])
    assert to_snapshot(make_package({"offers": frame})).offers[0].accepted is accepted


def test_the_snapshot_does_not_depend_on_the_order_of_rows() -> None:
    """As the version: the same data must give the same round."""
    rows = [[f"U{k}", "H1", "vuggestue", k] for k in (3, 1, 2)]
    frame = pd.DataFrame(rows, columns=["unit_id", "facility_id", "kind", "places"])
    one, other = (to_snapshot(make_package({"units": part})) for part in (frame, frame.iloc[::-1]))
    assert one == other
    assert list(one.units) == list(other.units) == ["U1", "U2", "U3"]


@pytest.mark.parametrize("name", ["lilleby-50-mixed", "fjordby-700-dk", "storby-4000-iso"])
def test_the_samples_are_sound(shared: Path, name: str) -> None:
    """They are read without a fault, with every row."""
    folder = shared / "data" / "samples" / name
    package = read_package(folder)
    snapshot = to_snapshot(package)
    lines = len((folder / "children.csv").read_bytes().splitlines())
    assert len(snapshot.children) == lines - 1
    assert len(snapshot.applications) == len((folder / "applications.csv").read_bytes().splitlines()) - 1
    assert all(one.severity == "warning" for one in package.warnings)
