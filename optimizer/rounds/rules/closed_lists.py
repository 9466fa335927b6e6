"""A list that is closed to children of other municipalities binds those who have no place here, and nobody else.

Formula: closed(g) = listed(g) > ceil(share x own(g) / 100);
a subject with a bound member gets no unit of a closed g.

Symbols: g - the units of one of the policy's `outsiders.measured_per`: all, a care, a kind of unit, a district, a facility; listed - bound
children with an application of kind new that wishes an open unit of g (children); own - residents with an enrolment in g that runs on the
first window date (children); share - `outsiders.share_percent` (percent); bound - lives outside and has no enrolment here going on after
the first window date or begins later (yes or no). Outside children have no guarantee here: it is their own municipality's.

Applies to: policies with `outsiders.list` = closed_above_share. Who has moved away keeps the place, and may move and move on.

Example: 150 own children are enrolled, the share is 1 %: ceil(1.5) = 2 outside children may be on the list; with the third it is closed.

Source: dagtilbudsloven § 28 stk. 1-3; dagtilbudsbekendtgørelsen § 6 (1 %, rounded up; in all, or per age, type, district or house).

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007).

Solver half: `outsiders.closed_units`, `applicants.SubjectMaker`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "closed_lists"
SOURCE = "dagtilbudsloven § 28; dagtilbudsbekendtgørelsen § 6"
DANISH = """
En liste, der er lukket for børn fra andre kommuner, binder dem, der ikke har plads her, og ingen andre.

Formel: lukket(g) = listet(g) > loft(andel x egne(g) / 100);
et subjekt med et bundet medlem får ingen enhed i en lukket g.

Symboler: g - enhederne i ét af politikkens `outsiders.measured_per`: alle, en aldersgruppe, en slags tilbud, et distrikt, et sted; listet -
bundne børn med en ansøgning af slagsen ny, der ønsker en åben enhed i g (børn); egne - børn fra kommunen med en indskrivning i g, der løber
på vinduets første dato (børn); andel - `outsiders.share_percent` (procent); bundet - bor udenbys og har ingen indskrivning her, der går
videre efter vinduets første dato eller begynder senere (ja eller nej). Udenbys børn har ingen garanti her: den er deres egen kommunes.

Gælder: politikker med `outsiders.list` = closed_above_share. Den, der er flyttet fra kommunen, beholder pladsen og kan flytte og rykke op.

Eksempel: 150 børn fra kommunen er indskrevet, andelen er 1 %: loft(1,5) = 2 udenbys børn må stå på listen; med det tredje er den lukket.

Kilde: dagtilbudsloven § 28 stk. 1-3; dagtilbudsbekendtgørelsen § 6 (1 %, rundet op; i alt eller pr. alder, type, distrikt eller hus).

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007).
"""


def check(case: Case) -> Iterator[Violation]:
    """Children of other municipalities who start where the list is closed to them."""
    outsiders = case.basis.outsiders
    for key, plan in case.plans.items():
        group = outsiders.group(plan.unit_id)
        if outsiders.closed_to([m.child.id for m in case.basis.subjects[key].members], plan.unit_id):
            text = f"{group.listed} børn fra andre kommuner står på listen, og der må være {group.most}"
            yield Violation(NAME, key, f"Listen til {plan.unit_id} er lukket for {key}, som bor i en anden kommune: {text}.")
