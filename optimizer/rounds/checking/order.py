"""The order in which children stand at a unit (specification, section 7; dagtilbudsloven § 27)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from datetime import date

from optimizer.domain.dates import add_months
from optimizer.rounds.checking.basis import Basis
from optimizer.rounds.checking.distance import guarantee_district, in_guarantee_area
from optimizer.rounds.checking.kin import Kin
from optimizer.rounds.checking.stays import Stay, end_of_given_stay
from optimizer.rounds.checking.subjects import Subject, seniority

#: tier index, seniority date, birth date, draw: the smaller stands first
Key = tuple[int, date, date, str]
UNPLACED_KINDS = ("new", "transition")


class Order:
    """Tiers and keys; remembers what does not hang on the unit."""

    def __init__(self, basis: Basis) -> None:
        self._basis = basis
        self._tails: dict[str, tuple[date, date, str]] = {}
        self._siblings: Kin[Stay] = Kin(basis.policy)
        self._stays: dict[str, list[Stay]] = defaultdict(list)
        self._asking: Kin[Subject] = Kin(basis.policy)
        for subject in basis.subjects.values():
            in_time = subject.earliest < basis.grid.window and subject.earliest <= subject.latest
            for member in subject.members if in_time and subject.kind != "displaced" else ():
                self._asking.add(member.child, subject)
        for stay in basis.enrolled:
            self._stays[stay.child_id].append(stay)
            self._siblings.add(basis.snapshot.children[stay.child_id], stay)
        self._tests: dict[str, Callable[[Subject, str, date], bool]] = {
            "special_need": lambda subject, unit_id, start: subject.special_need,
            "learning_offer": self._learning_offer,
            "learning_offer_house": self._learning_offer_house,
            "sibling": lambda *place: self._sibling(*place) or (basis.policy.sibling_applies_together and self._sibling_asks(*place)),
            "own_house": self._own_house,
            "guarantee_home_district": lambda subject, unit_id, start: subject.wants_guarantee and self._at_home(subject, unit_id),
            "guarantee_own_area": lambda subject, unit_id, start: subject.wants_guarantee and self._in_area(subject, unit_id),
            "unplaced_own_district": lambda subject, unit_id, start: self._unplaced(subject) and self._own_district(subject, unit_id),
            "guarantee": lambda subject, unit_id, start: subject.wants_guarantee,
            "unplaced": lambda subject, unit_id, start: self._unplaced(subject),
            "transfer_from_outside": self._from_outside,
            "own_district": lambda subject, unit_id, start: self._own_district(subject, unit_id),
        }

    def _unplaced(self, subject: Subject) -> bool:
        return subject.kind in UNPLACED_KINDS or self._stands_as_unplaced(subject)

    def _stands_as_unplaced(self, subject: Subject) -> bool:
        """A kept wish (of twins: of both) under a policy that lets it stand as that of a child without a place."""
        members = [m.application_id for m in subject.members]
        return self._basis.policy.kept_wish_ranks_as == "unplaced" and self._basis.kept_wishes.issuperset(members)

    def _in_area(self, subject: Subject, unit_id: str) -> bool:
        snapshot = self._basis.snapshot
        facility = snapshot.facilities[snapshot.units[unit_id].facility_id]
        return in_guarantee_area(subject.first, facility, snapshot, self._basis.policy)

    def _own_district(self, subject: Subject, unit_id: str) -> bool:
        snapshot = self._basis.snapshot
        facility = snapshot.facilities[snapshot.units[unit_id].facility_id]
        home = guarantee_district(subject.first.district_id, snapshot.districts)
        return home is not None and guarantee_district(facility.district_id, snapshot.districts) == home

    def _learning_offer(self, subject: Subject, unit_id: str, start: date) -> bool:
        return any(m.child.learning_offer_from is not None and m.child.learning_offer_from <= start for m in subject.members)

    def _learning_offer_house(self, subject: Subject, unit_id: str, start: date) -> bool:
        """Obliged on the start, and some such child is in the house that day."""
        units = self._basis.snapshot.units
        obliged = [m.child.id for m in subject.members if m.child.learning_offer_from is not None]
        return self._learning_offer(subject, unit_id, start) and any(
            units[stay.unit_id].facility_id == units[unit_id].facility_id and stay.start <= start < stay.end
            for child_id in obliged
            for stay in self._stays[child_id]
        )

    def _at_home(self, subject: Subject, unit_id: str) -> bool:
        snapshot, home = self._basis.snapshot, subject.first.district_id
        return home is not None and snapshot.facilities[snapshot.units[unit_id].facility_id].district_id == home

    def _from_outside(self, subject: Subject, unit_id: str, start: date) -> bool:
        """A transfer of a child that lives in a district and has its place outside it, guarantee districts compared."""
        if subject.kind != "transfer" or subject.first.district_id is None or self._stands_as_unplaced(subject):
            return False
        return any(m.present is not None and not self._own_district(subject, m.present.unit_id) for m in subject.members)

    def _own_house(self, subject: Subject, unit_id: str, start: date) -> bool:
        units = self._basis.snapshot.units
        house = units[unit_id].facility_id
        homes = [units[m.present.unit_id].facility_id for m in subject.members if m.present is not None]
        return subject.kind == "transition" and house in homes

    def _sibling(self, subject: Subject, unit_id: str, start: date) -> bool:
        """A sibling is there on the start and stays for at least the overlap; as enrolled today, this round's moves not counted."""
        units, policy = self._basis.snapshot.units, self._basis.policy
        until = add_months(start, policy.sibling_overlap_months)
        own = {m.child.id for m in subject.members}
        for stay in self._siblings.of(m.child for m in subject.members):
            near = stay.unit_id == unit_id
            if policy.sibling_scope == "facility":
                near = units[stay.unit_id].facility_id == units[unit_id].facility_id
            if near and stay.child_id not in own and stay.start <= start < stay.end and stay.end >= until:
                return True
        return False

    def _sibling_asks(self, subject: Subject, unit_id: str, start: date) -> bool:
        """A sibling asks in this round for the same unit or house, and would stay for the overlap."""
        units, policy = self._basis.snapshot.units, self._basis.policy
        until = add_months(start, policy.sibling_overlap_months)
        own = {m.child.id for m in subject.members}
        for other in self._asking.of(m.child for m in subject.members):
            if any(m.child.id in own for m in other.members):
                continue
            near = unit_id in other.ranks
            if policy.sibling_scope == "facility":
                near = any(units[u].facility_id == units[unit_id].facility_id for u in other.ranks)
            if near and all(end_of_given_stay(m.child, other.care, policy) >= until for m in other.members):
                return True
        return False

    def tier(self, subject: Subject, unit_id: str, start: date) -> tuple[int, str]:
        """Index and name of the first tier of the policy that applies; -1 and "displaced" before all, last and "" when none does.

        Where the list goes first, a place not wished is behind even that.
        """
        if subject.kind == "displaced":
            return -1, "displaced"
        if subject.care in self._basis.policy.list_first and unit_id not in subject.ranks:
            return len(self._basis.policy.tiers) + 1, ""
        for index, name in enumerate(self._basis.policy.tiers):
            if self._tests[name](subject, unit_id, start):
                return index, name
        return len(self._basis.policy.tiers), ""

    def key(self, subject: Subject, unit_id: str, start: date) -> Key:
        """Where the subject stands at the unit from the start."""
        tail = self._tails.get(subject.key)
        if tail is None:
            policy = self._basis.policy
            birth = min(m.child.birth_date for m in subject.members)
            dates = [seniority(m.registered, m.child.birth_date, subject.care, policy) for m in subject.members if m.registered is not None]
            draw = hashlib.sha256(f"{self._basis.seed}:{subject.key}".encode()).hexdigest()
            tail = self._tails[subject.key] = (min(dates, default=birth), birth, draw)
        return (self.tier(subject, unit_id, start)[0], *tail)
