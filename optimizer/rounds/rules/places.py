"""There are no more children in a unit than places, in any step, and nobody comes to a unit that is over its places.

Formula: for each unit u and step k with a newcomer:  sum over children c present of w(c, k) <= places(u, k).

Symbols: w - 1 head in a house; in dagpleje the place weight of the child (1-3 places; a time-limited decision overrides it; the most
that holds on a day of the step); places - places in force, the least on any day of the step, those kept for a purpose among them (see
`reservations`). A newcomer is a child with a stay given on this round. That those already there are too many is no fault. Applies to every
unit but gæstehuse.

Source: dagtilbudsloven § 21 stk. 2-3 (dagpleje), § 26 stk. 1 (the municipality decides admission); capacity as approved.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.limits import over_limit
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "places"
SOURCE = "dagtilbudsloven § 21 stk. 2-3, § 26 stk. 1"


def check(case: Case) -> Iterator[Violation]:
    """Units and steps with newcomers beyond the places."""
    return over_limit(case, "places", NAME, "pladser")
