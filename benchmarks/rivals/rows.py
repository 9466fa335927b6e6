"""All rows of the textbook model: the choice of each group, then the limits. No solver is imported here."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.rivals.problem import Ints, Problem
from optimizer.engine.model import FREE, RowBuilder

Floats = NDArray[np.float64]


def rows(problem: Problem) -> tuple[sparse.csc_array, Floats, Floats]:
    """(matrix, lower, upper) of everything."""
    builder = RowBuilder()
    plans, groups = np.arange(len(problem.group)), int(problem.group.max()) + 1
    builder.add(problem.group, plans, ones(len(plans)), np.full(groups, 1 if problem.must else -FREE), ones(groups))
    limits = problem.matrix.tocoo()
    free = np.full(len(problem.upper), -FREE)
    builder.add(limits.row.astype(np.int64), limits.col.astype(np.int64), limits.data, free, problem.upper)
    matrix, lower, upper = builder.matrix(problem.matrix.shape[1])
    return matrix, np.where(lower <= -FREE, -np.inf, lower), upper.astype(np.float64)


def ones(count: int) -> Ints:
    """That many ones."""
    return np.ones(count, dtype=np.int64)
