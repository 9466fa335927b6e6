"""`allocate`: where data, policy and date come from, where the result goes, and the three kinds of failure."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.database.engine import open_database
from data.exporters.results import RESULT_FILES, read_results, write_results
from data.importers import read_package
from data.policies import load_policy, parse_policy, policy_to_toml
from data.stores.packages import current_version
from data.stores.rounds import list_rounds
from optimizer.domain.errors import Contradiction
from tests.webui.cli.support import Command, Rounds


def test_a_folder_gives_files_and_touches_no_database(redekasse: Command, village: Path, rounds: Rounds) -> None:
    ended = redekasse("allocate", village, "--out", "result", "--seed", 5, "--time-limit", 9)
    assert ended.code == 0, ended.err
    assert sorted(path.name for path in Path("result").iterdir()) == sorted(RESULT_FILES)
    assert not Path("home").exists()
    assert (rounds.asked["seed"], rounds.asked["time_limit"]) == (5, 9.0)
    summary = read_results(Path("result")).summary
    assert summary["data_hash"] == read_package(village).version
    assert list(summary["seconds"]) == ["load", "validate", "build", "solve", "check", "explain", "store"]
    assert summary["seconds"]["load"] > 0
    assert summary["peak_memory_mb"] > 10
    assert summary["left_out_rows"] == []


def test_the_last_run_is_a_folder_or_a_number(redekasse: Command, village: Path, rounds: Rounds) -> None:
    assert redekasse("import", village).code == 0
    assert redekasse("allocate", "--round", "2027-01-15", "--out", "first").code == 0
    assert rounds.asked["snapshot"].promised == {}
    record = read_results(Path("first"))
    row = record.allocation[0]
    promised = replace(row, unit_id="U1", start_date=date(2027, 3, 1))
    write_results(replace(record, allocation=(promised, *record.allocation[1:])), Path("first"))
    assert redekasse("allocate", village, "--out", "second", "--last", "first").code == 0
    assert rounds.asked["snapshot"].promised == {row.application_id: ("U1", date(2027, 3, 1))}
    assert redekasse("allocate", village, "--out", "third", "--last", "1").code == 0
    assert rounds.asked["snapshot"].promised == {}
    assert redekasse("allocate", village, "--out", "third", "--last", "nowhere").code == 1


def test_the_summary_in_words(redekasse: Command, village: Path, rounds: Rounds) -> None:
    out = redekasse("allocate", village, "--out", "result").out
    rows = {" ".join(line.split()) for line in out.splitlines()}
    assert "Garantibrud børnemåneder 4 4 0,000 % bevist ved priser" in rows
    assert {"Ønsker tabte point 4 4 0,000 % bevist ved søgning", "søgningen blev afbrudt"} <= rows
    assert "Brud i børnemåneder 4 7" in rows
    assert "1. ønske 0 5" in rows
    assert "Løsning 2,5 s" in rows


def test_from_the_database_the_round_is_stored_there(redekasse: Command, village: Path, rounds: Rounds) -> None:
    assert redekasse("import", village).code == 0
    document = redekasse("allocate", "--round", "2027-01-15", "--label", "Prøve", "--json").document
    (head,) = list_rounds(open_database())
    assert (head.id, head.label, head.round_date) == (document["round_id"], "Prøve", date(2027, 1, 15))
    assert head.policy_hash == load_policy("standard").hash
    assert redekasse("allocate", "--no-store", "--out", "result").code == 0
    assert len(list_rounds(open_database())) == 1
    assert read_results(Path("result")).summary["data_hash"] == head.data_version


def test_a_folder_and_a_named_database_keep_the_round_and_leave_current_data(redekasse: Command, village: Path, rounds: Rounds) -> None:
    url = "sqlite:///own.db"
    document = redekasse("allocate", village, "--database", url, "--json").document
    engine = open_database(url)
    assert [head.data_version for head in list_rounds(engine)] == [document["data_hash"]]
    assert current_version(engine) is None


def test_the_folders_own_policy_unless_another_is_named(redekasse: Command, village: Path, rounds: Rounds) -> None:
    own = parse_policy('name = "own"\n[round]\ndate = 2027-02-01\n')
    (village / "policy.toml").write_text(policy_to_toml(own), encoding="utf-8")
    assert redekasse("allocate", village, "--out", "result").code == 0
    assert (rounds.asked["policy"], rounds.asked["round_date"]) == (own, date(2027, 2, 1))
    assert redekasse("allocate", village, "--out", "result", "--policy", "aarhus", "--round", "01.04.2027").code == 0
    assert (rounds.asked["policy"].name, rounds.asked["round_date"]) == ("aarhus", date(2027, 4, 1))


def test_mode_and_months_change_the_policy_that_is_written(redekasse: Command, village: Path, rounds: Rounds) -> None:
    assert redekasse("allocate", village, "--out", "result", "--mode", "points", "--months", 2).code == 0
    record = read_results(Path("result"))
    run = parse_policy(record.policy_toml)
    assert (run.mode, run.window_months) == ("points", 2)
    assert run.hash == record.summary["policy"]["hash"] != load_policy(village / "policy.toml").hash


def test_rows_left_out_stand_in_the_result(redekasse: Command, village: Path, rounds: Rounds) -> None:
    assert redekasse("allocate", village, "--out", "result", "--leave-out", "applications:A000001").code == 0
    left_out = read_results(Path("result")).summary["left_out_rows"]
    assert any(row.startswith("applications ") and row.endswith(" A000001") for row in left_out)
    assert "A000001" not in rounds.asked["snapshot"].applications


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["village"], "angiv --out"),
        (["--no-store"], "angiv --out"),
        (["--out", "x", "--leave-out", "wishes:1"], "--leave-out gælder data i en mappe"),
        (["village", "--out", "village"], "en anden mappe"),
        (["village", "--out", "x", "--months", "19"], "round.window_months"),
        (["village", "--out", "x", "--policy", "soroe"], "redekasse policy list"),
        (["village", "--out", "x", "--round", "2031-09-01"], "begyndt i skole"),
        (["village", "--out", "x", "--leave-out", "wishes:nobody"], "nobody"),
        ([], "der er ingen data i databasen"),
        (["--database", "mysql://x"], "sqlite"),
    ],
)
def test_what_the_user_can_mend_ends_in_1(redekasse: Command, village: Path, rounds: Rounds, arguments: list[str], told: str) -> None:
    ended = redekasse("allocate", *arguments)
    assert (ended.code, ended.out) == (1, "")
    assert told in ended.err
    assert rounds.asked == {}
    assert not Path("x").exists()


def test_a_policy_with_an_unknown_tier(redekasse: Command, village: Path, rounds: Rounds) -> None:
    Path("p.toml").write_text('name = "p"\n[order]\ntiers = ["best_friend"]\n', encoding="utf-8")
    ended = redekasse("allocate", village, "--out", "x", "--policy", "p.toml")
    assert ended.code == 1
    assert "p.toml, række 3, kolonne order.tiers: fandt »best_friend«" in ended.err


def test_a_contradiction_ends_in_2_with_its_witness(redekasse: Command, village: Path, rounds: Rounds) -> None:
    rounds.fails = Contradiction("twins and capacity", ["enheden E1 har 1 plads", "tvillingerne T1 skal være sammen"])
    ended = redekasse("allocate", village, "--out", "x", "--json")
    assert ended.code == 2
    assert "tvillingerne T1 skal være sammen" in ended.err
    assert ended.document["details"] == [{"witness": rounds.fails.witness}]
    assert not Path("x").exists()


def test_a_defect_ends_in_3_and_gives_nothing_away(redekasse: Command, village: Path, rounds: Rounds) -> None:
    rounds.fails = KeyError("Karla Jensen 010125-1234")
    ended = redekasse("allocate", village, "--out", "x")
    assert (ended.code, ended.out) == (3, "")
    assert len(ended.err.splitlines()) == 1
    assert "Karla" not in ended.err
    assert not list(Path().glob("*.log"))


def test_a_defect_with_debug_leaves_a_log_of_places_only(redekasse: Command, village: Path, rounds: Rounds) -> None:
    rounds.fails = KeyError("Karla Jensen 010125-1234")
    ended = redekasse("allocate", village, "--out", "x", "--debug", "--json")
    (log,) = Path().glob("redekasse-*.log")
    text = log.read_text(encoding="utf-8")
    assert "KeyError" in text
    assert "play.py" in text
    assert "Karla" not in text + ended.err + ended.out
    assert ended.document["error_id"] in log.name


def test_stdout_is_json_and_nothing_else(redekasse: Command, village: Path, rounds: Rounds) -> None:
    ended = redekasse("allocate", village, "--out", "result", "--json")
    written = json.loads(Path("result/summary.json").read_text(encoding="utf-8"))
    assert ended.document == {**written, "round_id": None}
    assert "Garantibrud" in ended.err
