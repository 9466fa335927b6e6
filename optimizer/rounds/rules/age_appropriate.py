"""A child starts only in a unit for its care and age, and not before it is 26 weeks old.

Formula: care(u) = care asked for;  a_min(u) <= age(c, s) < a_max(u);  s >= birth(c) + 26 weeks.

Symbols: c - child; u - unit; s - start (date); age(c, s) - whole months lived on the start date (months); a_min, a_max - the unit's
ages, minimum inclusive, maximum exclusive (months).

Applies to: every start of this round, of every member of twins; never a stay in progress.

Example: a unit takes children from 36 months. A child born on 2 February 2024 is 35 months old on 1 February 2027 and cannot start;
on 1 March 2027 it is 36 and can.

Source: dagtilbudsloven § 23 stk. 1 (an age-appropriate place to children older than 26 weeks), § 19 stk. 2-4, § 21 stk. 2-3.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007).

Solver half: `options.OptionMaker.suitable_steps`, `options.OptionMaker.pairs`, `options.OptionMaker.fits`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.domain.facilities import CARE_OF_UNIT
from optimizer.rounds.checking.suitable import suits_age
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "age_appropriate"
SOURCE = "dagtilbudsloven § 23 stk. 1"
DANISH = """
Et barn begynder kun i en enhed til dets slags pasning og alder, og ikke før det er 26 uger.

Formel: pasning(u) = den søgte;  a_min(u) <= alder(c, s) < a_max(u);  s >= født(c) + 26 uger.

Symboler: c - barn; u - enhed; s - start (dato); alder(c, s) - hele måneder på startdatoen (måneder); a_min, a_max - enhedens aldre, den
laveste medregnet, den højeste ikke (måneder).

Gælder: alle starter i runden, for hvert barn af tvillinger; aldrig et ophold, der er i gang.

Eksempel: En enhed tager børn fra 36 måneder. Et barn født 2. februar 2024 er 35 måneder den 1. februar 2027 og kan ikke begynde; den
1. marts 2027 er det 36 måneder og kan.

Kilde: dagtilbudsloven § 23 stk. 1 (en alderssvarende plads til børn over 26 uger), § 19 stk. 2-4, § 21 stk. 2-3.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007).
"""


def check(case: Case) -> Iterator[Violation]:
    """Starts in a unit of another care, or outside its ages."""
    for key, plan in case.plans.items():
        subject = case.basis.subjects[key]
        unit = case.snapshot.units[plan.unit_id]
        cares = {subject.care} | ({subject.moves_on.care} if subject.moves_on is not None else set())
        if CARE_OF_UNIT.get(unit.kind) not in cares:
            yield Violation(NAME, key, f"{key} søger {subject.care} år, men {unit.id} er {unit.kind}.")
        for member in subject.members:
            if not suits_age(member.child, unit, plan.start):
                ages = f"{unit.min_age_months}-{unit.max_age_months} måneder"
                text = f"Barn {member.child.id} har den {plan.start} ikke alderen til {unit.id} ({ages})."
                yield Violation(NAME, member.application_id, text)
