"""A child that has taken another place keeps its wish: it is still on the list, as one who would move.

Formula: kept(a) = kind(a) = new and some stay of the child has care(stay) = care(a) and end(stay) > e(a);
a kept: the child stays where it is until it starts in a unit on its list, and every start is in such a unit.

Symbols: a - application; care - 0-2 or 3-5 (years); end - the day after the last (date); e - first grid date on which the application may
start (date). Parts of a combination offer and offers that wait for an answer are no such stays.

Applies to: applications of kind new of children who are enrolled. The guarantee has been kept and is not wanted again; seniority is the
application's own. In the order they stand as `order.kept_wish_ranks_as` says: with those who move, or with those without a place.

Example: a child was given a guarantee place in a house from 1 August 2026; its 1st wish, another house, is still on the list. When a place
is free there on 1 March 2027 it moves, and its old place is free from that day; a 3rd house, which it has not wished, it is not given.

Source: dagtilbudsloven § 27 c stk. 3 (a child stays on the lists though it has taken another place), § 23 stk. 1; the policy.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007).

Solver half: `kept_wishes.with_kept_wishes`, `stays.given_up`, `order.Tiers`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "kept_wishes"
SOURCE = "dagtilbudsloven § 27 c stk. 3, § 23 stk. 1; the policy"
DANISH = """
Et barn, der har fået en anden plads, beholder sit ønske: det står stadig på listen, som et barn, der vil flytte.

Formel: beholdt(a) = slags(a) = ny, og et af barnets ophold har pasning(ophold) = pasning(a) og slut(ophold) > t(a);
a beholdt: barnet bliver, hvor det er, til det begynder i en enhed på sin liste, og alle starter er i sådan en enhed.

Symboler: a - ansøgning; pasning - 0-2 eller 3-5 (år); slut - dagen efter den sidste (dato); t - den første startdag, ansøgningen kan
begynde på (dato). Dele af et kombinationstilbud og tilbud, der venter på svar, er ikke sådanne ophold.

Gælder: nye ansøgninger fra børn, der er indskrevet. Garantien er opfyldt og kan ikke kræves igen; ancienniteten er ansøgningens egen. I
rækkefølgen står de, som `order.kept_wish_ranks_as` siger: med dem, der vil flytte, eller med dem uden plads.

Eksempel: Et barn fik en garantiplads i et hus fra 1. august 2026; dets 1. ønske, et andet hus, står stadig på listen. Når der er en plads
dér den 1. marts 2027, flytter det, og den gamle plads er ledig fra den dag; et 3. hus, som det ikke har ønsket, får det ikke.

Kilde: dagtilbudsloven § 27 c stk. 3 (et barn bliver på listerne, selv om det har taget en anden plads), § 23 stk. 1; politikken.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007).
"""


def check(case: Case) -> Iterator[Violation]:
    """Children with a place and a kept wish who are given a place that is not on their list."""
    for key, plan in case.plans.items():
        subject = case.basis.subjects[key]
        if subject.kind == "transfer" and plan.unit_id not in subject.ranks and case.keeps_wish(subject):
            yield Violation(NAME, key, f"{key} har en plads og beholder sit ønske; {plan.unit_id} er ikke ønsket.")
