"""How full a unit is, month by month, when the round's decision is carried out.

Pure functions over the data of a round and its allocation rows. Places in homes are counted by weight, in houses by heads. A month's
places and children are those of its first day; comers and leavers are those of the whole month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from optimizer.domain.dates import Grid, add_months
from optimizer.domain.facilities import CARE_OF_UNIT
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.facts import school_start, transition_date
from optimizer.rounds.record import AllocationRow
from optimizer.rounds.stays import stay_end

#: already there (or with an offer under way) · decided in this round · foreseen after its window
Origin = Literal["present", "decided", "provisional"]
MOVES = frozenset({"displaced", "breach", "moved_on", "wish", "guarantee", "provisional"})


@dataclass(frozen=True, slots=True)
class Stay:
    """A child in a unit from `start` until `end`, the first day no longer there (None = beyond what is known)."""

    child_id: str
    unit_id: str
    start: date
    end: date | None
    origin: Origin
    #: the application that the stay was decided for
    application_id: str | None = None

    def covers(self, day: date) -> bool:
        """Whether the child is there on that day."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Month:
    """A unit in one month, in places."""

    first: date
    places: int
    reserved: int
    present: int
    decided: int
    provisional: int
    coming: int
    leaving: int

    @property
    def taken(self) -> int:
        """Places taken on the first day."""
        return self.present + self.decided + self.provisional

    @property
    def free(self) -> int:
        """Places free on the first day, those still kept for a purpose among them; negative when the unit is over its places."""
        return self.places - self.taken


def stays_by_unit(snapshot: Snapshot, policy: Policy, grid: Grid, allocation: Sequence[AllocationRow]) -> dict[str, list[Stay]]:
    """Every stay by unit id, in order of start: those under way, cut short where the decision moves the child, and those decided."""
    decided = {row.child_id: row for row in allocation if row.outcome in MOVES and row.unit_id and row.start_date}
    found: dict[str, list[Stay]] = defaultdict(list)
    for stay in (*_present(snapshot, policy, grid, decided), *_decided(snapshot, policy, decided.values())):
        if stay.end is None or stay.start < stay.end:
            found[stay.unit_id].append(stay)
    return {unit_id: sorted(there, key=lambda stay: (stay.start, stay.child_id)) for unit_id, there in found.items()}


def _present(snapshot: Snapshot, policy: Policy, grid: Grid, decided: dict[str, AllocationRow]) -> Iterable[Stay]:
    movers = {application.child_id for application in snapshot.applications.values() if application.kind == "transition"}
    for enrolment in snapshot.enrolments:
        child = snapshot.children[enrolment.child_id]
        care = CARE_OF_UNIT.get(snapshot.units[enrolment.unit_id].kind, "0-2")
        end = stay_end(child, care, enrolment.from_date, enrolment.to_date, child.id in movers, grid, policy)
        move = decided.get(child.id)
        if move is not None and move.start_date is not None and not enrolment.combination:
            end = move.start_date if end is None else min(end, move.start_date)
        yield Stay(child.id, enrolment.unit_id, enrolment.from_date, end, "present")
    for offer in snapshot.offers:
        if offer.accepted is None:
            child = snapshot.children[snapshot.applications[offer.application_id].child_id]
            yield Stay(child.id, offer.unit_id, offer.start_date, _end_of(snapshot, policy, child.id, offer.unit_id), "present")


def _decided(snapshot: Snapshot, policy: Policy, rows: Iterable[AllocationRow]) -> Iterable[Stay]:
    for row in rows:
        if row.unit_id is not None and row.start_date is not None:
            origin: Origin = "provisional" if row.outcome == "provisional" else "decided"
            end = _end_of(snapshot, policy, row.child_id, row.unit_id)
            yield Stay(row.child_id, row.unit_id, row.start_date, end, origin, row.application_id)


def _end_of(snapshot: Snapshot, policy: Policy, child_id: str, unit_id: str) -> date:
    child = snapshot.children[child_id]
    schoolward = CARE_OF_UNIT.get(snapshot.units[unit_id].kind) == "3-5"
    return school_start(child, policy) if schoolward else transition_date(child, policy)


def months_of(snapshot: Snapshot, unit_id: str, there: Sequence[Stay], first: date, count: int) -> list[Month]:
    """The unit's places and occupancy in `count` months from `first`, the first of a month."""
    return [_month(snapshot, unit_id, there, add_months(first, k)) for k in range(count)]


def _month(snapshot: Snapshot, unit_id: str, there: Sequence[Stay], first: date) -> Month:
    after = add_months(first, 1)
    origins: tuple[Origin, ...] = ("present", "decided", "provisional")
    taken = {
        origin: sum(load(snapshot, stay, first) for stay in there if stay.origin == origin and stay.covers(first)) for origin in origins
    }
    return Month(
        first=first,
        places=places_on(snapshot, unit_id, first),
        reserved=reserved_on(snapshot, unit_id, first),
        coming=sum(load(snapshot, stay, stay.start) for stay in there if first <= stay.start < after),
        leaving=sum(load(snapshot, stay, first) for stay in there if stay.end is not None and first <= stay.end < after),
        **taken,
    )


def free_on(snapshot: Snapshot, unit_id: str, there: Sequence[Stay], day: date) -> int:
    """Places free in a unit on a day, those foreseen after the window counted as taken and those kept for a purpose as free."""
    taken = sum(load(snapshot, stay, day) for stay in there if stay.covers(day))
    return places_on(snapshot, unit_id, day) - taken


def places_on(snapshot: Snapshot, unit_id: str, day: date) -> int:
    """The unit's places on a day: those of the last change on or before it."""
    done = [change for change in snapshot.capacity_changes if change.unit_id == unit_id and change.from_date <= day]
    return max(done, key=lambda change: change.from_date).places if done else snapshot.units[unit_id].places


def reserved_on(snapshot: Snapshot, unit_id: str, day: date) -> int:
    """The places of a unit kept for a purpose on a day."""
    return sum(
        kept.places
        for kept in snapshot.reservations
        if kept.unit_id == unit_id and kept.from_date <= day and (kept.to_date is None or day < kept.to_date)
    )


def load(snapshot: Snapshot, stay: Stay, day: date) -> int:
    """The places that a child takes on a day: one in a house; in a home its weight, by the decision in force if there is one."""
    if snapshot.units[stay.unit_id].kind != "dagpleje":
        return 1
    for decision in snapshot.child_decisions:
        held = decision.from_date <= day and (decision.to_date is None or day < decision.to_date)
        if held and decision.child_id == stay.child_id and decision.kind == "place_weight":
            return decision.value
    return snapshot.children[stay.child_id].place_weight
