"""Opening a database: SQLite in a folder of one's own, or PostgreSQL by its address."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from data.database.faults import DatabaseFault

URL_VARIABLE = "REDEKASSE_DATABASE"
FOLDER_VARIABLE = "REDEKASSE_DATA"
FILE_NAME = "redekasse.db"
BUSY_TIMEOUT_MS = 10_000
#: the first SQLite without the WAL-reset bug, which can corrupt a database that two connections write to
WAL_IS_SAFE_FROM = (3, 51, 3)
#: any constant: all writers of a PostgreSQL database ask for this one lock
WRITE_LOCK = 0x7265646B
_WRITING = "redekasse_writing"
_MIGRATIONS = Path(__file__).parents[1] / "migrations"


def open_database(url: str | None = None, *, folder: Path | None = None) -> Engine:
    """The engine of the database at `url`, else of the one in the environment, else of a SQLite file.

    The file is `redekasse.db` in `folder`, else in the folder that REDEKASSE_DATA names, else in
    `~/.local/share/redekasse`; the folder is made, closed to others, for it will hold personal data. An explicit
    `folder` goes before the environment's address. Nothing is connected yet: `migrate` does that first.

    Raises:
        DatabaseFault: the address cannot be read, or names another kind of database.
    """
    address = url or (None if folder else os.environ.get(URL_VARIABLE)) or None
    parsed = _parse(address) if address else URL.create("sqlite", database=str(_file_in(folder)))
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed)
    return create_engine(parsed, json_serializer=_dump_json, pool_pre_ping=True)


def migrate(engine: Engine) -> None:
    """Bring the database's tables up to this program's version, in one transaction; does nothing when they are.

    Raises:
        DatabaseFault: the database cannot be reached, or was made by a newer version of the program.
    """
    try:
        with writing(engine) as connection:
            command.upgrade(migration_config(connection), "head")
    except OperationalError as fault:
        shown = engine.url.render_as_string(hide_password=True)
        raise DatabaseFault(
            f"databasen {shown} kan ikke åbnes ({fault.orig}): se om den kører, og om {URL_VARIABLE} er rigtig",
            f"the database {shown} cannot be opened ({fault.orig}): see that it runs and that {URL_VARIABLE} is right",
        ) from fault
    except CommandError as fault:
        raise DatabaseFault(
            f"databasen er lavet af en nyere udgave af Redekasse ({fault}): opdater programmet",
            f"the database was made by a newer version of Redekasse ({fault}): update the program",
        ) from fault


def migration_config(connection: Connection) -> Config:
    """Alembic's settings for the migrations of this package, run on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that may write; committed at the end, undone as a whole on any error.

    There is one writer at a time on both back ends: the lock is taken before the first read, so what a writer compares
    with is what it replaces. A second writer waits (SQLite: 10 seconds).
    """
    with engine.execution_options(**{_WRITING: True}).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the whole database, however many tables it reads."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        yield connection


def _parse(address: str) -> URL:
    try:
        url = make_url(address)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as fault:
        # The address is not repeated: it may hold a password.
        raise DatabaseFault(
            f"databasens adresse kan ikke læses: skriv sqlite:///FIL eller postgresql://BRUGER@VÆRT/NAVN i {URL_VARIABLE}",
            f"the database address cannot be read: write sqlite:///FILE or postgresql://USER@HOST/NAME in {URL_VARIABLE}",
        ) from fault
    if backend in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise DatabaseFault(
            f"Redekasse kender ikke databasen {backend}: brug sqlite eller postgresql",
            f"Redekasse does not know the database {backend}: use sqlite or postgresql",
        )
    return url


def _file_in(folder: Path | None) -> Path:
    if folder is None:
        named = os.environ.get(FOLDER_VARIABLE)
        folder = Path(named) if named else Path.home() / ".local" / "share" / "redekasse"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise DatabaseFault(
            f"mappen {folder} kan ikke oprettes ({fault.strerror}): angiv en anden i {FOLDER_VARIABLE}",
            f"the folder {folder} cannot be made ({fault.strerror}): name another one in {FOLDER_VARIABLE}",
        ) from fault
    return folder / FILE_NAME


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, json_serializer=_dump_json)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def journal_mode(version: tuple[int, ...]) -> str:
    """The safe journal of that SQLite: readers beside a writer (WAL) only where the WAL-reset bug is mended."""
    return "WAL" if version >= WAL_IS_SAFE_FROM else "TRUNCATE"


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself: it would begin them late, at the first write.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA journal_mode = {journal_mode(sqlite3.sqlite_version_info)}")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # Taking the write lock at once, a writer waits for its turn; asking for it after reading fails without waiting.
    writes = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


# JSON proper, on both back ends alike: PostgreSQL would refuse NaN, SQLite would not.
_dump_json = partial(json.dumps, ensure_ascii=False, allow_nan=False)
