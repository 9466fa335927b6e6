"""The log of looks at children's data: written before the page is shown, read by the auditor, told to a family that asks."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, Engine, func, insert, select

from data.database.engine import reading, writing
from data.database.tables.people import Access, AccessChild

Action = Literal["view", "list", "search", "export", "denied"]


@dataclass(frozen=True, slots=True)
class Look:
    """An entry; `at` in UTC, `children` whose data were shown."""

    id: int
    at: datetime
    actor: str
    action: str
    page: str
    round_id: int | None
    criterion: str
    children: int


def log_access(
    engine: Engine,
    actor: str,
    action: Action,
    page: str,
    *,
    round_id: int | None = None,
    criterion: str = "",
    children: Collection[str] = (),
) -> None:
    """Enter a look at the data of `children` (ids)."""
    with writing(engine) as connection:
        entry = {
            "at": datetime.now(UTC),
            "actor": actor,
            "action": action,
            "page": page,
            "round_id": round_id,
            "criterion": criterion[:200],
        }
        number = connection.execute(insert(Access).values(entry).returning(Access.id)).scalar_one()
        if children:
            connection.execute(insert(AccessChild), [{"access_id": number, "child_id": child} for child in sorted(set(children))])


def latest(engine: Engine, *, actor: str = "", limit: int = 100) -> list[Look]:
    """The latest entries, newest first; of one person when given."""
    with reading(engine) as connection:
        return _looks(connection, actor=actor, limit=limit)


def sample(engine: Engine, count: int, days: int = 31) -> list[Look]:
    """Entries of the last days drawn at random, for the auditor to ask about; another draw each time."""
    since = datetime.now(UTC) - timedelta(days=days)
    with reading(engine) as connection:
        ids = list(connection.scalars(select(Access.id).where(Access.at >= since).order_by(Access.id)))
        drawn = secrets.SystemRandom().sample(ids, min(count, len(ids)))
        return _looks(connection, ids=drawn, limit=count)


def about_child(engine: Engine, child_id: str) -> list[Look]:
    """Every look at a child's data, the oldest first: what its family may ask for."""
    with reading(engine) as connection:
        ids = list(connection.scalars(select(AccessChild.access_id).where(AccessChild.child_id == child_id)))
        return sorted(_looks(connection, ids=ids, limit=len(ids)), key=lambda look: look.id)


def _looks(connection: Connection, *, limit: int, actor: str = "", ids: Collection[int] | None = None) -> list[Look]:
    shown = select(func.count()).where(AccessChild.access_id == Access.id).scalar_subquery()
    query = select(
        Access.id, Access.at, Access.actor, Access.action, Access.page, Access.round_id, Access.criterion, shown.label("children")
    )
    query = query.where(Access.actor == actor) if actor else query
    query = query if ids is None else query.where(Access.id.in_(ids))
    return [Look(**row) for row in connection.execute(query.order_by(Access.id.desc()).limit(limit)).mappings()]
