"""Who lives in another municipality, and which lists are closed to them (specification, section 4; dagtilbudsloven § 28)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from optimizer.domain.children import Child
from optimizer.domain.dates import Grid
from optimizer.domain.facilities import CARE_OF_UNIT, Unit
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.stays import Stay
from optimizer.rounds.checking.wishes import Wishes


def is_outsider(child: Child, policy: Policy) -> bool:
    """Whether the child lives in another municipality: its guarantee is that municipality's."""
    return child.residence is not None and child.residence not in ("", policy.outsiders_own_code)


@dataclass(frozen=True, slots=True)
class Group:
    """How a group of units stands: outside children on its list, how many there may be, and own children enrolled."""

    listed: int
    most: int
    own: int

    @property
    def closed(self) -> bool:
        """Whether the list is closed to outsiders."""
        return self.listed > self.most


class Outsiders:
    """The children of other municipalities without a place, and the groups in which the policy measures them."""

    def __init__(self, snapshot: Snapshot, policy: Policy, grid: Grid, stays: Iterable[Stay]) -> None:
        self._snapshot, self._policy = snapshot, policy
        enrolled = [s for s in stays if not s.offer and s.end > grid.dates[0]]
        placed = {s.child_id for s in enrolled}
        #: those whom a closed list binds
        self.bound = frozenset(c.id for c in snapshot.children.values() if is_outsider(c, policy) and c.id not in placed)
        self._groups: dict[str, Group] = {}
        if policy.outsiders_list == "open":
            return
        wishes = Wishes(snapshot, policy)
        named = {a.child_id: set[str]() for a in snapshot.applications.values() if a.kind == "new" and a.child_id in self.bound}
        for a in snapshot.applications.values():
            if a.kind == "new" and a.child_id in named:
                named[a.child_id] |= {self._name(snapshot.units[u]) for u in wishes.named(wishes.counted(a), a.care)}
        here = {(s.child_id, self._name(snapshot.units[s.unit_id])) for s in enrolled if s.start <= grid.dates[0]}
        for name in {self._name(unit) for unit in snapshot.units.values()}:
            own = sum(1 for child, group in here if group == name and not is_outsider(snapshot.children[child], policy))
            listed = sum(1 for groups in named.values() if name in groups)
            self._groups[name] = Group(listed, math.ceil(Fraction(policy.outsiders_share_percent * own, 100)), own)

    def _name(self, unit: Unit) -> str:
        """The group that the unit belongs to."""
        per = self._policy.outsiders_measured_per
        if per == "care":
            return CARE_OF_UNIT.get(unit.kind, "")
        if per == "kind":
            return unit.kind
        if per == "facility":
            return unit.facility_id
        return self._snapshot.facilities[unit.facility_id].district_id if per == "district" else ""

    def group(self, unit_id: str) -> Group:
        """How the unit's group stands; with open lists, as empty."""
        return self._groups.get(self._name(self._snapshot.units[unit_id]), Group(0, 0, 0))

    def closed_to(self, child_ids: Iterable[str], unit_id: str) -> bool:
        """Whether the unit's list is closed to these children together."""
        return self.group(unit_id).closed and any(child_id in self.bound for child_id in child_ids)
