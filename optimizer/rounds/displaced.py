"""Children who no longer fit where places fall: the last enrolled first; a closing unit displaces all (specification, section 3)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from optimizer.domain.dates import Grid
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.facts import earliest_day
from optimizer.rounds.loads import most_in_steps
from optimizer.rounds.places import Places
from optimizer.rounds.stays import Stay

#: child id -> the step at which it must leave, and the stay that ends there
Gone = dict[str, tuple[int, Stay]]


def displaced_children(snapshot: Snapshot, policy: Policy, grid: Grid, places: Places, stays: list[Stay]) -> tuple[Gone, list[Stay]]:
    """All children displaced within the horizon, by step; one who loses two places (a combination offer) at the first of them.

    With the stays, in which a waiting offer that must go ends, without a word more, where its child has a place of its own in that step.
    """
    if not snapshot.capacity_changes:
        return {}, stays
    finder = _Finder(snapshot, policy, grid, places)
    in_unit: dict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        in_unit[stay.unit_id].append(stay)
    changed = dict.fromkeys(c.unit_id for c in snapshot.capacity_changes)
    found = [gone for unit_id in changed for gone in finder.of(unit_id, in_unit[unit_id])]
    placed = {(s.child_id, step) for s in stays if not s.offer for step in range(s.first, s.end)}
    withdrawn = {stay: step for step, stay in found if stay.offer and (stay.child_id, step) in placed}
    first: Gone = {}
    for step, stay in sorted(found, key=lambda f: (f[0], f[1].unit_id)):
        if stay not in withdrawn:
            first.setdefault(stay.child_id, (step, stay))
    left = [replace(s, until=grid.dates[withdrawn[s]], end=withdrawn[s]) if s in withdrawn else s for s in stays]
    lost = {(stay.child_id, stay.unit_id): (step, stay) for step, stay in first.values()}
    return first, [s for s in left if s.first < s.end and not goes_on(s, *lost.get((s.child_id, s.unit_id), (s.end, s)))]


def goes_on(stay: Stay, step: int, lost: Stay) -> bool:
    """Whether a stay would only go on from the one lost at `step`, in the same unit."""
    return stay is not lost and stay.first >= step


class _Finder:
    """Goes through the units whose places change."""

    def __init__(self, snapshot: Snapshot, policy: Policy, grid: Grid, places: Places) -> None:
        self.snapshot, self.grid, self.places = snapshot, grid, places
        #: first step of the transition of each child that has applied for one, also where an offer waits for its answer
        self.moves_on: dict[str, int] = {}
        for application in snapshot.applications.values():
            if application.kind == "transition":
                step = grid.first_step_from(earliest_day(application, snapshot.children[application.child_id], policy))
                self.moves_on[application.child_id] = min(step, self.moves_on.get(application.child_id, step))

    def of(self, unit_id: str, stays: list[Stay]) -> list[tuple[int, Stay]]:
        """(step, stay) of those who must leave a unit."""
        u = self.places.index[unit_id]
        before = int(self.places.places_before[u])
        gone: set[str] = set()
        found: list[tuple[int, Stay]] = []
        for step in range(len(self.grid.dates)):
            now = int(self.places.places[u, step])
            if now < before:
                for stay in self.who_must_go(stays, step, now, gone):
                    gone.add(stay.child_id)
                    found.append((step, stay))
            before = now
        return found

    def who_must_go(self, stays: list[Stay], step: int, places: int, gone: set[str]) -> list[Stay]:
        """The stays at `step` that do not fit into `places`."""
        here = [s for s in stays if s.first <= step < s.end and s.child_id not in gone]
        if places == 0:
            return here
        care35 = bool(here) and bool(self.places.care35[self.places.index[here[0].unit_id]])
        here = [s for s in here if care35 or step < self.moves_on.get(s.child_id, step + 1)]
        home = self.snapshot.units[here[0].unit_id].kind == "dagpleje" if here else False
        load = {s.child_id: self.weight(s.child_id, step) if home else 1 for s in here}
        here.sort(key=lambda s: (-s.begun.toordinal(), -self.snapshot.children[s.child_id].birth_date.toordinal(), s.child_id))
        must: list[Stay] = []
        total = sum(load.values())
        for stay in here:
            if total <= places:
                break
            must.append(stay)
            total -= load[stay.child_id]
        return must

    def weight(self, child_id: str, step: int) -> int:
        """Places the child takes in dagpleje in a step: the most on any of its days."""
        of_child = [d for d in self.snapshot.child_decisions if d.child_id == child_id and d.kind == "place_weight"]
        own = self.snapshot.children[child_id].place_weight
        return most_in_steps(own, sorted(of_child, key=lambda d: d.from_date), self.grid)[step] if of_child else own
