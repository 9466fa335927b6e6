"""The process of the integer search: many tasks, one process; it ends when told to, and its death is an error."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from scipy import sparse

from optimizer.engine.clauses import Clause, Logic
from optimizer.engine.cpsat import UNKNOWN, CpSat, Task
from optimizer.engine.model import FREE
from optimizer.engine.problem import Problem


def choose(most: int, *cost: int, clauses: tuple[Clause, ...] = ()) -> Problem:
    """At most `most` of the plans, at these costs."""
    plans = len(cost)
    row = sparse.csr_array(np.ones((1, plans), dtype=np.int64))
    return Problem(row, np.array([-FREE]), np.array([most]), plans, Logic(), clauses, np.array(cost), ())


def task(problem: Problem) -> Task:
    return Task(problem, None, 1, 5.0, None)


def test_one_process_answers_one_task_after_the_other() -> None:
    with CpSat() as cpsat:
        first = cpsat.start()
        for most, value in ((1, -5), (2, -9), (3, -11), (0, 0)):
            answer = cpsat.search(task(choose(most, -4, -5, 3, -2)))
            assert (answer.value, answer.bound, answer.infeasible, answer.by_clock) == (value, value, False, False)
        assert cpsat.start() is cpsat.process is first
    assert first.poll() is not None
    assert cpsat.process is None


def test_the_same_task_has_the_same_answer() -> None:
    """Ties too: of equally good answers always the same."""
    tied = task(choose(3, *[-1] * 12))
    answers = []
    for _ in range(2):
        with CpSat() as cpsat:
            answers.append(cpsat.search(tied))
    assert answers[0].x is not None
    assert answers[1].x is not None
    assert answers[0].x.tolist() == answers[1].x.tolist()
    assert answers[0].effort == answers[1].effort


def test_what_is_impossible_is_said_to_be_for_certain() -> None:
    with CpSat() as cpsat:
        answer = cpsat.search(task(choose(1, 1, 1, clauses=(Clause((0,), ()), Clause((1,), ())))))
        assert answer.infeasible
        assert answer.x is None
        # and the process goes on
        assert cpsat.search(task(choose(1, 1, 1, clauses=(Clause((0,), (1,)),)))).value == 0


def test_a_hint_that_is_no_solution_does_no_harm() -> None:
    with CpSat() as cpsat:
        answer = cpsat.search(Task(choose(1, -1, -2), np.array([1, 1]), 1, 5.0, None))
    assert answer.x is not None
    assert answer.x.tolist() == [0, 1]


def test_without_effort_nothing_is_claimed() -> None:
    """An answer cut short is no proof: neither of the best nor of there being none."""
    rng = np.random.default_rng(1)
    matrix = sparse.csr_array(rng.integers(0, 9, (60, 200)))
    hard = Problem(matrix, np.full(60, -FREE), np.full(60, 200), 200, Logic(), (), -rng.integers(1, 99, 200), ())
    with CpSat() as cpsat:
        answer = cpsat.search(Task(hard, None, 1, 0.01, None))
    assert not answer.infeasible
    assert not answer.by_clock
    assert answer.x is None or answer.bound < answer.value


def test_a_child_that_dies_is_an_error_and_the_next_task_starts_another() -> None:
    with CpSat() as cpsat:
        first = cpsat.start()
        with pytest.raises(RuntimeError, match="ended with code"):
            cpsat.ask("no task", 60.0)
        assert first.poll() is not None
        assert cpsat.process is None
        assert cpsat.search(task(choose(1, -3))).value == -3


def test_a_child_that_died_between_two_tasks_is_an_error() -> None:
    with CpSat() as cpsat:
        child = cpsat.start()
        child.kill()
        child.wait()
        with pytest.raises(RuntimeError, match="ended with code"):
            cpsat.search(task(choose(1, -3)))
        assert cpsat.process is None


def test_a_child_that_fails_is_an_error() -> None:
    """The code is the child's own."""
    silent = [sys.executable, "-c", "import sys; sys.stdin.buffer.read(9); sys.exit(7)"]
    with CpSat() as cpsat:
        cpsat.process = subprocess.Popen(silent, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        with pytest.raises(RuntimeError, match="code 7"):
            cpsat.search(task(choose(1, -3)))


def test_stop_may_be_said_twice_and_before_the_start() -> None:
    cpsat = CpSat()
    cpsat.stop()
    first = cpsat.start()
    cpsat.stop()
    cpsat.stop()
    assert first.poll() is not None
    assert cpsat.start() is not first
    cpsat.stop()


def test_the_process_ends_with_the_block_even_at_an_error() -> None:
    cpsat = CpSat()
    child = cpsat.start()
    with pytest.raises(ZeroDivisionError), cpsat:
        1 / 0  # noqa: B018 - any error
    assert child.poll() is not None


def test_a_task_that_hangs_is_cut_and_the_next_one_has_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a task that the watchdog ends nothing is claimed: no solution, no bound, and not that there is none."""
    hanging = [sys.executable, "-c", "import time; time.sleep(3600)"]
    with CpSat() as cpsat, monkeypatch.context() as patched:
        patched.setattr("optimizer.engine.cpsat.PATIENCE", 0.1)
        patched.setattr("optimizer.engine.cpsat.PER_EFFORT", 0.02)
        hung = cpsat.process = subprocess.Popen(hanging, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        answer = cpsat.search(task(choose(1, -3)))
        assert (answer.x, answer.infeasible, answer.by_clock, answer.cut) == (None, False, True, True)
        assert answer.bound == UNKNOWN
        assert hung.poll() is not None
        patched.undo()
        assert cpsat.search(task(choose(1, -3))).value == -3
