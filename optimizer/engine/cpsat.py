"""Integer search by OR-Tools' CP-SAT, in a process of its own.

It starts while prices are computed, and answers one task after the other. One worker, a fixed seed and a deterministic limit make the
answers repeatable bit for bit. A task that goes far beyond its effort is cut by the watchdog: then nothing is known of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.child import Child, NoAnswer
from optimizer.engine.problem import Problem, refute

Ints = NDArray[np.int64]
#: seconds after which the watchdog ends a task: at least, and for each unit of its effort
PATIENCE, PER_EFFORT = 600.0, 60.0
#: stands for no bound at all
UNKNOWN = -(2**62)


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
    """`x` None: nothing found (`infeasible`: for certain, says the solver `by`). `effort` is the deterministic time spent.

    `by_clock`: a clock ended the search, so that it need not end so again; `cut`: it was the watchdog's.
    """

    x: Ints | None
    value: int
    bound: int
    infeasible: bool
    by_clock: bool
    effort: float = 0.0
    by: str = "CP-SAT"
    cut: bool = False


class CpSat(Child):
    """The process that searches. It is started by the first task, or beforehand by `start`, and ends with the `with` block."""

    def __init__(self) -> None:
        super().__init__("optimizer.engine.cpsat_child", "the integer search")

    def search(self, task: Task) -> Answer:
        """The answer to a task. Defect where it is that there is no solution, although the hint is one."""
        try:
            answer = self.ask(task, PATIENCE + PER_EFFORT * task.effort)
        except NoAnswer:
            return Answer(None, 0, UNKNOWN, False, True, task.effort, cut=True)
        if not isinstance(answer, Answer):
            raise TypeError(f"the integer search answered with {type(answer).__name__}")
        if answer.infeasible:
            refute(task.problem, task.hint, answer.by, "a search")
        return answer
