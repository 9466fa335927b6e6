"""Rounds: a finished round is stored whole, listed, opened again, and asked page by page."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, case, func, insert, or_, select

from data.database.engine import reading, writing
from data.database.faults import NotStored
from data.database.packing import pack, unpack
from data.database.tables.imports import Import, VersionChild
from data.database.tables.rounds import Round, RoundAllocation, RoundExplanation
from data.package import Package
from data.stores.audit import write_audit
from data.stores.versions import has_version, name_key, store_version
from data.stores.ways import round_ways, store_round_ways
from optimizer.domain.policy import Policy
from optimizer.rounds.record import OUTCOMES, AllocationRow, ExplanationRow, RoundRecord

_ALLOCATION: list[Any] = [getattr(RoundAllocation, field.name) for field in fields(AllocationRow)]
_EXPLANATION: list[Any] = [getattr(RoundExplanation, field.name) for field in fields(ExplanationRow)]
#: what a list of an allocation can be sorted by
SORTS: dict[str, ColumnElement[Any]] = {
    **{column.key: column for column in _ALLOCATION if column.key not in ("outcome", "reason")},
    "outcome": case({outcome: place for place, outcome in enumerate(OUTCOMES)}, value=RoundAllocation.outcome),
    "name": VersionChild.name_key.expression,
}


@dataclass(frozen=True, slots=True)
class RoundHead:
    """What a list of rounds shows; `created_at` in UTC, `import_id` None for a round straight from a folder."""

    id: int
    created_at: datetime
    actor: str
    label: str
    round_date: date
    data_version: str
    import_id: int | None
    policy_name: str
    policy_hash: str
    mode: str
    seed: int
    repeatable: bool
    decision_hash: str
    #: the document summary.json
    summary: dict[str, Any]


@dataclass(frozen=True)
class StoredRound:
    """A round in the database; `record`, which may be large, is read when it is first asked for."""

    head: RoundHead
    engine: Engine

    @cached_property
    def record(self) -> RoundRecord:
        """The whole record, as it was when it was stored."""
        with reading(self.engine) as connection:
            row = connection.execute(select(Round.policy_toml, Round.certificate).where(Round.id == self.head.id)).one()
            return RoundRecord(
                summary=self.head.summary,
                policy_toml=row.policy_toml,
                certificate=unpack(row.certificate),
                allocation=tuple(_allocation_rows(connection, self.head.id)),
                explanations=tuple(_explanation_rows(connection, RoundExplanation.round_id == self.head.id)),
                ways=round_ways(connection, self.head.id),
            )


_HEAD: list[Any] = [getattr(Round, field.name) for field in fields(RoundHead)]


def save_round(engine: Engine, record: RoundRecord, *, label: str, actor: str, package: Package | None = None) -> int:
    """Store a finished round in one transaction; its number.

    The data it was run on (`summary["data_hash"]`) must be stored: they were imported, or are given as `package`.

    Raises:
        NotStored: the data are neither.
        ValueError: `package` holds other data than the round was run on.
    """
    with writing(engine) as connection:
        return store_round(connection, record, label=label, actor=actor, package=package)


def store_round(connection: Connection, record: RoundRecord, *, label: str, actor: str, package: Package | None = None) -> int:
    """Store a finished round in a transaction of the caller's; else as `save_round`."""
    version = str(record.summary["data_hash"])
    if package is not None and package.version != version:
        raise ValueError(f"the round was run on data version {version}, the package given is {package.version}")
    if package is not None:
        store_version(connection, package)
    elif not has_version(connection, version):
        raise NotStored(
            f"runden er kørt på dataversion {version}, som ikke er i databasen: indlæs de data først",
            f"the round was run on data version {version}, which is not in the database: import those data first",
        )
    head = _head_of(connection, record, version, label, actor)
    round_id = int(connection.execute(insert(Round).values(head).returning(Round.id)).scalar_one())
    for table, columns, rows in (
        (RoundAllocation, _ALLOCATION, record.allocation),
        (RoundExplanation, _EXPLANATION, record.explanations),
    ):
        if rows:
            connection.execute(insert(table), _numbered(round_id, columns, rows))
    if record.ways is not None:
        store_round_ways(connection, round_id, record.ways)
    details = {name: head[name] for name in ("label", "data_version", "policy_name", "policy_hash", "mode", "seed", "decision_hash")}
    write_audit(connection, actor, "round", f"rounds {round_id}", details)
    return round_id


def list_rounds(engine: Engine) -> list[RoundHead]:
    """All rounds, newest first."""
    with reading(engine) as connection:
        return [RoundHead(**row) for row in connection.execute(select(*_HEAD).order_by(Round.id.desc())).mappings()]


def load_round(engine: Engine, round_id: int) -> StoredRound:
    """That round. NotStored when there is none."""
    with reading(engine) as connection:
        row = connection.execute(select(*_HEAD).where(Round.id == round_id)).mappings().one_or_none()
    if row is None:
        raise _no_round(round_id)
    return StoredRound(RoundHead(**row), engine)


def allocation_page(
    engine: Engine,
    round_id: int,
    *,
    outcome: str | None = None,
    reason_code: str | None = None,
    unit_id: str | None = None,
    search: str | None = None,
    sort: str = "application_id",
    offset: int = 0,
    limit: int = 50,
) -> tuple[list[AllocationRow], int]:
    """The rows of a page of the allocation, and how many rows there are in all.

    `search`: every word stands in the child's name, its id or the application's, in any case. `sort`: a name in `SORTS`, with "-"
    before it for descending; empty values come last both ways. NotStored when there is no such round.
    """
    key = SORTS.get(sort.removeprefix("-"))
    if key is None:
        raise ValueError(f"an allocation cannot be sorted by {sort!r}: use one of {', '.join(SORTS)}")
    order = (key.desc() if sort.startswith("-") else key.asc()).nulls_last()
    asked = {RoundAllocation.outcome: outcome, RoundAllocation.reason_code: reason_code, RoundAllocation.unit_id: unit_id}
    wanted = [RoundAllocation.round_id == round_id, *(column == value for column, value in asked.items() if value)]
    wanted += [_has_word(word) for word in (search or "").split()]
    with reading(engine) as connection:
        version = _version_of(connection, round_id)
        child = and_(VersionChild.version == version, VersionChild.child_id == RoundAllocation.child_id)
        listed = select(*_ALLOCATION).outerjoin(VersionChild, child).where(*wanted)
        total = connection.scalar(select(func.count()).select_from(listed.subquery())) or 0
        rows = connection.execute(listed.order_by(order, RoundAllocation.application_id).offset(offset).limit(limit))
        return [_allocation_row(row) for row in rows], total


def reason_counts(engine: Engine, round_id: int) -> dict[str, int]:
    """How many applications have each reason code in that round, by code; for the choices of a list."""
    query = select(RoundAllocation.reason_code, func.count().label("applications")).where(RoundAllocation.round_id == round_id)
    with reading(engine) as connection:
        rows = connection.execute(query.group_by(RoundAllocation.reason_code).order_by(RoundAllocation.reason_code))
        return {row.reason_code: row.applications for row in rows}


def child_of_round(engine: Engine, round_id: int, application_id: str) -> tuple[AllocationRow, tuple[ExplanationRow, ...]]:
    """What that application got, and its explanations in order. NotStored when the round has no such application."""
    with reading(engine) as connection:
        rows = _allocation_rows(connection, round_id, RoundAllocation.application_id == application_id)
        if not rows:
            raise NotStored(
                f"ansøgning {application_id} findes ikke i runde {round_id}: se rundens liste",
                f"application {application_id} is not in round {round_id}: see the round's list",
            )
        mine = and_(RoundExplanation.round_id == round_id, RoundExplanation.application_id == application_id)
        return rows[0], tuple(_explanation_rows(connection, mine))


def unit_rows(engine: Engine, round_id: int, unit_id: str) -> list[AllocationRow]:
    """Those who got the unit, or for whom it is held as second offer (`alternative_unit_id`), by start date."""
    here = or_(RoundAllocation.unit_id == unit_id, RoundAllocation.alternative_unit_id == unit_id)
    with reading(engine) as connection:
        rows = _allocation_rows(connection, round_id, here)
    return sorted(rows, key=lambda row: (row.start_date or date.max, row.application_id))


def allocation_of(connection: Connection, round_id: int) -> list[AllocationRow]:
    """What each application got in that round, as it stands in the database."""
    return _allocation_rows(connection, round_id)


def decision_hash(allocation: Sequence[AllocationRow]) -> str:
    """SHA-256 of the decision alone: who gets which place from which day, and which second offer; no texts."""
    decided = sorted(
        [row.application_id, row.unit_id, row.start_date and row.start_date.isoformat(), row.outcome, row.alternative_unit_id]
        for row in allocation
    )
    return hashlib.sha256(json.dumps(decided, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _head_of(connection: Connection, record: RoundRecord, version: str, label: str, actor: str) -> dict[str, Any]:
    summary = record.summary
    return {
        "created_at": datetime.now(UTC),
        "actor": actor,
        "label": label,
        "round_date": date.fromisoformat(summary["round_date"]),
        "data_version": version,
        "import_id": connection.scalar(select(func.max(Import.id)).where(Import.data_version == version)),
        "policy_name": summary["policy"]["name"],
        "policy_hash": summary["policy"]["hash"],
        "policy_toml": record.policy_toml,
        "mode": tomllib.loads(record.policy_toml).get("round", {}).get("mode", Policy(name="").mode),
        "seed": summary["seed"],
        "repeatable": summary["repeatable"],
        "summary": summary,
        "certificate": pack(record.certificate),
        "decision_hash": decision_hash(record.allocation),
    }


def _numbered(round_id: int, columns: list[Any], rows: Sequence[object]) -> list[dict[str, Any]]:
    names = [column.key for column in columns]
    return [{"round_id": round_id, "number": number, **{name: getattr(row, name) for name in names}} for number, row in enumerate(rows)]


def _has_word(word: str) -> ColumnElement[bool]:
    ids = (func.lower(RoundAllocation.application_id), func.lower(RoundAllocation.child_id))
    in_ids = (column.contains(word.lower(), autoescape=True) for column in ids)
    return or_(VersionChild.name_key.contains(name_key(word), autoescape=True), *in_ids)


def _version_of(connection: Connection, round_id: int) -> str:
    version = connection.scalar(select(Round.data_version).where(Round.id == round_id))
    if version is None:
        raise _no_round(round_id)
    return version


def _no_round(round_id: int) -> NotStored:
    return NotStored(
        f"runde {round_id} findes ikke i databasen: se listen over runder",
        f"round {round_id} is not in the database: see the list of rounds",
    )


def _allocation_rows(connection: Connection, round_id: int, *wanted: ColumnElement[bool]) -> list[AllocationRow]:
    query = select(*_ALLOCATION).where(RoundAllocation.round_id == round_id, *wanted)
    return [_allocation_row(row) for row in connection.execute(query.order_by(RoundAllocation.number))]


def _allocation_row(row: Sequence[Any]) -> AllocationRow:
    return AllocationRow(*row)


def _explanation_rows(connection: Connection, wanted: ColumnElement[bool]) -> list[ExplanationRow]:
    query = select(*_EXPLANATION).where(wanted).order_by(RoundExplanation.number)
    return [ExplanationRow(*row) for row in connection.execute(query)]
