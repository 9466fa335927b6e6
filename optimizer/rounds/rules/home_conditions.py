"""A child that must be free of smoke or pets gets a place where it is.

Formula: smoke_free_needed(c) => smoke_free(u);  pets_excluded(c) => not pets(u).

Symbols: c - child, u - unit. Applies to every start of this round, and to both twins.

Source: dagtilbudsloven § 22 (the municipality approves the home) and § 7 (safety and health); the child's recorded needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.suitable import suits_home
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "home_conditions"
SOURCE = "dagtilbudsloven § 7, § 22"


def check(case: Case) -> Iterator[Violation]:
    """Starts in a place with smoke or pets that the child cannot bear."""
    for key, plan in case.plans.items():
        unit = case.snapshot.units[plan.unit_id]
        for member in case.basis.subjects[key].members:
            if not suits_home(member.child, unit):
                yield Violation(NAME, member.application_id, f"Barn {member.child.id} tåler ikke røg eller dyr, som der er i {unit.id}.")
