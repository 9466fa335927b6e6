"""Children of other municipalities, and units whose list is closed to them (rule `closed_lists`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence

from optimizer.domain.children import Child
from optimizer.domain.dates import Grid
from optimizer.domain.facilities import CARE_OF_UNIT, Unit
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.stays import Stay


def lives_outside(child: Child, policy: Policy) -> bool:
    """Whether the child lives in another municipality."""
    return bool(child.residence) and child.residence != policy.outsiders_own_code


def without_place(snapshot: Snapshot, policy: Policy, stays: Sequence[Stay]) -> frozenset[str]:
    """Children of other municipalities who have no place here that goes on: a closed list binds them alone (§ 28 stk. 3)."""
    placed = {stay.child_id for stay in stays if not stay.offer}
    return frozenset(child.id for child in snapshot.children.values() if lives_outside(child, policy) and child.id not in placed)


def group_of(snapshot: Snapshot, policy: Policy) -> Callable[[Unit], Hashable]:
    """What the policy measures the share in: the units of one group have the same answer."""
    facilities = snapshot.facilities
    ways: dict[str, Callable[[Unit], Hashable]] = {
        "all": lambda unit: "all",
        "care": lambda unit: CARE_OF_UNIT.get(unit.kind),
        "kind": lambda unit: unit.kind,
        "district": lambda unit: facilities[unit.facility_id].district_id,
        "facility": lambda unit: unit.facility_id,
    }
    return ways[policy.outsiders_measured_per]


def closed_units(
    snapshot: Snapshot, policy: Policy, grid: Grid, stays: Sequence[Stay], bound: frozenset[str], wished: Callable[[str], set[str]]
) -> frozenset[str]:
    """Units whose list is closed to the children of `bound`; `wished` gives the open units that an application names."""
    if policy.outsiders_list == "open":
        return frozenset()
    group = group_of(snapshot, policy)
    listed: dict[Hashable, set[str]] = defaultdict(set)
    for application in snapshot.applications.values():
        if application.kind == "new" and application.child_id in bound:
            for unit_id in wished(application.id):
                listed[group(snapshot.units[unit_id])].add(application.child_id)
    own: dict[Hashable, set[str]] = defaultdict(set)
    first = grid.dates[0]
    for stay in stays:
        there = stay.begun <= first and (stay.until is None or stay.until > first)
        if there and not stay.offer and not lives_outside(snapshot.children[stay.child_id], policy):
            own[group(snapshot.units[stay.unit_id])].add(stay.child_id)
    closed = {g for g, those in listed.items() if len(those) > -(-policy.outsiders_share_percent * len(own[g]) // 100)}
    return frozenset(unit.id for unit in snapshot.units.values() if group(unit) in closed)
