"""Opening databases: addresses, faults, locks, and what a transaction sees."""

from __future__ import annotations

import sqlite3
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from data.database.engine import FILE_NAME, journal_mode, migrate, open_database, reading, writing
from data.database.faults import DatabaseFault
from data.database.tables.audit import AuditEntry
from data.database.tables.places import District, Facility

WHEN = datetime(2027, 1, 15, 12, tzinfo=UTC)
ENTRY = {"at": WHEN, "actor": "eva", "action": "round", "object": "rounds 1", "details": {"æ": 1.5}}


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that names no database."""
    for name in ("REDEKASSE_DATABASE", "REDEKASSE_DATA"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_the_database_is_found_in_this_order(tmp_path: Path, plain_environment: pytest.MonkeyPatch) -> None:
    plain_environment.setenv("HOME", str(tmp_path / "home"))
    assert open_database().url.database == str(tmp_path / "home/.local/share/redekasse" / FILE_NAME)
    plain_environment.setenv("REDEKASSE_DATA", str(tmp_path / "named"))
    assert open_database().url.database == str(tmp_path / "named" / FILE_NAME)
    plain_environment.setenv("REDEKASSE_DATABASE", "postgresql://eva@db.example/places")
    assert open_database().url.host == "db.example"
    assert open_database(folder=tmp_path / "given").url.database == str(tmp_path / "given" / FILE_NAME)
    assert open_database("sqlite:///x.db").url.database == "x.db"


def test_the_folder_is_closed_to_others(tmp_path: Path) -> None:
    open_database(folder=tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("address", ["postgres://eva@h/n", "postgresql://eva@h/n", "postgresql+psycopg://eva@h/n"])
def test_every_spelling_of_postgresql_uses_psycopg(address: str) -> None:
    assert open_database(address).url.drivername == "postgresql+psycopg"


@pytest.mark.parametrize("address", ["mysql://eva:hemmelig@h/n", "eva:hemmelig@h", "oracle://eva:hemmelig@h"])
def test_other_addresses_are_refused_without_repeating_a_password(address: str) -> None:
    with pytest.raises(DatabaseFault) as caught:
        open_database(address)
    assert "hemmelig" not in caught.value.text() + caught.value.text("en")
    assert "sqlite" in caught.value.text("en")


def test_a_folder_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseFault, match="kan ikke oprettes"):
        open_database(folder=tmp_path / "file" / "folder")


def test_a_server_that_does_not_answer_is_a_fault_without_the_password() -> None:
    engine = open_database("postgresql://eva:hemmelig@127.0.0.1:1/none")
    with pytest.raises(DatabaseFault, match="kan ikke åbnes") as caught:
        migrate(engine)
    assert "hemmelig" not in caught.value.text()


def test_a_database_of_a_newer_program_is_a_fault(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseFault, match="nyere udgave"):
        migrate(engine)


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(insert(AuditEntry), ENTRY)
    migrate(engine)
    with reading(engine) as connection:
        assert len(connection.execute(select(AuditEntry.id)).all()) == 1


def test_sqlite_is_made_safe(tmp_path: Path) -> None:
    engine = open_database(folder=tmp_path)
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "busy_timeout", "synchronous", "journal_mode")
        }
    engine.dispose()
    assert found == {
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "synchronous": 2,
        "journal_mode": journal_mode(sqlite3.sqlite_version_info).lower(),
    }


@pytest.mark.parametrize(
    ("version", "mode"), [((3, 40, 1), "TRUNCATE"), ((3, 51, 2), "TRUNCATE"), ((3, 51, 3), "WAL"), ((3, 53, 0), "WAL")]
)
def test_wal_only_where_its_bug_is_mended(version: tuple[int, ...], mode: str) -> None:
    assert journal_mode(version) == mode


def test_a_writer_holds_the_lock_before_its_first_statement(engine: Engine) -> None:
    other = open_database(engine.url.render_as_string(hide_password=False))
    impatient = {"sqlite": "PRAGMA busy_timeout = 50", "postgresql": "SET lock_timeout = 50"}[engine.dialect.name]
    with other.connect() as connection:
        connection.exec_driver_sql(impatient)
        connection.commit()
    with writing(engine), pytest.raises(OperationalError), writing(other):
        pass
    with writing(other):
        pass
    other.dispose()


def test_an_error_undoes_all_that_was_written(engine: Engine) -> None:
    twice = [{**ENTRY, "id": 1}, {**ENTRY, "id": 1}]
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(insert(AuditEntry), twice)
    with reading(engine) as connection:
        assert connection.execute(select(AuditEntry.id)).all() == []


def test_a_reader_sees_one_state_of_all_tables(engine: Engine) -> None:
    other = open_database(engine.url.render_as_string(hide_password=False))
    with writing(engine) as connection:
        connection.execute(insert(AuditEntry), ENTRY)
    with reading(engine) as reader:
        before = reader.execute(select(AuditEntry.actor)).scalar_one()
        # without WAL, SQLite keeps its promise by letting the writer wait for the reader
        waits = engine.dialect.name == "sqlite" and journal_mode(sqlite3.sqlite_version_info) == "TRUNCATE"
        with pytest.raises(OperationalError, match="locked") if waits else nullcontext(), writing(other) as connection:
            if waits:
                connection.exec_driver_sql("PRAGMA busy_timeout = 50")
            connection.execute(update(AuditEntry).values(actor="bo"))
        assert reader.execute(select(AuditEntry.actor)).scalar_one() == before == "eva"
    other.dispose()


def test_foreign_keys_are_kept_and_a_parent_may_come_later(engine: Engine) -> None:
    child = {"district_id": "D1", "name": "x", "parent_id": "G1"}
    parent = {"district_id": "G1", "name": "y", "parent_id": None}
    with writing(engine) as connection:
        connection.execute(insert(District), [child, parent])
    lost = {"facility_id": "F", "name": "x", "kind": "house", "district_id": "none", "easting": 1.0, "northing": 1.0}
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(insert(Facility), lost)


def test_moments_come_back_in_utc_and_naive_ones_are_refused(engine: Engine) -> None:
    summer = WHEN.astimezone(timezone(timedelta(hours=2)))
    with writing(engine) as connection:
        connection.execute(insert(AuditEntry), {**ENTRY, "at": summer})
    with reading(engine) as connection:
        stored = connection.execute(select(AuditEntry.at)).scalar_one()
    assert stored == WHEN
    assert stored.tzinfo is UTC
    with pytest.raises(StatementError, match="no time zone"), writing(engine) as connection:
        connection.execute(insert(AuditEntry), {**ENTRY, "at": WHEN.replace(tzinfo=None)})


def test_json_that_is_no_json_is_refused_by_both(engine: Engine) -> None:
    with pytest.raises((StatementError, ValueError), match="JSON"), writing(engine) as connection:
        connection.execute(insert(AuditEntry), {**ENTRY, "details": {"gap": float("nan")}})
