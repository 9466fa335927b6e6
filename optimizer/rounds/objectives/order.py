"""The fewest breaches of the order: idle wished places and justified envies (specification, section 7).

Formula: (wished places, unit and date, that stand idle though somebody with a claim could have them)
+ (pairs of subject and unit where somebody behind it in the order got a place that it could have had).

Symbols: both numbers are counts of cases. Applies to starts in the window; a level in mode `legal` only, in `points` it is counted
and shown.

Source: dagtilbudsloven § 27 stk. 1 (by seniority within the published guidelines).
"""

from __future__ import annotations

from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.fairness import find_cases

NAME = "order"
UNIT = "cases"


def value(case: Case) -> int:
    """Idle wished places plus justified envies."""
    cases = find_cases(case)
    return len(cases.idle) + len(cases.envy)
