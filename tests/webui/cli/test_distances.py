"""`redekasse distances`, and rounds that are run on the ways it measured."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.distances.utm import to_degrees
from data.policies import load_policy, policy_to_toml, with_changes
from tests.webui.cli.support import Command, Rounds, spoil

DATABASE = "sqlite:///kept.db"


def policy(path: Path, **changes: object) -> Path:
    """A policy file with some settings of its own."""
    path.write_text(policy_to_toml(with_changes(load_policy("standard"), **changes)), encoding="utf-8")
    return path


def alone(village: Path) -> str:
    """An applicant with whom no other child lives."""
    children = pd.read_csv(village / "children.csv")
    applicants = pd.read_csv(village / "applications.csv")["child_id"]
    shared = children.duplicated(["easting", "northing"], keep=False)
    return str(children.loc[~shared & children["child_id"].isin(applicants), "child_id"].iloc[0])


@pytest.fixture
def matrix(own_folder: Path) -> Path:
    return policy(own_folder / "matrix.toml", distance_method="matrix")


@pytest.fixture
def on_the_map(own_folder: Path) -> Path:
    return policy(own_folder / "osm.toml", distance_method="osm", travel_mode="foot")


@pytest.fixture
def road_map(village: Path, own_folder: Path) -> Path:
    """One long road through the village, from its west to its east."""
    homes = pd.read_csv(village / "children.csv")[["easting", "northing"]]
    east, north = homes["easting"], homes["northing"].median()
    lon, lat = to_degrees(np.array([east.min() - 100, east.max() + 100]), np.array([north, north]))
    nodes = "".join(f'<node id="{k}" version="1" lat="{y:.7f}" lon="{x:.7f}"/>' for k, (x, y) in enumerate(zip(lon, lat, strict=True), 1))
    way = '<way id="1" version="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>'
    path = own_folder / "village.osm"
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{nodes}{way}</osm>', encoding="utf-8")
    return path


def test_the_straight_line_is_a_file_to_begin_with(village: Path, redekasse: Command) -> None:
    ended = redekasse("distances", village, "--out", village / "distances.csv", "--json")
    assert ended.code == 0, ended.err
    told = ended.document
    assert (told["method"], told["estimated"]) == ("straight", 0)
    written = pd.read_csv(village / "distances.csv")
    assert list(written.columns) == ["child_id", "facility_id", "metres", "seconds"]
    assert len(written) == told["children"] * told["facilities"]
    assert redekasse("distances", village).code == 1
    assert "--out" in redekasse("distances", village).err


def test_a_round_reads_the_matrix_and_keeps_its_ways_beside_it(village: Path, matrix: Path, redekasse: Command, rounds: Rounds) -> None:
    redekasse("distances", village, "--out", village / "distances.csv")
    written = pd.read_csv(village / "distances.csv")
    first = written[written["child_id"] == alone(village)].iloc[0]
    line = f"{first.child_id},{first.facility_id},"
    spoil(village / "distances.csv", f"{line}{first.metres},{first.seconds}", f"{line}99999,77")
    ended = redekasse("allocate", village, "--policy", matrix, "--out", "out")
    assert ended.code == 0, ended.err
    ways = rounds.asked["snapshot"].ways
    place = ways.rows[first.child_id] * len(ways.columns) + ways.columns[first.facility_id]
    assert (ways.method, ways.metres[place], ways.seconds[place], ways.estimated) == ("matrix", 99999, 77, frozenset())


def test_ways_that_are_missing_are_told(village: Path, matrix: Path, redekasse: Command, rounds: Rounds) -> None:
    redekasse("distances", village, "--out", village / "distances.csv")
    lines = (village / "distances.csv").read_text(encoding="utf-8").splitlines()
    own = [k for k, line in enumerate(lines) if line.startswith(f"{alone(village)},")][:3]
    (village / "distances.csv").write_text("\n".join(line for k, line in enumerate(lines) if k not in own), encoding="utf-8")
    ended = redekasse("allocate", village, "--policy", matrix, "--out", "out")
    assert ended.code == 0, ended.err
    assert "Advarsel: 3 veje blev ikke fundet" in ended.err
    assert len(rounds.asked["snapshot"].ways.estimated) == 3
    (village / "distances.csv").unlink()
    assert "distances.csv" in redekasse("allocate", village, "--policy", matrix, "--out", "out").err


def test_what_was_measured_on_the_map_is_kept_for_rounds(
    village: Path, road_map: Path, on_the_map: Path, redekasse: Command, rounds: Rounds
) -> None:
    assert redekasse("import", village, "--database", DATABASE).code == 0
    before = redekasse("allocate", "--policy", on_the_map, "--database", DATABASE)
    assert before.code == 1
    assert "redekasse distances" in before.err
    measured = redekasse("distances", "--policy", on_the_map, "--map", road_map, "--database", DATABASE, "--json")
    assert measured.code == 0, measured.err
    told = measured.document
    assert (told["method"], told["mode"]) == ("osm", "foot")
    # homes and places far from the only road are estimated, and that is said
    assert 0 < told["estimated"] < told["ways"]
    assert f"{told['estimated']}" in measured.err.replace(".", "")
    road_map.unlink()
    ended = redekasse("allocate", "--policy", on_the_map, "--database", DATABASE, "--no-store", "--out", "out")
    assert ended.code == 0, ended.err
    assert rounds.asked["snapshot"].ways.hash == told["hash"]
    assert "0 af dem målt nu" in ended.err
    # a folder's round finds them too in the database that is named, without being stored there
    ended = redekasse("allocate", village, "--policy", on_the_map, "--database", DATABASE, "--no-store", "--out", "folder")
    assert ended.code == 0, ended.err
    assert rounds.asked["snapshot"].ways.hash == told["hash"]


def test_a_map_or_service_must_be_named(village: Path, on_the_map: Path, own_folder: Path, redekasse: Command) -> None:
    assert "--map" in redekasse("allocate", village, "--policy", on_the_map, "--out", "out").err
    osrm = policy(own_folder / "osrm.toml", distance_method="osrm")
    assert "--osrm" in redekasse("allocate", village, "--policy", osrm, "--out", "out").err
    ended = redekasse("allocate", village, "--policy", osrm, "--out", "out", "--osrm", "http://127.0.0.1:1", "--json")
    assert ended.code == 1
    assert "svarer ikke" in ended.document["lines"][0]
    assert "http://127.0.0.1:1" in ended.document["lines"][0]


def test_a_round_by_road_is_verified_from_its_files(village: Path, road_map: Path, own_folder: Path, redekasse: Command) -> None:
    """A real round: on foot, the guarantee within 40 minutes, starts of one month."""
    rules = policy(
        own_folder / "osm.toml", distance_method="osm", travel_mode="foot", guarantee_area="travel_time", travel_minutes=40,
        window_months=1, horizon_months=3,
    )  # fmt: skip
    ended = redekasse("allocate", village, "--policy", rules, "--round", "2027-01-15", "--map", road_map, "--out", "out")
    assert ended.code == 0, ended.err
    road_map.unlink()
    assert redekasse("verify", village, "out").code == 0
    summary = json.loads(Path("out/summary.json").read_text(encoding="utf-8"))
    assert summary["distance"]["method"] == "osm"
    assert summary["distance"]["estimated"] > 0
    rows = pd.read_csv("out/allocation.csv", sep=";")
    given = rows[rows["outcome"].isin(["wish", "guarantee"])].iloc[0]
    ways = pd.read_csv("out/ways.csv", sep=";", dtype=str).set_index(["child_id", "unit"])
    facility = pd.read_csv(village / "units.csv").set_index("unit_id").loc[given["unit_id"], "facility_id"]
    shown = ways.loc[(given["child_id"], "m"), facility]
    assert int(shown.lstrip("~")) == given["distance_m"]
    spoil(Path("out/ways.csv"), f";{shown};", f";{given['distance_m'] + 1:.0f};")
    tampered = redekasse("verify", village, "out", "--json")
    assert tampered.code == 1
    assert {finding["code"] for finding in tampered.document["findings"]} == {"ways"}
