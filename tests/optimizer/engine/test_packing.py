"""Knapsacks joined by prices: bounds that hold, plans that are closed rightly, and the best solution, against every solution tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine import packing
from optimizer.engine.clauses import Clause, Logic
from optimizer.engine.cpsat import CpSat
from optimizer.engine.exchange import Exchange, first_price
from optimizer.engine.knapsacks import SCALE, Knapsacks, fill, if_chosen, knapsacks
from optimizer.engine.model import FREE, RowBuilder
from optimizer.engine.patterns import Spent
from optimizer.engine.problem import Problem
from optimizer.engine.search import Limits
from tests.optimizer.engine.problems import solutions

Ints = NDArray[np.int64]


@pytest.fixture(scope="module")
def cpsat() -> Iterator[CpSat]:
    with CpSat() as process:
        yield process


def drawn(seed: int, groups: int = 5, limits: int = 2) -> Problem:
    """Groups that must or may choose, by turns of the seed; some plans load nothing, some are missing."""
    rng = np.random.default_rng(seed)
    pairs = [(g, k) for g, k in product(range(groups), range(limits + 1)) if k == 0 or rng.random() < 0.8]
    group, limit = (np.array(side) for side in zip(*pairs, strict=True))
    builder, every = RowBuilder(), np.arange(len(pairs))
    lower = np.where(rng.random(groups) < (0.0, 0.5, 1.0)[seed % 3], 1, -FREE)
    builder.add(group, every, np.ones(len(pairs)), lower, np.ones(groups, dtype=np.int64))
    loads = limit < limits
    weight = rng.integers(1, 9, int(loads.sum()))
    builder.add(limit[loads], every[loads], weight, np.full(limits, -FREE), rng.integers(4, 16, limits))
    matrix, low, high = builder.matrix(len(pairs))
    return Problem(sparse.csr_array(matrix), low, high, len(pairs), Logic(), (), rng.integers(-9, 10, len(pairs)), ())


def sacks_of(problem: Problem) -> Knapsacks:
    sacks = knapsacks(problem, np.ones(problem.plans, dtype=bool))
    assert sacks is not None
    return sacks


def with_solutions(count: int) -> list[tuple[Problem, Ints]]:
    tried = ((problem, solutions(problem)) for problem in map(drawn, range(10 * count)))
    return [pair for pair in tried if len(pair[1])][:count]


PROBLEMS = with_solutions(30)


@pytest.mark.parametrize(("number", "problem", "found"), [(n, *pair) for n, pair in enumerate(PROBLEMS)])
def test_any_prices_bound_every_solution(number: int, problem: Problem, found: Ints) -> None:
    sacks, rng = sacks_of(problem), np.random.default_rng(number)
    for prices in rng.integers(-9 * SCALE, 9 * SCALE, (5, sacks.groups)):
        gain = prices[None, :] - sacks.cost * SCALE
        best, how = fill(sacks, gain, sacks.room)
        assert (how & ~sacks.allowed).sum() == 0
        assert ((how * sacks.weight).sum(axis=1) <= sacks.room).all()
        assert ((how * gain).sum(axis=1) == best).all()
        bound, values = int(prices.sum() - best.sum()), found @ problem.cost * SCALE
        assert bound <= values.min()
        rise = if_chosen(sacks, gain)
        for limit, group in zip(*np.nonzero(sacks.allowed & (sacks.plan >= 0)), strict=True):
            with_it = found[:, sacks.plan[limit, group]] == 1
            assert not with_it.any() or bound + rise[limit, group] <= values[with_it].min()


def test_the_best_of_each_knapsack_is_tried_out() -> None:
    sacks, rng = sacks_of(PROBLEMS[0][0]), np.random.default_rng(3)
    for _ in range(20):
        gain = rng.integers(-5, 20, sacks.plan.shape)
        best, _ = fill(sacks, gain, sacks.room)
        for limit in range(len(sacks.room)):
            subsets = np.array(list(product((0, 1), repeat=sacks.groups))) * sacks.allowed[limit]
            fits = subsets @ sacks.weight[limit] <= sacks.room[limit]
            assert best[limit] == (subsets[fits] @ gain[limit]).max()


@pytest.mark.parametrize("nodes", [0, 100])
def test_the_best_is_found_and_no_bound_is_above_it(nodes: int, cpsat: CpSat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "SMALL", 1500 if nodes else -1)
    proven = 0
    for problem, found in PROBLEMS:
        rows = np.zeros(len(problem.lower))
        answer = packing.pack(problem, np.ones(problem.plans, dtype=bool), rows, None, Limits(2.0, 1, None), cpsat)
        best = int((found @ problem.cost).min())
        assert answer is not None
        assert answer.x is not None
        assert (found == answer.x).all(axis=1).any()
        assert answer.bound <= best == answer.value == int(problem.cost @ answer.x)
        proven += answer.bound == best
    assert proven == len(PROBLEMS)


def test_exchanges_lead_from_bad_to_good_and_never_leave_the_limits() -> None:
    better = 0
    for problem, found in PROBLEMS:
        sacks, values = sacks_of(problem), found @ problem.cost
        worst = found[values.argmax()]
        taken = np.concatenate([worst, [1]])[sacks.plan] * sacks.allowed
        limit, value = Exchange(sacks, taken.argmax(axis=0), first_price(sacks), 1).run(200, Spent(10.0))
        x = sacks.chosen(limit, problem.columns)
        assert (found == x).all(axis=1).any()
        assert int(problem.cost @ x) == value
        better += value < values.max()
    assert better > len(PROBLEMS) / 2


def test_a_large_problem_is_the_same_every_time(cpsat: CpSat) -> None:
    problem = drawn(2, 60, 5)
    problem = replace(problem, upper=np.where(problem.upper > 1, 40, problem.upper))
    answers = []
    for _ in range(2):
        searched = packing.pack(problem, np.ones(problem.plans, dtype=bool), np.zeros(65), None, Limits(1.0, 1, None), cpsat)
        assert searched is not None
        assert searched.x is not None
        answers.append((searched.value, searched.bound, searched.x.tolist()))
    assert answers[0] == answers[1]


def other_kinds() -> Iterator[Problem]:
    """A clause, a limit of an earlier aim, a plan that loads two limits, one that gives back."""
    problem = drawn(0)
    yield replace(problem, clauses=(Clause((0,), ()),))
    yield replace(problem, limits=((problem.cost, 5),))
    matrix = problem.matrix.tolil()
    loading = int(np.flatnonzero(problem.matrix.toarray()[5])[0])
    matrix[6, loading] = 3
    yield replace(problem, matrix=sparse.csr_array(matrix))
    matrix = problem.matrix.tolil()
    matrix[5, loading] = -2
    yield replace(problem, matrix=sparse.csr_array(matrix))


@pytest.mark.parametrize("problem", list(other_kinds()))
def test_other_kinds_are_left_alone(problem: Problem) -> None:
    assert knapsacks(problem, np.ones(problem.plans, dtype=bool)) is None
