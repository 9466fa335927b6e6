"""Nobody is given a place in a private house or in a unit that is not open to the list.

Formula: open(u) = open_to_list(u) and operator(facility of u) != private;  every start is in an open u.

Symbols: u - the unit. Applies to every start of this round, wished or not.

Source: dagtilbudsloven § 26 stk. 3 (private institutions decide their own intake), § 27 c (wishes for units that one can queue for).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation
from optimizer.rounds.checking.wishes import is_open

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "open_to_list"
SOURCE = "dagtilbudsloven § 26 stk. 3, § 27 c"


def check(case: Case) -> Iterator[Violation]:
    """Starts in units that cannot be given, unknown ones among them."""
    for subject, move in case.subject_moves:
        unit = case.snapshot.units.get(move.unit_id)
        if unit is None:
            yield Violation(NAME, move.application_id, f"{move.application_id} er givet enhed {move.unit_id}, som ikke findes.")
        elif not is_open(unit, case.snapshot):
            yield Violation(NAME, subject.key, f"{move.application_id} er givet {unit.id}, som kommunen ikke kan anvise til.")
