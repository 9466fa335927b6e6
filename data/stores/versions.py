"""Versions of the data, word for word: what a round was run on can always be opened again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select

from data.database.engine import reading
from data.database.faults import NotStored
from data.database.frames import values_of
from data.database.packing import pack_frame, unpack_frame
from data.database.tables import PACKAGE_TABLES
from data.database.tables.imports import DataVersion, VersionChild, VersionTable
from data.faults import Fault, Phrase
from data.package import Package, make_package

#: Æ, Ø and Å come after z in this order; the signs that follow z in ASCII do so in every database.
_DANISH_ORDER = str.maketrans({"æ": "{", "ø": "|", "å": "}"})
_IDS_A_QUERY = 5000


@dataclass(frozen=True, slots=True)
class ChildHead:
    """What a list shows of a child; personal data, for pages and letters alone."""

    name: str | None
    birth_date: date


@dataclass(frozen=True, slots=True)
class UnitHead:
    """What a list shows of a unit."""

    unit_id: str
    kind: str
    facility_id: str
    facility_name: str


def name_key(name: str) -> str:
    """A name in the form that is searched and sorted: no case, Danish order by code points."""
    return name.casefold().translate(_DANISH_ORDER)


def has_version(connection: Connection, version: str) -> bool:
    """Whether that version is stored."""
    return connection.scalar(select(DataVersion.version).where(DataVersion.version == version)) is not None


def store_version(connection: Connection, package: Package) -> None:
    """Store the package word for word, unless its version is stored already."""
    if has_version(connection, package.version):
        return
    head = {
        "version": package.version,
        "stored_at": datetime.now(UTC),
        "warnings": warnings_as_json(package),
        "left_out": list(package.left_out),
    }
    connection.execute(insert(DataVersion), head)
    contents = [
        {"version": package.version, "table_name": name, "rows": len(frame), "content": pack_frame(PACKAGE_TABLES[name], frame)}
        for name, frame in package.tables.items()
        if len(frame)
    ]
    children = _children(package)
    for table, rows in ((VersionTable, contents), (VersionChild, children)):
        if rows:
            connection.execute(insert(table), rows)


def load_version(connection: Connection, version: str) -> Package:
    """The package of that version. NotStored when there is none, or its data were deleted."""
    head = connection.execute(select(DataVersion.warnings, DataVersion.left_out).where(DataVersion.version == version)).one_or_none()
    if head is None:
        raise NotStored(
            f"dataversion {version} findes ikke i databasen: indlæs de data igen",
            f"data version {version} is not in the database: import those data again",
        )
    stored = connection.execute(select(VersionTable.table_name, VersionTable.content).where(VersionTable.version == version))
    frames = {name: unpack_frame(PACKAGE_TABLES[name], content) for name, content in stored}
    if not frames:
        raise NotStored(
            f"data i version {version} er slettet; kun dens runder og indlæsninger står tilbage",
            f"the data of version {version} were deleted; only its rounds and imports are left",
        )
    return make_package(frames, warnings_from_json(head.warnings), tuple(head.left_out))


def child_names(engine: Engine, version: str, child_ids: Iterable[str]) -> dict[str, ChildHead]:
    """Name and birth date of those children in that version; a child it does not have is left out."""
    ids = list(dict.fromkeys(child_ids))
    found: list[Row[Any]] = []
    with reading(engine) as connection:
        for start in range(0, len(ids), _IDS_A_QUERY):
            wanted = VersionChild.child_id.in_(ids[start : start + _IDS_A_QUERY])
            query = select(VersionChild.child_id, VersionChild.name, VersionChild.birth_date)
            found += connection.execute(query.where(VersionChild.version == version, wanted))
    return {row.child_id: ChildHead(row.name, row.birth_date) for row in found}


def unit_heads(engine: Engine, version: str) -> dict[str, UnitHead]:
    """All units of that version by id, in the order of their ids."""
    query = select(VersionTable.table_name, VersionTable.content)
    wanted = (VersionTable.version == version, VersionTable.table_name.in_(("units", "facilities")))
    with reading(engine) as connection:
        frames = {name: unpack_frame(PACKAGE_TABLES[name], content) for name, content in connection.execute(query.where(*wanted))}
    if not frames:
        return {}
    facilities = dict(zip(frames["facilities"]["facility_id"], frames["facilities"]["name"], strict=True))
    units = frames["units"][["unit_id", "kind", "facility_id"]].itertuples(index=False, name=None)
    return {unit: UnitHead(unit, kind, facility, facilities[facility]) for unit, kind, facility in units}


def warnings_as_json(package: Package) -> list[dict[str, Any]]:
    """The warnings as plain values, in both languages."""
    return [
        {
            **{name: getattr(fault, name) for name in ("table", "row", "column", "value", "severity", "code")},
            "expected": [str(fault.expected), fault.expected.en],
            "remedy": [str(fault.remedy), fault.remedy.en],
        }
        for fault in package.warnings
    ]


def warnings_from_json(stored: list[dict[str, Any]]) -> tuple[Fault, ...]:
    """What `warnings_as_json` was given."""
    return tuple(Fault(**{**entry, "expected": Phrase(*entry["expected"]), "remedy": Phrase(*entry["remedy"])}) for entry in stored)


def _children(package: Package) -> list[dict[str, Any]]:
    children = package.tables["children"]
    columns = (values_of(children[name]) for name in ("child_id", "name", "birth_date"))
    return [
        {"version": package.version, "child_id": child, "name": name, "name_key": name and name_key(name), "birth_date": birth}
        for child, name, birth in zip(*columns, strict=True)
    ]
