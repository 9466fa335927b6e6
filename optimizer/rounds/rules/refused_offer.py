"""A refused offer costs what the policy says: nothing, a later guarantee, the guarantee, and perhaps the wish.

Formula: for a start in an unwished unit after refusals o_1, o_2, ...:  the guarantee has not lapsed, and s >= L with
garantidato = max(date as otherwise, from(o_n) + m months over all n).

Symbols: o - offer of the application that the family has refused; from - `counted_from` (date): the start that was offered, the day of the
answer (the last day to answer, else the day the offer was sent), or the first day of the month after that day; m - `refused_offer.months`
(months); L - latest lawful start for that garantidato, as in the rule `guarantee_area` (date). With `wish` = deleted, every wish of the
application that names the refused unit, its house, or the dagpleje of a district in which it lies is off the list; others keep their ranks.

Applies to: applications with a refused offer, where the policy's `refused_offer.guarantee` or `refused_offer.wish` is not kept. Position
in the order is kept: seniority does not change.

Example: the family says no on 10 November to a start on 1 December. Two months from the start: 1 February; from the answer's month that
is over: 1 December and 2 months, 1 February too; a garantidato of 1 March as otherwise stands.

Source: dagtilbudsloven § 23, § 27, § 27 c stk. 4 (names go with the parents' consent); the policy, e.g. Aarhus, Randers, København.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the policy from its first day.

Solver half: `refusals.postponed`, `refusals.has_lapsed`, `refusals.deleted_targets`, `facts.garantidato`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "refused_offer"
SOURCE = "dagtilbudsloven § 23, § 27, § 27 c stk. 4; the policy"
DANISH = """
Et nej til et tilbud koster det, politikken siger: intet, en senere garanti, garantien, og måske ønsket.

Formel: for en start i en uønsket enhed efter afslag a_1, a_2, ...:  garantien er ikke bortfaldet, og s >= L med
garantidato = max(datoen ellers, fra(a_n) + m måneder over alle n).

Symboler: a - tilbud på ansøgningen, som familien har sagt nej til; fra - `counted_from` (dato): den tilbudte start, svarets dag
(svarfristen, ellers dagen, tilbuddet blev sendt) eller den første dag i måneden efter den; m - `refused_offer.months` (måneder); L - den
seneste lovlige start for den garantidato, som i reglen `guarantee_area` (dato). Med `wish` = deleted er hvert ønske på ansøgningen, der
nævner den afslåede enhed, dens hus eller dagplejen i et distrikt, hvor den ligger, slettet; de andre beholder deres numre.

Gælder: ansøgninger med et afslået tilbud, hvor politikkens `refused_offer.guarantee` eller `refused_offer.wish` ikke er kept. Pladsen i
rækkefølgen beholdes: ancienniteten ændres ikke.

Eksempel: Familien siger nej den 10. november til en start den 1. december. To måneder fra starten: 1. februar; fra svarets måned, når den
er gået: 1. december og 2 måneder, også 1. februar; en garantidato ellers på 1. marts står ved magt.

Kilde: dagtilbudsloven § 23, § 27, § 27 c stk. 4 (navne slettes med forældrenes samtykke); politikken, fx Aarhus, Randers, København.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); politikken fra dens første dag.
"""


def check(case: Case) -> Iterator[Violation]:
    """Unwished places for children whose guarantee a refusal has ended or moved beyond the start."""
    for key, plan in case.plans.items():
        subject = case.basis.subjects[key]
        if subject.kind == "displaced" or plan.unit_id in subject.ranks or not case.refused(subject):
            continue
        lawful = case.options.guarantee_step(subject)
        if lawful is None:
            yield Violation(NAME, key, f"{key} har ikke ønsket {plan.unit_id}, og garantien er bortfaldet ved et nej til et tilbud.")
        elif plan.step < lawful:
            text = "før den garantidato, som et nej til et tilbud har flyttet"
            yield Violation(NAME, key, f"{key} har ikke ønsket {plan.unit_id} og får den {text}.")
