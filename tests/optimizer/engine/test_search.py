"""The search of one aim: never worse than its hint, never beyond the best, and the best where it may look at all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, repeat

import numpy as np
import pytest
from numpy.typing import NDArray

from optimizer.engine.cpsat import Answer, CpSat, Task
from optimizer.engine.problem import Problem
from optimizer.engine.search import AimSearch, Limits
from tests.optimizer.engine.problems import random_problem, solutions, with_solutions

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
PROBLEMS = 20


@pytest.fixture(scope="module")
def cpsat() -> Iterator[CpSat]:
    with CpSat() as process:
        yield process


def aim_search(problem: Problem, cpsat: CpSat, effort: float = 4.0, parts: int = 2) -> AimSearch:
    """The search with prices that say nothing: a bound far below, every plan worth a look; parts of every second plan."""
    bound = float(np.minimum(problem.cost, 0).sum()) - 1
    halves = tuple(np.arange(problem.plans) % parts == k for k in range(parts))
    reduced, every = np.zeros(problem.plans), np.ones(problem.plans, dtype=bool)
    return AimSearch(problem, bound, reduced, every, halves, cpsat, Limits(effort, 1, None))


def none(problem: Problem) -> Bools:
    return np.zeros(problem.plans, dtype=bool)


def is_solution(found: Ints, x: Ints | None) -> bool:
    return x is not None and bool((found == x).all(axis=1).any())


@pytest.mark.parametrize("hinted", [True, False])
def test_with_all_plans_it_finds_and_proves_the_best(hinted: bool, cpsat: CpSat) -> None:
    for seed, problem, found in with_solutions(100_000, PROBLEMS):
        hint = found[seed % len(found)] if hinted else None
        answer = aim_search(problem, cpsat).run(none(problem), hint, repeat(none(problem)), whole=True)
        best = int((found @ problem.cost).min())
        assert is_solution(found, answer.x), seed
        assert (answer.value, answer.bound) == (best, best), seed


def test_part_by_part_it_gets_no_worse_and_claims_no_bound(cpsat: CpSat) -> None:
    better = 0
    for seed, problem, found in with_solutions(110_000, PROBLEMS):
        values = found @ problem.cost
        hint = found[np.argmax(values)]
        answer = aim_search(problem, cpsat).run(none(problem), hint, repeat(none(problem)), whole=False)
        assert is_solution(found, answer.x), seed
        assert answer.x is not None
        assert answer.bound < values.min() <= answer.value == int(problem.cost @ answer.x) <= values.max(), seed
        better += answer.value < values.max()
    assert better > PROBLEMS / 4


def test_where_there_is_no_solution_it_says_so(cpsat: CpSat) -> None:
    impossible = (p for p in map(random_problem, count(80_000)) if not len(solutions(p)))
    for _ in range(10):
        problem = next(impossible)
        answer = aim_search(problem, cpsat).run(none(problem), None, repeat(none(problem)), whole=True)
        assert answer.x is None
        assert answer.infeasible


def test_a_value_that_the_prices_prove_ends_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    _, problem, found = with_solutions(0, 1)[0]
    best = found[np.argmin(found @ problem.cost)]
    with CpSat() as process:
        search = aim_search(problem, process)
        search.relaxed = float(problem.cost @ best) - 0.5
        tasks: list[Task] = []
        ask = process.search

        def counted(task: Task) -> Answer:
            tasks.append(task)
            return ask(task)

        monkeypatch.setattr(process, "search", counted)
        answer = search.run(none(problem), best, repeat(none(problem)), whole=True)
    assert answer.value == int(problem.cost @ best)
    assert len(tasks) == 1


def test_no_effort_left_leaves_the_hint(cpsat: CpSat) -> None:
    """Each task takes some effort, so that it comes to an end even where tasks cost nothing."""
    _, problem, found = with_solutions(0, 1)[0]
    search = aim_search(problem, cpsat, effort=0.3)
    worst = found[np.argmax(found @ problem.cost)]
    answer = search.run(none(problem), worst, repeat(none(problem)), whole=True)
    assert is_solution(found, answer.x)
    assert search.limits.effort < 0.3
    assert answer.value <= int(problem.cost @ worst)
