"""`distances.csv`: what is read, and every fault in it at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.distances.matrix import Matrix
from data.distances.measure import estimate, make_ways
from data.distances.sites import sites_of
from data.exporters.ways import write_matrix
from data.faults import PackageFaults
from data.package import Package, make_package
from optimizer.domain.policy import Policy

POLICY = Policy("test", distance_method="matrix", travel_mode="bicycle", bicycle_kmh=12, detour_percent=150)
#: A and B live together; C has no application and no place
CHILDREN = [("A", 0, 0), ("B", 0, 0), ("C", 10, 10), ("D", 300, 400)]
FACILITIES = [("F", 0, 100), ("G", 1000, 0), ("H", 5, 5)]


@pytest.fixture
def package() -> Package:
    day = pd.Timestamp("2026-01-01")
    children = pd.DataFrame(CHILDREN, columns=["child_id", "easting", "northing"]).assign(birth_date=day, cpr=pd.NA)
    children.loc[children["child_id"] == "D", "cpr"] = "010126-1234"
    facilities = pd.DataFrame(FACILITIES, columns=["facility_id", "easting", "northing"]).assign(name="n", kind="house", district_id="X")
    units = pd.DataFrame([("f", "F"), ("g", "G")], columns=["unit_id", "facility_id"]).assign(kind="vuggestue", places=1)
    application = {"kind": "new", "care": "0-2", "registered_date": day, "need_date": day}
    applications = pd.DataFrame([{"application_id": c, "child_id": c, **application} for c in "AB"])
    enrolments = pd.DataFrame([{"child_id": "D", "unit_id": "f", "from_date": day}])
    frames = {"children": children, "facilities": facilities, "units": units, "applications": applications, "enrolments": enrolments}
    return make_package(frames)


def read(tmp_path: Path, package: Package, *lines: str, header: str = "child_id,facility_id,metres,seconds") -> Matrix:
    path = tmp_path / "distances.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return Matrix(path, package, POLICY)


def faults(tmp_path: Path, package: Package, *lines: str, **more: str) -> list[tuple[int | None, str | None, str]]:
    with pytest.raises(PackageFaults) as raised:
        read(tmp_path, package, *lines, **more)
    return [(one.row, one.column, one.code) for one in raised.value.faults]


def test_the_places_that_a_round_may_ask_for(package: Package) -> None:
    sites = sites_of(package)
    assert sites.homes.tolist() == [[0, 0], [300, 400]]
    assert dict(sites.rows) == {"A": 0, "B": 0, "D": 1}
    assert sites.facilities.tolist() == [[0, 100], [1000, 0]]
    assert dict(sites.columns) == {"F": 0, "G": 1}


def test_ways_are_read_and_what_is_missing_is_estimated(tmp_path: Path, package: Package) -> None:
    """The home of A and B by A's line; D by its coordinates; from D to G there is no line."""
    lines = ["A;;;F;150,5;30", "B;;;G;1200;", ";300;400;F;777;99"]
    matrix = read(tmp_path, package, *lines, header="Barn;Easting;Northing;Sted id;Meter;Sekunder")
    assert matrix.warnings == ()
    sites = sites_of(package)
    metres, seconds = matrix.table(sites.homes, sites.facilities)
    # 150.5 rounds half up; 1200 m at 12 km/h take 360 s
    assert metres.tolist() == [[151, 1200], [777, -1]]
    assert seconds.tolist() == [[30, 360], [99, -1]]
    ways = make_ways(sites, POLICY, matrix.source, metres, seconds)
    # the straight line from D to G is sqrt(700² + 400²) = 806.2 m, times 1.5 is 1209.3, at 12 km/h 362.7 s
    assert list(ways.metres) == [151, 1200, 777, 1209]
    assert list(ways.seconds) == [30, 360, 99, 363]
    assert ways.estimated == {3}


def test_a_cpr_number_names_the_child_that_it_became(tmp_path: Path, package: Package) -> None:
    matrix = read(tmp_path, package, "0101261234,F,600,100")
    assert matrix.warnings == ()
    assert matrix.table(np.array([[300.0, 400.0]]), np.array([[0.0, 100.0]]))[0].tolist() == [[600]]


def test_all_faults_are_told_at_once(tmp_path: Path, package: Package) -> None:
    found = faults(tmp_path, package, "A,F,-3,1", "A,,5,1", "A,G,far,1", ",G,5,1", "A,F,5")
    assert sorted(found) == [
        (2, "metres", "negative_number"),
        (3, "facility_id", "missing_value"),
        (4, "metres", "bad_number"),
        (5, "child_id", "missing_either"),
        (6, None, "ragged_row"),
    ]
    assert faults(tmp_path, package, "A,F", header="child_id,facility_id") == [(1, "metres", "missing_column")]
    assert faults(tmp_path, package, "1,F,5", header="easting,facility_id,metres") == [(2, "northing", "missing_value")]


def test_two_lines_may_not_tell_of_one_way_differently(tmp_path: Path, package: Package) -> None:
    assert faults(tmp_path, package, "A,F,150,30", "A,F,150,30", "B,F,151,30") == [(4, "metres", "way_differs")]


def test_strangers_are_passed_over_and_short_ways_are_warned_of(tmp_path: Path, package: Package) -> None:
    matrix = read(tmp_path, package, "A,F,150,30", "Z,F,1,1", "Y,F,1,1", "A,Q,1,1", "A,G,1.2,30")
    assert [(one.row, one.column, one.value, one.code) for one in matrix.warnings] == [
        (3, "child_id", "Z", "way_unknown"),
        (5, "facility_id", "Q", "way_unknown"),
        (6, "metres", "1", "way_short"),
    ]
    assert "2 rækker" in matrix.warnings[0].text()


def test_a_file_that_is_not_there(tmp_path: Path, package: Package) -> None:
    with pytest.raises(PackageFaults) as raised:
        Matrix(tmp_path / "distances.csv", package, POLICY)
    assert [one.code for one in raised.value.faults] == ["unreadable"]


def test_a_file_written_from_ways_is_read_to_the_same_ways(tmp_path: Path, package: Package) -> None:
    sites = sites_of(package)
    metres, seconds = estimate(sites.homes, sites.facilities, POLICY)
    metres[1, 1] = seconds[1, 1] = -1
    ways = make_ways(sites, POLICY, "", metres, seconds)
    path = tmp_path / "distances.csv"
    assert write_matrix(ways, path) == 5
    matrix = Matrix(path, package, POLICY)
    again = make_ways(sites, POLICY, "", *matrix.table(sites.homes, sites.facilities))
    assert again == ways
    assert again.hash == ways.hash
    assert replace(ways, mode="car").hash != ways.hash
