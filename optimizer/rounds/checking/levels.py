"""What a decision is worth, level by level (specification, section 8)."""

from __future__ import annotations

from collections.abc import Callable

from optimizer.domain.policy import TOGETHER, Policy
from optimizer.rounds.checking.case import Case
from optimizer.rounds.objectives import (
    breaches,
    distance,
    even_load,
    few_moves,
    group_mix,
    guest_slack,
    order,
    siblings,
    tie_break,
    wishes,
)

OBJECTIVES = (order, breaches, wishes, siblings, distance, guest_slack, few_moves, even_load, group_mix, tie_break)
VALUES: dict[str, Callable[[Case], int]] = {part.NAME: part.value for part in OBJECTIVES}
UNITS: dict[str, str] = {part.NAME: part.UNIT for part in OBJECTIVES}
WEIGHTED = "weighted points"


def level_names(policy: Policy) -> list[str]:
    """The levels in the order in which they bind: law first, then the aims as the policy orders them, then the draws."""
    return [*([order.NAME] if policy.mode == "legal" else []), *policy.levels, tie_break.NAME]


def level_value(case: Case, name: str) -> int:
    """The value of a level; of several objectives the weighted sum."""
    parts = name.split(TOGETHER)
    if len(parts) == 1:
        return VALUES[name](case)
    return sum(case.policy.weight(part) * VALUES[part](case) for part in parts)


def level_unit(name: str) -> str:
    """What a level counts."""
    return UNITS.get(name, WEIGHTED)


def parts_of(case: Case, name: str) -> list[dict[str, object]]:
    """The objectives of a level of several, each with its unit, weight and value; none for a level of one."""
    parts = name.split(TOGETHER)
    if len(parts) == 1:
        return []
    return [{"name": part, "unit": UNITS[part], "weight": case.policy.weight(part), "value": VALUES[part](case)} for part in parts]


def levels(case: Case) -> dict[str, int]:
    """The value of each level, in order; less is better."""
    return {name: level_value(case, name) for name in level_names(case.policy)}
