"""A stay starts on a grid date, not before the family needs it and not after the last start that it accepts.

Formula: s in G;  s >= max(need, birth + 26 weeks);  for a transition also s >= birth + A;  s <= accepts_until;
s < the end of the stay it begins.

Symbols: s - start (date); G - the round's grid of start dates; need, accepts_until - what the application says, of twins the latest need
and the earliest accepts_until (dates); A - the policy's transition age (months).

Applies to: every start of this round but those of displaced children (see `equal_place`).

Example: starts are on the 1st. A family needs a place from 2 February 2027: 1 February is too early, 1 March is the first possible
start. If it accepts starts until 31 March, 1 April is too late.

Source: dagtilbudsloven § 23 stk. 1 (26 weeks); the policy's start grid, transition age and school start month.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the policy as published.

Solver half: `applicants.SubjectMaker.single`, `options.OptionMaker.pairs`, `options.stay_end_step`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "earliest_start"
SOURCE = "dagtilbudsloven § 23 stk. 1; the policy's start grid"
DANISH = """
Et ophold begynder på en af rundens startdatoer, ikke før familien har brug for pladsen og ikke efter den sidste start, den tager imod.

Formel: s i G;  s >= max(behov, født + 26 uger);  ved overgang til børnehave også s >= født + A;  s <= senest;
s < slutningen af det ophold, den begynder.

Symboler: s - start (dato); G - rundens startdatoer; behov, senest - hvad ansøgningen siger, for tvillinger det seneste behov og den
tidligste grænse (datoer); A - politikkens oprykningsalder (måneder).

Gælder: alle starter i runden undtagen for børn, der mister deres plads (se `equal_place`).

Eksempel: Der er start den 1. i måneden. En familie har brug for en plads fra 2. februar 2027: 1. februar er for tidligt, 1. marts er
den første mulige start. Tager familien imod start til og med 31. marts, er 1. april for sent.

Kilde: dagtilbudsloven § 23 stk. 1 (26 uger); politikkens startdatoer, oprykningsalder og skolestartmåned.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); politikken som offentliggjort.
"""


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
