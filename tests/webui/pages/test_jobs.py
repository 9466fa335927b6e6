"""A round asked for in the browser: run in a process of its own, the same as any other, stopped, taken up again, told when it fails."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.stores import jobs
from data.stores.packages import import_package
from data.stores.rounds import list_rounds, load_round
from optimizer.rounds.record import RoundRecord
from tests.webui.pages import village
from webui.app import create_app
from webui.jobs import run
from webui.jobs.worker import Worker

ASKED = {"policy": "standard", "minutes": "", "label": "Fra siden"}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[village.Package, RoundRecord]:
    return village.run(tmp_path_factory.mktemp("jobs"))


@pytest.fixture
def engine(ran: tuple[village.Package, RoundRecord], tmp_path: Path) -> Iterator[Engine]:
    engine = village.database(tmp_path, *ran)
    import_package(engine, ran[0], "prøve", "test")
    yield engine
    engine.dispose()


@pytest.fixture
def client(engine: Engine) -> FlaskClient:
    return create_app(engine, testing=True).test_client()


def asked(client: FlaskClient, engine: Engine) -> str:
    day = load_round(engine, 1).head.round_date.isoformat()
    answer = client.post("/runder/ny", data={**ASKED, "round_date": day})
    assert answer.status_code == 303
    return str(answer.location)


def until(engine: Engine, number: int, *states: str) -> jobs.Job:
    """The job when it has come to one of these states."""
    for _attempt in range(1200):
        job = jobs.load_job(engine, number)
        if job.state in states:
            return job
        time.sleep(0.1)
    raise AssertionError(f"job {number} is {job.state}: {job.message}")


def test_a_round_is_run_beside_the_pages_and_is_the_same_as_any_other(
    client: FlaskClient, engine: Engine, ran: tuple[village.Package, RoundRecord]
) -> None:
    address = asked(client, engine)
    assert "Runden venter på at blive kørt" in client.get(address).text
    assert "En runde er allerede i gang" in client.get("/runder/ny").text
    worker = Worker(engine)
    worker.start()
    try:
        job = until(engine, 1, "done", "failed")
    finally:
        worker.end()
    assert (job.state, job.message, job.round_id) == ("done", "", 2)
    assert client.get(address).location == "/runder/2"
    new, old = load_round(engine, 2).head, load_round(engine, 1).head
    assert (new.decision_hash, new.label) == (old.decision_hash, "Fra siden")
    assert client.get("/runder/2").status_code == 200


def test_a_round_is_stopped_and_nothing_of_it_is_kept(client: FlaskClient, engine: Engine) -> None:
    address = asked(client, engine)
    worker = Worker(engine)
    worker.start()
    try:
        until(engine, 1, "running", "done")
        assert client.post(f"{address}/stop").status_code == 303
        job = until(engine, 1, "stopped", "failed", "done")
    finally:
        worker.end()
    assert job.state == "stopped"
    assert len(list_rounds(engine)) == 1
    assert "Runden blev standset" in client.get(address).text


def test_a_worker_that_ends_leaves_the_job_to_the_next(client: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(client, engine)
    first = Worker(engine)
    first.start()
    until(engine, 1, "running")
    first.end()
    assert jobs.load_job(engine, 1).state == "running"
    monkeypatch.setattr(jobs, "LEASE", jobs.LEASE * 0)
    assert jobs.beat(engine, 1, first._holder)
    monkeypatch.undo()
    second = Worker(engine)
    second.start()
    try:
        job = until(engine, 1, "done", "failed")
    finally:
        second.end()
    assert (job.state, job.attempts, len(list_rounds(engine))) == ("done", 2, 2)


def test_what_stands_in_the_way_is_told(client: FlaskClient, engine: Engine) -> None:
    number = jobs.add_job(engine, "allocate", {**ASKED, "policy": "round:77", "minutes": None, "round_date": "2027-01-15"}, "eva")
    job = jobs.claim(engine, "a")
    assert job is not None
    run.run_job(engine, job, "a")
    ended = jobs.load_job(engine, number)
    assert ended.state == "failed"
    assert "runde 77 findes ikke" in ended.message
    assert "runde 77 findes ikke" in client.get(f"/arbejder/{number}").text


def test_policies_that_can_be_named(engine: Engine) -> None:
    assert run.policy_named(engine, "aarhus").name == "aarhus"
    assert run.policy_named(engine, "round:1").name == "standard"
    for name in ("../../etc/passwd", "round:x", ""):
        with pytest.raises(ValueError, match="no policy named"):
            run.policy_named(engine, name)


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"policy": "/etc/passwd"}, "Vælg en politik på listen."),
        ({"round_date": "i morgen"}, "Skriv rundens dato."),
        ({"minutes": "0"}, "fra 1 til 240"),
        ({"minutes": "241"}, "fra 1 til 240"),
        ({"minutes": "٣"}, "fra 1 til 240"),
    ],
)
def test_a_form_that_asks_for_what_there_is_not(client: FlaskClient, engine: Engine, values: dict[str, str], fault: str) -> None:
    answer = client.post("/runder/ny", data={**ASKED, "round_date": "2027-01-15", **values})
    assert answer.status_code == 422
    assert fault in answer.text
    assert jobs.open_jobs(engine) == []


def test_jobs_that_there_are_not(client: FlaskClient) -> None:
    assert client.get("/arbejder/9").status_code == 404
    assert client.post("/arbejder/9/stop").status_code == 404
