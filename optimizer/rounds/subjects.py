"""Who is decided on: applications, twins as one, and children displaced from units that close or shrink."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.applications import Application, Offer
from optimizer.domain.children import Child
from optimizer.domain.dates import Grid
from optimizer.domain.facilities import CARE_OF_UNIT, Care
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.facts import earliest_day, garantidato, seniority_date
from optimizer.rounds.loads import most_in_steps
from optimizer.rounds.outsiders import closed_units, lives_outside, without_place
from optimizer.rounds.places import Places
from optimizer.rounds.refusals import declined_offers, deleted_targets, has_lapsed
from optimizer.rounds.stays import Stay

Ints = NDArray[np.int64]
SubjectKind = Literal["new", "transfer", "transition", "displaced"]


@dataclass(frozen=True, slots=True)
class Subject:
    """One decision to make: a child, or twins (or more of one birth) who apply together. Steps are indices of the grid."""

    id: str
    kind: SubjectKind
    care: Care
    applications: tuple[Application, ...]
    children: tuple[Child, ...]
    #: stays that end when the subject moves
    present: tuple[Stay, ...]
    earliest: int
    #: last step on which the family accepts a start (the grid's last when open)
    latest: int
    wants_guarantee: bool
    guarantee: date
    seniority: date
    priority: bool
    #: rank -> units, best rank only, ranks 1, 2, ...; a transition's own house is the last
    wishes: tuple[tuple[int, tuple[int, ...]], ...]
    #: displaced: the step at which the present stay ends
    leaves: int | None = None
    #: displaced child's transition application, whose options up to `leaves` are open to it too
    transition: Subject | None = None

    @property
    def members(self) -> int:
        """Children in the subject: costs count each."""
        return len(self.children)


def member_rows(subjects: Sequence[Subject], index: Mapping[str, int]) -> Ints:
    """[subject, member] each member's number in `index` (by child id); -1 beyond its members. At least one column."""
    rows = np.full((len(subjects), max((s.members for s in subjects), default=1)), -1, dtype=np.int64)
    for i, subject in enumerate(subjects):
        rows[i, : subject.members] = [index[child.id] for child in subject.children]
    return rows


def wished_units(
    places: Places,
    application: Application,
    counted: int | None,
    by_facility: dict[str, list[int]],
    homes: dict[str, list[int]],
    deleted: frozenset[tuple[str, str]] = frozenset(),
) -> list[tuple[int, tuple[int, ...]]]:
    """(rank, usable units of the right care) of the first `counted` wishes in rank order; a unit wished twice keeps its best rank.

    Wishes for a target of `deleted` are off the list.
    """
    care35 = application.care == "3-5"
    seen: set[int] = set()
    ranked: list[tuple[int, tuple[int, ...]]] = []
    standing = [w for w in application.wishes if (w.target_kind, w.target_id) not in deleted]
    for wish in sorted(standing, key=lambda w: w.rank)[:counted]:
        if wish.target_kind == "unit":
            targets = [places.index[wish.target_id]]
        elif wish.target_kind == "facility":
            targets = by_facility.get(wish.target_id, [])
        else:
            targets = homes.get(wish.target_id, [])
        units = tuple(u for u in targets if places.usable[u] and bool(places.care35[u]) == care35 and u not in seen)
        seen.update(units)
        ranked.append((wish.rank, units))
    return ranked


class SubjectMaker:
    """Builds the subjects of a round. Holds the look-ups; `make` returns subjects and the applications left aside with why."""

    def __init__(self, snapshot: Snapshot, policy: Policy, grid: Grid, places: Places, stays: list[Stay]) -> None:
        self.snapshot, self.policy, self.grid, self.places, self.stays = snapshot, policy, grid, places, stays
        self.by_child: dict[str, list[Stay]] = defaultdict(list)
        for stay in stays:
            self.by_child[stay.child_id].append(stay)
        #: first step of the transition of each child that has applied for one, also where an offer waits for its answer
        self.moves_on: dict[str, int] = {}
        for application in snapshot.applications.values():
            if application.kind == "transition":
                step = grid.first_step_from(earliest_day(application, snapshot.children[application.child_id], policy))
                self.moves_on[application.child_id] = min(step, self.moves_on.get(application.child_id, step))
        #: children of other municipalities whom a closed list binds
        self.bound = without_place(snapshot, policy, stays)
        self.by_facility: dict[str, list[int]] = defaultdict(list)
        self.homes: dict[str, list[int]] = defaultdict(list)
        for u, unit_id in enumerate(places.ids):
            unit = snapshot.units[unit_id]
            self.by_facility[unit.facility_id].append(u)
            if unit.kind == "dagpleje" and places.usable[u]:
                district: str | None = places.district[u]
                while district is not None:
                    self.homes[district].append(u)
                    district = snapshot.districts[district].parent_id
        self.declined = declined_offers(snapshot)
        self.closed = frozenset(places.index[u] for u in closed_units(snapshot, policy, grid, stays, self.bound, self._named))

    def ranked(self, application: Application) -> list[tuple[int, tuple[int, ...]]]:
        """(rank, open units) of the application's wishes; those deleted by a refused offer have no units."""
        deleted = deleted_targets(self.snapshot, self.policy, self.declined.get(application.id, ()))
        return wished_units(self.places, application, self.counted(application), self.by_facility, self.homes, deleted)

    def _named(self, application_id: str) -> set[str]:
        """The open units that an application names."""
        ranked = self.ranked(self.snapshot.applications[application_id])
        return {self.places.ids[u] for _, units in ranked for u in units}

    def closed_to(self, *children: Child) -> frozenset[int]:
        """Units whose list is closed to these children together."""
        return self.closed if any(child.id in self.bound for child in children) else frozenset()

    def present(self, application: Application) -> tuple[Stay, ...]:
        """The stay that a transfer or transition gives up, none or one: of the care it leaves, running (the latest begun) or the next.

        A part of a combination offer stays when the other moves; where every stay is marked as such, the latest begun is given up.
        """
        if application.kind == "new":
            return ()
        leaves = "0-2" if application.kind == "transition" else application.care
        of_child = [s for s in self.by_child.get(application.child_id, ()) if not s.offer]
        stays = [s for s in of_child if CARE_OF_UNIT.get(self.snapshot.units[s.unit_id].kind) == leaves]
        stays = [s for s in stays if not s.combination] or stays
        running = [s for s in stays if s.begun <= self.grid.dates[0]]
        if running:
            return (max(running, key=lambda s: (s.begun, s.unit_id)),)
        return tuple(sorted(stays, key=lambda s: (s.begun, s.unit_id))[:1])

    def counted(self, application: Application) -> int | None:
        """How many of the application's wishes the policy counts; None = all."""
        if application.kind == "transfer" and self.policy.counted_wishes_transfer is not None:
            return self.policy.counted_wishes_transfer
        return self.policy.counted_wishes_02 if application.care == "0-2" else self.policy.counted_wishes_35

    def single(self, application: Application) -> Subject:
        """The subject of one application."""
        child = self.snapshot.children[application.child_id]
        present = self.present(application)
        ranked, declined = self.ranked(application), self.declined.get(application.id, [])
        here = {self.places.index[s.unit_id] for s in present} | self.closed_to(child)
        ranked = [(rank, tuple(u for u in units if u not in here)) for rank, units in ranked]
        if application.kind == "transition":
            last = max((wish.rank for wish in application.wishes), default=0)
            refused = {o.unit_id for o in declined} if self.policy.refused_wish == "deleted" else set()
            ranked = self.with_own_house(ranked, present, last + 1, refused)
        accepts = application.accepts_until
        return Subject(
            id=application.id,
            kind=application.kind,
            care=application.care,
            applications=(application,),
            children=(child,),
            present=present,
            earliest=self.grid.first_step_from(earliest_day(application, child, self.policy)),
            latest=len(self.grid.dates) - 1 if accepts is None else self.grid.last_step_to(accepts),
            wants_guarantee=self.may_want_guarantee(application, child, declined),
            guarantee=garantidato(application, child, self.policy, declined),
            seniority=seniority_date(application, child, self.policy),
            priority=application.priority,
            wishes=tuple((rank, units) for rank, units in ranked if units),
        )

    def may_want_guarantee(self, application: Application, child: Child, declined: Sequence[Offer]) -> bool:
        """Whether the family wants the guarantee and has it here."""
        wants = application.wants_guarantee and application.kind != "transfer"
        return wants and not lives_outside(child, self.policy) and not has_lapsed(declined, self.policy)

    def with_own_house(
        self, ranked: list[tuple[int, tuple[int, ...]]], present: tuple[Stay, ...], rank: int, refused: set[str]
    ) -> list[tuple[int, tuple[int, ...]]]:
        """Adds the present house's boernehave as a transition's wish of that rank, after all that the family has written.

        Units that it has `refused` are left out.
        """
        wished = {u for _, units in ranked for u in units} | {self.places.index[unit_id] for unit_id in refused}
        houses = {self.snapshot.units[s.unit_id].facility_id for s in present}
        here = [u for f in sorted(houses) for u in self.by_facility[f] if u not in wished]
        own = [u for u in here if self.places.usable[u] and self.places.care35[u]]
        if own:
            ranked = [*ranked, (rank, tuple(own))]
        return ranked

    def together(self, group: list[Subject]) -> Subject:
        """Twins (or more of one birth) as one subject: the latest need, the earliest seniority, wishes by rank sum; members by id."""
        group = sorted(group, key=lambda s: s.id)
        closed = self.closed_to(*(c for s in group for c in s.children))
        at_home = not any(lives_outside(c, self.policy) for s in group for c in s.children)
        lists = [{u: r for r, units in s.wishes for u in units if u not in closed} for s in group]
        ranks = [(listed, len(set(listed.values())) + 1) for listed in lists]
        here = {self.places.index[p.unit_id] for s in group for p in s.present}
        sums: dict[int, list[int]] = defaultdict(list)
        for u in dict.fromkeys(u for listed in lists for u in listed if u not in here):
            sums[sum(listed.get(u, missing) for listed, missing in ranks)].append(u)
        return Subject(
            id=group[0].id,
            kind=group[0].kind,
            care=group[0].care,
            applications=tuple(a for s in group for a in s.applications),
            children=tuple(c for s in group for c in s.children),
            present=tuple(p for s in group for p in s.present),
            earliest=max(s.earliest for s in group),
            latest=min(s.latest for s in group),
            wants_guarantee=at_home and any(s.wants_guarantee for s in group),
            guarantee=min(s.guarantee for s in group),
            seniority=min(s.seniority for s in group),
            priority=any(s.priority for s in group),
            wishes=tuple((k + 1, tuple(sums[total])) for k, total in enumerate(sorted(sums))),
        )

    def twin_key(self, subject: Subject) -> tuple[object, ...] | None:
        """What twins who apply together have in common; None for a child that cannot be a twin."""
        child = subject.children[0]
        asked = (subject.kind, subject.care, lives_outside(child, self.policy))
        if child.twin_group:
            return ("group", child.twin_group, *asked)
        if child.household_id:
            return ("household", child.household_id, child.birth_date, *asked)
        return None

    def make(self) -> tuple[list[Subject], dict[str, str]]:
        """All subjects in a fixed order, and {application id: why it is no subject}."""
        aside = {o.application_id: "offer_pending" for o in self.snapshot.offers if o.accepted is None}
        singles = [self.single(a) for a in self.snapshot.applications.values() if a.id not in aside]
        displaced = self.displaced({s.children[0].id: s for s in singles if s.kind != "new"})
        moved = {s.children[0].id for s in displaced}
        aside.update({s.id: "displaced_instead" for s in singles if s.kind != "new" and s.children[0].id in moved})
        singles = [s for s in singles if s.id not in aside]
        groups: dict[tuple[object, ...], list[Subject]] = defaultdict(list)
        for subject in singles:
            key = self.twin_key(subject)
            groups[key if key is not None else ("alone", subject.id)].append(subject)
        subjects: list[Subject] = []
        for group in groups.values():
            one_each = len({s.children[0].id for s in group}) == len(group)
            subjects.extend([self.together(group)] if one_each and len(group) > 1 else group)
        return displaced + subjects, aside

    def displaced(self, movers: dict[str, Subject]) -> list[Subject]:
        """Children who no longer fit where places fall, the last enrolled first; a closing unit displaces all."""
        if not self.snapshot.capacity_changes:
            return []
        in_unit: dict[str, list[Stay]] = defaultdict(list)
        for stay in self.stays:
            in_unit[stay.unit_id].append(stay)
        found: list[tuple[int, Stay]] = []
        for unit_id in dict.fromkeys(c.unit_id for c in self.snapshot.capacity_changes):
            u = self.places.index[unit_id]
            before = int(self.places.places_before[u])
            gone: set[str] = set()
            for step in range(len(self.grid.dates)):
                now = int(self.places.places[u, step])
                if now < before:
                    for stay in self.who_must_go(in_unit[unit_id], step, now, gone):
                        gone.add(stay.child_id)
                        found.append((step, stay))
                before = now
        # a child with a combination offer may lose both its places: it is displaced once, at the first step
        first: dict[str, tuple[int, Stay]] = {}
        for step, stay in sorted(found, key=lambda f: f[0]):
            first.setdefault(stay.child_id, (step, stay))
        return [self.displaced_subject(stay, step, movers.get(child)) for child, (step, stay) in first.items()]

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

    def displaced_subject(self, stay: Stay, step: int, mover: Subject | None) -> Subject:
        """The subject of a displaced child; its transfer wishes, or its transition, go with it."""
        child = self.snapshot.children[stay.child_id]
        unit = self.snapshot.units[stay.unit_id]
        care: Care = CARE_OF_UNIT.get(unit.kind, "0-2")
        day = self.grid.dates[step]
        application = Application(
            id="X" + child.id, child_id=child.id, kind="transfer", care=care, registered_date=stay.begun, need_date=day,
            guarantee_date=day, wants_guarantee=True,
        )  # fmt: skip
        wishes: tuple[tuple[int, tuple[int, ...]], ...] = ()
        if mover is not None and mover.kind == "transfer" and mover.care == care:
            here = self.places.index[stay.unit_id]
            left = ((rank, tuple(u for u in units if u != here)) for rank, units in mover.wishes)
            wishes = tuple((rank, units) for rank, units in left if units)
        return Subject(
            id=application.id,
            kind="displaced",
            care=care,
            applications=(application, *(mover.applications if mover else ())),
            children=(child,),
            present=(stay,),
            earliest=step,
            latest=step,
            wants_guarantee=True,
            guarantee=day,
            seniority=child.birth_date,
            priority=False,
            wishes=wishes,
            leaves=step,
            transition=mover if mover is not None and mover.kind == "transition" else None,
        )
