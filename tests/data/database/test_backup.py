"""A backup holds everything, goes to either kind of database, and is taken whole or not at all."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select

from data.database.backup import LEFT_OUT, MANIFEST, restore_backup, write_backup
from data.database.engine import migrate, open_database, writing
from data.database.faults import DatabaseFault
from data.database.tables import METADATA
from data.stores.accounts import add_account
from data.stores.packages import import_package
from tests.data.database.backends import small_package


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A database with an import and an account."""
    import_package(engine, small_package(), "prøve", "Anna")
    add_account(engine, "anna", "en lang adgangskode nok", ["officer"], "root")
    return engine


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite database with all tables."""
    other = open_database(folder=tmp_path / "other")
    migrate(other)
    yield other
    other.dispose()


def everything(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table that is kept."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in METADATA.sorted_tables
            if table.name not in LEFT_OUT
        }


def test_what_was_backed_up_is_restored(filled: Engine, empty: Engine, tmp_path: Path) -> None:
    report = write_backup(filled, tmp_path / "kopi.zip")
    assert report.rows["children"] == 3
    assert stat.S_IMODE((tmp_path / "kopi.zip").stat().st_mode) == 0o600
    assert restore_backup(empty, tmp_path / "kopi.zip") == report
    assert everything(empty) == everything(filled)


def test_a_restored_database_counts_on(engine: Engine, tmp_path: Path) -> None:
    source = open_database(folder=tmp_path / "source")
    migrate(source)
    import_package(source, small_package(), "prøve", "Anna")
    write_backup(source, tmp_path / "kopi.zip")
    source.dispose()
    restore_backup(engine, tmp_path / "kopi.zip")
    imports = METADATA.tables["imports"]
    import_package(engine, small_package(births=small_package().tables["births"].assign(count=50.0)), "ny", "Anna")
    with engine.connect() as connection:
        assert connection.execute(select(imports.c.id).order_by(imports.c.id)).scalars().all() == [1, 2]


def test_a_database_with_rows_is_left_alone(filled: Engine, tmp_path: Path) -> None:
    write_backup(filled, tmp_path / "kopi.zip")
    before = everything(filled)
    with pytest.raises(DatabaseFault, match="ikke tom"):
        restore_backup(filled, tmp_path / "kopi.zip")
    assert everything(filled) == before


def test_a_file_that_is_there_is_not_written_over(filled: Engine, tmp_path: Path) -> None:
    (tmp_path / "kopi.zip").write_text("vigtigt")
    with pytest.raises(DatabaseFault, match="findes allerede"):
        write_backup(filled, tmp_path / "kopi.zip")
    assert (tmp_path / "kopi.zip").read_text() == "vigtigt"
    with pytest.raises(DatabaseFault, match="kan ikke skrives"):
        write_backup(filled, tmp_path / "ingen" / "kopi.zip")


@pytest.mark.parametrize("harm", ["cut", "changed", "missing", "older"])
def test_a_damaged_backup_is_refused_and_nothing_stored(filled: Engine, empty: Engine, tmp_path: Path, harm: str) -> None:
    whole, bad = tmp_path / "kopi.zip", tmp_path / "skadet.zip"
    write_backup(filled, whole)
    before = everything(empty)
    if harm == "cut":
        bad.write_bytes(whole.read_bytes()[:-200])
    else:
        with zipfile.ZipFile(whole) as source, zipfile.ZipFile(bad, "w") as target:
            for name in source.namelist():
                content = source.read(name)
                if harm == "changed" and name == "children.jsonl":
                    content = content.replace(b"Holm", b"Hulm")
                if harm == "older" and name == MANIFEST:
                    content = content.replace(b'"schema": "', b'"schema": "x')
                if not (harm == "missing" and name == "wishes.jsonl"):
                    target.writestr(name, content)
    with pytest.raises(DatabaseFault, match="anden udgave" if harm == "older" else "ikke en hel"):
        restore_backup(empty, bad)
    assert everything(empty) == before


def test_chains_of_parents_are_restored(engine: Engine, empty: Engine, tmp_path: Path) -> None:
    districts = METADATA.tables["districts"]
    names = ["D9", "D5", "D7", "D1"]
    with writing(engine) as connection:
        for name, parent in zip(names, [None, *names], strict=False):
            connection.execute(insert(districts).values(district_id=name, name=name, parent_id=parent))
    write_backup(engine, tmp_path / "kopi.zip")
    restore_backup(empty, tmp_path / "kopi.zip")
    assert everything(empty)["districts"] == everything(engine)["districts"]
