"""What is worth a look does not stop an import."""

from __future__ import annotations

from typing import Any

import pytest

CASES = [
    ("places above the ceiling", ("units", 2, "12,14", "15,14"), ("units", 2, "places", "above_max_places")),
    ("fewer places than children", ("units", 3, "20,22", "0,22"), ("units", 3, "places", "unit_over_places")),
    (
        "registered before birth",
        ("applications", 2, "2026-12-01", "2026-02-01"),
        ("applications", 2, "registered_date", "registered_before_birth"),
    ),
    ("applied twice", ("applications", 3, "C2", "C1"), ("applications", 3, "child_id", "applied_twice")),
    ("transfer to where it is", ("wishes", 5, "H1V", "P1"), ("wishes", 5, "target_id", "transfer_to_present_unit")),
    ("wish of the other care", ("wishes", 2, "H1V", "H1B"), ("wishes", 2, "target_id", "wish_other_care")),
    ("no open home", ("wishes", 3, "D1", "D2"), ("wishes", 3, "target_id", "wish_no_open_home")),
    ("the same wish twice", ("wishes", 3, "district_dagpleje,D1", "unit,H1V"), ("wishes", 3, "target_id", "wish_repeated")),
    ("a smoker's home", ("units", 2, "ja,nej,ja", "nej,nej,ja"), ("wishes", 5, "target_id", "wish_smoke")),
    ("one month too young", ("enrolments", 3, "2026-03-01", "2026-02-01"), ("enrolments", 3, "from_date", "outside_ages")),
]


@pytest.mark.parametrize(("change", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_warning_names_its_place(town: Any, change: tuple[str, int, str, str], found: tuple[Any, ...]) -> None:
    """The import succeeds and the warning is there, alone."""
    assert town.change(*change).warnings() == [found]


def test_a_home_with_pets(town: Any) -> None:
    """The child tolerates none, and a wish names such a home; a pooled wish names no home."""
    town.change("children", 1, "smoke_free_needed", "pets_excluded").change("units", 2, "ja,nej,ja", "ja,ja,ja")
    assert town.warnings() == [("wishes", 5, "target_id", "wish_pets")]


def test_a_homes_parent_district_has_an_open_home(town: Any) -> None:
    """A wish for the dagpleje of a guarantee district counts the homes of the districts below it."""
    assert town.change("wishes", 3, "D1", "G1").warnings() == []


def test_capacity_change_above_the_ceiling(town: Any) -> None:
    """The ceiling holds for later places too."""
    town.lines["capacity_changes"] = ["unit_id,from_date,places", "H1V,2027-03-01,15"]
    assert town.warnings() == [("capacity_changes", 2, "places", "above_max_places")]


def test_place_weight_counts_in_dagpleje_only(town: Any) -> None:
    """A child of weight 3 and one of weight 2 are five places in a home of four, and two heads in a house."""
    town.change("children", 1, "smoke_free_needed", "place_weight").change("children", 4, ",ja", ",3")
    for row in (2, 3, 5, 6):
        town.change("children", row, ",nej", ",2")
    town.change("enrolments", 3, "H1B,2026-03-01", "P1,2025-04-01")
    assert town.warnings() == [("units", 5, "places", "unit_over_places")]
    town.change("units", 5, "4,5", "5,5")
    assert town.warnings() == []


def test_overlapping_absences(town: Any) -> None:
    """`to_date` is the last day away: the next absence may begin the day after."""
    town.add("absences", "P1,2027-02-05,2027-02-09,holiday").add("absences", "P1,2027-02-10,2027-02-11,course")
    assert town.warnings() == [("absences", 3, "from_date", "absences_overlap")]


def test_an_absence_written_twice_is_the_longest_one(town: Any) -> None:
    """A call of one day and its extension have the same key; neither stops the import."""
    town.add("absences", "P1,2027-02-01,2027-02-09,sickness").add("absences", "P1,2027-02-01,2027-02-09,sickness")
    warnings = town.warnings()
    assert [row for _, row, _, code in warnings if code == "absence_repeated"] == [2, 4]
    assert [code for *_, code in warnings if code != "absence_repeated"] == []


def test_a_file_that_is_no_table_is_mentioned(town: Any) -> None:
    """A note beside the tables is not read; settings, results and Markdown are expected there."""
    for name in ("notes.txt", "policy.toml", "summary.json", "README.md", ".hidden", "allocation.csv"):
        (town.folder / name).write_text("", encoding="utf-8")
    assert town.warnings() == [("notes.txt", None, None, "other_file")]
