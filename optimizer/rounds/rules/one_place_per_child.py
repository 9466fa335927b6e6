"""A child has one place at a time.

Formula: for a child c, the stays [from, to) that it is given on this round and those that it keeps are disjoint, two by two;
only the present place is given up for a new one, and a child with a combination offer is left out.

Symbols: from, to - dates. Applies to every child with a move.

Source: dagtilbudsloven § 2 stk. 3 (one place per child, but for a combination offer).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "one_place_per_child"
SOURCE = "dagtilbudsloven § 2 stk. 3"


def check(case: Case) -> Iterator[Violation]:
    """Children with a new stay that overlaps another place of theirs."""
    for key, plan in case.plans.items():
        for given, other in case.clashes(case.basis.subjects[key], plan, case.plans):
            yield Violation(NAME, key, f"Barn {given.child_id} har plads i både {given.unit_id} og {other.unit_id} på samme tid.")
