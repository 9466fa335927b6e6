"""`redekasse explain --data`: who pays for a change by hand, and what would have helped, on a village that was really run."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.webui.cli.support import Command


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the village and its result are kept."""
    return tmp_path_factory.mktemp("whatif")


@pytest.fixture
def ready(kept: Path, redekasse: Command) -> tuple[Path, Path]:
    """A village with its result, both made by the commands themselves."""
    data, out = kept / "data", kept / "out"
    if not out.exists():
        assert redekasse("sample", data, "--births", "50", "--seed", "7").code == 0
        assert redekasse("allocate", data, "--out", out).code == 0
    return data, out


def rows(out: Path, outcome: str) -> list[dict[str, str]]:
    with (out / "allocation.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            row for row in csv.DictReader(file, delimiter=";") if row["outcome"] == outcome and not row["application_id"].startswith("X")
        ]


def test_who_pays_for_a_place_in_time_is_named(ready: tuple[Path, Path], redekasse: Command) -> None:
    data, out = ready
    broken = rows(out, "breach")[0]["application_id"]
    ended = redekasse("explain", out, broken, "--data", data, "--in-time", "--json")
    assert ended.code == 0
    (document,) = ended.document
    answer = document["in_time"]
    assert answer["verdict"] == "nearest"
    own = [change for change in answer["changes"] if change["own"]]
    assert [change["application_id"] for change in own] == [broken]
    assert own[0]["guarantee_months_lost"] < 0
    others = {change["application_id"] for change in answer["changes"]} - {broken}
    assert answer["proofs"]["moved"]["value"] == len(others) + 1
    # the parents' sentence names nobody
    assert not any(id_ in answer["for_parents"] for id_ in others)
    assert not any(sign.isdigit() for sign in answer["for_parents"])


def test_a_place_against_the_rules_names_the_rule(ready: tuple[Path, Path], redekasse: Command) -> None:
    data, out = ready
    small = next(row for row in rows(out, "provisional") if "V" in (row["unit_id"] or ""))
    ended = redekasse("explain", out, small["application_id"], "--data", data, "--unit", "H0001-B", "--json")
    assert ended.code == 0
    answer = ended.document[0]["what_if"]
    assert answer["verdict"] == "unlawful"
    assert answer["broken_rules"]
    assert answer["changes"] == []


def test_what_helps_is_said_with_unit_and_date(ready: tuple[Path, Path], redekasse: Command) -> None:
    data, out = ready
    broken = rows(out, "breach")[0]["application_id"]
    ended = redekasse("explain", out, broken, "--data", data, "--what-helps")
    assert ended.code == 0
    assert "Hvad ville have hjulpet?" in ended.out
    assert "opskrevet" not in ended.out.partition("Hvad ville have hjulpet?")[2]
    english = redekasse("explain", out, broken, "--data", data, "--what-helps", "--language", "en", "--json")
    helps = english.document[0]["would_help"]
    assert all(help_["what"] in ("places", "support", "wish") for help_ in helps)
    assert json.dumps(helps)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--unit", "H0001-B"), "--data"),
        (("--data", "DATA", "--start", "2027-02-01"), "--unit"),
        (("--data", "DATA", "--unit", "NOWHERE"), "NOWHERE"),
        (("--data", "DATA", "--unit", "H0001-B", "--start", "2027-02-02"), "2027-02-02"),
    ],
)
def test_what_cannot_be_meant_is_a_fault_of_the_user(
    ready: tuple[Path, Path], redekasse: Command, options: tuple[str, ...], words: str
) -> None:
    data, out = ready
    given = [str(data) if option == "DATA" else option for option in options]
    ended = redekasse("explain", out, rows(out, "breach")[0]["application_id"], *given)
    assert ended.code == 1
    assert words in ended.err


def test_other_data_are_refused(ready: tuple[Path, Path], redekasse: Command, tmp_path: Path) -> None:
    _, out = ready
    assert redekasse("sample", tmp_path / "other", "--births", "50", "--seed", "8").code == 0
    ended = redekasse("explain", out, rows(out, "breach")[0]["application_id"], "--data", tmp_path / "other", "--in-time")
    assert ended.code == 1
