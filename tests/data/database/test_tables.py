"""The tables agree with the field tables, say what they hold, and keep what is private marked."""

from __future__ import annotations

import pytest
from sqlalchemy import Table

from data.database.frames import data_columns, dtype_of
from data.database.tables import METADATA, PACKAGE_TABLES
from data.database.tables.columns import ROW_NUMBER, is_private, package_key
from data.fields import tables

NAMES = sorted(PACKAGE_TABLES)


def test_there_is_one_table_for_each_of_the_package() -> None:
    assert list(PACKAGE_TABLES) == list(tables())


@pytest.mark.parametrize("name", NAMES)
def test_columns_types_and_keys_are_those_of_the_fields(name: str) -> None:
    spec, table = tables()[name], PACKAGE_TABLES[name]
    assert [(column.name, dtype_of(column)) for column in data_columns(table)] == [(field.name, field.dtype) for field in spec.fields]
    assert package_key(table) == spec.key


@pytest.mark.parametrize("name", NAMES)
def test_required_fields_may_not_be_empty_and_others_may(name: str) -> None:
    spec, table = tables()[name], PACKAGE_TABLES[name]
    assert {column.name for column in data_columns(table) if not column.nullable} == {field.name for field in spec.fields if field.required}


@pytest.mark.parametrize("name", NAMES)
def test_references_are_those_of_the_fields(name: str) -> None:
    spec, table = tables()[name], PACKAGE_TABLES[name]
    found = {key.parent.name: key.column.table.name for key in table.foreign_keys}
    assert found == {field.name: field.target for field in spec.fields if field.type == "ref"}


@pytest.mark.parametrize("name", NAMES)
def test_a_key_with_parts_that_may_be_empty_is_no_primary_key(name: str) -> None:
    spec, table = tables()[name], PACKAGE_TABLES[name]
    complete = all(field.required for field in spec.fields if field.key)
    assert tuple(column.name for column in table.primary_key) == (spec.key if complete else (ROW_NUMBER,))


@pytest.mark.parametrize("table", METADATA.sorted_tables, ids=str)
def test_every_table_and_column_says_what_it_holds(table: Table) -> None:
    assert table.comment
    assert [column.name for column in table.columns if not column.comment] == []


@pytest.mark.parametrize("table", PACKAGE_TABLES.values(), ids=str)
def test_every_reference_has_an_index(table: Table) -> None:
    led = {next(iter(index.columns)).name for index in table.indexes} | {next(iter(table.primary_key)).name}
    assert {key.parent.name for key in table.foreign_keys} <= led


def test_what_is_private() -> None:
    private = {f"{table.name}.{column.name}" for table in PACKAGE_TABLES.values() for column in table.columns if is_private(column)}
    assert private == {
        *("children.name", "children.cpr", "children.easting", "children.northing"),
        *("guardians.name", "guardians.address", "guardians.postcode"),
        "facilities.name",
    }
