"""The subjects of a round: applications, twins as one, and displaced children before them (specification, section 3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from optimizer.domain.applications import Application, Offer
from optimizer.domain.children import Child
from optimizer.domain.dates import Grid
from optimizer.domain.facilities import CARE_OF_UNIT, Care
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.displaced import Gone
from optimizer.rounds.facts import earliest_day, garantidato, seniority_date
from optimizer.rounds.outsiders import closed_units, lives_outside, without_place
from optimizer.rounds.places import Places
from optimizer.rounds.refusals import has_lapsed
from optimizer.rounds.stays import Stay, given_up
from optimizer.rounds.subjects import Subject
from optimizer.rounds.wished import WishLists


class SubjectMaker:
    """Builds the subjects of a round. Holds the look-ups; `make` returns subjects and the applications left aside with why."""

    def __init__(self, snapshot: Snapshot, policy: Policy, grid: Grid, places: Places, stays: list[Stay]) -> None:
        self.snapshot, self.policy, self.grid, self.places = snapshot, policy, grid, places
        self.by_child: dict[str, list[Stay]] = defaultdict(list)
        for stay in stays:
            self.by_child[stay.child_id].append(stay)
        #: children of other municipalities whom a closed list binds
        self.bound = without_place(snapshot, policy, stays)
        self.wishes = WishLists(snapshot, policy, places)
        closed = closed_units(snapshot, policy, grid, stays, self.bound, lambda a: self.wishes.named(snapshot.applications[a]))
        self.closed = frozenset(places.index[u] for u in closed)

    def make(self, gone: Gone, waiting: frozenset[str]) -> tuple[list[Subject], dict[str, str]]:
        """All subjects in a fixed order, and {application id: why it is no subject}.

        `gone` are the displaced children, `waiting` the applications that wait for another of their child.
        """
        aside = {o.application_id: "offer_pending" for o in self.snapshot.offers if o.accepted is None}
        aside |= dict.fromkeys(waiting, "other_application_first")
        singles = [self.single(a) for a in self.snapshot.applications.values() if a.id not in aside]
        with_it: dict[str, list[Subject]] = defaultdict(list)
        for subject in singles:
            if subject.kind != "new" and subject.children[0].id in gone:
                with_it[subject.children[0].id].append(subject)
                aside[subject.id] = "displaced_instead"
        displaced = [self.displaced(stay, step, with_it.get(child, [])) for child, (step, stay) in gone.items()]
        groups: dict[tuple[object, ...], list[Subject]] = defaultdict(list)
        for subject in singles:
            if subject.id not in aside:
                key = self.twin_key(subject)
                groups[key if key is not None else ("alone", subject.id)].append(subject)
        return displaced + [group[0] if len(group) == 1 else self.together(group) for group in groups.values()], aside

    def single(self, application: Application) -> Subject:
        """The subject of one application."""
        child = self.snapshot.children[application.child_id]
        present = given_up(application, self.by_child.get(child.id, []), self.snapshot, self.grid)
        ranked, declined = self.wishes.ranked(application), self.wishes.declined.get(application.id, [])
        here = {self.places.index[s.unit_id] for s in present} | self.closed_to(child)
        ranked = [(rank, tuple(u for u in units if u not in here)) for rank, units in ranked]
        if application.kind == "transition":
            ranked = self.wishes.with_own_house(application, ranked, present)
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

    def closed_to(self, *children: Child) -> frozenset[int]:
        """Units whose list is closed to these children together."""
        return self.closed if any(child.id in self.bound for child in children) else frozenset()

    def may_want_guarantee(self, application: Application, child: Child, declined: Sequence[Offer]) -> bool:
        """Whether the family wants the guarantee and has it here."""
        wants = application.wants_guarantee and application.kind != "transfer"
        return wants and not lives_outside(child, self.policy) and not has_lapsed(declined, self.policy)

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

    def displaced(self, stay: Stay, step: int, with_it: Sequence[Subject]) -> Subject:
        """The subject of a displaced child; its transfer wishes, and its transition, go with it."""
        child = self.snapshot.children[stay.child_id]
        care: Care = CARE_OF_UNIT.get(self.snapshot.units[stay.unit_id].kind, "0-2")
        day = self.grid.dates[step]
        application = Application(
            id="X" + child.id, child_id=child.id, kind="transfer", care=care, registered_date=stay.begun, need_date=day,
            guarantee_date=day, wants_guarantee=True,
        )  # fmt: skip
        here = self.places.index[stay.unit_id]
        left = [(r, tuple(u for u in us if u != here)) for s in with_it if s.kind == "transfer" and s.care == care for r, us in s.wishes]
        return Subject(
            id=application.id,
            kind="displaced",
            care=care,
            applications=(application, *(a for s in with_it for a in s.applications)),
            children=(child,),
            present=(stay,),
            earliest=step,
            latest=step,
            wants_guarantee=True,
            guarantee=day,
            seniority=child.birth_date,
            priority=False,
            wishes=tuple((rank, units) for rank, units in left if units),
            leaves=step,
            transition=next((s for s in with_it if s.kind == "transition"), None),
        )
