"""Work that takes minutes: asked for by a page, taken up under a lease, never lost when the one who does it is killed.

A holder renews its lease by a heartbeat. A job whose lease ran out may be taken up again, `ATTEMPTS` times in all. What comes of a job is
stored in the transaction that ends it, and only by the one who holds it: so that it is stored once.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Engine, and_, insert, or_, select, update

from data.database.engine import reading, writing
from data.database.faults import NotStored
from data.database.tables.jobs import Job as JobTable
from data.stores.audit import write_audit
from data.stores.rounds import store_round
from optimizer.rounds.record import RoundRecord

LEASE = timedelta(seconds=30)
ATTEMPTS = 3
State = Literal["waiting", "running", "done", "failed", "stopped"]
LOST = "Arbejdet gik tabt flere gange, da serveren blev standset: bed om det igen"


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands; times in UTC."""

    id: int
    kind: str
    arguments: dict[str, Any]
    state: State
    actor: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    attempts: int
    stopping: bool
    share: float
    message: str
    round_id: int | None

    @property
    def open(self) -> bool:
        """Whether it is not ended."""
        return self.state in ("waiting", "running")


_JOB: list[Any] = [getattr(JobTable, field.name) for field in fields(Job)]


def add_job(engine: Engine, kind: str, arguments: dict[str, Any], actor: str) -> int:
    """Ask for a piece of work; its number."""
    with writing(engine) as connection:
        plain = {"state": "waiting", "attempts": 0, "stopping": False, "share": 0.0, "message": ""}
        row = {"kind": kind, "arguments": arguments, "actor": actor, "created_at": datetime.now(UTC), **plain}
        number = int(connection.execute(insert(JobTable).values(row).returning(JobTable.id)).scalar_one())
        write_audit(connection, actor, "job", f"jobs {number}", {"kind": kind, **arguments})
        return number


def load_job(engine: Engine, number: int) -> Job:
    """That job. NotStored when there is none."""
    with reading(engine) as connection:
        row = connection.execute(select(*_JOB).where(JobTable.id == number)).mappings().one_or_none()
    if row is None:
        raise NotStored(f"arbejde {number} findes ikke", f"job {number} is not there")
    return Job(**row)


def open_jobs(engine: Engine) -> list[Job]:
    """The jobs that are not ended, the oldest first."""
    with reading(engine) as connection:
        query = select(*_JOB).where(JobTable.state.in_(("waiting", "running"))).order_by(JobTable.id)
        return [Job(**row) for row in connection.execute(query).mappings()]


def claim(engine: Engine, holder: str, now: datetime | None = None) -> Job | None:
    """The oldest job that waits or whose lease ran out, now the holder's; None when there is none."""
    at = now or datetime.now(UTC)
    lost = and_(JobTable.state == "running", JobTable.lease_until < at)
    with writing(engine) as connection:
        gone = update(JobTable).where(lost, JobTable.attempts >= ATTEMPTS)
        connection.execute(gone.values(state="failed", message=LOST, ended_at=at))
        wanted = select(JobTable.id).where(or_(JobTable.state == "waiting", lost)).order_by(JobTable.id).limit(1)
        number = connection.scalar(wanted)
        if number is None:
            return None
        new = {"state": "running", "holder": holder, "lease_until": at + LEASE, "started_at": at, "share": 0.0}
        taken = update(JobTable).where(JobTable.id == number).values(**new, attempts=JobTable.attempts + 1)
        connection.execute(taken)
        return Job(**connection.execute(select(*_JOB).where(JobTable.id == number)).mappings().one())


def beat(engine: Engine, number: int, holder: str, *, share: float | None = None, message: str | None = None) -> bool:
    """Renew the lease and tell how far the job is; whether to go on (nobody asked to stop, and the job is still the holder's)."""
    told = {name: value for name, value in (("share", share), ("message", message)) if value is not None}
    with writing(engine) as connection:
        mine = update(JobTable).where(JobTable.id == number, JobTable.holder == holder, JobTable.state == "running")
        stopping = connection.execute(
            mine.values(lease_until=datetime.now(UTC) + LEASE, **told).returning(JobTable.stopping)
        ).scalar_one_or_none()
        return stopping is False


def finish_with_round(engine: Engine, number: int, holder: str, record: RoundRecord, *, label: str) -> int | None:
    """Store the round that came of a job and end it, together; None where the job is no longer the holder's, and nothing is stored."""
    with writing(engine) as connection:
        actor = _held(connection, number, holder)
        if actor is None:
            return None
        round_id = store_round(connection, record, label=label, actor=actor)
        ended = {"state": "done", "share": 1.0, "message": "", "round_id": round_id, "ended_at": datetime.now(UTC)}
        connection.execute(update(JobTable).where(JobTable.id == number).values(**ended))
        return round_id


def end_job(engine: Engine, number: int, holder: str, state: Literal["failed", "stopped"], message: str) -> None:
    """End a job that nothing came of; nothing where it is no longer the holder's."""
    with writing(engine) as connection:
        actor = _held(connection, number, holder)
        if actor is not None:
            ended = {"state": state, "message": message, "ended_at": datetime.now(UTC)}
            connection.execute(update(JobTable).where(JobTable.id == number).values(**ended))
            write_audit(connection, actor, f"job {state}", f"jobs {number}", {})


def stop_job(engine: Engine, number: int, actor: str) -> None:
    """Ask for a job to be stopped; one that waits is stopped at once."""
    with writing(engine) as connection:
        waiting = update(JobTable).where(JobTable.id == number, JobTable.state == "waiting")
        connection.execute(waiting.values(state="stopped", ended_at=datetime.now(UTC)))
        connection.execute(update(JobTable).where(JobTable.id == number, JobTable.state == "running").values(stopping=True))
        write_audit(connection, actor, "job stop", f"jobs {number}", {})


def _held(connection: Connection, number: int, holder: str) -> str | None:
    """Who asked for the job, when it runs and is the holder's."""
    query = select(JobTable.actor).where(JobTable.id == number, JobTable.holder == holder, JobTable.state == "running")
    return connection.scalar(query)
