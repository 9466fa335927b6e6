"""An integrated house keeps its shared ceiling of place units.

Formula: for each house f with a ceiling and step k with a newcomer:
2 x (0-2 children present) + 1 x (3-5 children present) <= max_units(f).

Symbols: a 0-2 child counts 2 place units, a 3-5 child 1, by the unit where it is. A stay given on this round makes a newcomer also when the
child moves within the house. That those already there are too many is no fault. Applies to houses with max_units.

Source: capacity as approved; the enheder of the municipality (0-2 = 2, 3-5 = 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.limits import over_limit
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "integrated_house"
SOURCE = "capacity as approved (place units)"


def check(case: Case) -> Iterator[Violation]:
    """Houses and steps with newcomers beyond the shared ceiling."""
    return over_limit(case, "house", NAME, "pladsenheder")
