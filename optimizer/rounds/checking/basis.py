"""All that holds before anybody decides: the grid, who is where, the subjects, the limits. One `Basis` serves many decisions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from optimizer.domain.applications import Application
from optimizer.domain.dates import Grid, add_months, make_grid
from optimizer.domain.facilities import CARE_OF_UNIT
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.displaced import displaced_stays, earliest_step
from optimizer.rounds.checking.guarantee import garantidato
from optimizer.rounds.checking.intake import Intake
from optimizer.rounds.checking.outsiders import Outsiders, is_outsider
from optimizer.rounds.checking.refusals import Refusals
from optimizer.rounds.checking.resources import Load, Resources
from optimizer.rounds.checking.several import Several, find_several
from optimizer.rounds.checking.stays import Stay, end_of_given_stay, enrolled_stays, present_stay
from optimizer.rounds.checking.subjects import Member, Subject, join_twins
from optimizer.rounds.checking.suitable import suits_age, suits_home
from optimizer.rounds.checking.wishes import Wishes, joint_ranks


@dataclass(frozen=True, eq=False)
class Basis:
    """The round before its decision. Made by `make_basis`."""

    snapshot: Snapshot
    policy: Policy
    round_date: date
    seed: int
    grid: Grid
    #: section 2, nobody moved or displaced yet
    enrolled: tuple[Stay, ...]
    resources: Resources
    subjects: dict[str, Subject]
    #: key of the subject by application id (all twins; "X" + child id)
    subject_of: dict[str, str]
    #: applications that became part of a displaced child's subject: application id -> key
    replaced: dict[str, str]
    #: new applications read as those of children who move: they keep a wish beside their place
    kept_wishes: frozenset[str]
    #: applications with an offer not yet answered
    pending: frozenset[str]
    #: of children with several applications, those that wait for another, and those read as from the transition
    several: Several
    #: by subject, the enrolments and offers of its children that it would not give up for a new place; combination offers left out
    kept: dict[str, list[Stay]]
    #: by child, its parts of combination offers: the same stay in their own unit, and in nobody's way elsewhere
    parts: dict[str, list[Stay]]
    #: by subject, the other subjects of the same children
    others: dict[str, list[str]]
    #: what refused offers mean for their applications
    refusals: Refusals
    #: children of other municipalities, and the lists closed to them
    outsiders: Outsiders
    #: what those enrolled take, displaced children until they must go
    enrolled_load: Load
    #: whom units and houses have admitted in a year, for the composition rule
    intake: Intake

    def step_of(self, day: date) -> int | None:
        """The step that begins on `day`, None when the day is not on the grid."""
        return self.grid.dates.index(day) if day in self.grid.dates else None

    def given_stays(self, subject: Subject, unit_id: str, start: date) -> list[Stay]:
        """The stays of a subject that starts in the unit, one for each member."""
        care = CARE_OF_UNIT[self.snapshot.units[unit_id].kind]
        kept_for = unit_id in self.resources.ordinary
        return [
            Stay(
                m.child.id, unit_id, start, end_of_given_stay(m.child, care, self.policy),
                may_have=self.may_have(subject, m, start) if kept_for else frozenset(),
            )
            for m in subject.members
        ]  # fmt: skip

    def may_have(self, subject: Subject, member: Member, start: date) -> frozenset[str]:
        """The kinds of reserved places that a member may take when it starts on that day (specification, section 6)."""
        child, kinds = member.child, set()
        if child.learning_offer_from is not None and child.learning_offer_from <= start:
            kinds.add("learning_offer")
        if child.newcomer_until is not None and child.newcomer_until > start:
            kinds.add("newcomer")
        due = [day for m in subject.members if (day := subject.due(m)) is not None]
        if subject.wants_guarantee and due:
            # its latest lawful start must not come after the window (or, for a later start, after that)
            later = [d for d in self.grid.dates if max(start, self.grid.window_dates[-1]) < d <= min(due)]
            if not later:
                kinds.add("guarantee")
        return frozenset(kinds)


def make_basis(snapshot: Snapshot, policy: Policy, round_date: date, seed: int) -> Basis:
    """Derive everything that the specification's sections 1-5 say about a round."""
    grid = make_grid(round_date, policy.start_days, policy.window_months, policy.horizon_months)
    snapshot = snapshot.in_order()
    enrolled = tuple(s for s in enrolled_stays(snapshot, policy, grid.dates[0]) if s.start < grid.end)
    written, snapshot = snapshot, _read_kept_wishes(snapshot, policy, grid, enrolled)
    kept_wishes = frozenset(a.id for a in snapshot.applications.values() if a.kind != written.applications[a.id].kind)
    resources = Resources(snapshot, policy, grid)
    gone, enrolled = displaced_stays(enrolled, resources, snapshot, policy, grid)
    pending = frozenset(o.application_id for o in snapshot.offers if o.accepted is None)
    outsiders = Outsiders(snapshot, policy, grid, enrolled)
    several = find_several(snapshot, policy, grid, enrolled, gone, pending)
    snapshot = several.read(snapshot)
    maker = _Maker(snapshot, policy, grid, enrolled, outsiders)
    subjects, replaced = maker.all_subjects(gone, pending.union(several.behind))
    cut = {stay: grid.dates[step] for stay, step in gone}
    enrolled_now = [replace(stay, end=cut[stay]) if stay in cut else stay for stay in enrolled]
    load = Load(resources)
    for stay in enrolled_now:
        load.add(stay)
    kept, others = _rivals(subjects, enrolled_now)
    parts: dict[str, list[Stay]] = defaultdict(list)
    for stay in enrolled_now:
        if stay.combination:
            parts[stay.child_id].append(stay)
    return Basis(
        snapshot=snapshot, policy=policy, round_date=round_date, seed=seed, grid=grid, enrolled=enrolled, resources=resources,
        subjects=subjects, subject_of={m.application_id: s.key for s in subjects.values() for m in s.members},
        replaced=replaced, kept_wishes=kept_wishes, pending=pending, several=several, kept=kept, parts=dict(parts), others=others,
        refusals=Refusals(snapshot, policy), outsiders=outsiders, enrolled_load=load, intake=Intake(snapshot, policy),
    )  # fmt: skip


def _read_kept_wishes(snapshot: Snapshot, policy: Policy, grid: Grid, enrolled: tuple[Stay, ...]) -> Snapshot:
    """The data in which a new application of a child that has a place of that care beyond its earliest start is one to move (§ 27 c)."""
    applications = dict(snapshot.applications)
    places = [s for s in enrolled if not s.offer and not s.combination and s.end > max(s.start, grid.dates[0])]
    cares = {(s.child_id, CARE_OF_UNIT.get(snapshot.units[s.unit_id].kind)): s.end for s in sorted(places, key=lambda s: s.end)}
    for application in snapshot.applications.values():
        end = cares.get((application.child_id, application.care))
        step = earliest_step(application, snapshot, policy, grid)
        if application.kind == "new" and end is not None and step < len(grid.dates) and end > grid.dates[step]:
            applications[application.id] = replace(application, kind="transfer")
    return replace(snapshot, applications=applications)


def _rivals(subjects: dict[str, Subject], stays: list[Stay]) -> tuple[dict[str, list[Stay]], dict[str, list[str]]]:
    """`kept` and `others` of the basis; most subjects are in neither."""
    of_child: dict[str, list[Stay]] = defaultdict(list)
    keys: dict[str, list[str]] = defaultdict(list)
    for stay in stays:
        if not stay.combination:
            of_child[stay.child_id].append(stay)
    for subject in subjects.values():
        for member in subject.members:
            keys[member.child.id].append(subject.key)
    kept: dict[str, list[Stay]] = {}
    others: dict[str, list[str]] = {}
    for subject in subjects.values():
        given_up = {m.present for m in subject.members}
        children = [m.child.id for m in subject.members]
        stay_on = [stay for child_id in children for stay in of_child[child_id] if stay not in given_up]
        if subject.kind == "displaced":  # it loses its place whatever the family answers to an offer
            stay_on = [stay for stay in stay_on if not stay.offer]
        rivals = [key for child_id in children for key in keys[child_id] if key != subject.key]
        if stay_on:
            kept[subject.key] = stay_on
        if rivals:
            others[subject.key] = rivals
    return kept, others


class _Maker:
    """Makes the subjects of a round."""

    def __init__(self, snapshot: Snapshot, policy: Policy, grid: Grid, enrolled: tuple[Stay, ...], outsiders: Outsiders) -> None:
        self.snapshot, self.policy, self.grid, self.outsiders = snapshot, policy, grid, outsiders
        self.wishes = Wishes(snapshot, policy)
        self.stays: dict[str, list[Stay]] = defaultdict(list)
        for stay in enrolled:
            self.stays[stay.child_id].append(stay)

    def all_subjects(self, gone: list[tuple[Stay, int]], aside: frozenset[str]) -> tuple[dict[str, Subject], dict[str, str]]:
        """The displaced children's subjects, then those of the applications left; and which applications were replaced."""
        displaced = {stay.child_id for stay, _ in gone}
        replaced: dict[str, list[Application]] = defaultdict(list)
        left: list[Application] = []
        for application in self.snapshot.applications.values():
            if application.id in aside:
                continue
            if application.child_id in displaced and application.kind != "new":
                replaced[application.child_id].append(application)
            else:
                left.append(application)
        subjects = [self._displaced(stay, step, replaced.get(stay.child_id, [])) for stay, step in gone]
        outside = {c.id for c in self.snapshot.children.values() if is_outsider(c, self.policy)}
        subjects += [self._applicants(group) for group in join_twins(left, self.snapshot, outside)]
        return {s.key: s for s in subjects}, {a.id: "X" + child for child, group in replaced.items() for a in group}

    def _displaced(self, stay: Stay, step: int, applications: list[Application]) -> Subject:
        care = CARE_OF_UNIT[self.snapshot.units[stay.unit_id].kind]
        asked = [a for a in applications if a.kind == "transfer" and a.care == care]
        ranks = self.wishes.named([w for a in asked for w in self.wishes.counted(a)], care)
        held = [member.present for member in map(self._member, asked) if member.present is not None]
        for there in (stay, *held):  # the place lost may be one only offered, beside the child's own
            ranks.pop(there.unit_id, None)
        moves_on = self._moving_on([a for a in applications if a.kind == "transition" and a.care != care], step)
        if moves_on is not None:
            ranks.update(moves_on.ranks)
        member = Member("X" + stay.child_id, self.snapshot.children[stay.child_id], replace(stay, end=self.grid.dates[step]), None, None)
        return Subject(
            key=member.application_id, kind="displaced", care=care, members=(member,), earliest=step, latest=step,
            wants_guarantee=False, garantidato=None, special_need=False, ranks=ranks, moves_on=moves_on,
        )  # fmt: skip

    def _moving_on(self, applications: list[Application], step: int) -> Subject | None:
        """A displaced child's transition application as a subject, as far as it may start in or before `step`; only units where it may."""
        subject = next((self._applicants((a,)) for a in applications), None)
        if subject is None or subject.earliest > step:
            return None
        subject = replace(subject, latest=min(subject.latest, step))
        dates = self.grid.dates[subject.earliest : subject.latest + 1]
        end = end_of_given_stay(subject.first, subject.care, self.policy)
        possible = [day for day in dates if day < end]
        units, child = self.snapshot.units, subject.first
        suited = {u for u in subject.ranks if suits_home(child, units[u]) and any(suits_age(child, units[u], d) for d in possible)}
        return replace(subject, ranks={u: rank for u, rank in subject.ranks.items() if u in suited})

    def _applicants(self, group: tuple[Application, ...]) -> Subject:
        members = tuple(self._member(a) for a in group)
        kind = group[0].kind
        present = [m.present.unit_id if m.present else None for m in members]
        lists = [self.wishes.ranks(a, u) for a, u in zip(group, present, strict=True)]
        lists = [{u: rank for u, rank in ranks.items() if not self.outsiders.closed_to([a.child_id for a in group], u)} for ranks in lists]
        ranks = joint_ranks(lists, present)
        limits = [a.accepts_until for a in group if a.accepts_until is not None]
        at_home = not any(is_outsider(m.child, self.policy) for m in members)
        refusals = self.wishes.refusals
        lapsed = [a for a in group if self.policy.refused_guarantee == "lapses" and refusals.of(a.id)]
        wants = kind != "transfer" and at_home and any(a.wants_guarantee for a in group if a not in lapsed)
        return Subject(
            key=group[0].id, kind=kind, care=group[0].care, members=members,
            earliest=max(earliest_step(a, self.snapshot, self.policy, self.grid) for a in group),
            latest=self.grid.last_step_to(min(limits)) if limits else len(self.grid.dates) - 1,
            wants_guarantee=wants,
            garantidato=min(garantidato(a, m.child, self.policy, refusals) for a, m in zip(group, members, strict=True)) if wants else None,
            special_need=any(a.priority for a in group), ranks=ranks,
        )  # fmt: skip

    def _member(self, application: Application) -> Member:
        child = self.snapshot.children[application.child_id]
        leaves = "0-2" if application.kind == "transition" else application.care
        of_care = [s for s in self.stays[child.id] if CARE_OF_UNIT.get(self.snapshot.units[s.unit_id].kind) == leaves]
        present = None if application.kind == "new" else present_stay(of_care, self.grid.dates[0])
        outgrows = None
        if application.kind == "transition" and present is not None:
            outgrows = add_months(child.birth_date, self.snapshot.units[present.unit_id].max_age_months)
        return Member(application.id, child, present, application.registered_date, outgrows)
