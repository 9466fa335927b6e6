"""Where children can be: districts, facilities (a house or a dagplejer's home) and their units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

FacilityKind = Literal["house", "dagpleje"]
Operator = Literal["municipal", "independent", "outsourced", "private"]
UnitKind = Literal["dagpleje", "vuggestue", "boernehave", "gaestehus"]
Care = Literal["0-2", "3-5"]
ReservationKind = Literal["learning_offer", "newcomer", "guarantee"]

#: The care that each kind of unit gives; nobody is enrolled in a gaestehus.
CARE_OF_UNIT: dict[str, Care] = {"dagpleje": "0-2", "vuggestue": "0-2", "boernehave": "3-5"}


@dataclass(frozen=True, slots=True)
class District:
    """A school district, or (with `parent_id` empty and others below it) a guarantee district."""

    id: str
    name: str
    parent_id: str | None = None
    easting: float | None = None
    northing: float | None = None
    vulnerable_area: bool = False
    listed_from: date | None = None
    listed_to: date | None = None


@dataclass(frozen=True, slots=True)
class Facility:
    """A house or a dagplejer's home; coordinates in metres, ETRS89 / UTM 32N."""

    id: str
    name: str
    kind: FacilityKind
    district_id: str
    easting: float
    northing: float
    operator: Operator = "municipal"
    #: shared ceiling of an integrated house in place units (a 0-2 child counts 2, a 3-5 child 1)
    max_units: int | None = None
    #: main language when it is not Danish: such a house cannot fulfil the guarantee (§ 23)
    language: str | None = None
    company: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A place in which children are enrolled. Ages in whole months: minimum inclusive, maximum exclusive, at the start."""

    id: str
    facility_id: str
    kind: UnitKind
    places: int
    max_places: int | None = None
    min_age_months: int = 0
    max_age_months: int = 999
    guest_places: int = 0
    support_points: int = 0
    max_infants: int | None = None
    playgroup_id: str | None = None
    smoke_free: bool = True
    pets: bool = False
    open_to_list: bool = True


@dataclass(frozen=True, slots=True)
class CapacityChange:
    """From `from_date` the unit has `places` places (0 = closed)."""

    unit_id: str
    from_date: date
    places: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reservation:
    """Places kept for a purpose; `to_date` is the first day no longer reserved."""

    unit_id: str
    kind: ReservationKind
    places: int
    from_date: date
    to_date: date | None = None
