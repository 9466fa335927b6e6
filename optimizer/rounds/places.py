"""The units as arrays: where they are, whom they suit, and how many places they have in each step of the grid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.dates import Grid
from optimizer.domain.facilities import CARE_OF_UNIT
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NO_LIMIT = 10**6


@dataclass(frozen=True)
class Places:
    """Units in the order of the snapshot. Arrays are indexed [unit] or [unit, step]."""

    ids: tuple[str, ...]
    index: dict[str, int]
    home: Bools
    """a dagpleje home: places are counted in weights, infants are limited"""
    care35: Bools
    usable: Bools
    """open to the list, not private, and a kind that gives care: the round may place children here"""
    danish: Bools
    """may fulfil the guarantee: no foreign main language"""
    easting: NDArray[np.float64]
    northing: NDArray[np.float64]
    min_age: Ints
    max_age: Ints
    smoke_free: Bools
    pets: Bools
    facility: Ints
    facility_ids: tuple[str, ...]
    district: tuple[str, ...]
    area: Ints
    """index of the guarantee district"""
    area_index: dict[str, int]
    places: Ints
    """[unit, step] places in force, the least on any day of the step; those kept for a purpose among them (`reservations`)"""
    places_before: Ints
    """[unit] places on paper before the first step"""
    support: Ints
    infants: Ints
    max_units: Ints
    """[facility] shared ceiling in place units"""


def guarantee_district(snapshot: Snapshot, district_id: str) -> str:
    """The district that counts for the guarantee: the parent, or the district itself when it has none."""
    return snapshot.districts[district_id].parent_id or district_id


def places_over_time(snapshot: Snapshot, grid: Grid) -> Ints:
    """Places [unit, step]: the least in force on any day of the step."""
    index = {uid: k for k, uid in enumerate(snapshot.units)}
    places = np.empty((len(index), len(grid.dates)), dtype=np.int64)
    places[:] = np.array([u.places for u in snapshot.units.values()], dtype=np.int64).reshape(-1, 1)
    changes: dict[str, list[tuple[date, int]]] = {}
    for change in sorted(snapshot.capacity_changes, key=lambda c: c.from_date):
        changes.setdefault(change.unit_id, []).append((change.from_date, change.places))
    for uid, timeline in changes.items():
        for k, day in enumerate(grid.dates):
            at_start = [p for d, p in timeline if d <= day]
            within = [p for d, p in timeline if day < d < grid.step_end(k)]
            first = at_start[-1] if at_start else snapshot.units[uid].places
            places[index[uid], k] = min([first, *within])
    return places


def make_places(snapshot: Snapshot, policy: Policy, grid: Grid) -> Places:
    """Arrays of all units of `snapshot` on `grid`."""
    units = list(snapshot.units.values())
    facilities = snapshot.facilities
    facility_ids = tuple(facilities)
    facility_index = {fid: k for k, fid in enumerate(facility_ids)}
    homes = [facilities[u.facility_id] for u in units]
    areas = [guarantee_district(snapshot, f.district_id) for f in homes]
    area_index = {a: k for k, a in enumerate(dict.fromkeys(guarantee_district(snapshot, d) for d in snapshot.districts))}
    default_infants = NO_LIMIT if policy.max_infants is None else policy.max_infants
    infants = [(u.max_infants if u.max_infants is not None else default_infants) if u.kind == "dagpleje" else NO_LIMIT for u in units]
    return Places(
        ids=tuple(u.id for u in units),
        index={u.id: k for k, u in enumerate(units)},
        home=np.array([u.kind == "dagpleje" for u in units], dtype=bool),
        care35=np.array([u.kind == "boernehave" for u in units], dtype=bool),
        usable=np.array(
            [u.open_to_list and f.operator != "private" and u.kind in CARE_OF_UNIT for u, f in zip(units, homes, strict=True)], bool
        ),
        danish=np.array([not f.language for f in homes], dtype=bool),
        easting=np.array([f.easting for f in homes], dtype=np.float64),
        northing=np.array([f.northing for f in homes], dtype=np.float64),
        min_age=np.array([u.min_age_months for u in units], dtype=np.int64),
        max_age=np.array([u.max_age_months for u in units], dtype=np.int64),
        smoke_free=np.array([u.smoke_free for u in units], dtype=bool),
        pets=np.array([u.pets for u in units], dtype=bool),
        facility=np.array([facility_index[u.facility_id] for u in units], dtype=np.int64),
        facility_ids=facility_ids,
        district=tuple(f.district_id for f in homes),
        area=np.array([area_index[a] for a in areas], dtype=np.int64),
        area_index=area_index,
        places=places_over_time(snapshot, grid),
        places_before=np.array([u.places for u in units], dtype=np.int64),
        support=np.array([u.support_points for u in units], dtype=np.int64),
        infants=np.array(infants, dtype=np.int64),
        max_units=np.array([f.max_units if f.max_units is not None else NO_LIMIT for f in facilities.values()], dtype=np.int64),
    )
