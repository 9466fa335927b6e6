"""The support that children need in a unit is there, in every step.

Formula: for each unit u and step k with a newcomer in need of support:  sum over children c present of p(c, k) <= P(u).

Symbols: p - support points of the child (a time-limited decision overrides them; the most that holds on a day of the step);
P - support points of the unit. That those already there need more is no fault, but then no newcomer who needs support may come.
Applies to every unit.

Source: dagtilbudsloven § 4, § 3 a stk. 4 (support to those who need it); the policy on ressourcedagplejere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.limits import over_limit
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "support_points"
SOURCE = "dagtilbudsloven § 3 a stk. 4, § 4"


def check(case: Case) -> Iterator[Violation]:
    """Units and steps with newcomers beyond the support."""
    return over_limit(case, "support", NAME, "støttepoint")
