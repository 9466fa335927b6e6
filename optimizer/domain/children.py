"""Children, the decisions made about them, and where they are enrolled. No name and no CPR: the core does not need them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Child:
    """A child; home coordinates in metres, ETRS89 / UTM 32N."""

    id: str
    birth_date: date
    easting: float
    northing: float
    household_id: str | None = None
    twin_group: str | None = None
    district_id: str | None = None
    #: municipality code of residence; None = this municipality
    residence: str | None = None
    #: places that the child takes in dagpleje (1-3); one head in a house
    place_weight: int = 1
    support_points: int = 0
    bilingual: bool = False
    #: lives in a listed area (udsat boligområde); None = as its district
    vulnerable_area: bool | None = None
    #: the declaration of § 26 b: parents work or study
    employed_parents: bool = False
    smoke_free_needed: bool = False
    pets_excluded: bool = False
    learning_offer_from: date | None = None
    newcomer_until: date | None = None
    #: numbers of its guardians: the same person has one number
    guardians: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ChildDecision:
    """A time-limited decision that overrides the child's own value; `to_date` is the first day it no longer holds."""

    child_id: str
    kind: Literal["place_weight", "support_points"]
    value: int
    from_date: date
    to_date: date | None = None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A stay; `to_date` is the first day no longer there."""

    child_id: str
    unit_id: str
    from_date: date
    to_date: date | None = None
    weekly_hours: float | None = None
    combination: bool = False
