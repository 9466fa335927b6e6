"""Which children must leave a unit that closes or shrinks (specification, section 3; dagtilbudsloven § 29)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from optimizer.domain.applications import Application
from optimizer.domain.dates import TWENTY_SIX_WEEKS, Grid
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.resources import Resources
from optimizer.rounds.checking.stays import Stay, transition_age_day


def earliest_step(application: Application, snapshot: Snapshot, policy: Policy, grid: Grid) -> int:
    """The first step in which the application may start; `len(grid.dates)` when there is none."""
    birth = snapshot.children[application.child_id].birth_date
    days = [application.need_date, birth + TWENTY_SIX_WEEKS]
    if application.kind == "transition":
        days.append(transition_age_day(snapshot.children[application.child_id], policy))
    return grid.first_step_from(max(days))


def displaced_stays(
    stays: tuple[Stay, ...], resources: Resources, snapshot: Snapshot, policy: Policy, grid: Grid
) -> tuple[list[tuple[Stay, int]], tuple[Stay, ...]]:
    """The stays that end because the unit closes or shrinks, with the step in which the child must be gone; and all stays, in which
    offers that are merely withdrawn have ended.

    Step by step: where a unit's places fall below what is taken by those who stay on, the last enrolled leaves first (latest
    start, then the youngest, then the lowest id) until the rest fit. A unit merely full beyond its places displaces nobody. A child
    with a transition application is taken to leave on its first possible start; but when the unit closes (falls to 0 places), all
    enrolled there must go. A child is displaced once, at the first step. An offer that must go is withdrawn where the child is enrolled
    somewhere in that step: its place is not lost.
    """
    leaves: dict[str, int] = {}
    for application in snapshot.applications.values():
        if application.kind == "transition":
            step = earliest_step(application, snapshot, policy, grid)
            leaves[application.child_id] = min(step, leaves.get(application.child_id, step))
    by_unit: dict[str, list[tuple[Stay, int]]] = defaultdict(list)
    for stay in stays:
        moves_on = snapshot.units[stay.unit_id].kind != "boernehave"
        by_unit[stay.unit_id].append((stay, leaves.get(stay.child_id, len(grid.dates)) if moves_on else len(grid.dates)))
    found = [gone for unit_id, there in by_unit.items() for gone in _leave_unit(unit_id, there, resources, snapshot)]
    withdrawn: dict[Stay, Stay] = {}
    first: dict[str, tuple[Stay, int]] = {}
    for stay, step in sorted(found, key=lambda gone: (gone[1], gone[0].unit_id)):
        own = [s for s in stays if s.child_id == stay.child_id and not s.offer] if stay.offer else []
        if any(step in resources.steps(s.start, s.end) for s in own):
            withdrawn[stay] = replace(stay, end=grid.dates[step])
        else:
            first.setdefault(stay.child_id, (stay, step))
    # what would go on from a lost stay in the same unit is lost with it
    after = [
        stay
        for stay in stays
        if (lost := first.get(stay.child_id)) is not None
        and stay.unit_id == lost[0].unit_id
        and stay != lost[0]
        and min(resources.steps(stay.start, stay.end), default=-1) >= lost[1]
    ]
    left = (withdrawn.get(stay, stay) for stay in stays if stay not in after)
    return list(first.values()), tuple(stay for stay in left if stay.start < stay.end)


def _leave_unit(unit_id: str, there: list[tuple[Stay, int]], resources: Resources, snapshot: Snapshot) -> list[tuple[Stay, int]]:
    """Those who must leave one unit, with the step; `there` are its stays, with the step in which the child moves on by itself."""
    gone: list[tuple[Stay, int]] = []
    before = snapshot.units[unit_id].places
    children = snapshot.children
    for step, places in enumerate(resources.places[unit_id]):
        if places < before:
            left = {stay for stay, _ in gone}
            present = [
                stay
                for stay, moves_on in there
                if step in resources.steps(stay.start, stay.end) and stay not in left and (step < moves_on or places == 0)
            ]
            present.sort(key=lambda s: (-s.start.toordinal(), -children[s.child_id].birth_date.toordinal(), s.child_id))
            taken = sum(resources.heads(children[s.child_id], unit_id)[step] for s in present)
            for stay in present:
                if taken <= places:
                    break
                taken -= resources.heads(children[stay.child_id], unit_id)[step]
                gone.append((stay, step))
        before = places
    return gone
