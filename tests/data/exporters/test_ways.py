"""`ways.csv`: what is written is what is read, and damage is told."""

from __future__ import annotations

from array import array
from dataclasses import replace
from pathlib import Path

import pytest

from data.exporters.results import read_results, write_results
from data.exporters.ways import read_ways
from data.faults import PackageFaults
from optimizer.domain.ways import Ways
from optimizer.rounds.record import RoundRecord

WAYS = Ways(
    "osrm", "car", "http://host", {"=B1": 0, "B 2": 1}, {"F;1": 0, "G": 1, "+H": 2},
    array("i", [1, 2, 3, 40, 50, 60]), array("i", [7, 8, 9, 10, 11, 12]), frozenset({1, 5}),
)  # fmt: skip
MEASURED = {"method": "osrm", "mode": "car", "source": "http://host"}
RECORD = RoundRecord({"distance": MEASURED}, 'name = "n"\n', {}, (), (), WAYS)


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    write_results(RECORD, tmp_path)
    assert (tmp_path / "ways.csv").read_text(encoding="utf-8-sig").splitlines() == [
        'child_id;unit;"F;1";G;\'+H', "'=B1;m;1;~2;3", "'=B1;s;7;~8;9", "B 2;m;40;50;~60", "B 2;s;10;11;~12",
    ]  # fmt: skip
    again = read_results(tmp_path)
    assert again == RECORD
    assert again.ways is not None
    assert again.ways.hash == WAYS.hash


def test_children_of_one_home_have_one_hash_however_they_are_kept(tmp_path: Path) -> None:
    shared = replace(WAYS, rows={"A": 1, "B": 1, "C": 0})
    write_results(replace(RECORD, ways=shared), tmp_path)
    read, faults = read_ways(tmp_path / "ways.csv", MEASURED)
    assert faults == []
    assert read is not None
    assert read.hash == shared.hash
    assert replace(shared, rows={"A": 0, "B": 1, "C": 0}).hash != shared.hash
    assert replace(shared, estimated=frozenset()).hash != shared.hash


def test_straight_lines_leave_no_old_file_behind(tmp_path: Path) -> None:
    write_results(RECORD, tmp_path)
    write_results(replace(RECORD, summary={}, ways=None), tmp_path)
    assert not (tmp_path / "ways.csv").exists()
    assert read_results(tmp_path).ways is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("child_id;unit", "child;unit", ("header", 1)),
        (";G;", ";'+H;", ("header", 1)),
        ("~60", "sixty", ("result_value", 4)),
        ("~60", "99999999999", ("result_value", 4)),
        ("B 2;s;10;11;~12", "B 2;s;10;11", ("row_length", 5)),
        ("B 2;s;10;11;~12", "B 3;s;10;11;~12", ("row_length", 5)),
        ("B 2;s;10;11;~12", "", ("row_length", 4)),
        ("B 2;s", "B 2;m", ("row_length", 5)),
        ('"F;1"', '"F;1', ("csv", 5)),
    ],
)
def test_damage_is_told(tmp_path: Path, old: str, new: str, expected: tuple[str, int]) -> None:
    write_results(RECORD, tmp_path)
    path = tmp_path / "ways.csv"
    text = path.read_bytes().decode("utf-8-sig")
    assert old in text
    path.write_bytes(text.replace(old, new).rstrip("\r\n").encode())
    with pytest.raises(PackageFaults) as raised:
        read_results(tmp_path)
    assert [(one.code, one.row) for one in raised.value.faults] == [expected]


def test_a_file_that_is_missing_or_no_text(tmp_path: Path) -> None:
    write_results(RECORD, tmp_path)
    (tmp_path / "ways.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(PackageFaults, match="UTF-8"):
        read_results(tmp_path)
    (tmp_path / "ways.csv").unlink()
    with pytest.raises(PackageFaults, match=r"ways\.csv"):
        read_results(tmp_path)
