"""Imports: a package becomes the current data, as a whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select

from data.database.engine import reading, writing
from data.database.faults import NotStored
from data.database.frames import data_columns, frame_of_rows, records_of
from data.database.tables import PACKAGE_TABLES
from data.database.tables.imports import Import
from data.package import Package, make_package
from data.stores.audit import write_audit
from data.stores.differences import TableDifference, differences
from data.stores.versions import load_version, store_version, warnings_as_json, warnings_from_json


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or (with `import_id` None) would do. It holds no names, CPR numbers, addresses or homes."""

    version: str
    #: version of the import before; None = this is the first
    previous_version: str | None
    #: one for each table of the package, changed or not
    tables: tuple[TableDifference, ...]
    warnings: int
    left_out: tuple[str, ...]
    import_id: int | None = None

    @property
    def nothing_changed(self) -> bool:
        """Whether the data are those of the last import."""
        return self.version == self.previous_version

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; of long lists the first rows."""
        return {
            "import_id": self.import_id,
            "version": self.version,
            "previous_version": self.previous_version,
            "nothing_changed": self.nothing_changed,
            "rows": {table.table: table.rows for table in self.tables},
            "changes": {table.table: table.to_dict() for table in self.tables if not table.is_empty},
            "warnings": self.warnings,
            "left_out": list(self.left_out),
        }


def import_package(engine: Engine, package: Package, source: str, actor: str) -> ImportReport:
    """Make `package` the current data, in one transaction; `source` names the folder or file, `actor` who imports.

    The same data again leave the tables as they are; the import is entered all the same.
    """
    with writing(engine) as connection:
        last = _last_import(connection)
        tables = _differences(connection, package, last)
        store_version(connection, package)
        if last is None or last.data_version != package.version:
            _replace_tables(connection, package)
        import_id = _enter_import(connection, package, source, actor, tables)
        return _report(package, last, tables, import_id)


def preview_import(engine: Engine, package: Package) -> ImportReport:
    """What `import_package` would report; nothing is stored."""
    with reading(engine) as connection:
        last = _last_import(connection)
        return _report(package, last, _differences(connection, package, last), None)


def load_package(engine: Engine, version: str | None = None) -> Package:
    """The current data, or those of an earlier `version`, with the warnings and left-out rows of their import.

    Raises:
        NotStored: nothing was imported yet, or no such version is stored.
    """
    with reading(engine) as connection:
        if version is not None:
            return load_version(connection, version)
        last = _last_import(connection)
        if last is None:
            raise NotStored(
                "der er ingen data i databasen: indlæs dem med »redekasse import MAPPE«",
                "there are no data in the database: import them with 'redekasse import DIR'",
            )
        return _load_tables(connection, last)


def current_version(engine: Engine) -> str | None:
    """Version of the current data; None when nothing was imported yet."""
    with reading(engine) as connection:
        last = _last_import(connection)
        return None if last is None else str(last.data_version)


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An import in a list; `at` in UTC."""

    at: datetime
    actor: str
    source: str
    version: str


def last_imports(engine: Engine, limit: int) -> list[ImportLine]:
    """The last imports, the newest first; that one's are the current data."""
    query = select(Import.imported_at, Import.actor, Import.source, Import.data_version).order_by(Import.id.desc()).limit(limit)
    with reading(engine) as connection:
        return [ImportLine(*row) for row in connection.execute(query)]


def _last_import(connection: Connection) -> Row[Any] | None:
    query = select(Import.id, Import.data_version, Import.warnings, Import.left_out)
    return connection.execute(query.order_by(Import.id.desc()).limit(1)).one_or_none()


def _load_tables(connection: Connection, last: Row[Any]) -> Package:
    frames = {}
    for name, table in PACKAGE_TABLES.items():
        rows = connection.execute(select(*data_columns(table)).order_by(*table.primary_key))
        frames[name] = frame_of_rows(table, rows)
    return make_package(frames, warnings_from_json(last.warnings), tuple(last.left_out))


def _differences(connection: Connection, package: Package, last: Row[Any] | None) -> tuple[TableDifference, ...]:
    if last is None:
        old = make_package({})
    elif last.data_version == package.version:
        old = package
    else:
        old = load_version(connection, last.data_version)
    return differences(old.tables, package.tables)


def _replace_tables(connection: Connection, package: Package) -> None:
    for table in reversed(PACKAGE_TABLES.values()):
        connection.execute(delete(table))
    for name, table in PACKAGE_TABLES.items():
        rows = records_of(table, package.tables[name])
        if rows:
            connection.execute(insert(table), rows)


def _enter_import(connection: Connection, package: Package, source: str, actor: str, tables: tuple[TableDifference, ...]) -> int:
    counts = {table.table: table.rows for table in tables}
    changes = {table.table: table.counts for table in tables if not table.is_empty}
    entry = {
        "imported_at": datetime.now(UTC),
        "actor": actor,
        "source": source,
        "data_version": package.version,
        "counts": counts,
        "changes": changes,
        "warnings": warnings_as_json(package),
        "left_out": list(package.left_out),
    }
    import_id = int(connection.execute(insert(Import).values(entry).returning(Import.id)).scalar_one())
    details = {"data_version": package.version, "source": source, "counts": counts, "changes": changes, "left_out": len(package.left_out)}
    write_audit(connection, actor, "import", f"imports {import_id}", details)
    return import_id


def _report(package: Package, last: Row[Any] | None, tables: tuple[TableDifference, ...], import_id: int | None) -> ImportReport:
    previous = None if last is None else str(last.data_version)
    return ImportReport(package.version, previous, tables, len(package.warnings), package.left_out, import_id)
