"""Each kind of bad input gives its own fault at its own place, and all faults come at once."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.faults import PackageFaults
from data.importers import read_package, round_faults
from optimizer.domain.policy import Policy

TABLES = ["districts", "facilities", "units", "children", "enrolments", "applications", "wishes", "offers", "absences"]
#: what is changed (table, line, old, new) and what must be found (table, row, column, code)
CELLS = [
    ("unknown column", ("children", 1, "name", "shoe_size"), ("children", 1, "shoe_size", "unknown_column")),
    ("unknown child", ("applications", 2, "C1", "C9"), ("applications", 2, "child_id", "unknown_reference")),
    ("unknown unit", ("enrolments", 2, "P1", "P9"), ("enrolments", 2, "unit_id", "unknown_reference")),
    ("unknown target", ("wishes", 2, "H1V", "H9"), ("wishes", 2, "target_id", "unknown_reference")),
    ("target of another kind", ("wishes", 3, "D1", "H1"), ("wishes", 3, "target_id", "unknown_reference")),
    ("offer for an unknown unit", ("offers", 2, "H1V", "H9"), ("offers", 2, "unit_id", "unknown_reference")),
    ("unknown guarantee district", ("districts", 3, "G1", "G9"), ("districts", 3, "parent_id", "unknown_reference")),
    ("duplicate rank", ("wishes", 3, "2", "1"), ("wishes", 3, "rank", "duplicate_key")),
    ("impossible date", ("children", 4, "2025-06-15", "2025-06-31"), ("children", 4, "birth_date", "bad_date")),
    ("date as words", ("children", 4, "2025-06-15", "juni"), ("children", 4, "birth_date", "bad_date")),
    ("year out of reach", ("enrolments", 2, ",,", ",9999-12-31,"), ("enrolments", 2, "to_date", "bad_date")),
    ("date missing", ("children", 4, "2025-06-15", ""), ("children", 4, "birth_date", "missing_value")),
    ("bad number", ("children", 4, "550500", "55o500"), ("children", 4, "easting", "bad_number")),
    ("half a place", ("units", 2, "12", "12.5"), ("units", 2, "places", "bad_integer")),
    ("negative places", ("units", 2, "12", "-12"), ("units", 2, "places", "negative_number")),
    ("too many hours", ("enrolments", 3, "48", "480"), ("enrolments", 3, "weekly_hours", "out_of_range")),
    ("rank zero", ("wishes", 2, ",1,", ",0,"), ("wishes", 2, "rank", "out_of_range")),
    ("bad yes or no", ("units", 2, "nej", "måske"), ("units", 2, "pets", "bad_yes_no")),
    ("bad time", ("facilities", 2, "06:30", "24:30"), ("facilities", 2, "opens", "bad_time")),
    ("bad choice", ("applications", 2, "new", "old"), ("applications", 2, "kind", "bad_choice")),
    ("wish for a private unit", ("wishes", 2, "H1V", "H2B"), ("wishes", 2, "target_id", "wish_closed")),
    ("wish for a closed unit", ("wishes", 2, "H1V", "P2"), ("wishes", 2, "target_id", "wish_closed")),
    ("wish for a private house", ("wishes", 4, "H1", "H2"), ("wishes", 4, "target_id", "wish_closed")),
    ("wish for a guest house", ("wishes", 4, "H1", "P3"), ("wishes", 4, "target_id", "wish_closed")),
    ("outside Denmark", ("children", 4, "550500", "950500"), ("children", 4, "easting", "coordinates_outside")),
    ("swapped", ("children", 4, "550500,6220500", "6220500,550500"), ("children", 4, "easting", "coordinates_swapped")),
    ("degrees", ("facilities", 2, "550100,6220100", "9.9,56.1"), ("facilities", 2, "easting", "coordinates_outside")),
    ("twins of two households", ("children", 3, "F1", "F9"), ("children", 3, "household_id", "twins_differ")),
    ("twins of two birthdays", ("children", 3, "2026-03-01", "2026-03-02"), ("children", 3, "birth_date", "twins_differ")),
    ("end before beginning", ("enrolments", 4, "2026-08-01", "2023-05-31"), ("enrolments", 4, "to_date", "dates_reversed")),
    ("ages the wrong way", ("units", 2, "6,36", "36,6"), ("units", 2, "max_age_months", "ages_reversed")),
    ("stay in a guest house", ("enrolments", 2, "P1", "GH"), ("enrolments", 2, "unit_id", "enrolled_in_gaestehus")),
    ("transfer without a place", ("applications", 2, "new", "transfer"), ("applications", 2, "child_id", "no_current_place")),
    ("ragged row", ("children", 4, ",ja", ",ja,x"), ("children", 4, None, "ragged_row")),
    ("short row", ("children", 4, ",6220500,ja", ""), ("children", 4, None, "ragged_row")),
]


def test_the_town_is_sound(town: Any) -> None:
    """What the other tests break has no fault and no warning of its own."""
    assert town.faults() == []
    assert town.warnings() == []


@pytest.mark.parametrize(("change", "found"), [case[1:] for case in CELLS], ids=[case[0] for case in CELLS])
def test_one_bad_cell_is_found_at_its_place(town: Any, change: tuple[str, int, str, str], found: tuple[Any, ...]) -> None:
    """The fault names table, row, column and code, and nothing else is reported with it."""
    assert town.change(*change).faults() == [found]


def test_a_duplicate_key_names_the_first_row(town: Any) -> None:
    """Both the later row and the line of the first one are told."""
    [fault] = town.add("children", "C3,2025-06-15,Eva,F2,,550500,6220500,ja").error()
    assert (fault.row, fault.column, fault.code, fault.value) == (7, "child_id", "duplicate_key", "C3")
    assert "række 4" in fault.text()
    assert "row 4" in fault.text("en")


def test_all_faults_are_found_in_one_pass(town: Any) -> None:
    """Faults of form, of cells, of references and of rows together are told at once, in the order of the tables."""
    town.change("units", 2, "12", "-12").change("children", 4, "2025-06-15", "2025-06-31").change("wishes", 2, "H1V", "H2B")
    town.change("applications", 5, "C4", "C9").add("wishes", "A9,1,unit,H1V").change("facilities", 1, "opens", "aabent")
    assert town.faults() == [
        ("facilities", 1, "aabent", "unknown_column"),
        ("units", 2, "places", "negative_number"),
        ("children", 4, "birth_date", "bad_date"),
        ("applications", 5, "child_id", "unknown_reference"),
        ("wishes", 2, "target_id", "wish_closed"),
        ("wishes", 6, "application_id", "unknown_reference"),
    ]


def test_a_missing_required_column_is_named(town: Any) -> None:
    """The column is named once, not once a row."""
    town.lines["wishes"] = [",".join(line.split(",")[:3]) for line in town.lines["wishes"]]
    assert town.faults() == [("wishes", 1, "target_id", "missing_column")]


def test_a_missing_id_column_is_not_reported_through_its_references(town: Any) -> None:
    """Without the children's ids nothing can be said about who refers to them."""
    town.lines["children"] = [line.partition(",")[2] for line in town.lines["children"]]
    assert town.faults() == [("children", 1, "child_id", "missing_column")]


def test_a_missing_table_is_named_alone(town: Any) -> None:
    """The wishes that name its rows are not faults of their own."""
    del town.lines["facilities"]
    assert ("facilities", None, None, "missing_table") in town.faults()
    assert all(code != "unknown_reference" for *_, code in town.faults())


def test_missing_enrolments_are_not_reported_as_transfers_without_a_place(town: Any) -> None:
    """One fault, not one for each transfer."""
    del town.lines["enrolments"]
    assert town.faults() == [("enrolments", None, None, "missing_table")]


@pytest.mark.parametrize(
    ("stay", "expected"),
    [
        ("C4,P1,2026-05-01,,48", [("enrolments", 5, "child_id", "enrolled_twice")]),
        ("C5,P1,2026-07-31,,48", [("enrolments", 5, "child_id", "enrolled_twice")]),
        ("C5,P1,2026-08-01,,48", []),
        ("C5,P1,2023-01-01,2023-06-01,48", []),
    ],
)
def test_two_stays_at_once(town: Any, stay: str, expected: list[tuple[Any, ...]]) -> None:
    """`to_date` is the first day away, so stays that meet do not overlap."""
    assert town.add("enrolments", stay).faults() == expected


def test_a_combination_offer_may_be_two_stays_at_once(town: Any) -> None:
    """The only lawful case of two places."""
    town.lines["enrolments"] = [
        line + tail for line, tail in zip(town.lines["enrolments"], (",combination", ",nej", ",nej", ",nej"), strict=True)
    ]
    assert town.add("enrolments", "C4,P1,2026-05-01,,10,ja").faults() == []


def test_negative_capacity_change(town: Any) -> None:
    """Places from a date may be none, not fewer."""
    town.lines["capacity_changes"] = ["unit_id,from_date,places", "H1V,2027-03-01,0", "H1B,2027-03-01,-3"]
    assert town.faults() == [("capacity_changes", 3, "places", "negative_number")]


def test_a_decided_place_weight_is_one_to_three(town: Any) -> None:
    """Support points may be any number, places in dagpleje not."""
    town.lines["child_decisions"] = [
        "child_id,kind,value,from_date",
        "C1,place_weight,4,2027-01-01",
        "C1,support_points,4,2027-01-01",
    ]
    assert town.faults() == [("child_decisions", 2, "value", "decision_value")]


def test_one_of_a_group_of_columns_is_filled_in(town: Any) -> None:
    """Presence is that of a house or of a unit."""
    town.lines["presence"] = ["facility_id,unit_id,weekday,time,children", "H1,,1,07:00,3.5", ",H1V,1,07:00,2", ",,1,07:30,2"]
    assert town.faults() == [("presence", 4, "facility_id", "missing_either")]
    town.lines["presence"] = ["weekday,time,children", "1,07:00,3"]
    assert town.faults() == [("presence", 1, "facility_id / unit_id", "missing_column")]


JUNK = ["", "x", "-1", "0", "2027-01-01", "ja", "C1", "H1", "P1", "G1", '"', "nan", "<NA>", "'=", "unit", "private", "transfer", "0-2"]
DAMAGE = st.tuples(st.sampled_from(TABLES), st.integers(0, 5), st.integers(0, 9), st.sampled_from(JUNK))


@given(damages=st.lists(DAMAGE, min_size=1, max_size=8), lost=st.none() | st.sampled_from(TABLES))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_damage_is_told_as_faults(new_town: Any, damages: list[tuple[str, int, int, str]], lost: str | None) -> None:
    """Whatever stands in the cells, the answer is a sound package or faults that can be told, never an accident."""
    with tempfile.TemporaryDirectory() as folder:
        town = new_town(Path(folder))
        for table, row, place, junk in damages:
            cells = town.lines[table][row % len(town.lines[table])].split(",")
            cells[place % len(cells)] = junk
            town.lines[table][row % len(town.lines[table])] = ",".join(cells)
        town.lines.pop(lost, None)
        for fault in town.error():
            assert fault.text() != fault.text("en")


@pytest.mark.parametrize(
    ("birth", "day", "month", "expected"),
    [
        ("2021-12-31", date(2027, 8, 1), 8, [("applications", 2, "child_id", "past_school_start")]),
        ("2021-12-31", date(2027, 7, 31), 8, []),
        ("2021-12-31", date(2027, 5, 1), 5, [("applications", 2, "child_id", "past_school_start")]),
        ("2022-01-01", date(2027, 8, 1), 8, []),
        ("2020-06-01", date(2027, 1, 15), 8, [("applications", 2, "child_id", "past_school_start")]),
    ],
)
def test_an_application_past_school_start(
    town: Any, places: Any, birth: str, day: date, month: int, expected: list[tuple[Any, ...]]
) -> None:
    """School starts on the first of the policy's month in the year in which the child turns six."""
    town.change("children", 2, "2026-03-01,Ida,F1,T1", f"{birth},Ida,F1,").change("children", 3, "T1", "")
    package = read_package(town.write())
    faults = round_faults(package, Policy("prøve", school_start_month=month), day)
    assert [places(one) for one in faults] == expected


def test_the_sentences_name_the_place_and_the_next_step(town: Any) -> None:
    """Danish first, English by choice, and only the first faults when there are many."""
    [fault] = town.change("units", 2, "12", "-12").error()
    assert fault.text() == "units, række 2, kolonne places: fandt »-12«, ventede et tal, der ikke er negativt. Ret tallet."
    assert fault.text("en") == 'units, row 2, column places: found "-12", expected a number that is not negative. Correct the number.'
    many = PackageFaults([fault] * 23, language="en")
    assert str(many).splitlines() == [fault.text("en")] * 20 + ["... and 3 more"]
    assert str(PackageFaults([fault] * 21)).endswith("... og 1 flere")
    assert str(PackageFaults([fault])) == fault.text()
