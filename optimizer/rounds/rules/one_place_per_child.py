"""A child has one place at a time.

Formula: for any two stays i, j of a child that are given on this round or kept:  to(i) <= from(j) or to(j) <= from(i);
only the present place is given up for a new one, and a part of a combination offer is left out: it stays when the other part moves.
Of a child's applications for one care one is decided on, the others wait: a transition first, then who may start soonest, then the one
registered first. Of one for 0-2 and one for 3-5 the first stay ends where the other begins, at the age of the transition.

Symbols: from, to - first day of a stay and the day after its last (dates).

Applies to: every child with a move.

Example: a child keeps its vuggestue place until 1 April 2027, and its family applies for a new boernehave place. From 1 March it would have
two places; from 1 April it has one, and may start. A child with 2 parts of a combination offer keeps the one when the other moves. A child
with 2 applications for a boernehave, registered in May and in June, is decided on by the one of May.

Source: dagtilbudsloven § 2 stk. 3 (one place per child, but for a combination offer, § 85 a).

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007).

Solver half: `one_at_a_time.in_turn`, `options.OptionMaker.free_of_stays`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "one_place_per_child"
SOURCE = "dagtilbudsloven § 2 stk. 3"
DANISH = """
Et barn har én plads ad gangen.

Formel: for to ophold i, j af et barn, som gives i runden eller beholdes:  til(i) <= fra(j) eller til(j) <= fra(i);
kun den nuværende plads opgives for en ny, og en del af et kombinationstilbud er undtaget: den bliver, når den anden del flytter.
Af et barns ansøgninger om samme slags pasning afgøres én, og de andre venter: en overgang først, så den, der kan begynde først, så den,
der er registreret først. Af én om 0-2 og én om 3-5 slutter det første ophold, hvor det andet begynder: ved oprykningsalderen.

Symboler: fra, til - opholdets første dag og dagen efter den sidste (datoer).

Gælder: alle børn, der får en ny plads.

Eksempel: Et barn beholder sin vuggestueplads til 1. april 2027, og familien søger en ny børnehaveplads. Fra 1. marts ville det have to
pladser; fra 1. april har det én og kan begynde. Et barn med 2 dele af et kombinationstilbud beholder den ene, når den anden flytter. Et
barn med 2 ansøgninger om børnehave, registreret i maj og juni, afgøres efter den fra maj.

Kilde: dagtilbudsloven § 2 stk. 3 (én plads pr. barn, bortset fra kombinationstilbud, § 85 a).

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007).
"""


def check(case: Case) -> Iterator[Violation]:
    """Applications met that wait for another of their child, and children with a new stay that overlaps another place of theirs."""
    for application_id in case.basis.several.behind.keys() & case.decision.moves.keys():
        text = f"{application_id} får en plads, men venter på barnets anden ansøgning eller nye plads."
        yield Violation(NAME, application_id, text)
    for key, plan in case.plans.items():
        for given, other in case.clashes(case.basis.subjects[key], plan, case.plans):
            yield Violation(NAME, key, f"Barn {given.child_id} har plads i både {given.unit_id} og {other.unit_id} på samme tid.")
