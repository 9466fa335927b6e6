"""The textbook model as a plain mixed-integer programme, solved by HiGHS."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import highspy
import numpy as np

from benchmarks.rivals.problem import Budget, Problem, Reached
from benchmarks.rivals.rows import Floats, rows

THREADS = 2


def load(problem: Problem) -> highspy.Highs:
    """HiGHS with the rows and 0/1 columns, no costs yet."""
    matrix, lower, upper = rows(problem)
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(matrix.shape[1]), np.zeros(matrix.shape[1]), np.ones(matrix.shape[1])
    lp.row_lower_, lp.row_upper_ = lower, upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.data.astype(np.float64)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * matrix.shape[1]
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # the library has no types here
    for name, value in (("output_flag", False), ("threads", THREADS)):
        highs.setOptionValue(name, value)
    highs.passModel(lp)
    return highs


def solve(problem: Problem, seconds: float, gap: float) -> Iterator[Reached]:
    """Level by level, each frozen at the value found; ends with the level that is not finished in time."""
    budget, begun = Budget(seconds), monotonic()
    highs = load(problem)
    columns = highs.getNumCol()
    highs.setOptionValue("mip_rel_gap", gap)
    found: Floats | None = None
    for level in problem.levels:
        cost = np.zeros(columns)
        cost[: len(level.cost)] = level.cost
        highs.changeColsCost(columns, np.arange(columns, dtype=np.int32), cost)
        highs.changeObjectiveOffset(float(level.constant))
        if found is not None:
            highs.setSolution(columns, np.arange(columns, dtype=np.int32), found)
        highs.setOptionValue("time_limit", highs.getRunTime() + budget.left)
        highs.run()
        info = highs.getInfo()
        done = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        has = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        value = round(info.objective_function_value) if has else None
        yield Reached(level.name, value, info.mip_dual_bound if has else None, monotonic() - begun, done)
        if not done or value is None:
            return
        begun = monotonic()
        found = np.round(np.array(highs.getSolution().col_value))
        used = np.flatnonzero(cost).astype(np.int32)
        highs.addRow(-highspy.kHighsInf, float(value - level.constant), len(used), used, cost[used])
