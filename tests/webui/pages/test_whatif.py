"""»Hvad nu hvis?« on a village that was really run: asked by POST, worked out beside the pages, shown by GET."""

from __future__ import annotations

import re
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from data.database.engine import migrate, open_database
from data.importers import read_package
from data.policies import load_policy, policy_to_toml
from data.snapshot import to_snapshot
from data.stores.rounds import save_round
from optimizer.rounds.record import AllocationRow, RoundRecord
from optimizer.rounds.run import run_round
from webui.app import create_app
from webui.children import bench, whatif
from webui.cli.sample import SAMPLE_DAY, write_sample


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, RoundRecord]:
    """The pages over a village of 50 births, and the round that stands there."""
    folder = tmp_path_factory.mktemp("whatif")
    write_sample(folder / "data", 50, 7, SAMPLE_DAY)
    package = read_package(folder / "data", (), "da")
    policy = load_policy("standard")
    run = run_round(to_snapshot(package), policy, SAMPLE_DAY)
    record = replace(run, policy_toml=policy_to_toml(policy), summary={**run.summary, "data_hash": package.version})
    engine = open_database(f"sqlite:///{folder / 'rounds.db'}")
    migrate(engine)
    save_round(engine, record, label="", actor="test", package=package)
    return create_app(engine, testing=True), record


@pytest.fixture
def client(village: tuple[Flask, RoundRecord], monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(whatif, "PATIENCE", 250.0)
    return village[0].test_client()


def broken(record: RoundRecord) -> AllocationRow:
    return next(row for row in record.allocation if row.outcome == "breach" and not row.application_id.startswith("X"))


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_childs_page_offers_the_questions(client: FlaskClient, village: tuple[Flask, RoundRecord]) -> None:
    row = broken(village[1])
    html = client.get(f"/runder/1/ansoegninger/{row.application_id}").text
    for words in ("Hvad ville have hjulpet?", "Hvad koster en plads inden for garantien?", 'aria-label="Hvad nu hvis? '):
        assert words in html


def test_a_question_is_worked_out_only_when_asked(client: FlaskClient, village: tuple[Flask, RoundRecord]) -> None:
    row = broken(village[1])
    address = f"/runder/1/hvad-nu-hvis/{row.application_id}"
    assert "Regn det ud" in client.get(address, query_string={"om": "garanti"}).text
    answer = client.post(address, data={"om": "garanti"})
    assert answer.status_code == 303
    shown = client.get(answer.location).text
    assert "Den nærmeste fordeling, hvor barnet får pladsen" in shown
    assert "Mistede måneder" in shown
    parents = text(shown.partition("Til forældrene")[2].partition("Tilbage til barnet")[0])
    assert not any(sign.isdigit() for sign in parents)
    english = client.get(answer.location + "&lang=en", follow_redirects=True).text
    assert "The nearest allocation in which the child gets the place" in english


def test_what_would_have_helped(client: FlaskClient, village: tuple[Flask, RoundRecord]) -> None:
    address = f"/runder/1/hvad-nu-hvis/{broken(village[1]).application_id}"
    client.post(address, data={"om": "hjaelp"})
    assert re.search(r"kunne barnet (være begyndt|have fået plads)|Hverken", client.get(address, query_string={"om": "hjaelp"}).text)


def test_a_unit_against_the_rules(client: FlaskClient, village: tuple[Flask, RoundRecord]) -> None:
    row = next(r for r in village[1].allocation if (r.unit_id or "").endswith("-V") and r.outcome == "wish")
    address = f"/runder/1/hvad-nu-hvis/{row.application_id}"
    client.post(address, data={"om": "enhed", "enhed": "H0001-B"})
    html = client.get(address, query_string={"om": "enhed", "enhed": "H0001-B"}).text
    assert "Barnet kan ikke få den plads efter reglerne." in html


@pytest.mark.parametrize(
    ("address", "values", "status"),
    [
        ("/runder/1/hvad-nu-hvis/NIX", {"om": "garanti"}, 404),
        ("/runder/1/hvad-nu-hvis/A000001", {"om": "enhed", "enhed": "NIX"}, 404),
        ("/runder/1/hvad-nu-hvis/A000001", {"om": "vejret"}, 400),
    ],
)
def test_what_nobody_can_ask(client: FlaskClient, address: str, values: dict[str, str], status: int) -> None:
    assert client.get(address, query_string=values).status_code == status
    assert client.post(address, data=values).status_code == status


def test_an_answer_that_is_not_there_yet_or_failed(
    client: FlaskClient, village: tuple[Flask, RoundRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    future: Future[Any] = Future()
    monkeypatch.setattr(whatif, "PATIENCE", 0.0)
    monkeypatch.setattr(bench.Bench, "find", lambda self, key: future)
    address = f"/runder/1/hvad-nu-hvis/{broken(village[1]).application_id}"
    assert "Der regnes stadig." in client.get(address, query_string={"om": "garanti"}).text
    future.set_exception(RuntimeError("solver"))
    assert "Det kunne ikke regnes ud." in client.get(address, query_string={"om": "garanti"}).text


def test_the_way_to_a_protected_home_is_not_told(
    client: FlaskClient, village: tuple[Flask, RoundRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []

    def lines(helps: object, snapshot: object, language: str, *, hidden: bool) -> list[str]:
        told.append(hidden)
        return ["-"]

    monkeypatch.setattr(whatif, "help_lines", lines)
    future: Future[Any] = Future()
    future.set_result([])
    monkeypatch.setattr(bench.Bench, "find", lambda self, key: future)
    row = broken(village[1])
    shelf = village[0].extensions["redekasse_shelf"]
    book = shelf.book(1)
    address = f"/runder/1/hvad-nu-hvis/{row.application_id}"
    client.get(address)
    monkeypatch.setattr(shelf, "_book", lambda round_id: replace(book, protected=frozenset({row.child_id})))
    client.get(address)
    assert told == [False, True]
