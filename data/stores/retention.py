"""What is kept how long: old children's data go by class, the round's figures and who did what stay."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Engine, delete, func, select, update

from data.database.engine import reading, writing
from data.database.packing import pack
from data.database.tables import METADATA
from data.stores.audit import write_audit

#: keys of a round's summary that name children or applications
NAMING = ("places_held", "envy_cases", "alternative_shortages", "impossible_guarantees", "left_out_rows")
#: tables with the decisions of a round, those that refer before those referred to
OF_ROUND = ("letter_answers", "letters", "round_explanations", "round_allocation", "round_ways", "case_steps")
OF_VERSION = ("version_tables", "version_children")


@dataclass(frozen=True, slots=True)
class Terms:
    """Months that each class is kept: looks at children's data, data that no round uses, and rounds with their data and letters."""

    log: int = 24
    data: int = 12
    rounds: int = 120


@dataclass(frozen=True, slots=True)
class Outdated:
    """What is past its term: rows by table, and the rounds and versions of data that they belong to."""

    rows: Mapping[str, int]
    rounds: tuple[int, ...]
    versions: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it."""
        return {"rows": dict(self.rows), "rounds": list(self.rounds), "versions": list(self.versions)}


def outdated(engine: Engine, terms: Terms, *, held: Collection[int] = (), now: datetime | None = None) -> Outdated:
    """What `delete_outdated` would delete at this moment; nothing is changed."""
    with reading(engine) as connection:
        rounds, versions, conditions = _chosen(connection, terms, held, now or datetime.now(UTC))
        rows = {
            name: connection.execute(select(func.count()).select_from(METADATA.tables[name]).where(condition)).scalar_one()
            for name, condition in conditions.items()
        }
    return Outdated({name: count for name, count in rows.items() if count}, rounds, versions)


def delete_outdated(engine: Engine, terms: Terms, actor: str, *, held: Collection[int] = (), now: datetime | None = None) -> Outdated:
    """Delete what is past its term, in one transaction with its entry in the audit.

    Of a round its date, policy, figures and hashes stay, and no child; its pages are gone. Rounds in `held` (a case that is not over)
    are kept whole, with their data. The data that hold now are never deleted.
    """
    with writing(engine) as connection:
        rounds, versions, conditions = _chosen(connection, terms, held, now or datetime.now(UTC))
        rows = {name: connection.execute(delete(METADATA.tables[name]).where(condition)).rowcount for name, condition in conditions.items()}
        table = METADATA.tables["rounds"]
        for number, summary in connection.execute(select(table.c.id, table.c.summary).where(table.c.id.in_(rounds))).all():
            kept = {key: value for key, value in summary.items() if key not in NAMING}
            connection.execute(update(table).where(table.c.id == number).values(summary=kept, certificate=pack({})))
        found = Outdated({name: count for name, count in rows.items() if count}, rounds, versions)
        if found.rows:
            write_audit(connection, actor, "retention", "all", {**found.to_dict(), "months": [terms.log, terms.data, terms.rounds]})
    return found


def _chosen(
    connection: Connection, terms: Terms, held: Collection[int], now: datetime
) -> tuple[tuple[int, ...], tuple[str, ...], dict[str, ColumnElement[bool]]]:
    """Rounds, versions, and by table, in the order of deleting, which rows are past their term."""
    tables = METADATA.tables
    rounds, imports, versions, allocation = tables["rounds"], tables["imports"], tables["data_versions"], tables["round_allocation"]
    log_end, data_end, round_end = (_months_before(now, months) for months in (terms.log, terms.data, terms.rounds))
    with_children = select(allocation.c.round_id).where(allocation.c.round_id == rounds.c.id).exists()
    old = (rounds.c.created_at < round_end, rounds.c.id.not_in(held), with_children)
    gone = tuple(connection.execute(select(rounds.c.id).where(*old).order_by(rounds.c.id)).scalars())
    used = select(rounds.c.data_version).where(rounds.c.id.not_in(gone), with_children)
    current = select(imports.c.data_version).order_by(imports.c.id.desc()).limit(1).scalar_subquery()
    stored = select(tables["version_tables"].c.version)
    unused = (versions.c.version.not_in(used), versions.c.version.in_(stored), versions.c.stored_at < data_end)
    dead = tuple(
        connection.execute(
            select(versions.c.version).where(*unused, func.coalesce(versions.c.version != current, True)).order_by(versions.c.version)
        ).scalars()
    )
    log, drafts = tables["access_log"], tables["drafts"]
    conditions: dict[str, ColumnElement[bool]] = {
        "access_children": tables["access_children"].c.access_id.in_(select(log.c.id).where(log.c.at < log_end)),
        "access_log": log.c.at < log_end,
        "draft_changes": tables["draft_changes"].c.draft_id.in_(select(drafts.c.id).where(drafts.c.round_id.in_(gone))),
        **{name: tables[name].c.round_id.in_(gone) for name in OF_ROUND},
        **{name: tables[name].c.version.in_(dead) for name in OF_VERSION},
    }
    return gone, dead, conditions


def _months_before(now: datetime, months: int) -> datetime:
    return (pd.Timestamp(now) - pd.DateOffset(months=months)).to_pydatetime()
