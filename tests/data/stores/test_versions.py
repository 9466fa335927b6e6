"""Names and units of a version, whatever the current data are."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, delete

from data.database.engine import writing
from data.database.faults import NotStored
from data.database.tables.imports import VersionTable
from data.stores.packages import import_package, load_package
from data.stores.versions import ChildHead, UnitHead, child_names, has_version, name_key, store_version, unit_heads
from tests.data.database.backends import rows_of, small_package


def test_names_are_those_of_the_version(engine: Engine) -> None:
    old, new = small_package(), small_package(children=rows_of("children", name="Ny Navn"))
    for package in (old, new):
        import_package(engine, package, "mappe", "eva")
    assert child_names(engine, old.version, ["B1", "B1", "none"]) == {"B1": ChildHead("Åse Østergård", date(2026, 1, 2))}
    assert child_names(engine, new.version, iter(["B1"])) == {"B1": ChildHead("Ny Navn", date(2026, 1, 2))}
    assert child_names(engine, old.version, []) == {}
    assert child_names(engine, "none", ["B1"]) == {}


def test_more_children_than_a_query_can_hold(engine: Engine) -> None:
    version = import_package(engine, small_package(), "mappe", "eva").version
    found = child_names(engine, version, [f"X{n}" for n in range(12_000)] + ["B3"])
    assert list(found) == ["B3"]


def test_units_with_the_names_of_their_facilities(engine: Engine) -> None:
    version = import_package(engine, small_package(), "mappe", "eva").version
    assert unit_heads(engine, version) == {
        "H1-V": UnitHead("H1-V", "vuggestue", "H1", "Børnehuset"),
        "P1-D": UnitHead("P1-D", "dagpleje", "P1", "Anna Dagplejer"),
    }
    assert unit_heads(engine, "none") == {}


def test_a_version_is_stored_once(engine: Engine) -> None:
    package = small_package()
    with writing(engine) as connection:
        assert not has_version(connection, package.version)
        store_version(connection, package)
        store_version(connection, package)
        assert has_version(connection, package.version)


def test_deleted_data_are_not_an_empty_municipality(engine: Engine) -> None:
    version = import_package(engine, small_package(), "mappe", "eva").version
    with writing(engine) as connection:
        connection.execute(delete(VersionTable))
    with pytest.raises(NotStored, match="slettet"):
        load_package(engine, version)


def test_names_sort_in_danish_order_and_are_found_in_any_case() -> None:
    names = ["Åse", "Ærø", "Østergård", "Zenia", "anna", "Bo"]
    assert sorted(names, key=name_key) == ["anna", "Bo", "Zenia", "Ærø", "Østergård", "Åse"]
    assert name_key("ØSTERGÅRD") == name_key("østergård")
