"""Twins who apply for the same care come to the same unit on the same date, or neither does.

Formula: (unit, start) of the first member = (unit, start) of every other member; none has a move if one has none.

Symbols: none. Applies to subjects with more than one member.

Source: the policy (dagtilbudsloven § 27: published guidelines); siblings' attachment, § 7.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "twins_together"
SOURCE = "dagtilbudsloven § 7, § 27; the policy"


def check(case: Case) -> Iterator[Violation]:
    """Twins that are parted."""
    for subject in case.basis.subjects.values():
        moves = [case.decision.moves.get(m.application_id) for m in subject.members]
        if len({None if move is None else (move.unit_id, move.start) for move in moves}) > 1:
            names = ", ".join(m.application_id for m in subject.members)
            yield Violation(NAME, subject.key, f"Tvillingerne {names} får ikke samme plads fra samme dag.")
