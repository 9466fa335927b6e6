"""A stay starts on a grid date, not before the family needs it and not after the last start that it accepts.

Formula: s in G;  s >= max(need, birth + 26 weeks);  for a transition also s >= birth + A;  s <= accepts_until;
s < the end of the stay it begins.

Symbols: G - the round's grid of start dates; need, accepts_until - dates of the application (of twins the later need and the earlier
accepts_until); A - the policy's transition age in months. Applies to every start of this round but those of displaced children
(see `equal_place`).

Source: dagtilbudsloven § 23 stk. 1 (26 weeks) and the policy's start grid, transition age and school start month.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "earliest_start"
SOURCE = "dagtilbudsloven § 23 stk. 1; the policy's start grid"


def check(case: Case) -> Iterator[Violation]:
    """Starts off the grid, too early or too late."""
    for subject, move in case.subject_moves:
        step = case.basis.step_of(move.start)
        if step is None:
            yield Violation(NAME, move.application_id, f"{move.application_id} starter {move.start}, som ikke er en startdato i runden.")
        elif subject.kind != "displaced" and step < subject.earliest:
            yield Violation(NAME, move.application_id, f"{move.application_id} starter {move.start}, før pladsen tidligst kan begynde.")
        elif subject.kind != "displaced" and step not in case.options.steps(subject):
            text = "efter den sidste dato, familien tager imod, eller efter at barnet er for gammelt"
            yield Violation(NAME, move.application_id, f"{move.application_id} starter {move.start}, {text}.")
