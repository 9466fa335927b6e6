"""Which homes a round may ask the way from, and which facilities the way to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.package import Package

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sites:
    """Homes and facilities with their coordinates, metres in ETRS89 / UTM 32N. Children of one place share a home."""

    #: [home] easting, northing
    homes: Floats
    #: child id -> home
    rows: Mapping[str, int]
    #: [facility] easting, northing
    facilities: Floats
    #: facility id -> facility
    columns: Mapping[str, int]


def sites_of(package: Package) -> Sites:
    """The homes of children with an application or a place, and the facilities with a unit.

    A child with a place is among them because its unit may close or shrink, and then the round finds it another one.
    """
    children, facilities = package.tables["children"], package.tables["facilities"]
    asking = set(package.tables["applications"]["child_id"]) | set(package.tables["enrolments"]["child_id"])
    asked = children[children["child_id"].isin(asking)]
    used = facilities[facilities["facility_id"].isin(package.tables["units"]["facility_id"])]
    homes: dict[tuple[float, float], int] = {}
    rows: dict[str, int] = {}
    for child, east, north in zip(asked["child_id"], asked["easting"], asked["northing"], strict=True):
        rows[str(child)] = homes.setdefault((float(east), float(north)), len(homes))
    return Sites(
        homes=np.array(list(homes), dtype=np.float64).reshape(-1, 2),
        rows=rows,
        facilities=used[["easting", "northing"]].to_numpy(dtype=np.float64).reshape(-1, 2),
        columns={str(name): k for k, name in enumerate(used["facility_id"])},
    )
