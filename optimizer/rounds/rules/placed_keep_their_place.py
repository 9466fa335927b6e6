"""A child that has a place keeps it, unless its family asked for another or the unit closes or shrinks.

Formula: every move belongs to an application that is decided on this round, or to a displaced child ("X" + child id).

Symbols: none.

Applies to: every move. An application with an offer not yet answered is not decided; its place is held.

Example: two children are in a house, one of them with an application to be moved. The round may move that 1 child and never the other,
whatever it would gain.

Source: dagtilbudsloven § 29 (an admitted child cannot be given notice unless an equal place is offered).

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007).

Solver half: `applicants.SubjectMaker.make`, `stays.given_up`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "placed_keep_their_place"
SOURCE = "dagtilbudsloven § 29"
DANISH = """
Et barn, der har en plads, beholder den, medmindre familien har søgt en anden, eller enheden lukker eller får færre pladser.

Formel: hver flytning hører til en ansøgning, der afgøres i runden, eller til et barn, der mister sin plads ("X" + barnets id).

Symboler: ingen.

Gælder: alle flytninger. En ansøgning med et ubesvaret tilbud afgøres ikke; dens plads holdes.

Eksempel: To børn går i et hus, og det ene har søgt om at blive flyttet. Runden kan flytte det ene barn (1) og aldrig det andet, hvad
der end var vundet ved det.

Kilde: dagtilbudsloven § 29 (et optaget barn kan ikke opsiges, uden at en tilsvarende plads tilbydes).

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007).
"""


def check(case: Case) -> Iterator[Violation]:
    """Moves that no subject of the round asked for."""
    basis = case.basis
    offered = {(o.application_id, o.unit_id, o.start_date) for o in case.snapshot.offers if o.accepted is None}
    for application_id, move in case.decision.moves.items():
        if application_id in basis.subject_of or application_id in basis.several.behind:
            continue
        if application_id in basis.replaced:
            key = basis.replaced[application_id]
            shown = case.decision.moves.get(key)
            if shown is None or (shown.unit_id, shown.start) != (move.unit_id, move.start):
                yield Violation(NAME, application_id, f"{application_id} flyttes, men barnet mister sin plads og flyttes som {key}.")
        elif application_id in basis.pending:
            if (application_id, move.unit_id, move.start) not in offered:
                text = f"{application_id} får en ny plads, selv om familien endnu ikke har svaret på et tilbud."
                yield Violation(NAME, application_id, text)
        else:
            yield Violation(NAME, application_id, f"{application_id} flyttes, men hører ikke til runden.")
