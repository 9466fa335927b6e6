"""What a reason is, and how places are named in its facts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from optimizer.domain.applications import Application, Wish
from optimizer.domain.facilities import CARE_OF_UNIT, Care
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.subjects import Member
from optimizer.rounds.checking.wishes import Wishes

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reason:
    """A code with its facts; `unit_id` is the place that it speaks of, None for several or none."""

    code: str
    facts: Facts
    unit_id: str | None = None


def facts(**values: Any) -> Facts:
    """Facts as they are stored: dates as ISO strings, what is unknown (None) left out."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items() if value is not None}


def named(name: str, snapshot: Snapshot, unit_id: str) -> Facts:
    """A unit's place as the fact `name`: the dagplejer, or the house."""
    facility = snapshot.facilities[snapshot.units[unit_id].facility_id]
    return {name: facility.name, f"{name}_kind": "home" if facility.kind == "dagpleje" else "house"}


@dataclass(frozen=True)
class Target:
    """A wish as it is explained: what it names, and the open units of the care there."""

    rank: int
    place: Facts
    kind: str
    target_id: str
    care: Care
    units: tuple[str, ...]
    #: how many wishes count, for a wish after the last that does
    limit: int | None = None
    #: start of the refused offer that has taken the wish off the list
    refused: date | None = None


@dataclass(frozen=True)
class Targets:
    """Reads wishes; remembers the units of those already read."""

    snapshot: Snapshot
    policy: Policy
    _wishes: Wishes
    _units: dict[tuple[str, str, Care], tuple[str, ...]] = field(default_factory=dict)

    def of(self, application: Application, member: Member | None) -> list[Target]:
        """The application's wishes by rank; a transition's own house comes last when it is not wished already."""
        found = [self._target(wish, application.care) for wish in self._wishes.counted(application)]
        standing = self._wishes.refusals.standing(application)
        extra = sorted(standing, key=lambda wish: wish.rank)[len(found) :]
        ignored = [replace(self._target(wish, application.care), units=(), limit=len(found)) for wish in extra]
        ignored += [self._refused(application, wish) for wish in application.wishes if wish not in standing]
        if application.kind == "transition" and member is not None and member.present is not None:
            house = self.snapshot.units[member.present.unit_id].facility_id
            own = self._target(Wish(max((t.rank for t in [*found, *ignored]), default=0) + 1, "facility", house), application.care)
            refused = {o.unit_id for o in self._wishes.refusals.of(application.id)} if self._wishes.refusals.delete else set()
            own = replace(own, units=tuple(u for u in own.units if u not in refused))
            wished = {u for target in found for u in target.units}
            if own.units and not wished.issuperset(own.units):
                found.append(own)
        return found + ignored

    def _refused(self, application: Application, wish: Wish) -> Target:
        """A wish that a refused offer has deleted."""
        offer = self._wishes.refusals.deleting(application.id, wish.target_kind, wish.target_id)
        start = None if offer is None else offer.start_date
        return replace(self._target(wish, application.care), units=(), refused=start)

    def _target(self, wish: Wish, care: Care) -> Target:
        key = (wish.target_kind, wish.target_id, care)
        if key not in self._units:
            self._units[key] = tuple(self._wishes.named([wish], care))
        return Target(wish.rank, self._place(wish), wish.target_kind, wish.target_id, care, self._units[key])

    def _place(self, wish: Wish) -> Facts:
        if wish.target_kind == "district_dagpleje":
            return {"place": self.snapshot.districts[wish.target_id].name, "place_kind": "district_dagpleje"}
        if wish.target_kind == "unit":
            return named("place", self.snapshot, wish.target_id)
        facility = self.snapshot.facilities[wish.target_id]
        return {"place": facility.name, "place_kind": "home" if facility.kind == "dagpleje" else "house"}

    def closed(self, target: Target) -> Reason:
        """Why no unit of the target can be given to anybody of the care."""
        units, facilities = self.snapshot.units, self.snapshot.facilities
        if target.kind == "unit":
            there = [units[target.target_id]]
        elif target.kind == "facility":
            there = [unit for unit in units.values() if unit.facility_id == target.target_id]
        else:
            no_home = Reason("not_open", target.place | {"homes": 0})
            return no_home if target.care == "0-2" else Reason("other_care", target.place | {"care": care_code(target.care)})
        if all(CARE_OF_UNIT.get(unit.kind) != target.care for unit in there):
            return Reason("other_care", target.place | {"care": care_code(target.care)})
        if all(facilities[unit.facility_id].operator == "private" for unit in there):
            return Reason("private", target.place)
        return Reason("not_open", target.place)


def care_code(care: Care) -> str:
    """A care as a code of the words."""
    return "care_0_2" if care == "0-2" else "care_3_5"
