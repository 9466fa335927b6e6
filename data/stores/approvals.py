"""What officers did with the decisions of a round: considered, approved, withdrawn; and rounds that are closed.

A round in the database never changes, so that an approval holds for just the decision that was seen; that the decision still is the one
whose hash the round was stored with is checked before each approval.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Engine, insert, select

from data.database.engine import reading, writing
from data.database.faults import ChangedMeanwhile, NotPossible, NotStored
from data.database.tables.desk import CaseStep, RoundClosing
from data.database.tables.rounds import Round
from data.stores.audit import write_audit
from data.stores.office import switch
from data.stores.rounds import allocation_of, decision_hash

Step = Literal["considered", "approved", "withdrawn"]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step; `at` in UTC."""

    application_id: str
    step: Step
    note: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an application's decision has come: who considered it, and who approved it, after the last withdrawal."""

    considered: bool = False
    approvers: frozenset[str] = frozenset()

    def after(self, line: StepLine) -> Standing:
        """The standing after one more step."""
        if line.step == "withdrawn":
            return Standing()
        if line.step == "considered":
            return replace(self, considered=True)
        return replace(self, approvers=self.approvers | {line.actor})


_STEP: list[Any] = [getattr(CaseStep, field.name) for field in fields(StepLine)]


def standings(engine: Engine, round_id: int) -> dict[str, Standing]:
    """How far each decision has come that anything was done with, by application."""
    with reading(engine) as connection:
        return _standings(connection, round_id)


def steps_of(engine: Engine, round_id: int, application_id: str) -> list[StepLine]:
    """Everything that was done with a decision, the oldest first."""
    query = select(*_STEP).where(CaseStep.round_id == round_id, CaseStep.application_id == application_id).order_by(CaseStep.id)
    with reading(engine) as connection:
        return [StepLine(**row) for row in connection.execute(query).mappings()]


def closed_at(engine: Engine, round_id: int) -> datetime | None:
    """When the round was closed; None while it is open."""
    with reading(engine) as connection:
        return connection.scalar(select(RoundClosing.at).where(RoundClosing.round_id == round_id))


def needed(engine: Engine) -> int:
    """How many officers must approve a decision."""
    with reading(engine) as connection:
        return _needed(connection)


def consider(engine: Engine, round_id: int, application_id: str, note: str, actor: str) -> None:
    """Enter that an officer has considered a decision that needs it, and why it stands. NotPossible without a note, or when closed."""
    if not note.strip():
        raise NotPossible(
            "der mangler en begrundelse: skriv, hvad du har lagt vægt på", "a reason is missing: write what you gave weight to"
        )
    with writing(engine) as connection:
        _open(connection, round_id)
        _enter(connection, round_id, [application_id], "considered", note.strip(), actor)


def approve(engine: Engine, round_id: int, application_ids: Collection[str], actor: str, *, seen_hash: str) -> int:
    """Approve decisions, all or none; how many are now fully approved (with four eyes, the second officer's approval does that).

    Raises:
        NotPossible: nothing to approve, the round is closed, its decision is not the one it was stored with, it was solved by points and
            the office's published guidelines are not points, an application is approved in another open round or by the same officer.
        ChangedMeanwhile: `seen_hash` is not the round's decision.
    """
    wanted = sorted(set(application_ids))
    with writing(engine) as connection:
        _open(connection, round_id)
        _genuine(connection, round_id, seen_hash)
        _none_elsewhere(connection, round_id, wanted)
        before = _standings(connection, round_id)
        twice = [one for one in wanted if actor in before.get(one, Standing()).approvers]
        if twice or not wanted:
            raise NotPossible(
                f"du har allerede godkendt {', '.join(twice[:5]) or 'det, der kan godkendes'}",
                f"you have approved {', '.join(twice[:5]) or 'what can be approved'} already",
            )
        _enter(connection, round_id, wanted, "approved", "", actor)
        need = _needed(connection)
        return sum(len(before.get(one, Standing()).approvers | {actor}) >= need for one in wanted)


def withdraw(engine: Engine, round_id: int, application_id: str, note: str, actor: str) -> None:
    """Take the approval of a decision back, with the reason. NotPossible without one, when closed, or when there is no approval."""
    if not note.strip():
        raise NotPossible(
            "der mangler en begrundelse for at trække godkendelsen tilbage", "the reason for taking the approval back is missing"
        )
    with writing(engine) as connection:
        _open(connection, round_id)
        if not _standings(connection, round_id).get(application_id, Standing()).approvers:
            raise NotPossible("afgørelsen er ikke godkendt", "the decision is not approved")
        _enter(connection, round_id, [application_id], "withdrawn", note.strip(), actor)


def close_round(engine: Engine, round_id: int, actor: str) -> None:
    """Close a round for good. NotPossible when it is closed; that all is approved is the caller's to see to."""
    with writing(engine) as connection:
        _open(connection, round_id)
        connection.execute(insert(RoundClosing).values(round_id=round_id, actor=actor, at=datetime.now(UTC)))
        write_audit(connection, actor, "close", f"rounds {round_id}", {})


def _open(connection: Connection, round_id: int) -> None:
    if connection.scalar(select(Round.id).where(Round.id == round_id)) is None:
        raise NotStored(f"runde {round_id} findes ikke i databasen", f"round {round_id} is not in the database")
    if connection.scalar(select(RoundClosing.round_id).where(RoundClosing.round_id == round_id)) is not None:
        raise NotPossible("runden er lukket: der kan ikke ændres i den", "the round is closed: nothing can be changed in it")


def _genuine(connection: Connection, round_id: int, seen_hash: str) -> None:
    stored, mode = connection.execute(select(Round.decision_hash, Round.mode).where(Round.id == round_id)).one()
    if stored != seen_hash:
        raise ChangedMeanwhile("siden viser en anden afgørelse: åbn den igen", "the page shows another decision: open it again")
    if decision_hash(allocation_of(connection, round_id)) != stored:
        raise NotPossible(
            "rundens afgørelse i databasen er ikke den, der blev gemt: godkend intet, og sig det til den, der driver serveren",
            "the round's decision in the database is not the one that was stored: approve nothing, and tell those who run the server",
        )
    if mode == "points" and not switch(connection, "points_published"):
        raise NotPossible(
            "runden er løst efter point, og kommunens offentliggjorte retningslinjer er ikke point (se indstillinger)",
            "the round was solved by points, and the municipality's published guidelines are not points (see settings)",
        )


def _none_elsewhere(connection: Connection, round_id: int, wanted: Iterable[str]) -> None:
    closed = select(RoundClosing.round_id)
    query = (
        select(CaseStep.round_id, *_STEP)
        .where(CaseStep.round_id != round_id, CaseStep.round_id.not_in(closed), CaseStep.step != "considered")
        .order_by(CaseStep.id)
    )
    last: dict[str, dict[int, Step]] = defaultdict(dict)
    for row in connection.execute(query):
        last[row.application_id][row.round_id] = row.step
    for one in wanted:
        held = [other for other, step in last.get(one, {}).items() if step == "approved"]
        if held:
            raise NotPossible(
                f"{one} er godkendt i runde {held[0]}: træk den godkendelse tilbage først",
                f"{one} is approved in round {held[0]}: take that approval back first",
            )


def _needed(connection: Connection) -> int:
    return 2 if switch(connection, "four_eyes") else 1


def _standings(connection: Connection, round_id: int) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    for row in connection.execute(select(*_STEP).where(CaseStep.round_id == round_id).order_by(CaseStep.id)).mappings():
        line = StepLine(**row)
        found[line.application_id] = found.get(line.application_id, Standing()).after(line)
    return found


def _enter(connection: Connection, round_id: int, application_ids: list[str], step: Step, note: str, actor: str) -> None:
    now = datetime.now(UTC)
    rows = [{"round_id": round_id, "application_id": one, "step": step, "note": note, "actor": actor, "at": now} for one in application_ids]
    connection.execute(insert(CaseStep), rows)
    write_audit(connection, actor, step, f"rounds {round_id}", {"applications": application_ids})
