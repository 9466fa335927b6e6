"""A child whose unit closes or shrinks is offered an equal place from the day its own ends.

Formula: start = s_d, in another open, suitable unit of the same care that is wished, or that lies in the guarantee area and has no
foreign main language; or an option of the child's own transition application, on or before s_d.

Symbols: s_d - the grid date of the step in which the child no longer fits (date).

Applies to: displaced children.

Example: a house with 10 children closes on 1 March 2027. Each of the 10 is offered a place elsewhere in its guarantee area from
1 March: not from 1 February, not from 1 April, and not in the house itself.

Source: dagtilbudsloven § 29 (another equivalent place).

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007).

Solver half: `displaced.displaced_children`, `applicants.SubjectMaker.displaced`, `options.OptionMaker.pairs`,
`options.OptionMaker.transition_pairs`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.domain.facilities import CARE_OF_UNIT
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "equal_place"
SOURCE = "dagtilbudsloven § 29"
DANISH = """
Et barn, hvis enhed lukker eller får færre pladser, tilbydes en tilsvarende plads fra den dag, dets egen hører op.

Formel: start = s_d, i en anden åben, egnet enhed med samme slags pasning, som er ønsket, eller som ligger i garantiområdet og ikke har
et fremmed hovedsprog; eller en mulighed efter barnets egen ansøgning om overgang, senest s_d.

Symboler: s_d - startdatoen for det skridt, hvor barnet ikke længere kan være der (dato).

Gælder: børn, der mister deres plads.

Eksempel: Et hus med 10 børn lukker 1. marts 2027. Hvert af de 10 tilbydes en plads et andet sted i sit garantiområde fra 1. marts: ikke
fra 1. februar, ikke fra 1. april og ikke i huset selv.

Kilde: dagtilbudsloven § 29 (en anden tilsvarende plads).

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007).
"""


def check(case: Case) -> Iterator[Violation]:
    """Displaced children with a place that is not equal, or not from the right day."""
    for key, plan in case.plans.items():
        subject = case.basis.subjects[key]
        if subject.kind != "displaced":
            continue
        present = subject.members[0].present
        unit = case.snapshot.units[plan.unit_id]
        if subject.moves_on is not None and CARE_OF_UNIT.get(unit.kind) == subject.moves_on.care:
            if case.options.kind_of(subject.moves_on, plan.unit_id, plan.step) is None:
                yield Violation(NAME, key, f"{key} kan ikke begynde i {plan.unit_id} den {plan.start} efter sin ansøgning om at rykke op.")
        elif plan.step != subject.earliest:
            day = case.basis.grid.dates[subject.earliest]
            yield Violation(NAME, key, f"{key} mister sin plads {day}, men får den nye fra {plan.start}.")
        elif present is not None and present.unit_id == plan.unit_id:
            yield Violation(NAME, key, f"{key} skal have plads et andet sted end i {plan.unit_id}.")
        elif plan.unit_id not in subject.ranks and not case.options.assignable(subject, unit):
            text = "uden for garantiområdet eller med et andet sprog"
            yield Violation(NAME, key, f"{plan.unit_id} er ikke en tilsvarende plads for {key}: {text}.")
