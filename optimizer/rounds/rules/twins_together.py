"""Twins, triplets and more of one birth who apply for the same care come to the same unit on the same date, or none of them does.

Formula: (unit, start) of the first member = (unit, start) of every other member; none has a move if one has none.

Symbols: none.

Applies to: subjects with more than one member.

Example: a vuggestue has 1 place free from 1 February 2027 and 2 from 1 March. Twins who wish it start both on 1 March, or wait; a single
child may take the place in February.

Source: the policy (dagtilbudsloven § 27: published guidelines); siblings' attachment, § 7.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the policy as published.

Solver half: `applicants.SubjectMaker.make`, `applicants.SubjectMaker.together`, `instance.option_changes`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "twins_together"
SOURCE = "dagtilbudsloven § 7, § 27; the policy"
DANISH = """
Tvillinger, trillinger og flere af samme fødsel, der søger samme slags pasning, kommer i samme enhed samme dag, eller ingen af dem gør.

Formel: (enhed, start) for det første barn = (enhed, start) for hvert af de andre; ingen flytter, hvis ét ikke gør.

Symboler: ingen.

Gælder: børn, der afgøres under ét.

Eksempel: En vuggestue har 1 ledig plads fra 1. februar 2027 og 2 fra 1. marts. Tvillinger, der ønsker den, begynder begge 1. marts eller
venter; et enkelt barn kan få pladsen i februar.

Kilde: politikken (dagtilbudsloven § 27: offentliggjorte retningslinjer); søskendes tilknytning, § 7.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); politikken som offentliggjort.
"""


def check(case: Case) -> Iterator[Violation]:
    """Twins that are parted."""
    for subject in case.basis.subjects.values():
        moves = [case.decision.moves.get(m.application_id) for m in subject.members]
        if len({None if move is None else (move.unit_id, move.start) for move in moves}) > 1:
            names = ", ".join(m.application_id for m in subject.members)
            yield Violation(NAME, subject.key, f"Tvillingerne {names} får ikke samme plads fra samme dag.")
