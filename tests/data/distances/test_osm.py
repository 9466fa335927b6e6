"""Ways on a road map, on maps small enough to measure by hand."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.distances.network import FARTHEST_ROAD_M, Network
from data.distances.osm import OpenStreetMap
from data.distances.roadmap import MapFault, read_map
from data.distances.roads import speeds, stops
from optimizer.domain.policy import Policy
from tests.data.distances.osmtown import Point, place, write_map

FOOT = Policy("test", distance_method="osm", travel_mode="foot", foot_kmh=6)
BICYCLE = replace(FOOT, travel_mode="bicycle", bicycle_kmh=18)
CAR = replace(FOOT, travel_mode="car")
ROAD = {"highway": "residential"}
#: a town of three streets: A-B-C along x, and C-D up
TOWN: dict[str, Point] = {"A": (0, 0), "B": (1000, 0), "C": (2000, 0), "D": (2000, 600)}


def ways(path: Path, policy: Policy, home: Point, facility: Point) -> tuple[int, int]:
    metres, seconds = OpenStreetMap(path, policy).table(place(home), place(facility))
    return int(metres[0, 0]), int(seconds[0, 0])


def test_a_way_along_the_road(tmp_path: Path) -> None:
    """From 100 m beside the road to 50 m beside it: the legs are walked, the road between is 1500 + 200 m long."""
    path = write_map(tmp_path / "town.osm", TOWN, [("A B C D", ROAD)])
    # 100 + 1500 + 200 + 50 m; on foot 6 km/h is 0.6 s a metre
    assert ways(path, FOOT, (500, 100), (2050, 200)) == (1850, 1110)
    # 1700 m at 18 km/h are 340 s, 150 m at 6 km/h 90 s
    assert ways(path, BICYCLE, (500, 100), (2050, 200)) == (1850, 430)
    # 1700 m at 35 km/h are 174.9 s
    assert ways(path, CAR, (500, 100), (2050, 200)) == (1850, 265)


def test_two_places_on_one_piece_of_road(tmp_path: Path) -> None:
    path = write_map(tmp_path / "town.osm", TOWN, [("A B C D", ROAD)])
    homes, facilities = place((100, 0), (300, 0), (900, 10)), place((700, 0), (200, 0))
    metres, seconds = OpenStreetMap(path, FOOT).table(homes, facilities)
    assert metres.tolist() == [[600, 100], [400, 100], [210, 710]]
    assert seconds.tolist() == [[360, 60], [240, 60], [126, 426]]


def test_the_direction_is_from_home_to_facility(tmp_path: Path) -> None:
    """A ring that cars go round one way only: 200 m there, 600 m back; a bicycle is let through both ways."""
    points: dict[str, Point] = {"A": (0, 0), "B": (200, 0), "C": (200, 200), "D": (0, 200)}
    path = write_map(tmp_path / "ring.osm", points, [("A B C D A", {**ROAD, "oneway": "yes", "oneway:bicycle": "no"})])
    assert ways(path, CAR, (0, 0), (200, 0))[0] == 200
    assert ways(path, CAR, (200, 0), (0, 0))[0] == 600
    assert ways(path, BICYCLE, (200, 0), (0, 0))[0] == 200
    assert ways(path, FOOT, (200, 0), (0, 0))[0] == 200
    back = write_map(tmp_path / "back.osm", points, [("A B C D A", {**ROAD, "oneway": "-1"})])
    assert ways(back, CAR, (0, 0), (200, 0))[0] == 600


def test_the_quickest_way_is_taken_with_its_own_length(tmp_path: Path) -> None:
    """Straight through the living street 1000 m at 15 km/h (240 s), around by the road 1400 m at 60 km/h (84 s)."""
    points: dict[str, Point] = {"A": (0, 0), "B": (1000, 0), "C": (0, 200), "D": (1000, 200)}
    path = write_map(tmp_path / "two.osm", points, [("A B", {"highway": "living_street"}), ("A C D B", {"highway": "tertiary"})])
    assert ways(path, CAR, (0, 0), (1000, 0)) == (1400, 84)
    assert ways(path, FOOT, (0, 0), (1000, 0)) == (1000, 600)


def test_a_home_on_no_road_and_a_part_of_the_map_by_itself(tmp_path: Path) -> None:
    far = FARTHEST_ROAD_M
    points = {**TOWN, "I": (50_000, 0), "J": (51_000, 0)}
    path = write_map(tmp_path / "island.osm", points, [("A B C D", ROAD), ("I J", ROAD)])
    homes = place((0, far - 1), (0, far + 1), (50_200, 0))
    metres, seconds = OpenStreetMap(path, FOOT).table(homes, place((1000, 0), (50_000, 0)))
    assert metres.tolist() == [[1999, -1], [-1, -1], [-1, 200]]
    assert ((metres < 0) == (seconds < 0)).all()


def test_a_place_joins_the_network_and_not_a_road_that_leads_nowhere(tmp_path: Path) -> None:
    """A one-way stub can be entered and never left: the home beside it joins the street 30 m away."""
    points = {**TOWN, "S": (100, 25), "T": (400, 25)}
    path = write_map(tmp_path / "stub.osm", points, [("A B C D", ROAD), ("S T", {**ROAD, "oneway": "yes"})])
    assert ways(path, CAR, (200, 30), (1000, 0))[0] == 830


def test_the_nearest_piece_is_found_between_points_far_apart(tmp_path: Path) -> None:
    """The long street lies nearer than the short one, whose points are nearer."""
    points: dict[str, Point] = {"A": (-5000, 0), "B": (5000, 0), "C": (0, 60), "D": (10, 60)}
    path = write_map(tmp_path / "long.osm", points, [("A B", ROAD), ("C D", ROAD)])
    network = Network(read_map(path, "foot", 5, 15), 5)
    generator = np.random.default_rng(1)
    homes = place(*[(float(x), float(y)) for x, y in zip(generator.uniform(-90, 90, 50), generator.uniform(0, 90, 50), strict=True)])
    _, _, away = network.join(homes)
    east, north = (homes - place((0, 0))).T
    near = np.minimum(north, np.hypot(np.clip(east - 10, 0, None) + np.clip(-east, 0, None), north - 60))
    assert np.allclose(away, near, atol=0.01)


def test_a_bollard_stops_cars_alone(tmp_path: Path) -> None:
    points: dict[str, Point] = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (200, 300), "E": (0, 300)}
    streets = [("A B C", ROAD), ("C D E A", ROAD)]
    path = write_map(tmp_path / "bollard.osm", points, streets, {"B": {"barrier": "bollard"}})
    assert ways(path, BICYCLE, (0, 0), (200, 0))[0] == 200
    assert ways(path, CAR, (0, 0), (200, 0))[0] == 800
    open_path = write_map(tmp_path / "open.osm", points, streets, {"B": {"barrier": "bollard", "motor_vehicle": "yes"}})
    assert ways(open_path, CAR, (0, 0), (200, 0))[0] == 200


def test_a_home_at_the_facility_has_no_way_at_all(tmp_path: Path) -> None:
    path = write_map(tmp_path / "town.osm", TOWN, [("A B C D", ROAD)])
    assert ways(path, FOOT, (500, 100), (500, 100)) == (0, 0)


@pytest.mark.parametrize(
    ("tags", "mode", "expected"),
    [
        ({"highway": "residential"}, "car", (35, 35)),
        ({"highway": "residential", "maxspeed": "40"}, "car", (34, 34)),
        ({"highway": "primary", "maxspeed": "DK:rural"}, "car", (68, 68)),
        ({"highway": "primary", "maxspeed": "30 mph"}, "car", (70, 70)),
        ({"highway": "motorway"}, "car", (110, 0)),
        ({"highway": "motorway"}, "bicycle", (0, 0)),
        ({"highway": "trunk", "motorroad": "yes"}, "foot", (0, 0)),
        ({"highway": "trunk"}, "bicycle", (15, 15)),
        ({"highway": "tertiary", "junction": "roundabout"}, "bicycle", (15, 0)),
        ({"highway": "residential", "oneway": "yes", "cycleway": "opposite_lane"}, "bicycle", (15, 15)),
        ({"highway": "residential", "oneway": "yes"}, "foot", (5, 5)),
        ({"highway": "residential", "oneway": "reversible"}, "car", (0, 0)),
        ({"highway": "service", "access": "private"}, "car", (0, 0)),
        ({"highway": "service", "access": "private", "bicycle": "yes"}, "bicycle", (15, 15)),
        ({"highway": "service", "access": "destination"}, "car", (15, 15)),
        ({"highway": "residential", "motor_vehicle": "no"}, "car", (0, 0)),
        ({"highway": "residential", "motor_vehicle": "no"}, "bicycle", (15, 15)),
        ({"highway": "footway"}, "bicycle", (0, 0)),
        ({"highway": "footway", "bicycle": "yes"}, "bicycle", (11.25, 11.25)),
        ({"highway": "footway", "bicycle": "dismount"}, "bicycle", (5, 5)),
        ({"highway": "primary", "bicycle": "use_sidepath"}, "bicycle", (0, 0)),
        ({"highway": "steps"}, "foot", (2.5, 2.5)),
        ({"highway": "steps"}, "bicycle", (0, 0)),
        ({"highway": "path"}, "bicycle", (11.25, 11.25)),
        ({"highway": "path"}, "car", (0, 0)),
        ({"highway": "construction"}, "foot", (0, 0)),
    ],
)
def test_who_may_travel_how_fast(tags: dict[str, str], mode: str, expected: tuple[float, float]) -> None:
    assert speeds(tags, mode, 5, 15) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tags", "mode", "expected"),
    [
        ({"barrier": "gate"}, "car", False),
        ({"barrier": "gate", "access": "private"}, "foot", True),
        ({"barrier": "bollard"}, "bicycle", False),
        ({"highway": "crossing", "bicycle": "no"}, "bicycle", False),
    ],
)
def test_what_stops_at_a_point(tags: dict[str, str], mode: str, expected: bool) -> None:
    assert stops(tags, mode) is expected  # type: ignore[arg-type]


def test_the_source_says_when_ways_may_differ(tmp_path: Path) -> None:
    path = write_map(tmp_path / "town.osm", TOWN, [("A B C D", ROAD)])
    first = OpenStreetMap(path, BICYCLE).source
    assert OpenStreetMap(path, BICYCLE).source == first
    assert OpenStreetMap(path, replace(BICYCLE, bicycle_kmh=16)).source != first
    write_map(path, TOWN, [("A B C", ROAD)])
    assert OpenStreetMap(path, BICYCLE).source != first


def test_a_map_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MapFault, match="kan ikke læses"):
        OpenStreetMap(tmp_path / "none.osm", FOOT)
    broken = tmp_path / "broken.osm"
    broken.write_text("no map", encoding="utf-8")
    with pytest.raises(MapFault, match="OpenStreetMap"):
        OpenStreetMap(broken, FOOT).table(place((0, 0)), place((1, 1)))
    closed = write_map(tmp_path / "closed.osm", TOWN, [("A B", {"highway": "motorway"})])
    with pytest.raises(MapFault, match="åbne for foot"):
        OpenStreetMap(closed, FOOT).table(place((0, 0)), place((1, 1)))
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(MapFault, match=r"redekasse\[osm\]"):
        OpenStreetMap(closed, FOOT).table(place((0, 0)), place((1, 1)))
