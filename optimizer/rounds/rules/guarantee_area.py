"""A place that nobody wished is given only to keep a guarantee: to a child without a place, inside its area, and not early.

Formula: u not wished => the subject wants the guarantee (kind new or transition), u lies in the guarantee area, the house has no
foreign main language, and s >= L with
L = max(last grid date <= due, earliest start, first window date).

Symbols: u - unit; s - start (date); due - the garantidato, for a transition not before it outgrows its present unit (date); L - the
latest lawful start (date); the area is the policy's: district, radius (metres), travel time (minutes) or municipality.

Applies to: every start in an unwished unit but those of displaced children (see `equal_place`).

Example: garantidato 20 March 2027, starts on the 1st: L = 1 March. The child may get an unwished unit in its district from 1 March, but
not from 1 February, and none outside the district.

Source: dagtilbudsloven § 23 stk. 1-3; dagtilbudsbekendtgørelsen § 3.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); BEK no. 2058 of 15 November 2021, since 18
November 2021, as amended.

Solver half: `options.OptionMaker.lawful_step`, `options.OptionMaker.area_mask`, `options.OptionMaker.pairs`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "guarantee_area"
SOURCE = "dagtilbudsloven § 23 stk. 1-3; dagtilbudsbekendtgørelsen § 3"
DANISH = """
En plads, som ingen har ønsket, gives kun for at holde en garanti: til et barn uden plads, i dets område og ikke for tidligt.

Formel: u ikke ønsket => barnet vil have garantien (ny plads eller overgang), u ligger i garantiområdet, huset har ikke et fremmed
hovedsprog, og s >= L, hvor
L = max(sidste startdato <= forfald, tidligste start, rundens første dato).

Symboler: u - enhed; s - start (dato); forfald - garantidatoen, ved overgang ikke før barnet vokser fra sin enhed (dato); L - den seneste
lovlige start (dato); området er politikkens: distrikt, radius (meter), rejsetid (minutter) eller hele kommunen.

Gælder: alle starter i en uønsket enhed undtagen for børn, der mister deres plads (se `equal_place`).

Eksempel: Garantidatoen er 20. marts 2027, og der er start den 1. i måneden: L = 1. marts. Barnet kan få en uønsket enhed i sit distrikt
fra 1. marts, men ikke fra 1. februar, og ingen uden for distriktet.

Kilde: dagtilbudsloven § 23 stk. 1-3; dagtilbudsbekendtgørelsen § 3.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); BEK nr. 2058 af 15. november 2021, siden 18.
november 2021, med senere ændringer. """


def check(case: Case) -> Iterator[Violation]:
    """Unwished places that no guarantee can justify."""
    for key, plan in case.plans.items():
        subject = case.basis.subjects[key]
        if subject.kind == "displaced" or plan.unit_id in subject.ranks:
            continue
        if case.basis.outsiders.closed_to([m.child.id for m in subject.members], plan.unit_id):
            continue  # what is wrong there, `closed_lists` says
        if case.keeps_wish(subject):
            continue  # and there, `kept_wishes`
        lawful = case.options.guarantee_step(subject)
        if (lawful is None or plan.step < lawful) and case.refused(subject):
            continue  # that is for `refused_offer` to say
        if lawful is None:
            yield Violation(NAME, key, f"{key} har ikke ønsket {plan.unit_id} og kan ikke få en garantiplads.")
        elif plan.step < lawful:
            yield Violation(NAME, key, f"{key} har ikke ønsket {plan.unit_id} og får den før den seneste lovlige startdato.")
        elif not case.options.assignable(subject, case.snapshot.units[plan.unit_id]):
            text = "uden for garantiområdet eller med et andet sprog"
            yield Violation(NAME, key, f"{plan.unit_id} kan ikke opfylde garantien for {key}: {text}.")
