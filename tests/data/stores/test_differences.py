"""What differs between two states of a table, told by hand-made cases."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd

from data.stores.differences import HIDDEN, RowChange, TableDifference, differences
from tests.data.database.backends import rows_of, small_package


def changed(name: str, frame: pd.DataFrame) -> TableDifference:
    """What differs when that table of the small package is replaced; no other table may differ."""
    found = differences(small_package().tables, small_package(**{name: frame}).tables)
    assert {table.table for table in found if not table.is_empty} <= {name}
    return next(table for table in found if table.table == name)


def test_the_same_data_differ_in_nothing() -> None:
    tables = small_package().tables
    found = differences(tables, tables)
    assert all(table.is_empty for table in found)
    assert {table.table: table.rows for table in found} == {name: len(frame) for name, frame in tables.items()}


def test_rows_added_and_removed_are_told_by_their_keys() -> None:
    frame = rows_of("wishes", application_id="A3")
    difference = changed("wishes", frame)
    assert difference.key_columns == ("application_id", "rank")
    assert (difference.added, difference.removed, difference.changed) == ((("A3", 1),), (("A1", 1),), ())
    assert difference.counts == {"added": 1, "removed": 1, "changed": 0}


def test_changed_columns_are_told_from_old_to_new() -> None:
    difference = changed("units", rows_of("units", places=10, max_places=None, min_age_months=6))
    assert difference.changed == (RowChange(("H1-V",), {"places": (12, 10), "max_places": (14, None), "min_age_months": (None, 6)}),)


def test_dates_are_days_and_go_into_json() -> None:
    difference = changed("enrolments", rows_of("enrolments", to_date=pd.Timestamp("2027-06-30")))
    key = ("B3", "P1-D", date(2026, 2, 1))
    assert difference.changed == (RowChange(key, {"to_date": (None, date(2027, 6, 30))}),)
    assert json.loads(json.dumps(difference.to_dict()))["first_changed"] == [
        {"key": ["B3", "P1-D", "2026-02-01"], "columns": {"to_date": [None, "2027-06-30"]}}
    ]


def test_private_values_are_hidden_in_columns_and_in_keys() -> None:
    child = changed("children", rows_of("children", name="Ny Navn", cpr="0101269999", easting=99.0, bilingual=True))
    assert child.changed == (
        RowChange(("B1",), {"name": (HIDDEN, HIDDEN), "cpr": (HIDDEN, HIDDEN), "easting": (HIDDEN, HIDDEN), "bilingual": (False, True)}),
    )
    guardian = changed("guardians", rows_of("guardians", name="Far Østergård"))
    assert (guardian.added, guardian.removed) == ((("B1", HIDDEN),), (("B1", HIDDEN),))


def test_an_empty_part_of_a_key_is_a_part_like_others() -> None:
    difference = changed("presence", rows_of("presence", children=10.0))
    assert difference.changed == (RowChange((None, "H1-V", 1, "08:00"), {"children": (9.5, 10.0)}),)


def test_a_key_that_stands_twice_is_compared_row_by_row() -> None:
    once = rows_of("absences").iloc[1:]
    difference = changed("absences", once)
    key = ("P1-D", date(2027, 2, 1), "sickness")
    assert difference.removed == (key,)
    assert difference.changed == (RowChange(key, {"to_date": (date(2027, 2, 1), date(2027, 8, 1))}),)


def test_a_long_list_is_cut_in_json_but_counted_whole() -> None:
    births = pd.DataFrame({"area_id": [f"D{n:03}" for n in range(100)], "year": 2027, "count": 1.0})
    told = changed("births", births).to_dict(limit=3)
    assert told["added"] == 100
    assert told["first_added"] == [["D000", 2027, None], ["D001", 2027, None], ["D002", 2027, None]]
