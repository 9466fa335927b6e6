"""How far it is, how long it takes, and which units lie in a child's guarantee area (specification, section 4)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from optimizer.domain.children import Child
from optimizer.domain.errors import Defect
from optimizer.domain.facilities import District, Facility
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot


def metres(square: float, detour_percent: int) -> int:
    """The way in whole metres for a squared straight line in m²: root times detour, rounded half up."""
    return math.floor(math.sqrt(square) * detour_percent / 100 + 0.5)


def distance(child: Child, facility: Facility, snapshot: Snapshot, policy: Policy) -> int:
    """From home to facility, in metres: as given with the data, or the straight line times the detour."""
    if policy.distance_method != "straight":
        return given(child, facility, snapshot, policy)[0]
    east, north = child.easting - facility.easting, child.northing - facility.northing
    return metres(east * east + north * north, policy.detour_percent)


def travel_seconds(child: Child, facility: Facility, snapshot: Snapshot, policy: Policy) -> int:
    """From home to facility by the policy's mode: as given, or the estimated way at the mode's speed, rounded half up."""
    if policy.distance_method != "straight":
        return given(child, facility, snapshot, policy)[1]
    hours = Fraction(distance(child, facility, snapshot, policy), 1000 * policy.kmh)
    return math.floor(hours * 3600 + Fraction(1, 2))


def given(child: Child, facility: Facility, snapshot: Snapshot, policy: Policy) -> tuple[int, int]:
    """Metres and seconds of the way as given with the data. Defect when it was not given, or by another method or mode."""
    ways = snapshot.ways
    if ways is None or (ways.method, ways.mode) != (policy.distance_method, policy.travel_mode):
        raise Defect(f"no ways are given by {policy.distance_method}, {policy.travel_mode}")
    if child.id not in ways.rows or facility.id not in ways.columns:
        raise Defect(f"no way is given from {child.id} to {facility.id}")
    place = ways.rows[child.id] * len(ways.columns) + ways.columns[facility.id]
    return ways.metres[place], ways.seconds[place]


def guarantee_district(district_id: str | None, districts: Mapping[str, District]) -> str | None:
    """The district's parent, or the district itself when it has none; None for no district."""
    if district_id is None:
        return None
    return districts[district_id].parent_id or district_id


def in_guarantee_area(child: Child, facility: Facility, snapshot: Snapshot, policy: Policy) -> bool:
    """Whether a place in the facility can fulfil the child's guarantee as far as the area goes."""
    if policy.guarantee_area == "municipality":
        return True
    if policy.guarantee_area == "radius":
        return distance(child, facility, snapshot, policy) <= policy.guarantee_radius_m
    if policy.guarantee_area == "travel_time":
        return travel_seconds(child, facility, snapshot, policy) <= 60 * policy.travel_minutes
    home = guarantee_district(child.district_id, snapshot.districts)
    return home is None or guarantee_district(facility.district_id, snapshot.districts) == home
