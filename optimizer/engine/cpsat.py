"""Integer search by OR-Tools' CP-SAT, in a process of its own.

A process of its own because HiGHS' and OR-Tools' libraries cannot be loaded together. It starts while prices are computed, and answers one
task after the other. One worker, a fixed seed and a deterministic limit make the answers repeatable bit for bit.
"""

from __future__ import annotations

import pickle
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.problem import Problem

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Task:
    """A problem to search: `hint` is a solution to begin with, `effort` a deterministic limit (about seconds), `gap` good enough."""

    problem: Problem
    hint: Ints | None
    seed: int
    effort: float
    seconds: float | None
    gap: float = 0.0


@dataclass(frozen=True)
class Answer:
    """`x` None: nothing found (`infeasible`: for certain). `effort` is the deterministic time spent."""

    x: Ints | None
    value: int
    bound: int
    infeasible: bool
    by_clock: bool
    effort: float = 0.0


class CpSat:
    """The process that searches. It is started by the first task, or beforehand by `start`, and ends with the `with` block."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> CpSat:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> subprocess.Popen[bytes]:
        """Starts the process where it does not run yet."""
        if self.process is None:
            root = str(Path(__file__).resolve().parents[2])
            self.process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-c", f"import sys; sys.path.insert(0, {root!r}); from optimizer.engine.cpsat_child import main; main()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        return self.process

    def search(self, task: Task) -> Answer:
        """The answer to a task."""
        process = self.start()
        try:
            send(process.stdin, task)
            answer = receive(process.stdout)
        except OSError:
            answer = None
        if not isinstance(answer, Answer):
            code = process.wait()
            self.stop()
            raise RuntimeError(f"the integer search ended with code {code}")
        return answer

    def stop(self) -> None:
        """Ends the process."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


def send(stream: Any, message: object) -> None:
    """Writes one message: its length, then its pickle."""
    data = pickle.dumps(message)
    stream.write(struct.pack("<q", len(data)) + data)
    stream.flush()


def receive(stream: Any) -> object:
    """Reads one message of our own other process; None at the end."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    message: object = pickle.loads(stream.read(struct.unpack("<q", head)[0]))  # noqa: S301
    return message
