"""Changes by hand to a round: gathered in a draft, undone and redone, saved as a round of their own.

A draft belongs to a round, not to an officer: whoever opens the round sees it. Every change names the version of the draft it was made
from (0 where there was none), so that nobody changes what they have not seen.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Engine, delete, insert, select, update

from data.database.engine import reading, writing
from data.database.faults import ChangedMeanwhile, NotPossible, NotStored
from data.database.tables.desk import Draft as DraftTable
from data.database.tables.desk import DraftChange
from data.database.tables.rounds import Round
from data.stores.audit import write_audit
from data.stores.rounds import store_round
from optimizer.rounds.record import RoundRecord

Kind = Literal["lock", "forbid", "release"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an officer asks of an application: a place (`lock`), not a place (`forbid`), or neither any more (`release`)."""

    kind: Kind
    application_id: str
    unit_id: str | None
    start_date: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change as it stands in a draft; `at` in UTC."""

    number: int
    kind: Kind
    application_id: str
    unit_id: str | None
    start_date: date | None
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """The changes to a round; those after `in_force` are undone."""

    id: int
    round_id: int
    created_at: datetime
    actor: str
    state: Literal["open", "saved", "dropped"]
    version: int
    in_force: int
    saved_as: int | None
    changes: tuple[Change, ...] = ()

    @property
    def done(self) -> tuple[Change, ...]:
        """The changes in force, in the order they were made."""
        return self.changes[: self.in_force]

    @property
    def effective(self) -> tuple[Change, ...]:
        """What is asked of the round in the end: the last lock of each application, and what is forbidden beside it."""
        kept: dict[str, list[Change]] = {}
        for change in self.done:
            before = kept.pop(change.application_id, [])
            if change.kind == "release":
                continue
            if change.kind == "forbid":  # a lock of just this place does not outlive it
                kept[change.application_id] = [c for c in before if c.kind == "forbid" or change.unit_id not in (None, c.unit_id)]
            kept.setdefault(change.application_id, []).append(change)
        return tuple(change for changes in kept.values() for change in changes)


_HEAD: list[Any] = [getattr(DraftTable, field.name) for field in fields(Draft) if field.name != "changes"]
_CHANGE: list[Any] = [getattr(DraftChange, field.name) for field in fields(Change)]


def open_draft(engine: Engine, round_id: int) -> Draft | None:
    """The round's open draft; None when nobody has changed anything."""
    with reading(engine) as connection:
        return _open(connection, round_id)


def draft_of(engine: Engine, round_id: int) -> Draft | None:
    """The draft that became this round; None for a round that was solved afresh."""
    with reading(engine) as connection:
        row = connection.execute(select(*_HEAD).where(DraftTable.saved_as == round_id)).mappings().one_or_none()
        return None if row is None else _whole(connection, row)


def changes_of_application(engine: Engine, application_id: str) -> list[tuple[Draft, Change]]:
    """Every change by hand ever in force in a draft that is open or saved, for that application, the oldest first."""
    touched = select(DraftChange.draft_id).where(DraftChange.application_id == application_id)
    query = select(*_HEAD).where(DraftTable.state != "dropped", DraftTable.id.in_(touched)).order_by(DraftTable.id)
    with reading(engine) as connection:
        drafts = [_whole(connection, row) for row in connection.execute(query).mappings().all()]
    return [(draft, change) for draft in drafts for change in draft.done if change.application_id == application_id]


def add_change(engine: Engine, round_id: int, seen: int, wanted: Wanted, actor: str) -> Draft:
    """Put a change into the round's draft (a new one where there is none); what was undone before it is gone.

    Raises:
        NotStored: there is no such round.
        NotPossible: a lock or forbid without a reason, or a release of an application that nothing is asked of.
        ChangedMeanwhile: the draft is not the one that was seen.
    """
    if wanted.kind != "release" and not wanted.reason.strip():
        raise NotPossible("ændringen mangler en begrundelse: skriv hvorfor", "the change has no reason: write why")
    with writing(engine) as connection:
        draft = _seen(connection, round_id, seen)
        if draft is None:
            draft = _begin(connection, round_id, actor)
        if wanted.kind == "release" and wanted.application_id not in {c.application_id for c in draft.effective}:
            raise NotPossible("der er ingen ændring at ophæve for ansøgningen", "the application has no change to take back")
        connection.execute(delete(DraftChange).where(DraftChange.draft_id == draft.id, DraftChange.number > draft.in_force))
        told = {field.name: getattr(wanted, field.name) for field in fields(Wanted)} | {"reason": wanted.reason.strip()}
        number = draft.in_force + 1
        connection.execute(insert(DraftChange).values(draft_id=draft.id, number=number, actor=actor, at=datetime.now(UTC), **told))
        details = {"kind": wanted.kind, "application_id": wanted.application_id, "unit_id": wanted.unit_id, "number": number}
        return _stepped(connection, draft, {"in_force": number}, actor, "change", details)


def undo(engine: Engine, round_id: int, seen: int, actor: str) -> Draft:
    """Take the last change back. NotPossible when there is none, ChangedMeanwhile as `add_change`."""
    with writing(engine) as connection:
        draft = _seen(connection, round_id, seen)
        if draft is None or not draft.in_force:
            raise NotPossible("der er ingen ændring at fortryde", "there is no change to undo")
        return _stepped(connection, draft, {"in_force": draft.in_force - 1}, actor, "undo", {"number": draft.in_force})


def redo(engine: Engine, round_id: int, seen: int, actor: str) -> Draft:
    """Make the last change that was undone again. NotPossible when there is none, ChangedMeanwhile as `add_change`."""
    with writing(engine) as connection:
        draft = _seen(connection, round_id, seen)
        if draft is None or draft.in_force == len(draft.changes):
            raise NotPossible("der er ingen fortrudt ændring at gentage", "there is no undone change to redo")
        return _stepped(connection, draft, {"in_force": draft.in_force + 1}, actor, "redo", {"number": draft.in_force + 1})


def drop_draft(engine: Engine, round_id: int, seen: int, actor: str) -> None:
    """Put the draft away; it stays in the database. NotPossible when there is none, ChangedMeanwhile as `add_change`."""
    with writing(engine) as connection:
        draft = _seen(connection, round_id, seen)
        if draft is None:
            raise NotPossible("der er ingen ændringer at kassere", "there are no changes to drop")
        _stepped(connection, draft, {"state": "dropped"}, actor, "drop", {})


def save_draft(engine: Engine, round_id: int, seen: int, record: RoundRecord, *, label: str, actor: str) -> int:
    """Store `record`, the round solved with the draft's changes, as a round of its own; its number. Raises as `drop_draft`."""
    with writing(engine) as connection:
        draft = _seen(connection, round_id, seen)
        if draft is None or not draft.effective:
            raise NotPossible("der er ingen ændringer at gemme", "there are no changes to save")
        number = store_round(connection, record, label=label, actor=actor)
        _stepped(connection, draft, {"state": "saved", "saved_as": number}, actor, "save", {"saved_as": number})
        return number


def _open(connection: Connection, round_id: int) -> Draft | None:
    query = select(*_HEAD).where(DraftTable.round_id == round_id, DraftTable.state == "open")
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _whole(connection, row)


def _whole(connection: Connection, row: Any) -> Draft:
    query = select(*_CHANGE).where(DraftChange.draft_id == row["id"]).order_by(DraftChange.number)
    return Draft(**row, changes=tuple(Change(**change) for change in connection.execute(query).mappings()))


def _seen(connection: Connection, round_id: int, seen: int) -> Draft | None:
    """The open draft, when it is the one that was seen."""
    draft = _open(connection, round_id)
    if (draft.version if draft else 0) != seen:
        raise ChangedMeanwhile(
            "en anden har ændret runden imens: se ændringerne, og gør din igen, hvis den stadig skal gøres",
            "somebody else has changed the round meanwhile: look at the changes, and make yours again if it is still needed",
        )
    return draft


def _begin(connection: Connection, round_id: int, actor: str) -> Draft:
    if connection.scalar(select(Round.id).where(Round.id == round_id)) is None:
        raise NotStored(f"runde {round_id} findes ikke i databasen", f"round {round_id} is not in the database")
    # a version is never used twice for a round: a page that still shows a dropped draft must not speak for its successor
    last = connection.scalar(select(DraftTable.version).where(DraftTable.round_id == round_id).order_by(DraftTable.version.desc()).limit(1))
    values = {"round_id": round_id, "created_at": datetime.now(UTC), "actor": actor, "state": "open", "version": last or 0, "in_force": 0}
    number = connection.execute(insert(DraftTable).values(values).returning(DraftTable.id)).scalar_one()
    return Draft(id=int(number), saved_as=None, **values)  # type: ignore[arg-type]


def _stepped(connection: Connection, draft: Draft, new: dict[str, Any], actor: str, action: str, details: dict[str, Any]) -> Draft:
    connection.execute(update(DraftTable).where(DraftTable.id == draft.id).values(version=draft.version + 1, **new))
    write_audit(connection, actor, f"draft {action}", f"drafts {draft.id}", {"round_id": draft.round_id, **details})
    row = connection.execute(select(*_HEAD).where(DraftTable.id == draft.id)).mappings().one()
    return _whole(connection, row)
