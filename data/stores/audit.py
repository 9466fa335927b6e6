"""Who did what and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from data.database.engine import reading
from data.database.tables.audit import AuditEntry


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry; `at` in UTC."""

    id: int
    at: datetime
    actor: str
    action: str
    object: str
    details: dict[str, Any]


def write_audit(connection: Connection, actor: str, action: str, object_: str, details: dict[str, Any]) -> None:
    """Enter what is being done, in the transaction that does it; `details` are plain values without personal data."""
    entry = {"at": datetime.now(UTC), "actor": actor, "action": action, "object": object_, "details": details}
    connection.execute(insert(AuditEntry), entry)


def list_audit(engine: Engine, *, limit: int = 100) -> list[AuditLine]:
    """The latest entries, newest first."""
    table = AuditEntry.__table__
    with reading(engine) as connection:
        rows = connection.execute(select(table).order_by(table.c.id.desc()).limit(limit))
        return [AuditLine(**row) for row in rows.mappings()]
