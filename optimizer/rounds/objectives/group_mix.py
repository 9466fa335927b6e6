"""Groups are mixed in language and, in dagpleje, in age (specification, section 8, level 9).

Formula: sum over open units u of  max(0, ceil(b(u) - q n(u) / 100))
+ sum over open dagpleje units u and half-years y of  max(0, h(u, y) - m).

Symbols: in the last step of the window, n - children present; b - bilingual ones of them; q - `bilingual_percent`;
h - children present that were born in the half-year y (January-June or July-December of a year); m - `same_half_year`. A figure left out
counts nothing.

Source: a choice of the policy (few make it); dagtilbudsloven § 7 stk. 4, § 11 (language is among the aims of a dagtilbud).
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from optimizer.domain.facilities import CARE_OF_UNIT
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.presence import present
from optimizer.rounds.checking.wishes import is_open

NAME = "group_mix"
UNIT = "children"


def half_year(birth: date) -> tuple[int, int]:
    """Year and half of it."""
    return birth.year, 1 if birth.month <= 6 else 2


def value(case: Case) -> int:
    """Children beyond the policy's figures."""
    percent, same = case.policy.bilingual_percent, case.policy.same_half_year
    if percent is None and same is None:
        return 0
    snapshot, over = case.snapshot, 0
    there = present(case, case.basis.grid.window - 1)
    for unit in snapshot.units.values():
        if unit.kind not in CARE_OF_UNIT or not is_open(unit, snapshot):
            continue
        children = [snapshot.children[child_id] for child_id in there.get(unit.id, ())]
        if percent is not None:
            bilingual = sum(child.bilingual for child in children)
            over += max(0, -((percent * len(children) - 100 * bilingual) // 100))
        if same is not None and unit.kind == "dagpleje":
            over += sum(max(0, number - same) for number in Counter(half_year(c.birth_date) for c in children).values())
    return over
