"""The textbook model in CP-SAT, with two workers: by default, or with the two LP subsolvers that suit such problems."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.rivals.problem import Budget, Problem, Reached

WORKERS = 2
LP_SUBSOLVERS = ("max_lp", "reduced_costs")


def build(problem: Problem) -> tuple[cp_model.CpModel, list[Any]]:
    """The model and its columns."""
    model = cp_model.CpModel()
    columns = problem.matrix.shape[1]
    x: list[Any] = [model.new_bool_var("") for _ in range(columns)]
    for members in np.split(np.arange(len(problem.group)), np.flatnonzero(np.diff(problem.group)) + 1):
        choose = model.add_exactly_one if problem.must else model.add_at_most_one
        choose([x[c] for c in members.tolist()])
    begins, where, values = problem.matrix.indptr.tolist(), problem.matrix.indices.tolist(), problem.matrix.data.astype(np.int64).tolist()
    for row, upper in enumerate(problem.upper.tolist()):
        part = slice(begins[row], begins[row + 1])
        model.add(cp_model.LinearExpr.weighted_sum([x[c] for c in where[part]], values[part]) <= upper)
    return model, x


def solve(problem: Problem, seconds: float, gap: float, subsolvers: tuple[str, ...] = ()) -> Iterator[Reached]:
    """Level by level, each frozen at the value found; ends with the level that is not finished in time."""
    budget, begun = Budget(seconds), monotonic()
    model, x = build(problem)
    for level in problem.levels:
        used = np.flatnonzero(level.cost)
        lost = cp_model.LinearExpr.weighted_sum([x[c] for c in used.tolist()], level.cost[used].tolist()) + level.constant
        model.minimize(lost)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = WORKERS
        solver.parameters.subsolvers.extend(subsolvers)
        solver.parameters.relative_gap_limit = gap
        solver.parameters.max_time_in_seconds = budget.left
        status = solver.solve(model)
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        done = status == cp_model.OPTIMAL
        value = round(solver.objective_value) if found else None
        yield Reached(level.name, value, solver.best_objective_bound if found else None, monotonic() - begun, done)
        if not done or value is None:
            return
        begun = monotonic()
        model.add(lost <= value)
        model.clear_hints()  # type: ignore[no-untyped-call]  # the library has no types here
        for column in x:
            model.add_hint(column, solver.value(column))
