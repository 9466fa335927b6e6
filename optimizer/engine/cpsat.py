"""Integer search by OR-Tools' CP-SAT, in a process of its own.

A process of its own because HiGHS' and OR-Tools' libraries cannot be loaded together, because a search can then be stopped for certain, and
because prices can be computed beside it. One worker, a fixed seed and a deterministic limit make the answer repeatable bit for bit.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.clauses import Clause, Logic

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Task:
    """One aim to search: columns with `allowed` False stay out."""

    matrix: sparse.csr_array
    lower: Ints
    upper: Ints
    aux: int
    """auxiliary 0/1 columns after the plans"""
    logic: Logic
    clauses: tuple[Clause, ...]
    cost: Ints
    limits: tuple[tuple[Ints, int], ...]
    """frozen aims: (cost, value) - cost'x <= value"""
    allowed: NDArray[np.bool_]
    hint: Ints | None
    seed: int
    effort: float
    """deterministic time, about seconds"""
    seconds: float | None
    gap: float
    offset: int


@dataclass(frozen=True)
class Answer:
    """`x` None: nothing found (`infeasible`: for certain)."""

    x: Ints | None
    value: int
    bound: int
    infeasible: bool
    by_clock: bool


@dataclass
class Search:
    """A search under way in another process."""

    process: subprocess.Popen[bytes] = field(repr=False)

    def result(self) -> Answer:
        """Waits for the answer."""
        out, _ = self.process.communicate()
        if self.process.returncode != 0:
            raise RuntimeError(f"the integer search ended with code {self.process.returncode}")
        answer: Answer = pickle.loads(out)  # noqa: S301 - written by our own child process
        return answer

    def stop(self) -> None:
        """Ends the search."""
        self.process.kill()
        self.process.communicate()


def start(task: Task) -> Search:
    """Starts a search; other work can go on."""
    root = str(Path(__file__).resolve().parents[2])
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {root!r}); from optimizer.engine.cpsat_child import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    if process.stdin is not None:
        process.stdin.write(pickle.dumps(task))
        process.stdin.flush()
    return Search(process)
