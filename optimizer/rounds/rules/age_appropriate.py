"""A child starts only in a unit for its care and age, and not before it is 26 weeks old.

Formula: care(u) = care asked for;  a_min(u) <= age(c, s) < a_max(u);  s >= birth(c) + 26 weeks.

Symbols: age(c, s) - whole months lived on the start date s; a_min, a_max - the unit's ages in whole months (minimum inclusive,
maximum exclusive). Applies to every start of this round, and to both twins; never to a stay in progress.

Source: dagtilbudsloven § 23 stk. 1 (an age-appropriate place to children older than 26 weeks), § 19 stk. 2-4, § 21 stk. 2-3.
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
