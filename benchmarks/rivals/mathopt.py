"""The textbook model as a plain mixed-integer programme through OR-Tools' MathOpt, solved by SCIP or by the HiGHS inside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from time import monotonic
from typing import Any

import numpy as np
from ortools.math_opt import model_pb2  # type: ignore[import-untyped]  # the library has no types here
from ortools.math_opt.python import mathopt  # type: ignore[import-untyped]

from benchmarks.rivals.problem import Budget, Problem, Reached
from benchmarks.rivals.rows import rows

SOLVERS = {"scip": mathopt.SolverType.GSCIP, "highs": mathopt.SolverType.HIGHS}
#: MathOpt does not let HiGHS have threads
THREADS = {"scip": 2, "highs": None}


def load(problem: Problem) -> mathopt.Model:
    """The model without costs, loaded in bulk: column k is variable k."""
    matrix, lower, upper = rows(problem)
    by_row = matrix.tocsr()
    by_row.sort_indices()
    entries = by_row.tocoo()
    proto = model_pb2.ModelProto()
    columns = by_row.shape[1]
    proto.variables.ids.extend(range(columns))
    proto.variables.lower_bounds.extend([0.0] * columns)
    proto.variables.upper_bounds.extend([1.0] * columns)
    proto.variables.integers.extend([True] * columns)
    proto.linear_constraints.ids.extend(range(len(upper)))
    proto.linear_constraints.lower_bounds.extend(lower.tolist())
    proto.linear_constraints.upper_bounds.extend(upper.tolist())
    proto.linear_constraint_matrix.row_ids.extend(entries.row.tolist())
    proto.linear_constraint_matrix.column_ids.extend(entries.col.tolist())
    proto.linear_constraint_matrix.coefficients.extend(entries.data.astype(np.float64).tolist())
    return mathopt.Model.from_model_proto(proto)


def solve(problem: Problem, seconds: float, gap: float, solver: str) -> Iterator[Reached]:
    """Level by level, each frozen at the value found; ends with the level that is not finished in time."""
    budget, begun = Budget(seconds), monotonic()
    model = load(problem)
    x: list[Any] = list(model.variables())
    hint: mathopt.SolutionHint | None = None
    for level in problem.levels:
        used = np.flatnonzero(level.cost)
        lost = mathopt.fast_sum([float(level.cost[c]) * x[c] for c in used.tolist()]) + float(level.constant)
        model.minimize(lost)
        given = mathopt.SolveParameters(
            time_limit=timedelta(seconds=budget.left), relative_gap_tolerance=gap, absolute_gap_tolerance=0.0, threads=THREADS[solver]
        )
        # the HiGHS in MathOpt takes no hints
        hints = mathopt.ModelSolveParameters(solution_hints=[hint] if hint is not None and solver == "scip" else [])
        result = mathopt.solve(model, SOLVERS[solver], params=given, model_params=hints)
        found = result.has_primal_feasible_solution()
        done = result.termination.reason == mathopt.TerminationReason.OPTIMAL
        value = round(result.objective_value()) if found else None
        yield Reached(level.name, value, result.best_objective_bound() if found else None, monotonic() - begun, done)
        if not done or value is None:
            return
        begun = monotonic()
        hint = mathopt.SolutionHint(variable_values=result.variable_values())
        model.add_linear_constraint(lost <= float(value))
