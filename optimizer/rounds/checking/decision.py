"""A decision: who starts where and when. Nothing else of a result is taken on trust."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from optimizer.rounds.record import AllocationRow


@dataclass(frozen=True, slots=True)
class Move:
    """Application `application_id` starts in `unit_id` on `start`."""

    application_id: str
    unit_id: str
    start: date


@dataclass(frozen=True, slots=True)
class Decision:
    """The moves by application id; an application without a move waits or keeps its place.

    Both members of a pair of twins have a move of their own (the same one); a displaced child's id is "X" + child id.
    """

    moves: Mapping[str, Move]
    #: by application id, the unit of the second offer (§ 23 stk. 4); None while these are not chosen yet
    alternatives: Mapping[str, str] | None = None


def read_decision(rows: Iterable[AllocationRow]) -> Decision:
    """The decision that allocation rows state: a row with both a unit and a start is a move, any other is none."""
    moves: dict[str, Move] = {}
    alternatives: dict[str, str] = {}
    for row in rows:
        if row.unit_id is not None and row.start_date is not None:
            moves[row.application_id] = Move(row.application_id, row.unit_id, row.start_date)
            if row.alternative_unit_id is not None:
                alternatives[row.application_id] = row.alternative_unit_id
    return Decision(moves, alternatives)
