"""Which places a subject may get, and why not (specification, section 4)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Literal

from optimizer.domain.facilities import CARE_OF_UNIT, Unit
from optimizer.rounds.checking.basis import Basis
from optimizer.rounds.checking.distance import distance, guarantee_district, in_guarantee_area, metres
from optimizer.rounds.checking.stays import end_of_given_stay
from optimizer.rounds.checking.subjects import Subject
from optimizer.rounds.checking.suitable import suits_age, suits_home
from optimizer.rounds.checking.wishes import is_open

OptionKind = Literal["wished", "guarantee", "displaced"]


class Options:
    """Answers what section 4 says of a subject, a unit and a step; remembers what it has worked out."""

    def __init__(self, basis: Basis) -> None:
        self._basis = basis
        self._ages: dict[date, list[int]] = {}
        self._steps: dict[tuple[str, str], range] = {}
        self._suited: dict[tuple[object, ...], list[int]] = {}
        self._summaries: dict[str, tuple[bool, int, int]] = {}
        self._groups: dict[tuple[object, ...], list[list[Unit]]] = {}
        self._area: dict[tuple[object, ...], list[str]] = defaultdict(list)
        districts = basis.snapshot.districts
        for unit in basis.snapshot.units.values():
            facility = basis.snapshot.facilities[unit.facility_id]
            care = CARE_OF_UNIT.get(unit.kind)
            if care is not None and is_open(unit, basis.snapshot) and facility.language is None:
                self._area[care, None].append(unit.id)
                self._area[care, guarantee_district(facility.district_id, districts)].append(unit.id)

    def steps(self, subject: Subject) -> range:
        """The steps in which the subject may start anywhere: not before its earliest, by its latest, and before the stay would end."""
        found = self._steps.get((subject.key, subject.kind))
        if found is None:
            dates, policy = self._basis.grid.dates, self._basis.policy
            end = min(end_of_given_stay(m.child, subject.care, policy) for m in subject.members)
            after = sum(1 for d in dates if d < end)
            found = self._steps[subject.key, subject.kind] = range(subject.earliest, min(subject.latest + 1, after))
        return found

    def suitable_steps(self, subject: Subject, unit: Unit) -> list[int]:
        """Of `steps`, those in which the unit suits every member."""
        kind = (subject.key, subject.kind, unit.min_age_months, unit.max_age_months, unit.smoke_free, unit.pets)
        found = self._suited.get(kind)
        if found is None:
            children = [m.child for m in subject.members]
            dates = self._basis.grid.dates
            home = all(suits_home(child, unit) for child in children)
            possible = self.steps(subject) if home else range(0)
            found = [k for k in possible if all(suits_age(child, unit, dates[k]) for child in children)]
            self._suited[kind] = found
        return found

    def guarantee_step(self, subject: Subject) -> int | None:
        """The step of the latest lawful start; None when the subject has no guarantee to claim.

        The last grid date on or before the date the place is due (for twins the first of their dates), but never before the
        earliest start or the window.
        """
        due = [d for m in subject.members if (d := subject.due(m)) is not None]
        if not subject.wants_guarantee or not due:
            return None
        return max(self._basis.grid.last_step_to(min(due)), subject.earliest, 0)

    def assignable(self, subject: Subject, unit: Unit) -> bool:
        """Whether the unit, not wished, may be given: in the guarantee area, and not a house of another language."""
        snapshot = self._basis.snapshot
        facility = snapshot.facilities[unit.facility_id]
        return facility.language is None and in_guarantee_area(subject.first, facility, snapshot, self._basis.policy)

    def kind_of(self, subject: Subject, unit_id: str, step: int) -> OptionKind | None:
        """What kind of option (unit, step) is for the subject; None when it is none."""
        snapshot = self._basis.snapshot
        unit = snapshot.units[unit_id]
        if subject.moves_on is not None and CARE_OF_UNIT.get(unit.kind) == subject.moves_on.care:
            return "displaced" if self.kind_of(subject.moves_on, unit_id, step) is not None else None
        if CARE_OF_UNIT.get(unit.kind) != subject.care or not is_open(unit, snapshot) or step not in self.suitable_steps(subject, unit):
            return None
        if subject.kind == "displaced":
            leaves = subject.members[0].present
            if leaves is not None and leaves.unit_id == unit_id:
                return None
            return "displaced" if unit_id in subject.ranks or self.assignable(subject, unit) else None
        if unit_id in subject.ranks:
            return "wished"
        lawful = self.guarantee_step(subject)
        return "guarantee" if lawful is not None and step >= lawful and self.assignable(subject, unit) else None

    def unwished(self, subject: Subject) -> list[str]:
        """The open units of the care in the guarantee area that may be given unwished, whatever the date; wished ones among them."""
        policy, home = self._basis.policy, guarantee_district(subject.first.district_id, self._basis.snapshot.districts)
        if policy.guarantee_area == "municipality" or (policy.guarantee_area == "district" and home is None):
            return self._area[subject.care, None]
        if policy.guarantee_area == "district":
            return self._area[subject.care, home]
        return [u for u in self._area[subject.care, None] if self._within_reach(subject, u)]

    def _within_reach(self, subject: Subject, unit_id: str) -> bool:
        """Whether the unit lies in the subject's guarantee area."""
        snapshot = self._basis.snapshot
        return in_guarantee_area(subject.first, snapshot.facilities[snapshot.units[unit_id].facility_id], snapshot, self._basis.policy)

    def distance(self, subject: Subject, unit_id: str) -> int:
        """Metres from the subject's home (of twins the first's) to the unit."""
        snapshot = self._basis.snapshot
        return distance(subject.first, snapshot.facilities[snapshot.units[unit_id].facility_id], snapshot, self._basis.policy)

    def unit_steps(self, subject: Subject) -> dict[str, list[int]]:
        """All options of the subject: unit id -> the steps in which it may start there; units with none are left out."""
        units = self._basis.snapshot.units
        later = subject.moves_on
        found = {u: self.suitable_steps(subject, units[u]) for u in subject.ranks if later is None or u not in later.ranks}
        if later is not None:
            found.update(self.unit_steps(later))
        lawful = subject.earliest if subject.kind == "displaced" else self.guarantee_step(subject)
        if lawful is not None:
            present = subject.members[0].present if subject.kind == "displaced" else None
            for u in self.unwished(subject):
                if u not in found and (present is None or u != present.unit_id):
                    found[u] = [k for k in self.suitable_steps(subject, units[u]) if k >= lawful]
        return {u: steps for u, steps in found.items() if steps}

    def has_window_option(self, subject: Subject) -> bool:
        """Whether the subject has any option in the window."""
        return self._summary(subject)[0]

    def reach(self, subject: Subject) -> tuple[int, int]:
        """Metres to the nearest and to the farthest unit in which the subject has an option; (0, 0) when there is none."""
        return self._summary(subject)[1:]

    def _summary(self, subject: Subject) -> tuple[bool, int, int]:
        """Whether there is an option in the window, and the nearest and farthest unit with an option at any date, in metres."""
        found = self._summaries.get(subject.key)
        if found is None:
            found = self._summaries[subject.key] = self._sum_up(subject)
        return found

    def _sum_up(self, subject: Subject) -> tuple[bool, int, int]:
        units = self._basis.snapshot.units
        own = {u: steps for u in subject.ranks if (steps := self.suitable_steps(subject, units[u]))}
        if subject.kind == "displaced":
            own = self.unit_steps(subject)
        firsts = [steps[0] for steps in own.values()]
        metres_to = [self.distance(subject, u) for u in own]
        lawful = self.guarantee_step(subject)
        if lawful is not None:
            for alike in self._alike(subject):
                steps = [k for k in self.suitable_steps(subject, alike[0]) if k >= lawful]
                # a wished unit among them has an option of its own, so that it may be counted twice
                reached = self._reached(subject, alike) if steps else []
                if reached:
                    firsts.append(steps[0])
                    metres_to += [min(reached), max(reached)]
        early = any(step < self._basis.grid.window for step in firsts)
        return early, min(metres_to, default=0), max(metres_to, default=0)

    def _alike(self, subject: Subject) -> list[list[Unit]]:
        """The units that may be given unwished as far as districts go, those of the same ages and home conditions together."""
        by_district = self._basis.policy.guarantee_area == "district"
        home = guarantee_district(subject.first.district_id, self._basis.snapshot.districts) if by_district else None
        found = self._groups.get((subject.care, home))
        if found is None:
            groups: dict[tuple[object, ...], list[Unit]] = defaultdict(list)
            for unit_id in self._area[subject.care, home]:
                unit = self._basis.snapshot.units[unit_id]
                groups[unit.min_age_months, unit.max_age_months, unit.smoke_free, unit.pets].append(unit)
            found = self._groups[subject.care, home] = list(groups.values())
        return found

    def _reached(self, subject: Subject, alike: list[Unit]) -> list[int]:
        """Metres to the nearest and farthest of some units, those out of reach left out when the area is a radius or a time."""
        policy, home, facilities = self._basis.policy, subject.first, self._basis.snapshot.facilities
        if policy.distance_method != "straight" or policy.guarantee_area == "travel_time":
            return [self.distance(subject, unit.id) for unit in alike if self._within_reach(subject, unit.id)]
        squares = [
            (f.easting - home.easting) * (f.easting - home.easting) + (f.northing - home.northing) * (f.northing - home.northing)
            for f in (facilities[unit.facility_id] for unit in alike)
        ]
        if policy.guarantee_area == "radius":
            squares = [q for q in squares if metres(q, policy.detour_percent) <= policy.guarantee_radius_m]
        return [metres(q, policy.detour_percent) for q in (min(squares), max(squares))] if squares else []
