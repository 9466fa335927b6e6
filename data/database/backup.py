"""The whole database as one file, and back: the same file for SQLite and PostgreSQL, so that one can take over from the other."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, Column, Connection, Date, Engine, LargeBinary, Table, func, insert, select

from data.database.base import UtcDateTime
from data.database.engine import reading, writing
from data.database.faults import DatabaseFault
from data.database.tables import METADATA

MANIFEST = "backup.json"
FORMAT = 1
#: rows that are written at a time
BATCH = 2000
#: who is signed in is not kept: after a restore everybody signs in anew
LEFT_OUT = frozenset({"sessions"})
#: tables that an empty database may already have rows in, and which the backup's replace
MADE_BY_ITSELF = frozenset({"server_keys"})

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds: rows by table, and when it was made."""

    made_at: datetime
    rows: Mapping[str, int]

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it."""
        return {"made_at": self.made_at.isoformat(), "rows": dict(self.rows)}


def write_backup(engine: Engine, path: Path) -> BackupReport:
    """One state of all tables as a zip file of JSON lines with their hashes, readable by its owner alone.

    Others may work on meanwhile; what they write after the first row is read is not in it. The file is whole or not there.

    Raises:
        DatabaseFault: the file is there already, or cannot be written.
    """
    if path.exists():
        raise DatabaseFault(f"{path} findes allerede: vælg et andet navn", f"{path} is there already: choose another name")
    part = path.with_name(f"{path.name}.part")
    made_at = datetime.now(UTC)
    try:
        held = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(held, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, reading(engine) as connection:
            tables = {table.name: _write_table(connection, archive, table) for table in _tables()}
            manifest = {"format": FORMAT, "schema": _schema(connection), "made_at": made_at.isoformat(), "tables": tables}
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        part.rename(path)
    except OSError as fault:
        part.unlink(missing_ok=True)
        raise DatabaseFault(
            f"{path} kan ikke skrives ({fault.strerror}): se om mappen findes, og om der er plads",
            f"{path} cannot be written ({fault.strerror}): see that the folder is there and has room",
        ) from fault
    return BackupReport(made_at, {name: entry["rows"] for name, entry in tables.items()})


def restore_backup(engine: Engine, path: Path) -> BackupReport:
    """Put a backup's rows into an empty database whose tables are up to date, in one transaction.

    Raises:
        DatabaseFault: the file is no backup, is damaged, was made with other tables, or the database is not empty.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            _check(archive, manifest)
            with writing(engine) as connection:
                _check_target(connection, manifest)
                for table in _tables():
                    _read_table(connection, archive, table)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as fault:
        raise DatabaseFault(
            f"{path} er ikke en hel sikkerhedskopi fra Redekasse: find en anden; databasen er urørt",
            f"{path} is not a whole backup from Redekasse: find another one; the database is untouched",
        ) from fault
    return BackupReport(datetime.fromisoformat(manifest["made_at"]), {name: entry["rows"] for name, entry in manifest["tables"].items()})


def _tables() -> list[Table]:
    """All tables that are kept, those referred to before those that refer."""
    return [table for table in METADATA.sorted_tables if table.name not in LEFT_OUT]


def _schema(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _write_table(connection: Connection, archive: zipfile.ZipFile, table: Table) -> dict[str, Any]:
    count, digest = 0, hashlib.sha256()
    rows = connection.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key))
    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as file:
        for row in rows.mappings():
            values = {column.name: _out(row[column.name]) for column in table.columns}
            line = json.dumps(values, ensure_ascii=False, allow_nan=False).encode() + b"\n"
            digest.update(line)
            file.write(line)
            count += 1
    return {"rows": count, "sha256": digest.hexdigest()}


def _out(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date | datetime) else value


def _in(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(column.type, LargeBinary) else value


def _check(archive: zipfile.ZipFile, manifest: Mapping[str, Any]) -> None:
    """Every table is there, with the hash that was written. ValueError or KeyError where not."""
    if manifest["format"] != FORMAT:
        raise ValueError(manifest["format"])
    for table in _tables():
        digest = hashlib.sha256()
        with archive.open(f"{table.name}.jsonl") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
        if digest.hexdigest() != manifest["tables"][table.name]["sha256"]:
            raise ValueError(table.name)


def _check_target(connection: Connection, manifest: Mapping[str, Any]) -> None:
    if manifest["schema"] != _schema(connection):
        raise DatabaseFault(
            f"sikkerhedskopien er lavet med en anden udgave af Redekasse (tabeller {manifest['schema']}): gendan med den, og opdater så",
            f"the backup was made with another version of Redekasse (tables {manifest['schema']}): restore with that one, then update",
        )
    for table in _tables():
        if table.name in MADE_BY_ITSELF:
            connection.execute(table.delete())
        elif connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise DatabaseFault(
                f"databasen er ikke tom (tabellen {table.name} har rækker): gendan til en ny database",
                f"the database is not empty (the table {table.name} has rows): restore to a new database",
            )


def _read_table(connection: Connection, archive: zipfile.ZipFile, table: Table) -> None:
    with archive.open(f"{table.name}.jsonl") as file:
        lines = (json.loads(line) for line in io.TextIOWrapper(file, encoding="utf-8"))
        rows = ({column.name: _in(column, line[column.name]) for column in table.columns} for line in lines)
        for batch in _batches(_parents_first(table, rows)):
            _insert(connection, table, batch)
    numbered = table.autoincrement_column
    if numbered is not None and connection.dialect.name == "postgresql":
        # Rows came with their numbers; the next one that the server gives must be greater.
        last = select(func.coalesce(func.max(numbered), 0) + 1).scalar_subquery()
        connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, numbered.name), last, False)))


def _insert(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Insert the rows; an empty cell of JSON is left out, for given as None it would become the JSON word null."""
    json_columns = [column.name for column in table.columns if isinstance(column.type, JSON)]
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        empty = tuple(name for name in json_columns if row[name] is None)
        groups[empty].append({name: value for name, value in row.items() if name not in empty})
    for group in groups.values():
        connection.execute(insert(table), group)


def _parents_first(table: Table, rows: Iterable[Row]) -> Iterable[Row]:
    """The rows, those first that others of the same table refer to."""
    own = [(key.parent.name, key.column.name) for key in table.foreign_keys if key.column.table is table]
    if not own:
        return rows
    left, ready = list(rows), []
    waiting = {target: {row[target] for row in left} for _name, target in own}
    while left:
        free = [row for row in left if all(row[name] is None or row[name] == row[to] or row[name] not in waiting[to] for name, to in own)]
        if not free:
            raise ValueError(table.name)
        ready += free
        for target, open_ in waiting.items():
            open_ -= {row[target] for row in free}
        left = [row for row in left if any(row[target] in waiting[target] for target in waiting)]
    return ready


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        yield batch
