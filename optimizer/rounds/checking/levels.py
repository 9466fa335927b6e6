"""What a decision is worth, level by level (specification, section 8)."""

from __future__ import annotations

from collections.abc import Callable

from optimizer.domain.policy import Policy
from optimizer.rounds.checking.case import Case
from optimizer.rounds.objectives import breaches, distance, order, wishes

VALUES: dict[str, Callable[[Case], int]] = {part.NAME: part.value for part in (order, breaches, wishes, distance)}


def level_names(policy: Policy) -> list[str]:
    """The levels in the order in which they bind: law first, then the aims as the policy orders them."""
    first = ["order", "breaches"] if policy.mode == "legal" else ["breaches"]
    return [*first, *(name for name in policy.objectives if name != "breaches")]


def levels(case: Case) -> dict[str, int]:
    """The value of each level, in order; less is better."""
    return {name: VALUES[name](case) for name in level_names(case.policy)}
