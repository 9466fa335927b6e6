"""Frames go into rows and into packed columns and come back as they were."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from data.database.frames import data_columns, dtype_of, frame_of_columns, frame_of_rows, records_of
from data.database.packing import pack, pack_frame, unpack, unpack_frame
from data.database.tables import PACKAGE_TABLES
from tests.data.database.backends import small_package

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.none()
VALUES = {
    "string[python]": TEXTS,
    "Int64": st.integers(-(2**62), 2**62) | st.none(),
    "Float64": st.floats(allow_nan=False, allow_infinity=False) | st.none(),
    "boolean": st.booleans() | st.none(),
    "datetime64[s]": st.dates(date(1900, 1, 1), date(2200, 1, 1)) | st.none(),
}


@pytest.mark.parametrize("name", sorted(PACKAGE_TABLES))
def test_small_tables_come_back(name: str) -> None:
    table, frame = PACKAGE_TABLES[name], small_package().tables[name].reset_index(drop=True)
    names = [column.name for column in data_columns(table)]
    records = records_of(table, frame)
    assert len(records) > 0
    assert_frame_equal(frame_of_rows(table, [[record[column] for column in names] for record in records]), frame)
    assert_frame_equal(unpack_frame(table, pack_frame(table, frame)), frame)


@given(st.data())
def test_any_values_come_back(data: st.DataObject) -> None:
    table = PACKAGE_TABLES[data.draw(st.sampled_from(["children", "enrolments", "units"]))]
    length = data.draw(st.integers(0, 4))
    columns = {
        column.name: data.draw(st.lists(VALUES[dtype_of(column)], min_size=length, max_size=length)) for column in data_columns(table)
    }
    frame = frame_of_columns(table, columns, length)
    assert_frame_equal(unpack_frame(table, pack_frame(table, frame)), frame)
    assert [list(record.values())[: len(columns)] for record in records_of(table, frame)] == [
        list(row) for row in zip(*columns.values(), strict=True)
    ]


def test_an_empty_table_keeps_its_columns_and_types() -> None:
    table = PACKAGE_TABLES["units"]
    empty = frame_of_rows(table, [])
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == {column.name: dtype_of(column) for column in data_columns(table)}


def test_a_column_unknown_when_it_was_packed_is_empty() -> None:
    table = PACKAGE_TABLES["births"]
    frame = unpack_frame(table, pack({"area_id": ["D1"], "year": [2027], "gone": ["x"]}))
    assert list(frame.columns) == ["area_id", "year", "month", "count"]
    assert frame["count"].isna().all()


def test_packing_is_repeatable_and_refuses_what_json_cannot_hold() -> None:
    value = {"b": [1, 2.5, None], "a": "æ"}
    assert pack(value) == pack(value)
    assert unpack(pack(value)) == value
    with pytest.raises(TypeError, match="plain value"):
        pack({"x": {1}})
    with pytest.raises(ValueError, match="JSON"):
        pack([float("inf")])


def test_days_are_dates_and_empty_cells_none() -> None:
    table = PACKAGE_TABLES["capacity_changes"]
    columns: dict[str, list[Any]] = {"unit_id": ["U"], "from_date": [pd.Timestamp("2027-02-01")], "places": [3]}
    assert records_of(table, frame_of_columns(table, columns, 1)) == [
        {"unit_id": "U", "from_date": date(2027, 2, 1), "places": 3, "reason": None}
    ]
