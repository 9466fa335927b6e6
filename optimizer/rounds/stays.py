"""Who is in which unit, in which steps, when nothing is decided: the base that a round starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from optimizer.domain.applications import Application
from optimizer.domain.children import Child
from optimizer.domain.dates import Grid
from optimizer.domain.facilities import CARE_OF_UNIT
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.facts import school_start, transition_date


@dataclass(frozen=True, slots=True)
class Stay:
    """A child in a unit through steps [first, end); `begun` is the enrolment's first day. `offer`: an offer not yet answered.

    `combination`: part of a combination offer, the only case of two places at once (§ 2 stk. 3).
    """

    child_id: str
    unit_id: str
    begun: date
    until: date | None
    first: int
    end: int
    offer: bool = False
    combination: bool = False


def stay_end(child: Child, care: str, begun: date, to_date: date | None, may_move: bool, grid: Grid, policy: Policy) -> date | None:
    """The first day no longer there, when the family does nothing more; None = beyond the horizon for certain.

    `may_move`: the child has a transition application, and keeps its 0-2 place until that moves it.
    """
    ends = [to_date] if to_date is not None else []
    school = school_start(child, policy)
    if care == "3-5":
        if school > begun:
            ends.append(school)
    else:
        moves = transition_date(child, policy)
        ends.append(moves if moves > grid.dates[0] and not may_move else school)
    return min(ends, default=None)


def steps_of(begun: date, until: date | None, grid: Grid) -> tuple[int, int]:
    """The steps [first, end) in which a stay from `begun` to `until` (first day away) is present."""
    first = next((k for k in range(len(grid.dates)) if grid.step_end(k) > begun), len(grid.dates))
    return first, len(grid.dates) if until is None else grid.first_step_from(until)


def base_stays(snapshot: Snapshot, policy: Policy, grid: Grid) -> list[Stay]:
    """All stays that touch the grid: enrolments, and waiting offers (which hold their place)."""
    movers = {a.child_id for a in snapshot.applications.values() if a.kind == "transition"}
    stays: list[Stay] = []
    for enrolment in snapshot.enrolments:
        child = snapshot.children[enrolment.child_id]
        care = CARE_OF_UNIT.get(snapshot.units[enrolment.unit_id].kind, "0-2")
        until = stay_end(child, care, enrolment.from_date, enrolment.to_date, child.id in movers, grid, policy)
        first, end = steps_of(enrolment.from_date, until, grid)
        if first < end:
            stays.append(Stay(child.id, enrolment.unit_id, enrolment.from_date, until, first, end, combination=enrolment.combination))
    for offer in snapshot.offers:
        if offer.accepted is None and offer.application_id in snapshot.applications:
            child = snapshot.children[snapshot.applications[offer.application_id].child_id]
            care = CARE_OF_UNIT.get(snapshot.units[offer.unit_id].kind, "0-2")
            until = stay_end(child, care, offer.start_date, None, child.id in movers, grid, policy)
            begun, until = beyond_same_place(child.id, offer.unit_id, offer.start_date, until, stays)
            first, end = steps_of(begun, until, grid)
            if first < end:
                stays.append(Stay(child.id, offer.unit_id, begun, until, first, end, offer=True))
    return stays


def beyond_same_place(child_id: str, unit_id: str, begun: date, until: date | None, stays: list[Stay]) -> tuple[date, date | None]:
    """What an offer of a unit adds to the stays that the child has there already: an offer of one's own place is the same stay."""
    for stay in sorted((s for s in stays if not s.offer and (s.child_id, s.unit_id) == (child_id, unit_id)), key=lambda s: s.begun):
        if stay.begun > begun:
            return begun, stay.begun if until is None else min(until, stay.begun)
        begun = max(begun, date.max if stay.until is None else stay.until)
    return begun, until


def given_up(application: Application, of_child: list[Stay], snapshot: Snapshot, grid: Grid) -> tuple[Stay, ...]:
    """The stay that a transfer or transition gives up, none or one: of the care it leaves, running (the latest begun) or the next.

    `of_child` are all stays of the child. A part of a combination offer stays when the other moves; where every stay is marked as
    such, the latest begun is given up.
    """
    if application.kind == "new":
        return ()
    leaves = "0-2" if application.kind == "transition" else application.care
    stays = [s for s in of_child if not s.offer and CARE_OF_UNIT.get(snapshot.units[s.unit_id].kind) == leaves]
    stays = [s for s in stays if not s.combination] or stays
    running = [s for s in stays if s.begun <= grid.dates[0]]
    if running:
        return (max(running, key=lambda s: (s.begun, s.unit_id)),)
    return tuple(sorted(stays, key=lambda s: (s.begun, s.unit_id))[:1])
