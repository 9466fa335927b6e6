"""`verify`, `explain`, `serve`, `demo`: what is done with a round."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data.database.engine import open_database
from data.exporters.results import read_results
from data.stores.rounds import list_rounds
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds import certify
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.verify import Finding
from tests.webui.cli.support import Command, Rounds, spoil
from webui.cli import serve as serve_module
from webui.cli import verify as verify_module


@pytest.fixture
def holds(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What the core finds in the result; a test may add to it."""
    findings: list[Finding] = []

    def verified(snapshot: Snapshot, policy: Policy, round_date: object, record: RoundRecord, recheck: object) -> list[Finding]:
        assert snapshot.applications
        assert recheck is certify.recheck
        return findings

    monkeypatch.setattr(verify_module, "verify_round", verified)
    return findings


def test_a_result_that_holds(redekasse: Command, village: Path, result: Path, holds: list[Finding]) -> None:
    ended = redekasse("verify", village, result)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Resultatet holder")
    assert redekasse("verify", village, result, "--json").document == {"holds": True, "findings": []}


def test_a_result_that_does_not_hold(redekasse: Command, village: Path, result: Path, holds: list[Finding]) -> None:
    holds.append(Finding("places", "enheden E1 har 4 børn og 3 pladser"))
    ended = redekasse("verify", village, result)
    assert ended.code == 1
    assert "places: enheden E1 har 4 børn og 3 pladser" in ended.out
    document = redekasse("verify", village, result, "--json").document
    assert document == {"holds": False, "findings": [{"code": "places", "text": "enheden E1 har 4 børn og 3 pladser"}]}


def test_other_data_and_another_policy_are_seen(redekasse: Command, village: Path, result: Path, holds: list[Finding]) -> None:
    spoil(village / "applications.csv", "transfer", "new")
    spoil(result / "policy.toml", "window_months = 3", "window_months = 4")
    document = redekasse("verify", village, result, "--json").document
    assert [finding["code"] for finding in document["findings"]] == ["other_data", "other_policy"]


def test_rows_left_out_are_left_out_again(redekasse: Command, village: Path, rounds: Rounds, holds: list[Finding]) -> None:
    rows = ("wishes:A000001/1", "applications:A000002")
    assert redekasse("allocate", village, "--out", "r", *(word for row in rows for word in ("--leave-out", row))).code == 0
    ended = redekasse("verify", village, "r")
    assert (ended.code, ended.out.startswith("Resultatet holder")) == (0, True)


def test_a_damaged_result_is_a_fault(redekasse: Command, village: Path, result: Path) -> None:
    (result / "certificate.json").unlink()
    ended = redekasse("verify", village, result)
    assert (ended.code, ended.out) == (1, "")
    assert "certificate.json" in ended.err


def test_a_child_is_explained_wish_by_wish(redekasse: Command, result: Path) -> None:
    row = next(row for row in read_results(result).allocation if row.application_id == "A000001")
    by_child = redekasse("explain", result, row.child_id)
    assert by_child.code == 0, by_child.err
    assert by_child.out == redekasse("explain", result, "A000001").out
    assert f"Ansøgning A000001, barn {row.child_id}: Venter" in by_child.out
    assert "  1. ønske, " in by_child.out
    assert "Der var ingen ledig plads." in by_child.out
    assert "There was no place." in redekasse("explain", result, "A000001", "--language", "en").out
    (document,) = redekasse("explain", result, "A000001", "--json").document
    assert document["outcome"] == "waiting"
    assert document["explanations"][0]["rank"] == 1


def test_nobody_of_that_name(redekasse: Command, result: Path) -> None:
    ended = redekasse("explain", result, "010125-1234")
    assert (ended.code, ended.out) == (1, "")
    assert "hverken et barn eller en ansøgning" in ended.err
    assert "1234" not in ended.err


class Server:
    """Stands for waitress: takes a port and returns at once."""

    effective_port = 4711

    def __init__(self, app: Any, host: str, port: int) -> None:
        self.asked = (host, port)
        with app.test_client() as client:
            assert client.get("/", follow_redirects=True).status_code == 200

    def run(self) -> None:
        """Serve nobody."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve_module, "create_server", Server)


def test_the_address_is_printed(redekasse: Command, server: None) -> None:
    ended = redekasse("serve", "--port", 0, "--database", "sqlite:///own.db")
    assert (ended.code, ended.err) == (0, "")
    assert "http://127.0.0.1:4711/" in ended.out
    assert redekasse("serve", "--json").document == {"address": "http://127.0.0.1:4711/"}


def test_serving_others_is_warned_of(redekasse: Command, server: None) -> None:
    assert "personoplysninger" in redekasse("serve", "--host", "0.0.0.0").err  # noqa: S104 - that is what is warned of
    assert "personoplysninger" not in redekasse("serve", "--host", "localhost").err


def test_the_demo_does_it_all_and_again(redekasse: Command, rounds: Rounds, server: None) -> None:
    ended = redekasse("demo", "--births", 50)
    assert ended.code == 0, ended.err
    assert "http://127.0.0.1:4711/" in ended.out
    (head,) = list_rounds(open_database("sqlite:///demo/redekasse.db"))
    assert read_results(Path("demo/result")).summary["data_hash"] == head.data_version
    assert head.import_id == 1
    document = redekasse("demo", "--births", 50, "--no-serve", "--json").document
    assert document["round_id"] == 1


def test_the_demo_empties_no_folder_but_its_own(redekasse: Command, village: Path) -> None:
    ended = redekasse("demo", "--folder", village)
    assert ended.code == 1
    assert (village / "children.csv").exists()
