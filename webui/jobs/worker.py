"""Takes up jobs one after the other, each in a process of its own that can be stopped, and keeps their leases."""

from __future__ import annotations

import logging
import os
import secrets
import subprocess
import sys
import time
from threading import Event, Thread

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from data.database.engine import URL_VARIABLE
from data.stores import jobs

log = logging.getLogger(__name__)
#: seconds between two looks for work, and between two heartbeats
PACE = 1.0
#: minutes after which the process of a round is ended, whatever it was given
LIMIT = 300


class Worker:
    """One job at a time: a round takes all that the machine can give."""

    def __init__(self, engine: Engine) -> None:
        """A worker on the jobs of that database."""
        self._engine = engine
        self._holder = f"{os.uname().nodename}-{os.getpid()}-{secrets.token_hex(4)}"
        self._ending = Event()
        self._thread = Thread(target=self._work, name="arbejder", daemon=True)

    def start(self) -> None:
        """Begin to look for work."""
        self._thread.start()

    def end(self) -> None:
        """Stop looking; a process under way is ended, and its job taken up again by the next worker."""
        self._ending.set()
        self._thread.join(timeout=10)

    def _work(self) -> None:
        while not self._ending.wait(PACE):
            try:
                job = jobs.claim(self._engine, self._holder)
                if job is not None:
                    self._see_to(job)
            except SQLAlchemyError:  # the database is away or busy: the job's lease runs out, and it is taken up again
                log.warning("no database: the worker waits")

    def _see_to(self, job: jobs.Job) -> None:
        address = self._engine.url.render_as_string(hide_password=False)
        command = [sys.executable, "-m", "webui.jobs.run", str(job.id), self._holder]
        process = subprocess.Popen(command, env={**os.environ, URL_VARIABLE: address})  # noqa: S603 - our own program
        begun, limit = time.monotonic(), LIMIT * 60
        try:
            while process.poll() is None:
                if self._ending.wait(PACE):
                    return
                if not jobs.beat(self._engine, job.id, self._holder):
                    jobs.end_job(self._engine, job.id, self._holder, "stopped", "")
                    return
                if time.monotonic() - begun > limit:
                    jobs.end_job(self._engine, job.id, self._holder, "failed", "Runden tog for lang tid og blev standset")
                    return
            if process.returncode:
                words = "Runden gik i stå: der var måske ikke hukommelse nok. Prøv igen, eller spørg den, der driver serveren"
                jobs.end_job(self._engine, job.id, self._holder, "failed", words)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
