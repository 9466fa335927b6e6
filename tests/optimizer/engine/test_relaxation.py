"""Columns priced in and rows added on the way lead to the optimum of the whole linear programme."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog

from optimizer.engine.model import FREE, Aim, Model, NamedRow, rows_matrix
from optimizer.engine.relaxation import Relaxation
from tests.optimizer.engine.problems import random_model

Floats = NDArray[np.float64]
Separator = Callable[[Floats], list[NamedRow]]
PIVOTS = 10_000


def added(model: Model, rng: np.random.Generator) -> list[NamedRow]:
    """Rows that nothing at all satisfies, so that no column is missed where it is not priced in yet."""
    found = []
    for number in range(rng.integers(0, 6)):
        columns = rng.choice(model.columns, rng.integers(1, 4), replace=False)
        values = rng.integers(1, 4, len(columns))
        found.append(NamedRow(("row", number), tuple(columns.tolist()), tuple(values.tolist()), -FREE, int(rng.integers(0, 4))))
    return found


def costs(aim: Aim) -> Floats:
    return aim.cost.astype(np.float64)


def separator(rows: list[NamedRow]) -> Separator:
    """Those of the rows that x violates."""

    def separate(x: Floats) -> list[NamedRow]:
        return [r for r in rows if sum(x[c] * v for c, v in zip(r.columns, r.values, strict=True)) > r.upper + 1e-6]

    return separate


def optimum(model: Model, rows: list[NamedRow], aim: Aim) -> float:
    """The whole programme at once."""
    matrix = np.vstack([model.matrix.toarray(), rows_matrix(rows, model.columns).toarray()])
    lower = np.concatenate([model.lower, [r.lower for r in rows]])
    upper = np.concatenate([model.upper, [r.upper for r in rows]])
    least = lower > -FREE
    result = linprog(aim.cost, np.vstack([matrix, -matrix[least]]), np.concatenate([upper, -lower[least]]), bounds=(0, 1))
    assert result.fun is not None
    return float(result.fun)


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_aim_after_aim_it_reaches_the_optimum_of_the_whole(share: float) -> None:
    """The second aim with the first frozen at its value, rounded up as an integer solution would have it."""
    cut = priced_in = 0
    for seed in range(50):
        rng = np.random.default_rng(seed)
        model = random_model(seed, share, 2)
        rows = added(model, rng)
        relaxation = Relaxation(model, separator(rows), 1)
        before = int(relaxation.active.sum())
        for aim in model.aims:
            result = relaxation.solve(costs(aim), PIVOTS, lambda: False)
            assert result is not None
            assert result.value == pytest.approx(optimum(model, rows, aim), abs=1e-6), (seed, aim.name)
            x = relaxation.spread(result.x)
            assert float(aim.cost @ x) == pytest.approx(result.value, abs=1e-6)
            assert (relaxation.seen[x > 1e-5]).all()
            assert relaxation.priced(relaxation.reduced_costs(costs(aim), result.prices))
            value = int(np.ceil(result.value - 1e-6))
            relaxation.freeze(aim, value)
            columns = np.flatnonzero(aim.cost)
            rows.append(NamedRow(("frozen", aim.name), tuple(columns.tolist()), tuple(aim.cost[columns].tolist()), -FREE, value))
        cut += len(relaxation.extra) - len(model.aims)
        priced_in += int(relaxation.active.sum()) - before
    assert cut > 8
    assert (priced_in > 8) == (share < 1)


def test_reduced_costs_bound_what_every_solution_costs() -> None:
    """value + the reduced costs of what is chosen is at most its cost: with them plans are ruled out."""
    for seed in range(40):
        model = random_model(seed, 0.4, 1)
        aim = model.aims[0]
        rows = added(model, np.random.default_rng(seed))
        relaxation = Relaxation(model, separator(rows), 1)
        result = relaxation.solve(costs(aim), PIVOTS, lambda: False)
        assert result is not None
        reduced = relaxation.reduced_costs(costs(aim), result.prices)
        codes = np.arange(2**model.columns)
        x = (codes[:, None] >> np.arange(model.columns)) & 1
        load = x @ np.vstack([model.matrix.toarray(), rows_matrix(rows, model.columns).toarray()]).T
        lower = np.concatenate([model.lower, [r.lower for r in rows]])
        upper = np.concatenate([model.upper, [r.upper for r in rows]])
        x = x[((load >= lower) & (load <= upper)).all(axis=1)]
        assert len(x)
        assert (x @ aim.cost >= result.value + x @ np.maximum(reduced, 0) - 1e-6).all(), seed


def test_without_pivots_no_row_is_added() -> None:
    model = random_model(1, 1.0, 1)
    rows = [NamedRow(("none",), tuple(range(model.plans)), (1,) * model.plans, -FREE, 0)]
    relaxation = Relaxation(model, separator(rows), 1)
    assert relaxation.solve(costs(model.aims[0]), 0, lambda: False) is not None
    assert relaxation.extra == []


def test_a_row_is_added_once_and_an_impossible_one_leaves_nothing() -> None:
    model = random_model(1, 1.0, 1)
    impossible = NamedRow(("impossible",), (0,), (1,), 2, FREE)
    relaxation = Relaxation(model, lambda _: [impossible], 1)
    assert relaxation.solve(costs(model.aims[0]), PIVOTS, lambda: False) is None
    assert relaxation.extra == [impossible]
    assert relaxation.cut(np.zeros(model.columns)) == 0


def test_near_goes_to_other_corners_and_again_comes_back() -> None:
    """Another corner's columns are columns of some solution, its rows stay, and the aim's own value is found again."""
    learnt = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        model = random_model(seed, 1.0, 1)
        rows = added(model, rng)
        relaxation = Relaxation(model, separator(rows), 1)
        cost = costs(model.aims[0])
        first = relaxation.solve(cost, 0, lambda: False)
        assert first is not None
        known = len(relaxation.extra)
        for _ in range(3):
            used = relaxation.near(cost + rng.uniform(-1, 1, len(cost)), PIVOTS)
            assert used.shape == (model.plans,)
            assert used.dtype == bool
        learnt += len(relaxation.extra) - known
        again = relaxation.again(cost, PIVOTS)
        assert again is not None
        assert first.value - 1e-6 <= again.value <= optimum(model, rows, model.aims[0]) + 1e-6
    assert learnt > 4


def test_too_few_pivots_keep_the_result_without_the_rows() -> None:
    """Its prices are for the rows that it knew, and still prove its value."""
    short = 0
    for seed in range(40):
        model = random_model(seed, 1.0, 1)
        rows = added(model, np.random.default_rng(seed))
        relaxation = Relaxation(model, separator(rows), 1)
        cost = costs(model.aims[0])
        result = relaxation.solve(cost, 1, lambda: False)
        assert result is not None
        assert result.optimal
        assert result.value <= optimum(model, rows, model.aims[0]) + 1e-6
        short += len(result.prices) < len(model.lower) + len(relaxation.extra)
        assert len(relaxation.reduced_costs(cost, result.prices)) == model.columns
    assert short > 0


def test_a_known_solution_keeps_the_programme_feasible() -> None:
    """A row that asks for a column left out has no solution until that column is taken in."""
    without = 0
    for seed in range(20):
        model = random_model(seed, 0.5, 1)
        out = np.flatnonzero(~model.start)
        if not len(out) or not model.start.any():
            continue
        wanted = int(out[0])
        relaxation = Relaxation(model, lambda _: [], 1)
        cost = costs(model.aims[0])
        relaxation.add([NamedRow(("asks", wanted), (wanted,), (1,), 1, FREE)])
        assert relaxation.solve(cost, PIVOTS, lambda: False) is None
        relaxation.activate(np.array([wanted]), cost)
        relaxation.activate(np.array([wanted]), cost)
        assert relaxation.active[wanted]
        assert np.count_nonzero(relaxation.order == wanted) == 1
        without += 1
    assert without > 4
