"""What the last published run promised: read from its rows, kept with the certificate of the round that looked at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.record import AllocationRow, RoundRecord

Promises = Mapping[str, tuple[str, date]]


def promises_in(allocation: Iterable[AllocationRow]) -> Promises:
    """Application id -> unit and start, from the rows of a run."""
    given = ((row.application_id, row.unit_id, row.start_date) for row in allocation)
    return {application_id: (unit_id, start) for application_id, unit_id, start in given if unit_id is not None and start is not None}


def written(promised: Promises) -> list[list[Any]]:
    """As the certificate keeps them: application, unit, date, by application."""
    return [[application_id, unit_id, start.isoformat()] for application_id, (unit_id, start) in sorted(promised.items())]


def with_promises(snapshot: Snapshot, record: RoundRecord) -> Snapshot:
    """The data with the promises that the record's round looked at."""
    found = record.certificate.get("promised", [])
    return replace(snapshot, promised={application_id: (unit_id, date.fromisoformat(start)) for application_id, unit_id, start in found})
