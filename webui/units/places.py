"""What units are called, and what a wish means."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.domain.applications import Wish
from optimizer.domain.children import Child
from optimizer.domain.facilities import CARE_OF_UNIT, Facility, Unit
from optimizer.domain.snapshot import Snapshot
from webui.i18n import gettext
from webui.labels import UNIT_KINDS, label


def facility_of(snapshot: Snapshot, unit_id: str) -> Facility:
    """The house or home that a unit belongs to."""
    return snapshot.facilities[snapshot.units[unit_id].facility_id]


def unit_name(snapshot: Snapshot, unit_id: str | None) -> str:
    """A dagplejer by name, a part of a house by house and kind; empty for None, the id itself when it is unknown."""
    if unit_id is None or unit_id not in snapshot.units:
        return unit_id or ""
    facility = facility_of(snapshot, unit_id)
    if facility.kind == "dagpleje":
        return facility.name
    return f"{facility.name}, {label(UNIT_KINDS, snapshot.units[unit_id].kind)}"


def wish_name(snapshot: Snapshot, wish: Wish) -> str:
    """What a wish is for: a unit, any unit of a house, or any dagpleje of a district."""
    if wish.target_kind == "unit":
        return unit_name(snapshot, wish.target_id)
    if wish.target_kind == "facility":
        return snapshot.facilities[wish.target_id].name
    return gettext("Dagpleje i %(district)s", district=snapshot.districts[wish.target_id].name)


def open_units(snapshot: Snapshot, care: str) -> Iterator[Unit]:
    """The units of that care in which a round may place children."""
    for unit in snapshot.units.values():
        if CARE_OF_UNIT.get(unit.kind) == care and unit.open_to_list and snapshot.facilities[unit.facility_id].operator != "private":
            yield unit


def wished_units(snapshot: Snapshot, wish: Wish, care: str) -> set[str]:
    """The open units of that care that a wish means; a district's dagpleje includes that of the districts below it."""
    if wish.target_kind == "unit":
        return {wish.target_id}
    if wish.target_kind == "facility":
        return {unit.id for unit in open_units(snapshot, care) if unit.facility_id == wish.target_id}
    below = {district.id for district in snapshot.districts.values() if wish.target_id in (district.id, district.parent_id)}
    homes = (unit for unit in open_units(snapshot, care) if unit.kind == "dagpleje")
    return {unit.id for unit in homes if snapshot.facilities[unit.facility_id].district_id in below}


def suits(unit: Unit, child: Child, age_months: int) -> bool:
    """Whether a unit may take the child at that age: ages, smoke and pets."""
    return (
        unit.min_age_months <= age_months < unit.max_age_months
        and (unit.smoke_free or not child.smoke_free_needed)
        and not (unit.pets and child.pets_excluded)
    )
