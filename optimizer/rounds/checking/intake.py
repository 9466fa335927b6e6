"""A calendar year's intake of units and houses, and how much of it lives in listed areas (specification, section 6; § 26 a)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from optimizer.domain.children import Child, Enrolment
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.areas import counts_as_listed

if TYPE_CHECKING:
    from optimizer.rounds.checking.subjects import Subject

#: ("unit" or "house", id, year)
Account = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Share:
    """Children admitted in the year, and how many of them count as listed."""

    admitted: int
    listed: int

    def __add__(self, other: Share) -> Share:
        return Share(self.admitted + other.admitted, self.listed + other.listed)

    def __sub__(self, other: Share) -> Share:
        return Share(self.admitted - other.admitted, self.listed - other.listed)


NOBODY = Share(0, 0)


class Intake:
    """What the data say of each account, and what a start on this round adds."""

    def __init__(self, snapshot: Snapshot, policy: Policy) -> None:
        self._snapshot = snapshot
        self._policy = policy
        self._enrolled: dict[str, list[Enrolment]] = defaultdict(list)
        for enrolment in snapshot.enrolments:
            self._enrolled[enrolment.child_id].append(enrolment)
        #: before the round's own starts; made when first asked for
        self._before: dict[Account, Share] | None = None

    @property
    def before(self) -> Mapping[Account, Share]:
        """By account, who is admitted before this round decides anything: enrolments and waiting offers."""
        if self._before is None:
            self._before = defaultdict(lambda: NOBODY)
            for child, unit_id, day, counted in self._admitted():
                listed = counts_as_listed(child, day, self._snapshot, self._policy)
                if counted or listed:
                    for account in self._accounts(child, unit_id, day):
                        self._before[account] += Share(1, int(listed))
        return self._before

    def _admitted(self) -> Iterator[tuple[Child, str, date, bool]]:
        """(child, unit, first day, whether it counts when it is not listed) of enrolments and waiting offers."""
        snapshot = self._snapshot
        for e in snapshot.enrolments:
            yield snapshot.children[e.child_id], e.unit_id, e.from_date, True
        waiting = [o for o in snapshot.offers if o.accepted is None and o.application_id in snapshot.applications]
        several = Counter(o.application_id for o in waiting)
        for o in waiting:
            child = snapshot.children[snapshot.applications[o.application_id].child_id]
            yield child, o.unit_id, o.start_date, several[o.application_id] == 1

    def _accounts(self, child: Child, unit_id: str, day: date) -> Iterator[Account]:
        """The accounts in which a start counts; none in dagpleje and in a company's house."""
        unit = self._snapshot.units[unit_id]
        house = self._snapshot.facilities[unit.facility_id]
        if house.kind == "dagpleje" or unit.kind == "dagpleje" or house.company:
            return
        before = [e for e in self._enrolled[child.id] if e.from_date < day and (e.to_date is None or e.to_date >= day)]
        if all(e.unit_id != unit_id for e in before):
            yield "unit", unit_id, day.year
        if all(self._snapshot.units[e.unit_id].facility_id != house.id for e in before):
            yield "house", house.id, day.year

    def of_start(self, subject: Subject, unit_id: str, day: date) -> dict[Account, Share]:
        """What the subject adds when it starts on this round; twins count as listed when one of them does."""
        children = [m.child for m in subject.members]
        listed = any(counts_as_listed(c, day, self._snapshot, self._policy) for c in children)
        found: dict[Account, Share] = defaultdict(lambda: NOBODY)
        for child in children:
            for account in self._accounts(child, unit_id, day):
                found[account] += Share(1, int(listed))
        return dict(found)

    def kept(self, share: Share) -> bool:
        """Whether no more of the intake are listed than the policy's share of it."""
        return 100 * share.listed <= self._policy.composition_share * share.admitted
