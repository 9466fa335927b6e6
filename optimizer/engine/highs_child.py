"""The child process of `highs`: keeps linear programmes, changes and solves them with HiGHS; searches small integer problems."""

from __future__ import annotations

import sys
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp  # its options are a type of its own that scipy does not export

from optimizer.engine.child import receive, send
from optimizer.engine.model import FREE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STRATEGY = highspy.simplex_constants.SimplexStrategy
STATUS = highspy.HighsModelStatus
#: ends of a solve that leave a basic solution, and those that say that there is none (every column has two bounds)
GOOD = (STATUS.kOptimal, STATUS.kModelEmpty, STATUS.kIterationLimit)
NONE = (STATUS.kInfeasible, STATUS.kUnboundedOrInfeasible)


def main() -> None:
    """The child: orders from standard input, answers to standard output, until there are no more."""
    programmes: dict[int, Programme] = {}
    while isinstance(order := receive(sys.stdin.buffer), tuple):
        kind, dropped, words = order[0], order[1], order[2:]
        for number in dropped:
            programmes.pop(number, None)
        if kind == "lp":
            number, changes, primal, limit = words
            programme = programmes.setdefault(number, Programme())
            for name, values in changes:
                getattr(programme, name)(*values)
            answer: Any = programme.solve(primal, limit)
        else:
            answer = search(*words)
        send(sys.stdout.buffer, (answer,))


def _bounds(values: Ints) -> Floats:
    out = values.astype(np.float64)
    out[values <= -FREE] = -highspy.kHighsInf
    out[values >= FREE] = highspy.kHighsInf
    return out


class Programme:
    """One linear programme."""

    def __init__(self) -> None:
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]

    def seed(self, seed: int) -> None:
        """Quiet, one thread, and this seed."""
        for name, value in (("output_flag", False), ("threads", 1), ("parallel", "off"), ("random_seed", seed % 2**31)):
            self.highs.setOptionValue(name, value)

    def load(self, matrix: sparse.csc_array, lower: Ints, upper: Ints) -> None:
        """Rows and columns."""
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = matrix.shape
        lp.col_cost_ = np.zeros(matrix.shape[1])
        lp.col_lower_, lp.col_upper_ = np.zeros(matrix.shape[1]), np.ones(matrix.shape[1])
        lp.row_lower_, lp.row_upper_ = _bounds(lower), _bounds(upper)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
        lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
        lp.a_matrix_.value_ = matrix.data.astype(np.float64)
        self.highs.passModel(lp)

    def set_cost(self, cost: Floats) -> None:
        """The cost of every column."""
        self.highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)

    def add_rows(self, matrix: sparse.csr_array, lower: Ints, upper: Ints) -> None:
        """More rows."""
        parts = matrix.indptr[:-1].astype(np.int32), matrix.indices.astype(np.int32), matrix.data.astype(np.float64)
        self.highs.addRows(matrix.shape[0], _bounds(lower), _bounds(upper), matrix.nnz, *parts)

    def add_columns(self, matrix: sparse.csc_array, cost: Floats) -> None:
        """More columns."""
        n = matrix.shape[1]
        parts = matrix.indptr[:-1].astype(np.int32), matrix.indices.astype(np.int32), matrix.data.astype(np.float64)
        self.highs.addCols(n, cost, np.zeros(n), np.ones(n), matrix.nnz, *parts)

    def forget(self) -> None:
        """Without a basis."""
        self.highs.clearSolver()

    def solve(self, primal: bool, limit: int | None) -> tuple[Any, ...] | str | None:
        """The fields of an `LpResult`; None where there is no solution, a status where HiGHS gives up."""
        strategy = STRATEGY.kSimplexStrategyPrimal if primal else STRATEGY.kSimplexStrategyDualPlain
        self.highs.setOptionValue("simplex_strategy", int(strategy))
        self.highs.setOptionValue("simplex_iteration_limit", highspy.kHighsIInf if limit is None else limit)
        self.highs.run()
        if self.highs.getModelStatus() not in GOOD:
            # a lost basis is retried from scratch before the answer "none" is believed
            self.highs.clearSolver()
            self.highs.run()
            status = self.highs.getModelStatus()
            if status not in GOOD:
                return None if status in NONE else str(status)
        solution, info = self.highs.getSolution(), self.highs.getInfo()
        return (
            info.objective_function_value,
            np.array(solution.col_value),
            np.array(solution.row_dual),
            np.array(solution.col_dual),
            info.simplex_iteration_count,
            self.highs.getModelStatus() != STATUS.kIterationLimit,
        )


def search(
    cost: Floats, matrix: sparse.csr_array, lower: Floats, upper: Floats, options: dict[str, float]
) -> tuple[Floats | None, float, bool]:
    """(columns of the best 0/1 solution found, its bound, whether there is none for certain)."""
    result = milp(
        cost,
        constraints=LinearConstraint(matrix, lower, upper) if matrix.shape[0] else (),
        bounds=Bounds(0, 1),
        integrality=np.ones(len(cost), dtype=np.int64),
        options={"mip_rel_gap": 0.0, **options},  # type: ignore[arg-type]  # names are those of milp, given by `small`
    )
    if result.x is None:
        return None, 0.0, result.status == 2
    return np.asarray(result.x), float(result.mip_dual_bound), False
