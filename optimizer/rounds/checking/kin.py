"""Who are siblings (specification, section 7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from optimizer.domain.children import Child
from optimizer.domain.policy import Policy

T = TypeVar("T")


class Kin(Generic[T]):
    """Things by the children that they belong to; finds those of a child's siblings. Children without a tie have none."""

    def __init__(self, policy: Policy) -> None:
        self._homes = policy.sibling_definition in ("household", "either")
        self._parents = policy.sibling_definition in ("guardian", "either")
        self._of: dict[tuple[str, object], list[T]] = defaultdict(list)

    def _ties(self, child: Child) -> list[tuple[str, object]]:
        home: list[tuple[str, object]] = [("home", child.household_id)] if self._homes and child.household_id else []
        return home + [("guardian", number) for number in sorted(child.guardians) if self._parents]

    def add(self, child: Child, thing: T) -> None:
        """Something of a child's."""
        for tie in self._ties(child):
            self._of[tie].append(thing)

    def of(self, children: Iterable[Child]) -> list[T]:
        """What has been added for those who share a tie with one of the children, they themselves too; some of it more than once."""
        ties = dict.fromkeys(tie for child in children for tie in self._ties(child))
        return [thing for tie in ties for thing in self._of.get(tie, ())]
