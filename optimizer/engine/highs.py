"""Linear programmes by HiGHS: they grow by rows and columns and keep their basis. One thread, so runs repeat bit for bit."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.model import FREE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DUAL, PRIMAL = (
    highspy.simplex_constants.SimplexStrategy.kSimplexStrategyDualPlain,
    highspy.simplex_constants.SimplexStrategy.kSimplexStrategyPrimal,
)


@dataclass(frozen=True)
class LpResult:
    """An optimal basic solution: values, row prices and reduced costs in the order of rows and columns."""

    value: float
    x: Floats
    prices: Floats
    reduced: Floats
    iterations: int
    optimal: bool


def _bounds(values: Ints) -> Floats:
    out = values.astype(np.float64)
    out[values <= -FREE] = -highspy.kHighsInf
    out[values >= FREE] = highspy.kHighsInf
    return out


class Solver:
    """A linear programme that grows by rows and columns and keeps its basis."""

    def __init__(self, seed: int = 1) -> None:
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._quiet(self.highs, seed)
        self.seed = seed

    @staticmethod
    def _quiet(highs: highspy.Highs, seed: int) -> None:
        for name, value in (("output_flag", False), ("threads", 1), ("parallel", "off"), ("random_seed", seed % 2**31)):
            highs.setOptionValue(name, value)

    def load(self, matrix: sparse.csc_array, lower: Ints, upper: Ints) -> None:
        """Sets rows and columns (all between 0 and 1); costs come later."""
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
        """Sets the cost of every column."""
        self.highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost.astype(np.float64))

    def add_rows(self, matrix: sparse.csr_array, lower: Ints, upper: Ints) -> None:
        """Adds rows; the basis is kept."""
        self.highs.addRows(
            matrix.shape[0],
            _bounds(lower),
            _bounds(upper),
            matrix.nnz,
            matrix.indptr[:-1].astype(np.int32),
            matrix.indices.astype(np.int32),
            matrix.data.astype(np.float64),
        )

    def add_columns(self, matrix: sparse.csc_array, cost: Floats) -> None:
        """Adds columns with bounds 0 and 1; the basis is kept."""
        n = matrix.shape[1]
        self.highs.addCols(
            n,
            cost.astype(np.float64),
            np.zeros(n),
            np.ones(n),
            matrix.nnz,
            matrix.indptr[:-1].astype(np.int32),
            matrix.indices.astype(np.int32),
            matrix.data.astype(np.float64),
        )

    def forget(self) -> None:
        """Drops the basis: the next solve begins with presolving."""
        self.highs.clearSolver()

    def solve(self, primal: bool = False, limit: int | None = None) -> LpResult | None:
        """Solves the linear relaxation by the dual or the primal simplex; None when it has no solution.

        After `limit` iterations it stops where it is, and the result says that it is not `optimal`.
        """
        self.highs.setOptionValue("simplex_strategy", int(PRIMAL if primal else DUAL))
        self.highs.setOptionValue("simplex_iteration_limit", highspy.kHighsIInf if limit is None else limit)
        good = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty, highspy.HighsModelStatus.kIterationLimit)
        self.highs.run()
        if self.highs.getModelStatus() not in good:
            # a lost basis is retried from scratch before the answer "none" is believed
            self.highs.clearSolver()
            self.highs.run()
            if self.highs.getModelStatus() not in good:
                return None
        solution, info = self.highs.getSolution(), self.highs.getInfo()
        return LpResult(
            info.objective_function_value,
            np.array(solution.col_value),
            np.array(solution.row_dual),
            np.array(solution.col_dual),
            info.simplex_iteration_count,
            self.highs.getModelStatus() != highspy.HighsModelStatus.kIterationLimit,
        )
