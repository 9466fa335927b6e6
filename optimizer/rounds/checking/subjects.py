"""Who is decided upon: one subject per application, twins together, displaced children by themselves (specification, section 3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from optimizer.domain.applications import Application
from optimizer.domain.children import Child
from optimizer.domain.dates import add_months
from optimizer.domain.facilities import Care
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.stays import Stay

SubjectKind = Literal["new", "transfer", "transition", "displaced"]


@dataclass(frozen=True, slots=True)
class Member:
    """A child in a subject; `outgrows` is the date on which it reaches its present unit's maximum age (transitions only)."""

    application_id: str
    child: Child
    present: Stay | None
    registered: date | None
    outgrows: date | None


@dataclass(frozen=True, slots=True)
class Subject:
    """One child, or twins, that gets one plan."""

    #: id of the first application, or "X" + child id
    key: str
    kind: SubjectKind
    care: Care
    #: in the order of their application ids
    members: tuple[Member, ...]
    #: first and last step in which it may start as far as dates asked for go; none when first > last
    earliest: int
    latest: int
    #: wants the guarantee and can have it: transfers and displaced children have a place
    wants_guarantee: bool
    garantidato: date | None
    special_need: bool
    #: rank by wished unit; every unit is open and gives the care
    ranks: Mapping[str, int]
    #: a displaced child's own transition application, when it may start by the day its place ends: its options up to then are options too
    moves_on: Subject | None = None

    @property
    def first(self) -> Child:
        """The child whose home and district count."""
        return self.members[0].child

    def due(self, member: Member) -> date | None:
        """When the member must have a suitable place: the garantidato, for a transition not before it outgrows its present unit."""
        if self.garantidato is None or member.outgrows is None:
            return self.garantidato
        return max(self.garantidato, member.outgrows)


def join_twins(applications: list[Application], snapshot: Snapshot, outsiders: Container[str]) -> list[tuple[Application, ...]]:
    """The applications in their order, those of twins with one application each of the same kind and care together, by id.

    `outsiders` are the children who live in another municipality: of twins apart in that, each group is by itself.

    Twins (triplets and more too) share a `twin_group`; where that is empty for all, a household and a birth date. When one of them has
    applied twice, each application is alone.
    """
    groups: dict[tuple[object, ...], list[Application]] = defaultdict(list)
    for application in applications:
        child = snapshot.children[application.child_id]
        if child.twin_group:
            tie: tuple[object, ...] = ("group", child.twin_group)
        elif child.household_id:
            tie = ("household", child.household_id, child.birth_date)
        else:
            tie = ("alone", application.id)
        groups[(*tie, application.kind, application.care, application.child_id in outsiders)].append(application)
    joined: list[tuple[Application, ...]] = []
    for group in groups.values():
        if len({a.child_id for a in group}) == len(group):
            joined.append(tuple(sorted(group, key=lambda a: a.id)))
        else:
            joined += [(a,) for a in group]
    return joined


def seniority(registered: date, birth: date, care: Care, policy: Policy) -> date:
    """The date that gives a child its place in the queue (specification, section 7)."""
    older = care == "3-5"
    basis = policy.seniority_35 if older and policy.seniority_35 else policy.seniority
    months = policy.seniority_months
    if older and policy.seniority_months_35 is not None:
        months = policy.seniority_months_35
    limit = add_months(birth, months) + timedelta(days=policy.seniority_days)
    if basis == "birth":
        return birth
    if basis == "birth_if_registered_early":
        return birth if registered <= limit else registered
    if basis == "registered_from_age":
        return max(registered, limit)
    return registered
