"""The process of one job: it reads the data, runs the round, tells how far it is, and stores what came of it.

Called as `python -m webui.jobs.run NUMBER HOLDER`, with the database's address in REDEKASSE_DATABASE.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Engine

from data.database.engine import open_database
from data.policies import SHIPPED, load_policy, parse_policy
from data.stores import jobs
from data.stores.rounds import load_round
from optimizer.domain.policy import Policy
from webui.cli import play, work
from webui.cli.clock import Clock
from webui.cli.console import Console, Report
from webui.cli.measure import Means, ways_of
from webui.errors import failure_of

#: seconds between two words on how far a job is
PACE = 0.5
MEMORY_VARIABLE = "REDEKASSE_JOB_MEMORY_GB"


class JobConsole(Console):
    """A console whose progress goes to the job's row."""

    def __init__(self, engine: Engine, number: int, holder: str) -> None:
        super().__init__(json=True)
        self._told, self._last = (engine, number, holder), 0.0

    @contextmanager
    def progress(self, title: str) -> Iterator[Report]:
        """The report enters share and sentence, not more often than `PACE`."""
        engine, number, holder = self._told

        def report(share: float, text: str) -> None:
            if time.monotonic() - self._last > PACE:
                self._last = time.monotonic()
                jobs.beat(engine, number, holder, share=share, message=text or title)

        yield report

    def emit(self, document: object) -> None:
        """Nothing: what came of the job stands in the database."""


def policy_named(engine: Engine, name: str) -> Policy:
    """A policy that comes with the product, or `round:N`: that of an earlier round."""
    kind, _colon, number = name.partition(":")
    if kind == "round" and number.isdecimal():
        return parse_policy(load_round(engine, int(number)).record.policy_toml, "policy.toml")
    if name not in SHIPPED:
        raise ValueError(f"no policy named {name}")
    return load_policy(name)


def run_job(engine: Engine, job: jobs.Job, holder: str) -> None:
    """Run the round of a job and store it; what the user can mend ends the job with its words."""
    asked: dict[str, Any] = job.arguments
    console, clock = JobConsole(engine, job.id, holder), Clock()
    try:
        rules, day = policy_named(engine, asked["policy"]), date.fromisoformat(asked["round_date"])
        package = work.read_database(engine, clock)
        promised = work.read_promises(work.choose_last(None, engine, rules, day), engine)
        ways = ways_of(package, rules, Means(None, None, None, engine), console, clock)
        limit = None if asked["minutes"] is None else asked["minutes"] * 60.0
        record = play.run(play.Work(package, rules, day, 1, limit, False, ways, promised), console, clock)
        jobs.finish_with_round(engine, job.id, holder, play.timed(record, clock), label=asked["label"])
    except Exception as error:
        failure = failure_of(error, "da")
        print(failure.error_id, type(error).__name__, file=sys.stderr)
        jobs.end_job(engine, job.id, holder, "failed", "\n".join(failure.lines[:20]))


def main() -> None:
    """Run the job that the arguments name, within the memory that the setting allows."""
    number, holder = int(sys.argv[1]), sys.argv[2]
    limit = os.environ.get(MEMORY_VARIABLE)
    if limit:
        resource.setrlimit(resource.RLIMIT_AS, (int(float(limit) * 2**30),) * 2)
    engine = open_database()
    run_job(engine, jobs.load_job(engine, number), holder)
    engine.dispose()


if __name__ == "__main__":
    main()
