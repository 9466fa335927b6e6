"""One municipality from its files to the stored round, in a process of its own so that its memory is its own.

python -m benchmarks.measure village            # JSON: seconds by phase, levels, memory
"""

from __future__ import annotations

import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.lists.market import market_of
from benchmarks.lists.outside import compare
from benchmarks.registry import INSTANCES, PROJECT, ROUND_DATE, Instance, files_of, policy
from benchmarks.rivals.dump import textbook
from data.database.engine import migrate, open_database
from data.importers import read_package
from data.package import Package
from data.policies import policy_to_toml
from data.snapshot import to_snapshot
from data.stores.rounds import save_round
from optimizer.domain.policy import Policy
from optimizer.rounds.instance import make_instance
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.run import run_round


@dataclass
class Stopwatch:
    """Seconds by phase, in order."""

    seconds: dict[str, float]

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Count what happens inside."""
        begun = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - begun, 3)


def store(package: Package, record: RoundRecord, rules: Policy, folder: Path) -> None:
    """Store data and round in a new database in `folder`."""
    engine = open_database(folder=folder)
    migrate(engine)
    whole = RoundRecord(record.summary, policy_to_toml(rules), record.certificate, record.allocation, record.explanations)
    save_round(engine, whole, label="benchmark", actor="benchmark", package=package)
    engine.dispose()


def measure(instance: Instance, mode: str = "legal", problem: Path | None = None) -> dict[str, Any]:
    """Seconds by phase, levels and peak memory of a round. `problem`: a file for the rivals' version of its window.

    With it, lists and deferred acceptance decide the round's market of one period too.
    """
    rules = policy(mode)
    watch = Stopwatch({})
    with tempfile.TemporaryDirectory() as scratch:
        files = files_of(instance, Path(scratch) / "files")
        with watch.phase("load"):
            package = read_package(files)
            snapshot = to_snapshot(package)
        record = run_round(snapshot, rules, ROUND_DATE)
        watch.seconds.update(record.summary["seconds"])
        with watch.phase("store"):
            store(package, record, rules, Path(scratch))
    memory = peak_memory_mb()
    lists: list[dict[str, Any]] = []
    if problem is not None:
        whole = make_instance(snapshot, rules, ROUND_DATE)
        problem.write_bytes(pickle.dumps(textbook(whole, record)))
        lists = compare(market_of(whole))
    return {
        "instance": instance.name,
        "gap": instance.greatest_gap(mode),
        "mode": mode,
        "applications": record.summary["applications"],
        "seconds": watch.seconds,
        "total": round(sum(watch.seconds.values()), 3),
        "peak_memory_mb": memory,
        "levels": record.summary["levels"],
        "repeatable": record.summary["repeatable"],
        "lists": lists,
    }


def peak_memory_mb() -> float:
    """The most that this process held and the most that one of its children held, added up; MB."""
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return round(sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / unit, 1)


def measure_apart(name: str, mode: str = "legal", problem: Path | None = None) -> dict[str, Any]:
    """`measure` in a new process. Raises CalledProcessError when the round fails."""
    command = [sys.executable, "-m", "benchmarks.measure", name, mode, *([] if problem is None else [str(problem)])]
    done = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def main(name: str, mode: str = "legal", problem: str = "") -> None:
    """Print the measures as JSON."""
    sys.stdout.write(json.dumps(measure(INSTANCES[name], mode, Path(problem) if problem else None)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
