"""A dagpleje home has no more infants than it may.

Formula: for each dagpleje unit u and step k with a newcomer under 12 months:
(children present with age(c, first day of k) < 12) <= I(u).

Symbols: age - whole months; I - the max_infants of the unit, else that of the policy, else no limit. That those already there are
too many is no fault. Applies to dagpleje.

Source: dagtilbudsloven § 22 (approval of the home); local rule, a policy setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.limits import over_limit
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "infants"
SOURCE = "dagtilbudsloven § 22; the policy"


def check(case: Case) -> Iterator[Violation]:
    """Homes and steps with newcomers beyond the limit of infants."""
    return over_limit(case, "infants", NAME, "børn under 1 år")
