"""A child whose unit closes or shrinks is offered an equal place from the day its own ends.

Formula: a displaced child's start is s_d, in another open, suitable unit of the same care that it has wished, or that lies in its
guarantee area and has no foreign main language; or it is an option of its own transition application, on or before s_d.

Symbols: s_d - the grid date of the step in which the child no longer fits (date). Applies to displaced children.

Source: dagtilbudsloven § 29 (another equivalent place).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.domain.facilities import CARE_OF_UNIT
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "equal_place"
SOURCE = "dagtilbudsloven § 29"


def check(case: Case) -> Iterator[Violation]:
    """Displaced children with a place that is not equal, or not from the right day."""
    for key, plan in case.plans.items():
        subject = case.basis.subjects[key]
        if subject.kind != "displaced":
            continue
        present = subject.members[0].present
        unit = case.snapshot.units[plan.unit_id]
        if subject.moves_on is not None and CARE_OF_UNIT.get(unit.kind) == subject.moves_on.care:
            if case.options.kind_of(subject.moves_on, plan.unit_id, plan.step) is None:
                yield Violation(NAME, key, f"{key} kan ikke begynde i {plan.unit_id} den {plan.start} efter sin ansøgning om at rykke op.")
        elif plan.step != subject.earliest:
            day = case.basis.grid.dates[subject.earliest]
            yield Violation(NAME, key, f"{key} mister sin plads {day}, men får den nye fra {plan.start}.")
        elif present is not None and present.unit_id == plan.unit_id:
            yield Violation(NAME, key, f"{key} skal have plads et andet sted end i {plan.unit_id}.")
        elif plan.unit_id not in subject.ranks and not case.options.assignable(subject, unit):
            text = "uden for garantiområdet eller med et andet sprog"
            yield Violation(NAME, key, f"{plan.unit_id} er ikke en tilsvarende plads for {key}: {text}.")
