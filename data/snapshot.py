"""From the canonical tables to the domain's frozen objects."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pandas as pd

from data.package import Package, plain_values
from optimizer.domain.applications import Application, Offer, Wish
from optimizer.domain.children import Child, ChildDecision, Enrolment
from optimizer.domain.facilities import CapacityChange, District, Facility, Reservation, Unit
from optimizer.domain.snapshot import Snapshot
from optimizer.domain.ways import Ways

#: whole months (least, first too old) of a unit whose own ages are empty
DEFAULT_AGES = {"dagpleje": (6, 36), "vuggestue": (6, 36), "boernehave": (33, 78), "gaestehus": (6, 36)}
_ACCEPTED = {"accepted": True, "declined": False, None: None}


def to_snapshot(package: Package, ways: Ways | None = None) -> Snapshot:
    """The package's data as a round sees them, with the ways that it is run on; mappings keep the canonical order (by id)."""
    frames = package.tables
    return Snapshot(
        version=package.version,
        districts={row[0]: District(*row) for row in _rows(frames["districts"])},
        facilities={facility.id: facility for facility in _facilities(frames["facilities"])},
        units={unit.id: unit for unit in _units(frames["units"])},
        children={child.id: child for child in _children(frames["children"], frames["guardians"])},
        applications={application.id: application for application in _applications(frames["applications"], frames["wishes"])},
        enrolments=tuple(Enrolment(*row) for row in _rows(frames["enrolments"])),
        capacity_changes=tuple(
            CapacityChange(unit, day, places, reason or "") for unit, day, places, reason in _rows(frames["capacity_changes"])
        ),
        reservations=tuple(Reservation(*row) for row in _rows(frames["reservations"])),
        child_decisions=tuple(ChildDecision(*row) for row in _rows(frames["child_decisions"])),
        offers=tuple(
            Offer(application, unit, start, sent, answer_by, _ACCEPTED[answer])
            for application, unit, start, sent, answer_by, answer in _rows(frames["offers"])
        ),
        left_out_rows=package.left_out,
        ways=ways,
    )


def _rows(frame: pd.DataFrame, *columns: str) -> zip[tuple[Any, ...]]:
    """The rows as tuples of plain values, of all columns or of the given ones."""
    return zip(*(plain_values(frame[name]) for name in columns or frame.columns), strict=True)


def _facilities(frame: pd.DataFrame) -> list[Facility]:
    columns = ("facility_id", "name", "kind", "district_id", "easting", "northing", "operator", "max_units", "language", "company")
    return [Facility(*row) for row in _rows(frame, *columns)]


def _units(frame: pd.DataFrame) -> list[Unit]:
    units = []
    for unit_id, facility_id, kind, places, max_places, least, most, *rest in _rows(frame):
        default_least, default_most = DEFAULT_AGES[kind]
        low = default_least if least is None else least
        high = default_most if most is None else most
        units.append(Unit(unit_id, facility_id, kind, places, max_places, low, high, *rest))
    return units


def _children(frame: pd.DataFrame, guardians: pd.DataFrame) -> list[Child]:
    """The children with their guardians as numbers. One of the same name at the same address and postcode is the same person."""
    columns = (
        "child_id", "birth_date", "easting", "northing", "household_id", "twin_group", "district_id", "residence", "place_weight",
        "support_points", "bilingual", "vulnerable_area", "employed_parents", "smoke_free_needed", "pets_excluded",
        "learning_offer_from", "newcomer_until",
    )  # fmt: skip
    known = guardians.dropna(subset=["name", "address", "postcode"])
    person = known.groupby(["name", "address", "postcode"], sort=True).ngroup()
    of_child: dict[str, set[int]] = defaultdict(set)
    for child_id, number in zip(plain_values(known["child_id"]), person.tolist(), strict=True):
        of_child[str(child_id)].add(number)
    children = [Child(*row) for row in _rows(frame, *columns)]
    return [replace(child, guardians=frozenset(of_child[child.id])) if child.id in of_child else child for child in children]


def _applications(frame: pd.DataFrame, wish_frame: pd.DataFrame) -> list[Application]:
    wishes: dict[str, list[Wish]] = defaultdict(list)
    for application_id, rank, kind, target in _rows(wish_frame):
        wishes[application_id].append(Wish(rank, kind, target))
    ordered = [tuple(sorted(wishes.get(name, ()), key=lambda wish: wish.rank)) for name in frame["application_id"]]
    return [Application(*row) for row in zip(*map(plain_values, (frame[name] for name in frame.columns)), ordered, strict=True)]
