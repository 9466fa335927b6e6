"""Reads the roads of an OpenStreetMap extract (.osm.pbf, .osm) as straight pieces between points."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.distances.roads import speeds, stops
from data.distances.utm import to_utm
from data.faults import Mendable
from optimizer.domain.policy import TravelMode

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class MapFault(Mendable):
    """The extract is missing, or holds no roads, or the reader is not installed."""


@dataclass(frozen=True)
class RoadMap:
    """Points with coordinates in metres (ETRS89 / UTM 32N), and pieces of road between them."""

    #: [point] easting, northing
    points: Floats
    #: [piece] the points at its ends
    begins: Ints
    ends: Ints
    #: [piece] km/h from begin to end, and back; 0 = closed
    along: Floats
    against: Floats


def file_hash(path: Path) -> str:
    """SHA-256 of the file. MapFault when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise MapFault(
            f"kortet {path} kan ikke læses ({error.strerror}): angiv et udtræk af OpenStreetMap med --map eller REDEKASSE_MAP",
            f"the map {path} cannot be read ({error.strerror}): name an OpenStreetMap extract with --map or REDEKASSE_MAP",
        ) from None


def read_map(path: Path, mode: TravelMode, foot_kmh: float, bicycle_kmh: float) -> RoadMap:
    """The roads that are open to the mode. A piece that leads out of the extract is left out. MapFault."""
    nodes: dict[int, int] = {}
    degrees, pieces = array("d"), array("d")
    barriers: set[int] = set()
    try:
        for found in objects(path):
            if found.is_node():
                if stops(found.tags, mode):
                    barriers.add(found.id)
                continue
            tags = dict(found.tags)
            along, against = speeds(tags, mode, foot_kmh, bicycle_kmh) if tags.get("area") != "yes" else (0.0, 0.0)
            if along or against:
                _add_pieces(found.nodes, along, against, barriers, nodes, degrees, pieces)
    except (RuntimeError, OSError) as error:
        raise MapFault(
            f"kortet {path} kan ikke læses som OpenStreetMap ({error}): hent et udtræk i formatet .osm.pbf",
            f"the map {path} cannot be read as OpenStreetMap ({error}): get an extract as .osm.pbf",
        ) from None
    if not pieces:
        raise MapFault(
            f"kortet {path} har ingen veje, der er åbne for {mode}: hent et udtræk, der dækker kommunen",
            f"the map {path} has no roads that are open to {mode}: get an extract that covers the municipality",
        )
    places = np.frombuffer(degrees).reshape(-1, 2)
    begins, ends, along_all, against_all = np.frombuffer(pieces).reshape(-1, 4).T
    points = np.column_stack(to_utm(places[:, 0], places[:, 1]))
    return RoadMap(points, begins.astype(np.int64), ends.astype(np.int64), along_all, against_all)


def objects(path: Path) -> Iterable[Any]:
    """Barriers, then roads with the places of their nodes. MapFault when the reader is not installed."""
    try:
        import osmium  # noqa: PLC0415 - only those who route on a map need it
    except ImportError:
        raise MapFault(
            "OpenStreetMap læses med pakken osmium, som ikke er installeret: kør »pip install redekasse[osm]«",
            'OpenStreetMap is read with the package osmium, which is not installed: run "pip install redekasse[osm]"',
        ) from None
    kinds = osmium.osm.NODE | osmium.osm.WAY
    reader: Iterable[Any] = (
        osmium.FileProcessor(str(path), kinds).with_locations().with_filter(osmium.filter.KeyFilter("highway", "barrier"))
    )
    return reader


def _add_pieces(
    refs: Iterable[Any],
    along: float,
    against: float,
    barriers: set[int],
    nodes: dict[int, int],
    degrees: array[float],
    pieces: array[float],
) -> None:
    """The pieces of one way. At a barrier the road ends from both sides: each side has a point of its own there."""
    last = -1
    for ref in refs:
        if not ref.location.valid():
            last = -1
            continue
        place = (ref.location.lon, ref.location.lat)
        new = len(degrees) // 2
        point = new if ref.ref in barriers else nodes.setdefault(ref.ref, new)
        if point == new:
            degrees.extend(place)
        if last >= 0 and last != point:
            pieces.extend((last, point, along, against))
        last = point
        if ref.ref in barriers:
            last = len(degrees) // 2
            degrees.extend(place)
