"""Jobs: taken up once, never lost, stored once; on both back ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from data.database.faults import NotStored
from data.stores import jobs
from data.stores.audit import list_audit
from data.stores.rounds import list_rounds, save_round
from tests.webui.pages import example
from tests.webui.pages.town import package

ASKED: dict[str, Any] = {"policy": "standard", "round_date": "2027-01-15", "minutes": 5, "label": "Ny"}


@pytest.fixture
def number(engine: Engine) -> int:
    town = package()
    save_round(engine, example.record(town), label="", actor="eva", package=town)
    return jobs.add_job(engine, "allocate", ASKED, "eva")


def test_a_job_is_taken_up_once(engine: Engine, number: int) -> None:
    later = jobs.add_job(engine, "allocate", ASKED, "bo")
    assert jobs.load_job(engine, number).state == "waiting"
    first, second = jobs.claim(engine, "a"), jobs.claim(engine, "b")
    assert first is not None
    assert second is not None
    assert (first.id, first.arguments, first.attempts, second.id) == (number, ASKED, 1, later)
    assert jobs.claim(engine, "c") is None
    assert [job.id for job in jobs.open_jobs(engine)] == [number, later]


def test_a_round_and_the_end_of_its_job_are_stored_together_and_once(engine: Engine, number: int) -> None:
    jobs.claim(engine, "a")
    assert jobs.finish_with_round(engine, number, "b", example.record(package()), label="Ny") is None
    assert jobs.finish_with_round(engine, number, "a", example.record(package()), label="Ny") == 2
    assert jobs.finish_with_round(engine, number, "a", example.record(package()), label="Ny") is None
    job = jobs.load_job(engine, number)
    assert (job.state, job.round_id, job.share, job.open) == ("done", 2, 1.0, False)
    assert [(head.label, head.actor) for head in list_rounds(engine)] == [("Ny", "eva"), ("", "eva")]


def test_a_round_that_cannot_be_stored_leaves_its_job_running(engine: Engine, number: int) -> None:
    jobs.claim(engine, "a")
    record = example.record(package())
    record.summary["data_hash"] = "0" * 64
    with pytest.raises(NotStored):
        jobs.finish_with_round(engine, number, "a", record, label="Ny")
    assert jobs.load_job(engine, number).state == "running"
    assert len(list_rounds(engine)) == 1


def test_a_job_whose_holder_is_gone_is_taken_up_by_another_and_never_stored_twice(engine: Engine, number: int) -> None:
    jobs.claim(engine, "a")
    assert jobs.claim(engine, "b", datetime.now(UTC) + timedelta(seconds=20)) is None
    again = jobs.claim(engine, "b", datetime.now(UTC) + timedelta(seconds=31))
    assert again is not None
    assert again.attempts == 2
    assert not jobs.beat(engine, number, "a", share=0.9)
    assert jobs.finish_with_round(engine, number, "a", example.record(package()), label="Ny") is None
    jobs.end_job(engine, number, "a", "failed", "a is gone")
    assert jobs.load_job(engine, number).state == "running"
    assert jobs.finish_with_round(engine, number, "b", example.record(package()), label="Ny") == 2


def test_a_heartbeat_keeps_the_lease_and_tells_how_far_it_is(engine: Engine, number: int) -> None:
    jobs.claim(engine, "a", datetime.now(UTC) - timedelta(seconds=29))
    assert jobs.beat(engine, number, "a", share=0.25, message="Et mål løses")
    assert jobs.claim(engine, "b", datetime.now(UTC) + timedelta(seconds=25)) is None
    job = jobs.load_job(engine, number)
    assert (job.share, job.message) == (0.25, "Et mål løses")
    assert jobs.beat(engine, number, "a")
    assert jobs.load_job(engine, number).message == "Et mål løses"


def test_a_job_that_is_lost_again_and_again_fails(engine: Engine, number: int) -> None:
    at = datetime.now(UTC)
    for attempt in range(jobs.ATTEMPTS):
        assert jobs.claim(engine, str(attempt), at + timedelta(minutes=attempt))
    assert jobs.claim(engine, "x", at + timedelta(minutes=10)) is None
    job = jobs.load_job(engine, number)
    assert (job.state, job.message) == ("failed", jobs.LOST)


def test_stopping(engine: Engine, number: int) -> None:
    running = number
    waiting = jobs.add_job(engine, "allocate", ASKED, "eva")
    jobs.claim(engine, "a")
    jobs.stop_job(engine, waiting, "bo")
    jobs.stop_job(engine, running, "bo")
    assert jobs.load_job(engine, waiting).state == "stopped"
    assert not jobs.beat(engine, running, "a")
    assert jobs.load_job(engine, running).state == "running"
    jobs.end_job(engine, running, "a", "stopped", "")
    assert jobs.load_job(engine, running).state == "stopped"
    assert jobs.claim(engine, "b") is None
    assert [entry.action for entry in list_audit(engine)][:3] == ["job stopped", "job stop", "job stop"]
    with pytest.raises(NotStored, match="arbejde 99"):
        jobs.load_job(engine, 99)
