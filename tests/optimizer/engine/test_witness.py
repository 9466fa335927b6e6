"""No solver's word is taken alone: liars are found out, hanging ones leave the best solution known, and nothing unproven is told."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from optimizer.domain.errors import Defect, Undecided
from optimizer.engine.child import NoAnswer
from optimizer.engine.clauses import Logic
from optimizer.engine.cpsat import UNKNOWN, Answer, CpSat, Task
from optimizer.engine.farkas import proven_impossible
from optimizer.engine.highs import Highs
from optimizer.engine.lexicographic import Lexicographic, Settings, Solution
from optimizer.engine.model import Model
from optimizer.engine.problem import Problem, breaks
from optimizer.engine.witness import Refusal, confirm
from tests.optimizer.engine.problems import random_model, random_problem, solutions, with_solutions

Ints = NDArray[np.int64]


class Liar(CpSat):
    """Says that nothing is possible."""

    def ask(self, message: object, seconds: float) -> Answer:
        del message, seconds
        return Answer(None, 0, 0, True, False)


class Hanging(CpSat):
    """Never comes to an answer: the watchdog has ended it."""

    def search(self, task: Task) -> Answer:
        return Answer(None, 0, UNKNOWN, False, True, task.effort, cut=True)


@pytest.fixture(scope="module")
def cpsat() -> Iterator[CpSat]:
    with CpSat() as process:
        yield process


def solve(model: Model, cpsat: CpSat, hint: Ints | None) -> Solution:
    return Lexicographic(model, lambda _: [], Settings(effort=1.0), lambda *_: None, cpsat).run(hint)


def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model counts as small."""
    monkeypatch.setattr("optimizer.engine.lexicographic.SMALL", -1)
    monkeypatch.setattr("optimizer.engine.packing.SMALL", -1)


def nothing(model: Model) -> Ints:
    return np.zeros(model.columns, dtype=np.int64)


def best(model: Model) -> list[int]:
    """The best values, aim by aim, of all 0/1 vectors."""
    x = np.array(list(product((0, 1), repeat=model.columns)), dtype=np.int64)
    load = x @ model.matrix.toarray().T
    x = x[((load >= model.lower) & (load <= model.upper)).all(axis=1)]
    values = []
    for aim in model.aims:
        cost = x @ aim.cost
        values.append(int(cost.min()))
        x = x[cost == cost.min()]
    return values


def lying_highs(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """HiGHS says of every programme ("lp") or every search ("search") that nothing is possible."""
    honest = Highs.order

    def lies(self: Highs, asked: str, *words: Any) -> Any:
        if asked != kind:
            return honest(self, asked, *words)
        return (None,) if kind == "lp" else ((None, 0.0, True),)

    monkeypatch.setattr(Highs, "order", lies)


@pytest.mark.parametrize("kind", ["lp", "search"])
def test_highs_saying_impossible_of_what_is_known_to_be_possible_is_a_defect(
    kind: str, monkeypatch: pytest.MonkeyPatch, cpsat: CpSat
) -> None:
    model = random_model(3, 1.0, 2)
    lying_highs(monkeypatch, kind)
    monkeypatch.setattr("optimizer.engine.lexicographic.pack", lambda *_: None)
    with pytest.raises(Defect, match="HiGHS finds nothing possible for aim 0, but a known solution keeps every row"):
        solve(model, cpsat, nothing(model))


def test_cp_sat_saying_impossible_of_what_is_known_to_be_possible_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it is asked: among the open plans, in a part, for a proof."""
    large(monkeypatch)
    monkeypatch.setattr("optimizer.engine.lexicographic.pack", lambda *_: None)
    # no bound is good enough, so that it is always asked
    monkeypatch.setattr("optimizer.engine.search.AimSearch.proven", lambda *_: False)
    for seed in range(12):
        model = random_model(seed, 1.0, 2)
        with Liar() as liar, pytest.raises(Defect, match="CP-SAT finds nothing possible for a search, but a known solution"):
            solve(model, liar, nothing(model))


def test_that_nothing_is_possible_is_a_defect_only_against_a_solution() -> None:
    part = Problem(sparse.csr_array(np.ones((1, 2), dtype=np.int64)), np.array([0]), np.array([1]), 2, Logic(), (), np.array([-1, -2]), ())
    with Liar() as liar, pytest.raises(Defect, match="a known solution keeps every row"):
        liar.search(Task(part, np.array([1, 0]), 1, 1.0, None))
    with Liar() as liar:
        assert liar.search(Task(part, None, 1, 1.0, None)).infeasible
        assert liar.search(Task(part, np.array([1, 1]), 1, 1.0, None)).infeasible


def test_a_hint_that_is_no_solution_refutes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first solver's word then stands until the other is asked."""
    large(monkeypatch)
    model = random_model(3, 1.0, 1)
    with Liar() as liar:
        solution = solve(model, liar, np.ones(model.columns, dtype=np.int64))
    assert not solution.feasible
    assert solution.refusal is not None
    assert (solution.refusal.by, solution.refusal.aim) == ("CP-SAT", "aim 0")


def test_a_search_that_hangs_leaves_the_known_solution_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    large(monkeypatch)
    monkeypatch.setattr("optimizer.engine.lexicographic.pack", lambda *_: None)
    cut = 0
    for seed in range(12):
        model = random_model(seed, 1.0, 2)
        with Hanging() as hanging:
            solution = solve(model, hanging, nothing(model))
        assert solution.feasible
        assert (solution.x == 0).all()
        for level, aim, least in zip(solution.levels, model.aims, best(model), strict=True):
            assert level.bound <= level.value == int(aim.cost @ solution.x)
            # a bound of the first aim holds for every solution
            assert aim is not model.aims[0] or level.bound <= least
            cut += level.cut
        assert solution.repeatable == (not any(level.cut for level in solution.levels))
    assert cut > 4


def test_where_nothing_was_found_in_time_nothing_is_said_to_be_impossible(monkeypatch: pytest.MonkeyPatch) -> None:
    large(monkeypatch)
    monkeypatch.setattr("optimizer.engine.lexicographic.pack", lambda *_: None)
    model = random_model(3, 1.0, 1)
    with Hanging() as hanging:
        # neither without a hint nor with one that is no solution
        for hint in (None, np.ones(model.columns, dtype=np.int64)):
            solution = solve(model, hanging, hint)
            assert (solution.feasible, solution.refusal) == (False, None)
        with pytest.raises(Undecided, match="none is proven not to exist"):
            confirm(solution.refusal, hanging, 1)


@pytest.mark.parametrize("orders", [0, 1, 2, 3, 5])
def test_highs_hanging_after_some_orders_leaves_the_best_known_by_then(orders: int, monkeypatch: pytest.MonkeyPatch, cpsat: CpSat) -> None:
    """Every bound still holds, no value is worse than the hint's, the aims after it are cut."""
    honest, cut = Highs.order, 0
    for seed in range(10):
        model = random_model(seed, 0.5, 3)
        asked = count()

        def hangs(self: Highs, *words: Any, asked: Iterator[int] = asked) -> Any:
            if next(asked) >= orders:
                raise NoAnswer("gone")
            return honest(self, *words)

        with monkeypatch.context() as patched:
            patched.setattr(Highs, "order", hangs)
            solution = solve(model, cpsat, nothing(model))
        assert solution.feasible
        values, least = [level.value for level in solution.levels], best(model)
        assert least <= values <= [0] * 3
        reached = 0
        for level, bound in zip(solution.levels, least, strict=True):
            if level.value > bound:
                break
            reached += 1
        assert all(level.bound <= level.value for level in solution.levels)
        assert all(level.bound <= bound for level, bound in zip(solution.levels[: reached + 1], least, strict=False))
        cut += sum(level.cut for level in solution.levels)
        assert solution.repeatable == (not any(level.cut for level in solution.levels))
    assert cut > 0


def impossible() -> Problem:
    return next(p for p in map(random_problem, count(80_000)) if not len(solutions(p)))


def test_a_proof_in_whole_numbers_is_found_where_the_rows_contradict_each_other_and_only_there(monkeypatch: pytest.MonkeyPatch) -> None:
    proven = 0
    for seed in range(70_000, 70_400):
        problem = random_problem(seed)
        if proven_impossible(problem):
            assert not len(solutions(problem)), seed
            proven += 1
    assert proven > 5
    one = np.ones(1, dtype=np.int64)
    row = sparse.csr_array(np.ones((2, 1), dtype=np.int64))
    for lower, upper, holds in (([1, 0], [1, 0], True), ([1, 0], [1, 1], False), ([2, 0], [2, 1], True), ([-1, -2], [0, -1], True)):
        problem = Problem(row, np.array(lower), np.array(upper), 1, Logic(), (), one, ())
        assert proven_impossible(problem) is holds
    limited = Problem(row[:1], one, one, 1, Logic(), (), one, ((one, 0),))
    assert proven_impossible(limited)

    def lies(*_: Any) -> Ints:
        return np.array([2**30, 2**30])

    monkeypatch.setattr("optimizer.engine.farkas._weights", lies)
    assert not proven_impossible(Problem(row, np.array([1, 0]), np.array([1, 1]), 1, Logic(), (), one, ()))


def test_a_proof_spares_the_other_solver() -> None:
    row = sparse.csr_array(np.ones((2, 1), dtype=np.int64))
    one = np.ones(1, dtype=np.int64)
    with Hanging() as hanging:
        confirm(Refusal(Problem(row, np.array([1, 0]), np.array([1, 0]), 1, Logic(), (), one, ()), "aim", "HiGHS"), hanging, 1)


@pytest.mark.parametrize("by", ["HiGHS", "CP-SAT"])
def test_what_is_impossible_is_confirmed_by_the_other_solver(by: str, cpsat: CpSat) -> None:
    confirm(Refusal(impossible(), "aim", by), cpsat, 1)


@pytest.mark.parametrize(("by", "other"), [("HiGHS", "CP-SAT"), ("CP-SAT", "HiGHS")])
def test_a_lie_without_a_known_solution_is_found_out_by_the_other_solver(by: str, other: str, cpsat: CpSat) -> None:
    for _, problem, _ in with_solutions(60_000, 5):
        with pytest.raises(Defect, match=f"{by} finds nothing possible for aim, but {other} found a solution") as raised:
            confirm(Refusal(problem, "aim", by), cpsat, 1)
        assert not isinstance(raised.value, Undecided)


def test_what_the_other_solver_cannot_settle_is_undecided(monkeypatch: pytest.MonkeyPatch, cpsat: CpSat) -> None:
    monkeypatch.setattr("optimizer.engine.witness.proven_impossible", lambda _: False)
    with Hanging() as hanging, pytest.raises(Undecided, match="CP-SAT could not confirm it"):
        confirm(Refusal(impossible(), "aim", "HiGHS"), hanging, 1)

    def hangs(*_: Any) -> Any:
        raise NoAnswer("gone")

    monkeypatch.setattr(Highs, "order", hangs)
    with pytest.raises(Undecided, match="HiGHS could not confirm it"):
        confirm(Refusal(impossible(), "aim", "CP-SAT"), cpsat, 1)


def test_an_answer_that_breaks_a_row_refutes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A false solution of the other solver is no witness either."""
    monkeypatch.setattr("optimizer.engine.witness.proven_impossible", lambda _: False)
    problem = impossible()
    false = np.ones(problem.columns, dtype=np.int64)
    assert breaks(problem, false)
    other = CpSat()
    monkeypatch.setattr(other, "search", lambda _: Answer(false, 0, 0, False, False))
    with pytest.raises(Undecided):
        confirm(Refusal(problem, "aim", "HiGHS"), other, 1)
