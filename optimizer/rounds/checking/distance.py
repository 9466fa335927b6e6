"""How far it is, and which units lie in a child's guarantee area (specification, section 4)."""

from __future__ import annotations

import math
from collections.abc import Mapping

from optimizer.domain.children import Child
from optimizer.domain.facilities import District, Facility
from optimizer.domain.policy import Policy


def metres(square: float, detour_percent: int) -> int:
    """The way in whole metres for a squared straight line in m²: root times detour, rounded half up."""
    return math.floor(math.sqrt(square) * detour_percent / 100 + 0.5)


def distance(child: Child, facility: Facility, policy: Policy) -> int:
    """From home to facility, in metres."""
    east, north = child.easting - facility.easting, child.northing - facility.northing
    return metres(east * east + north * north, policy.detour_percent)


def guarantee_district(district_id: str | None, districts: Mapping[str, District]) -> str | None:
    """The district's parent, or the district itself when it has none; None for no district."""
    if district_id is None:
        return None
    return districts[district_id].parent_id or district_id


def in_guarantee_area(child: Child, facility: Facility, districts: Mapping[str, District], policy: Policy) -> bool:
    """Whether a place in the facility can fulfil the child's guarantee as far as the area goes."""
    if policy.guarantee_area == "municipality":
        return True
    if policy.guarantee_area == "radius":
        return distance(child, facility, policy) <= policy.guarantee_radius_m
    home = guarantee_district(child.district_id, districts)
    return home is None or guarantee_district(facility.district_id, districts) == home
