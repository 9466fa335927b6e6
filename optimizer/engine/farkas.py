"""A proof in whole numbers that the rows of a problem allow nothing: a combination of them that no 0/1 columns can reach (Farkas).

The weights come from a linear programme that breaks the rows as little as possible; whether they prove anything is recomputed in exact
integers, so that a fault of the solver can lose a proof but never make one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.child import NoAnswer
from optimizer.engine.highs import Solver
from optimizer.engine.model import FREE
from optimizer.engine.problem import Problem

Ints = NDArray[np.int64]
#: weights are rounded to this part of one: small beside the sum of the weights' own noise over all columns, and no overflow
SCALE = 2**30


def proven_impossible(problem: Problem) -> bool:
    """Whether the rows and limits alone are proven to allow no 0/1 columns. False says nothing: there may be a solution or none."""
    matrix, lower, upper = _rows(problem)
    weights = _weights(matrix, lower, upper)
    return weights is not None and _holds(matrix, lower, upper, weights)


def _rows(problem: Problem) -> tuple[sparse.csr_array, Ints, Ints]:
    """The problem's rows with its limits as rows after them."""
    limits = [sparse.csr_array(cost.reshape(1, -1)) for cost, _ in problem.limits]
    matrix = sparse.csr_array(sparse.vstack([problem.matrix, *limits])) if limits else problem.matrix
    lower = np.concatenate([problem.lower, np.full(len(limits), -FREE)])
    upper = np.concatenate([problem.upper, [value for _, value in problem.limits]])
    return matrix, lower.astype(np.int64), upper.astype(np.int64)


def _weights(matrix: sparse.csr_array, lower: Ints, upper: Ints) -> Ints | None:
    """[row] weights of the rows, in parts of SCALE; None where the rows can be kept in fractions, or nothing was found in time.

    With no column chosen only rows that ask for something are broken. Each of these gets a column that makes up for it wholly.
    """
    missing = np.where(lower > 0, lower, np.where(upper < 0, upper, 0))
    broken = np.flatnonzero(missing)
    repairs = sparse.csr_array((missing[broken], (broken, np.arange(len(broken)))), shape=(matrix.shape[0], len(broken)))
    solver = Solver()
    solver.load(sparse.csc_array(sparse.hstack([matrix, repairs])), lower, upper)
    solver.set_cost(np.concatenate([np.zeros(matrix.shape[1]), np.ones(len(broken))]))
    try:
        found = solver.solve()
    except NoAnswer:
        return None
    return None if found is None or found.value <= 0 else np.round(found.prices * SCALE).astype(np.int64)


def _holds(matrix: sparse.csr_array, lower: Ints, upper: Ints, weights: Ints) -> bool:
    """Whether the rows so weighted ask for more than all columns can give together."""
    weights = np.where((weights > 0) & (lower <= -FREE) | (weights < 0) & (upper >= FREE), 0, weights)
    asked = int(weights[weights > 0] @ lower[weights > 0]) + int(weights[weights < 0] @ upper[weights < 0])
    given = matrix.T.astype(np.int64) @ weights
    return asked > int(given[given > 0].sum())
