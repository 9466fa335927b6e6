"""A round's files: what is written is what is read, a spreadsheet runs nothing in them, and damage is told."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.exporters.results import RESULT_FILES, read_results, write_results, write_summary
from data.faults import PackageFaults
from data.policies import load_policy, policy_to_toml
from optimizer.rounds.record import OUTCOMES, AllocationRow, ExplanationRow, RoundRecord

ROW = AllocationRow(
    "A1",
    "B1",
    "E1",
    date(2027, 2, 1),
    "wish",
    1,
    "sibling",
    date(2027, 3, 1),
    None,
    1250,
    None,
    "wish_granted",
    "Første ønske; søskende i huset",
)
WHY = ExplanationRow(
    "A1", 1, "E1", "wish_granted", {"seniority": "2026-01-05", "ahead": 3}, "Barnet fik pladsen.", "The child got the place."
)
RECORD = RoundRecord({"seed": 1, "levels": [{"gap": 0.0}]}, 'name = "æble"\n', {"prices": [[0, 12]]}, (ROW,), (WHY,))

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["=1+1", "'=x", "''-3", "'", "@a", "\t", 'a;"b\r\n']
)
WORD = TEXT.filter(bool)
DAYS = st.none() | st.dates()
NUMBERS = st.none() | st.integers(-(10**9), 10**9)
FACTS = st.dictionaries(TEXT, TEXT | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.lists(TEXT), max_size=3)
ALLOCATION = st.builds(
    AllocationRow,
    TEXT,
    TEXT,
    st.none() | WORD,
    DAYS,
    st.sampled_from(OUTCOMES),
    NUMBERS,
    TEXT,
    DAYS,
    NUMBERS,
    NUMBERS,
    st.none() | WORD,
    TEXT,
    TEXT,
)
EXPLANATION = st.builds(ExplanationRow, TEXT, NUMBERS, st.none() | WORD, TEXT, FACTS, TEXT, TEXT)


@given(st.lists(ALLOCATION, max_size=4), st.lists(EXPLANATION, max_size=4), FACTS, TEXT)
def test_what_is_written_is_what_is_read(
    rows: list[AllocationRow], whys: list[ExplanationRow], document: dict[str, object], policy: str
) -> None:
    record = RoundRecord(document, policy, {"facts": document}, tuple(rows), tuple(whys))
    with TemporaryDirectory() as folder:
        write_results(record, Path(folder) / "new" / "result")
        assert read_results(Path(folder) / "new" / "result") == record


def test_the_files_are_what_danish_excel_opens(tmp_path: Path) -> None:
    write_results(RECORD, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(RESULT_FILES)
    raw = (tmp_path / "allocation.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfapplication_id;child_id;unit_id;start_date;outcome;wish_rank;tier;guarantee_date;days_late;")
    assert '\r\nA1;B1;E1;2027-02-01;wish;1;sibling;2027-03-01;;1250;;wish_granted;"Første ønske; søskende i huset"\r\n'.encode() in raw


@given(WORD)
def test_a_spreadsheet_finds_no_formula(text: str) -> None:
    row = replace(ROW, application_id=text, reason=text)
    with TemporaryDirectory() as folder:
        write_results(replace(RECORD, allocation=(row,)), Path(folder))
        with (Path(folder) / "allocation.csv").open(encoding="utf-8-sig", newline="") as file:
            _, cells = csv.reader(file, delimiter=";")
    assert not cells[0].startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))  # noqa: RUF001 - the wide signs are formulas too
    assert cells[0] == cells[-1]


def test_the_policy_file_has_the_policys_hash(tmp_path: Path) -> None:
    policy = load_policy("aarhus")
    write_results(replace(RECORD, policy_toml=policy_to_toml(policy)), tmp_path)
    assert hashlib.sha256((tmp_path / "policy.toml").read_bytes()).hexdigest() == policy.hash


def test_a_folder_is_used_again_and_the_summary_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_results(RECORD, tmp_path)
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_results(replace(RECORD, certificate={"x": float("nan")}), tmp_path)
    assert not (tmp_path / "summary.json").exists()
    write_results(RECORD, tmp_path)
    write_summary({"seed": 2}, tmp_path)
    assert read_results(tmp_path).summary == {"seed": 2}


@pytest.mark.parametrize("name", RESULT_FILES)
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    write_results(RECORD, tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(PackageFaults) as caught:
        read_results(tmp_path)
    assert [(fault.code, fault.table) for fault in caught.value.faults] == [("missing_file", name)]


def swap(old: str, new: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return edit


@pytest.mark.parametrize(
    ("name", "edit", "told"),
    [
        ("allocation.csv", swap(";2027-02-01;", ";01-02-2027;"), ("result_value", 2, "start_date")),
        ("allocation.csv", swap(";wish;1;", ";lucky;1;"), ("result_value", 2, "outcome")),
        ("allocation.csv", swap(";1250;", ";1,2 km;"), ("result_value", 2, "distance_m")),
        ("allocation.csv", swap(";sibling;", ";"), ("row_length", 2, None)),
        ("allocation.csv", swap("child_id", "barn"), ("header", 1, None)),
        ("allocation.csv", swap('huset"', "huset"), ("csv", 2, None)),
        ("allocation.csv", lambda _: "", ("header", 1, None)),
        ("explanations.csv", swap('"{', '"'), ("result_value", 2, "facts")),
        ("explanations.csv", swap("A1;1;", "A1;one;"), ("result_value", 2, "rank")),
        ("certificate.json", lambda _: "[]", ("json", None, None)),
        ("certificate.json", lambda _: "", ("json", 1, None)),
        ("summary.json", swap("{\n", "\n"), ("json", 2, None)),
    ],
)
def test_damage_is_told_with_its_place(
    tmp_path: Path, name: str, edit: Callable[[str], str], told: tuple[str, int | None, str | None]
) -> None:
    write_results(RECORD, tmp_path)
    path = tmp_path / name
    path.write_bytes(edit(path.read_bytes().decode("utf-8-sig")).encode())
    with pytest.raises(PackageFaults) as caught:
        read_results(tmp_path)
    assert told in [(fault.code, fault.row, fault.column) for fault in caught.value.faults]


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write_results(RECORD, tmp_path)
    (tmp_path / "certificate.json").write_bytes(b"\xff")
    (tmp_path / "summary.json").write_text(json.dumps([1]), encoding="utf-8")
    with pytest.raises(PackageFaults) as caught:
        read_results(tmp_path)
    assert {fault.table for fault in caught.value.faults} == {"certificate.json", "summary.json"}
