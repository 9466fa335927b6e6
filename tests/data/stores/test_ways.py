"""Ways are measured once, kept for the homes of the data, and stored with the round that they belong to; on both back ends."""

from __future__ import annotations

from array import array
from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import Engine, select

from data.database.engine import reading
from data.database.faults import NotStored
from data.database.tables.ways import KeptWays
from data.distances.measure import Whole
from data.distances.sites import Floats, Sites
from data.stores.audit import list_audit
from data.stores.packages import import_package
from data.stores.rounds import load_round, save_round
from data.stores.ways import Kept, measure_ways
from optimizer.domain.policy import Policy
from optimizer.domain.ways import Ways
from tests.data.database.backends import small_package
from tests.data.stores.test_rounds import record_of

OSM = Policy("test", distance_method="osm", travel_mode="bicycle", detour_percent=100, bicycle_kmh=36)


class Ruler:
    """Measures by adding what is easily seen: metres = home's easting + facility's easting; no way from easting 13."""

    def __init__(self, source: str = "ruler") -> None:
        self.source = source
        self.asked: list[tuple[list[float], list[float]]] = []

    def table(self, homes: Floats, facilities: Floats) -> tuple[Whole, Whole]:
        self.asked.append((homes[:, 0].tolist(), facilities[:, 0].tolist()))
        metres = (homes[:, :1] + facilities[:, 0]).astype(np.int32)
        metres[homes[:, 0] == 13] = -1
        return metres, np.where(metres < 0, -1, metres // 10).astype(np.int32)


def sites(homes: list[int], facilities: list[int]) -> Sites:
    """Places on a line along the equator of the grid."""
    return Sites(
        np.array([[h, 0.0] for h in homes]).reshape(-1, 2),
        {f"c{h}": k for k, h in enumerate(homes)},
        np.array([[f, 0.0] for f in facilities]).reshape(-1, 2),
        {f"F{f}": k for k, f in enumerate(facilities)},
    )


def kept(engine: Engine) -> list[tuple[str, str, float]]:
    with reading(engine) as connection:
        query = select(KeptWays.method, KeptWays.mode, KeptWays.easting).order_by(KeptWays.method, KeptWays.mode, KeptWays.easting)
        return [tuple(row) for row in connection.execute(query)]


def test_only_what_is_new_is_measured(engine: Engine) -> None:
    ruler = Ruler()
    ways, measured = measure_ways(engine, sites([1, 2], [100, 200]), OSM, ruler, "eva")
    assert (list(ways.metres), list(ways.seconds), measured) == ([101, 201, 102, 202], [10, 20, 10, 20], 4)
    again, measured = measure_ways(engine, sites([1, 2], [100, 200]), OSM, ruler, "eva")
    assert (again, measured, len(ruler.asked)) == (ways, 0, 1)
    # home 3 and facility 300 are new, home 1 is gone, and the order is another
    ways, measured = measure_ways(engine, sites([3, 2], [300, 200, 100]), OSM, ruler, "eva")
    assert (list(ways.metres), measured) == ([303, 203, 103, 302, 202, 102], 4)
    assert sorted(ruler.asked[1:]) == [([2], [300]), ([3], [300, 200, 100])]
    assert kept(engine) == [("osm", "bicycle", 2.0), ("osm", "bicycle", 3.0)]
    assert [line.action for line in list_audit(engine)] == ["distances", "distances"]


def test_another_source_mode_or_wish_measures_anew(engine: Engine) -> None:
    places = sites([1], [100])
    for ruler, policy, fresh in (
        (Ruler(), OSM, False),
        (Ruler("another"), OSM, False),
        (Ruler("another"), replace(OSM, travel_mode="car"), False),
        (Ruler("another"), replace(OSM, distance_method="osrm"), False),
        (Ruler("another"), OSM, True),
    ):
        _, measured = measure_ways(engine, places, policy, ruler, "eva", fresh=fresh)
        assert measured == 1
    assert kept(engine) == [("osm", "bicycle", 1.0), ("osm", "car", 1.0), ("osrm", "bicycle", 1.0)]


def test_that_there_is_no_way_is_kept_and_the_estimate_is_not(engine: Engine) -> None:
    ruler = Ruler()
    ways, _ = measure_ways(engine, sites([13, 1], [100]), OSM, ruler, "eva")
    # 87 m in a straight line, at 36 km/h 8.7 s
    assert (list(ways.metres), list(ways.seconds), ways.estimated) == ([87, 101], [9, 10], {0})
    ways, measured = measure_ways(engine, sites([13, 1], [100]), replace(OSM, detour_percent=200), ruler, "eva")
    assert (list(ways.metres), ways.estimated, measured) == ([174, 101], {0}, 0)


def test_a_machine_without_the_map_uses_what_is_kept(engine: Engine) -> None:
    with pytest.raises(NotStored, match="redekasse distances"):
        Kept(engine, OSM)
    ways, _ = measure_ways(engine, sites([1, 2], [100]), OSM, Ruler(), "eva")
    again, measured = measure_ways(engine, sites([1, 2], [100]), OSM, Kept(engine, OSM), "eva")
    assert (again, measured) == (ways, 0)
    with pytest.raises(NotStored, match="fra 1 hjem"):
        measure_ways(engine, sites([1, 2, 3], [100]), OSM, Kept(engine, OSM), "eva")
    assert len(kept(engine)) == 2


def test_a_round_keeps_the_ways_that_it_was_run_on(engine: Engine) -> None:
    package = small_package()
    import_package(engine, package, "mappe", "eva")
    ways = Ways(
        "osm",
        "foot",
        "s",
        {"B1": 0, "B2": 1, "B3": 0},
        {"H1": 1, "P1": 0},
        array("i", [1, 2, 3, 4]),
        array("i", [5, 6, 7, 8]),
        frozenset({2}),
    )
    straight = save_round(engine, record_of(package.version), label="", actor="eva")
    measured = save_round(engine, replace(record_of(package.version), ways=ways), label="", actor="eva")
    assert load_round(engine, straight).record.ways is None
    assert load_round(engine, measured).record.ways == ways
