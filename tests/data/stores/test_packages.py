"""Imports: whole or not at all, repeatable, and told from the last one; on both back ends."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from sqlalchemy import Engine, event, func, select

from data.database.engine import reading
from data.database.faults import NotStored
from data.database.tables import METADATA, PACKAGE_TABLES
from data.faults import Fault, Phrase
from data.package import Package, make_package
from data.stores.audit import list_audit
from data.stores.packages import current_version, import_package, load_package, preview_import
from tests.data.database.backends import rows_of, small_package

WARNING = Fault(
    "units", 3, "places", "15", Phrase("højst 14", "at most 14"), Phrase("Ret tallet.", "Mend the figure."), "warning", "over_ceiling"
)


def content(engine: Engine) -> dict[str, list[Any]]:
    """Every row of every table."""
    with reading(engine) as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in METADATA.sorted_tables
        }


def assert_same(found: Package, expected: Package) -> None:
    """Both hold the same data, to the type of each column."""
    assert found.version == expected.version
    assert list(found.tables) == list(expected.tables)
    for name, frame in expected.tables.items():
        assert_frame_equal(found.tables[name].reset_index(drop=True), frame.reset_index(drop=True))


def test_what_was_imported_comes_back(engine: Engine) -> None:
    package = Package(small_package().tables, (WARNING,), ("wishes 7 A9/3",))
    report = import_package(engine, package, "mappe", "eva")
    assert (report.previous_version, report.version, report.warnings, report.left_out) == (None, package.version, 1, ("wishes 7 A9/3",))
    assert {table.table: len(table.added) for table in report.tables} == {name: len(frame) for name, frame in package.tables.items()}
    for loaded in (load_package(engine), load_package(engine, package.version)):
        assert_same(loaded, package)
        assert (loaded.warnings, loaded.left_out) == (package.warnings, package.left_out)
        assert loaded.warnings[0].text("en") == WARNING.text("en")


def test_nothing_imported_yet(engine: Engine) -> None:
    assert current_version(engine) is None
    with pytest.raises(NotStored, match="redekasse import"):
        load_package(engine)
    with pytest.raises(NotStored, match="abc"):
        load_package(engine, "abc")


def test_the_same_data_again_change_nothing(engine: Engine) -> None:
    first = import_package(engine, small_package(), "mappe", "eva")
    before = content(engine)
    again = import_package(engine, small_package(), "mappe igen", "bo")
    assert again.nothing_changed
    assert again.to_dict()["changes"] == {}
    assert again.import_id == (first.import_id or 0) + 1
    after = content(engine)
    assert {name for name in before if before[name] != after[name]} == {"imports", "audit"}


def test_changes_are_told_and_stored_and_the_old_version_can_be_opened(engine: Engine) -> None:
    old = small_package()
    new = small_package(units=rows_of("units", places=10), wishes=rows_of("wishes").iloc[1:])
    import_package(engine, old, "gammel", "eva")
    report = import_package(engine, new, "ny", "eva")
    told = report.to_dict()
    assert (report.previous_version, report.nothing_changed) == (old.version, False)
    assert {name: (table["added"], table["removed"], table["changed"]) for name, table in told["changes"].items()} == {
        "units": (0, 0, 1),
        "wishes": (0, 1, 0),
    }
    assert_same(load_package(engine), new)
    assert_same(load_package(engine, old.version), old)
    assert current_version(engine) == new.version


def test_going_back_to_an_earlier_version_makes_it_the_current_one(engine: Engine) -> None:
    old, new = small_package(), small_package(units=rows_of("units", places=10))
    for package in (old, new, old):
        import_package(engine, package, "mappe", "eva")
    assert_same(load_package(engine), old)


def test_a_preview_tells_the_same_and_stores_nothing(engine: Engine) -> None:
    import_package(engine, small_package(), "mappe", "eva")
    new = small_package(units=rows_of("units", places=10))
    before = content(engine)
    preview = preview_import(engine, new)
    assert content(engine) == before
    assert preview.import_id is None
    report = import_package(engine, new, "mappe", "eva")
    assert {**report.to_dict(), "import_id": None} == preview.to_dict()


def test_no_report_or_audit_holds_what_is_private(engine: Engine) -> None:
    private: dict[str, object] = {"name": "Hemmelig Navn", "cpr": "0101269999", "easting": 4711.25}
    changed = small_package(
        children=rows_of("children", **private), guardians=rows_of("guardians", name="Hemmelig Navn", address="Hemmelig Vej")
    )
    texts = []
    for package in (changed, small_package(), changed):
        report = import_package(engine, package, "mappe", "eva")
        texts += [json.dumps(report.to_dict()), str(report.tables)]
    texts.append(str(list_audit(engine)))
    found = content(engine)
    texts += [str(found[name]) for name in ("imports", "audit")]
    for word in ("Hemmelig", "Østergård", "0101269999", "0201261234", "4711"):
        assert [word in text for text in texts] == [False] * len(texts)


def test_an_import_is_entered_in_the_audit(engine: Engine) -> None:
    report = import_package(engine, small_package(), "mappe", "eva")
    (entry,) = list_audit(engine)
    assert (entry.actor, entry.action, entry.object) == ("eva", "import", f"imports {report.import_id}")
    assert entry.details["data_version"] == report.version
    assert entry.details["counts"]["children"] == 3


class Broken(Exception):
    """The database failed."""


def break_at(engine: Engine, statement: int) -> Any:
    """Let the n-th statement from now on fail; what undoes that."""
    left = [statement]

    def fail(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Broken

    event.listen(engine, "before_cursor_execute", fail)
    return lambda: event.remove(engine, "before_cursor_execute", fail)


def count_statements(engine: Engine, package: Package) -> int:
    """How many statements the import of the package takes."""
    seen: list[object] = []

    def count(*_: object) -> None:
        seen.append(None)

    event.listen(engine, "before_cursor_execute", count)
    import_package(engine, package, "mappe", "eva")
    event.remove(engine, "before_cursor_execute", count)
    return len(seen)


def test_whichever_statement_fails_nothing_is_half_stored(engine: Engine) -> None:
    old, new = small_package(), small_package(units=rows_of("units", places=10))
    import_package(engine, old, "mappe", "eva")
    total = count_statements(engine, new)
    import_package(engine, old, "mappe", "eva")
    newer = small_package(units=rows_of("units", places=9))
    before = content(engine)
    assert total > 2 * len(PACKAGE_TABLES)
    for statement in (*range(1, total, 5), total):
        mend = break_at(engine, statement)
        with pytest.raises(Broken):
            import_package(engine, newer, "mappe", "eva")
        mend()
        assert content(engine) == before, f"statement {statement}"
    import_package(engine, newer, "mappe", "eva")
    assert_same(load_package(engine), newer)


def test_a_row_the_tables_refuse_leaves_all_as_it_was(engine: Engine) -> None:
    import_package(engine, small_package(), "mappe", "eva")
    before = content(engine)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        import_package(engine, small_package(units=rows_of("units", facility_id="none")), "mappe", "eva")
    assert content(engine) == before


def city(children: int) -> Package:
    """A package of the size of a city, cut from one mould."""
    ids = [f"B{n:06}" for n in range(children)]
    day = pd.Timestamp("2027-02-01")
    wishes = [(f"A{n:06}", rank) for n in range(children * 2 // 5) for rank in (1, 2)]
    return make_package(
        {
            "districts": rows_of("districts"),
            "facilities": rows_of("facilities"),
            "units": rows_of("units"),
            "children": pd.DataFrame(
                {"child_id": ids, "birth_date": day, "name": "Åse Østergård", "easting": 568390.5, "northing": 6234179.0}
            ),
            "enrolments": pd.DataFrame({"child_id": ids[: children * 11 // 20], "unit_id": "H1-V", "from_date": day}),
            "applications": pd.DataFrame(
                {
                    "application_id": [f"A{n:06}" for n in range(children * 2 // 5)],
                    "child_id": ids[: children * 2 // 5],
                    "registered_date": day,
                }
            ).assign(kind="new", care="0-2", need_date=day),
            "wishes": pd.DataFrame(wishes, columns=["application_id", "rank"]).assign(target_kind="unit", target_id="H1-V"),
        }
    )


def test_a_city_is_imported_in_few_statements(engine: Engine) -> None:
    """A statement a row would take minutes."""
    package = city(27_000)
    assert len(package.version) == 64
    assert count_statements(engine, package) < 200
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(PACKAGE_TABLES["wishes"])) == 21_600
