"""A restriction has the solutions of the whole that agree with x elsewhere, and both searches find the best of them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.clauses import Logic
from optimizer.engine.cpsat import Answer, CpSat, Task
from optimizer.engine.model import FREE
from optimizer.engine.problem import Problem, restrict
from optimizer.engine.small import search_small
from tests.optimizer.engine.problems import keeps_logic, random_problem, solutions, with_solutions

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
SEEDS = 200


def agreeing(found: Ints, free: Bools, x: Ints) -> Ints:
    """The solutions with the plans of x where they are not free."""
    fixed = np.flatnonzero(~free)
    return np.asarray(found[(found[:, fixed] == x[fixed]).all(axis=1)])


def holds(problem: Problem, answer: Answer, best: int) -> None:
    """The answer is a solution of that value."""
    assert answer.x is not None
    assert (solutions(problem) == answer.x).all(axis=1).any()
    assert answer.value == int(problem.cost @ answer.x) == best


@pytest.mark.parametrize("share", [0.3, 0.7, 1.0])
def test_the_optimum_of_a_restriction_is_that_of_the_solutions_that_agree_elsewhere(share: float) -> None:
    moved = 0
    for seed, problem, found in with_solutions(0, SEEDS):
        rng = np.random.default_rng(seed)
        x = found[rng.integers(len(found))]
        free = rng.random(problem.plans) < share
        part = restrict(problem, free, x)
        answer = search_small(part.problem)
        best = int((agreeing(found, free, x) @ problem.cost).min())
        assert answer.x is not None, seed
        assert answer.value + part.fixed == best, seed
        whole = part.whole(x, answer.x)
        assert (found == whole).all(axis=1).any(), seed
        assert int(problem.cost @ whole) == best, seed
        moved += best < int(problem.cost @ x)
    assert moved > SEEDS / 10


def test_a_restriction_keeps_exactly_the_solutions_that_agree_elsewhere() -> None:
    """Not only the best: the parts of a whole are the solutions of the restriction, one to one."""
    for seed, problem, found in with_solutions(20_000, SEEDS):
        rng = np.random.default_rng(seed)
        x = found[rng.integers(len(found))]
        free = rng.random(problem.plans) < 0.5
        part = restrict(problem, free, x)
        inside = {tuple(part.whole(x, s)[: problem.plans].tolist()) for s in solutions(part.problem)}
        assert inside == {tuple(s[: problem.plans].tolist()) for s in agreeing(found, free, x)}, seed


def test_from_nothing_the_plans_that_are_not_free_stay_out() -> None:
    """The empty vector need not be a solution: what it leaves unsatisfied, free plans must satisfy, or there is no solution."""
    impossible = 0
    for seed in range(40_000, 40_000 + SEEDS):
        problem = random_problem(seed)
        nothing = np.zeros(problem.columns, dtype=np.int64)
        free = np.random.default_rng(seed).random(problem.plans) < 0.6
        left = agreeing(solutions(problem), free, nothing)
        part = restrict(problem, free, nothing)
        answer = search_small(part.problem)
        if len(left):
            assert answer.value + part.fixed == int((left @ problem.cost).min()), seed
        else:
            assert answer.infeasible, seed
            impossible += 1
    assert SEEDS / 20 < impossible < SEEDS * 0.8


def test_the_process_of_its_own_finds_the_same() -> None:
    """One process for all of them, whole problems and parts in turn."""
    with CpSat() as cpsat:
        for seed, problem, found in with_solutions(60_000, 120):
            rng = np.random.default_rng(seed)
            x = found[rng.integers(len(found))]
            free = rng.random(problem.plans) < (1.0 if seed % 2 else 0.6)
            part = restrict(problem, free, x)
            hint = x[part.columns] if seed % 3 else None
            answer = cpsat.search(Task(part.problem, hint, 1, 5.0, None))
            best = int((agreeing(found, free, x) @ problem.cost).min())
            assert answer.x is not None, seed
            assert answer.bound + part.fixed == answer.value + part.fixed == best, seed
            holds(part.problem, answer, best - part.fixed)


def test_the_process_of_its_own_says_where_there_is_no_solution() -> None:
    impossible = [p for p in map(random_problem, range(80_000, 80_400)) if not len(solutions(p))][:20]
    assert impossible
    with CpSat() as cpsat:
        for problem in impossible:
            answer = cpsat.search(Task(problem, None, 1, 5.0, None))
            assert answer.infeasible
            assert answer.x is None
            assert search_small(problem).infeasible


def test_a_restriction_of_a_restriction_has_the_solutions_of_both() -> None:
    """What a first restriction asks for without condition (a switch that must be on), a second one asks for too."""
    asked = 0
    for seed, problem, found in with_solutions(120_000, SEEDS):
        rng = np.random.default_rng(seed)
        x = found[rng.integers(len(found))]
        free = rng.random(problem.plans) < 0.7
        first = restrict(problem, free, x)
        among = rng.random(first.problem.plans) < 0.6
        second = restrict(first.problem, among, x[first.columns])
        inside = {tuple(first.whole(x, second.whole(x[first.columns], s))[: problem.plans].tolist()) for s in solutions(second.problem)}
        free[np.flatnonzero(free)[~among]] = False
        assert inside == {tuple(s[: problem.plans].tolist()) for s in agreeing(found, free, x)}, seed
        asked += bool((first.problem.logic.plan < 0).any())
    assert asked > SEEDS / 50


def test_an_excuse_is_free_in_every_restriction() -> None:
    """A claim that only its excuse can meet: without a free plan the excuse is chosen, where nothing asks for it, it is not."""
    row = sparse.csr_array(np.array([[1, 1, 0]]))
    logic = Logic(claim_begins=np.array([0, 2]), claim_columns=np.array([0, 2]), mark_begins=np.zeros(2, dtype=np.int64))
    problem = Problem(row, np.array([-FREE]), np.array([1]), 2, logic, (), np.array([0, -1, 5]), ())
    nothing = np.zeros(3, dtype=np.int64)
    for free, value in (([False, False], 5), ([False, True], 4), ([True, True], 0)):
        part = restrict(problem, np.array(free), nothing)
        answer = search_small(part.problem)
        assert (answer.infeasible, answer.value + part.fixed) == (False, value), free


def test_a_restriction_of_nothing_has_only_what_stands_in_no_row() -> None:
    _, problem, found = next(p for p in with_solutions(0, 50) if (np.diff(p[1].matrix.tocsc().indptr) > 0).all())
    part = restrict(problem, np.zeros(problem.plans, dtype=bool), found[0])
    assert part.problem.columns == 0
    assert part.fixed == int(problem.cost @ found[0])
    assert keeps_logic(part.problem, np.zeros((1, 0), dtype=np.int64)).all()
    assert search_small(part.problem).x is not None
