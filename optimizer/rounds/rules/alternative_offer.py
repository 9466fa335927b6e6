"""A child who lives outside the listed areas and is offered a place in a house inside one is also offered a place outside.

Formula: for each subject i with a decided start in unit u on day d, listed(u, d) and not lives(i, d): an alternative v with not listed(v,
d), care the same, v suitable; for each unit w and step k in which an alternative stands: load(w, k) <= limit(w, k) of the rules on
places, support, infants and the integrated house; none only where no v is left.

Symbols: listed(u, d) - u is in a house whose district is on the list of udsatte boligområder on d (the list as it stands, a newly listed
district from 1 May of the year after; for v also dagpleje counts); lives - a member lives in a listed area on d; d - the day of the start
(date), a step is the days from one start date to the next; load - who stays, decided starts, held places and all alternatives (each rule's
own unit). v is open, wished or without a foreign main language, and no wished place stands idle there. It begins on the last start date on
or before d on which it suits. It holds its place until it is answered.

Applies to: children of the municipality with a start decided on this round; with `alternative_offer` = `unwished` only where u is not
wished.

Example: 2 children from outside are offered places in Parken, which is listed. Skoven, outside, has 1 place left. One child gets it as a
second offer, the other is named as a shortage.

Source: dagtilbudsloven § 23 stk. 4.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the paragraph is newer than the act.

Solver half: `alternatives.choose`, `alternatives.concerned`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.second_offer import second_offers
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "alternative_offer"
SOURCE = "dagtilbudsloven § 23 stk. 4"
DANISH = """
Et barn, der bor uden for de udsatte boligområder og tilbydes en plads i et hus i et af dem, tilbydes også en plads udenfor.

Formel: for hvert barn (eller tvillinger) i med en besluttet start i enhed u på dag d, udsat(u, d) og ikke bor(i, d): et alternativ v med
ikke udsat(v, d), samme pasning, v egnet; for hver enhed w og hvert skridt k, hvor et alternativ står: belastning(w, k) <= grænse(w, k) i
reglerne om pladser, støtte, spædbørn og det integrerede hus; intet alternativ kun, hvor der ikke er noget v tilbage.

Symboler: udsat(u, d) - u er i et hus, hvis distrikt er på listen over udsatte boligområder på d (listen, som den står, et nyt distrikt fra
1. maj året efter; som v tæller dagpleje med); bor - et af børnene bor i et udsat boligområde på d; d - startdagen (dato), et skridt er
dagene fra en startdato til den næste; belastning - de, der bliver, besluttede starter, holdte pladser og alle alternativer (hver regels
egen enhed). v er åben, ønsket eller uden fremmed hovedsprog, og ingen ønsket plads står tom dér. Det begynder på den sidste startdato til
og med d, hvor det passer. Det holder sin plads, til det er besvaret.

Gælder: kommunens egne børn med en start besluttet i runden; med `alternative_offer` = `unwished` kun, hvor u ikke er ønsket.

Eksempel: 2 børn udefra tilbydes pladser i Parken, som er på listen. Skoven, udenfor, har 1 plads tilbage. Det ene barn får den som andet
tilbud, det andet nævnes som en mangel.

Kilde: dagtilbudsloven § 23 stk. 4.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); stykket er nyere end loven.
"""


def check(case: Case) -> Iterator[Violation]:
    """Second offers not owed, not lawful or without room, and free places not offered; nothing before they are chosen."""
    if case.decision.alternatives is None:
        return
    offers = second_offers(case)
    for key, unit_id in offers.given.items():
        if key not in offers.owed:
            yield Violation(NAME, key, f"{key} tilbydes også {unit_id or 'forskellige pladser'}, men skal ikke have et andet tilbud.")
        elif offers.plan_in(key, unit_id) is None:
            yield Violation(NAME, key, f"{unit_id or 'Forskellige pladser'} kan ikke være det andet tilbud til {key}.")
    for limit, step in offers.load.broken():
        day = case.basis.grid.dates[step]
        yield Violation(
            NAME, limit[1], f"Der er ikke plads til de tilbud uden for udsatte boligområder, som {limit[1]} skal holde fra {day}."
        )
    for key in offers.shortages():
        free = next(offers.room_for(key), None)
        if free is not None:
            yield Violation(NAME, key, f"{key} skal også tilbydes en plads uden for udsatte boligområder, og {free} har en ledig.")
