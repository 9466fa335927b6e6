"""A place that nobody wished is given only to keep a guarantee: to a child without a place, inside its area, and not early.

Formula: u not wished => the subject wants the guarantee (kind new or transition), u lies in the guarantee area, the house has no
foreign main language, and s >= L with
L = max(last grid date <= due, earliest start, first window date).

Symbols: due - the garantidato, for a transition not before it outgrows its present unit (date); s - start date. The area is the
policy's: district, radius in metres, travel time in minutes, or municipality. Applies to every start in an unwished unit but those of
displaced children (see `equal_place`).

Source: dagtilbudsloven § 23 stk. 1-3; dagtilbudsbekendtgørelsen § 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "guarantee_area"
SOURCE = "dagtilbudsloven § 23 stk. 1-3; dagtilbudsbekendtgørelsen § 3"


def check(case: Case) -> Iterator[Violation]:
    """Unwished places that no guarantee can justify."""
    for key, plan in case.plans.items():
        subject = case.basis.subjects[key]
        if subject.kind == "displaced" or plan.unit_id in subject.ranks:
            continue
        lawful = case.options.guarantee_step(subject)
        if lawful is None:
            yield Violation(NAME, key, f"{key} har ikke ønsket {plan.unit_id} og kan ikke få en garantiplads.")
        elif plan.step < lawful:
            yield Violation(NAME, key, f"{key} har ikke ønsket {plan.unit_id} og får den før den seneste lovlige startdato.")
        elif not case.options.assignable(subject, case.snapshot.units[plan.unit_id]):
            text = "uden for garantiområdet eller med et andet sprog"
            yield Violation(NAME, key, f"{plan.unit_id} kan ikke opfylde garantien for {key}: {text}.")
