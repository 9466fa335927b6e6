"""Linear programmes by HiGHS, in a process of its own: they grow by rows and columns and keep their basis.

One thread, so runs repeat bit for bit. All programmes of one thread of ours share one process; where the watchdog ends it, they are lost
together, and each says so (`NoAnswer`) when it is asked again.
"""

from __future__ import annotations

import threading
import weakref
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.child import Child, NoAnswer

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: seconds after which the watchdog ends one solve
PATIENCE = 1200.0


@dataclass(frozen=True)
class LpResult:
    """An optimal basic solution: values, row prices and reduced costs in the order of rows and columns."""

    value: float
    x: Floats
    prices: Floats
    reduced: Floats
    iterations: int
    optimal: bool


class Highs(Child):
    """The process of one thread's programmes."""

    def __init__(self) -> None:
        super().__init__("optimizer.engine.highs_child", "HiGHS")
        self.numbers = count()
        #: programmes that nobody will ask for again
        self.dropped: list[int] = []
        self.lost = False

    def order(self, kind: str, *words: Any) -> Any:
        """The answer to an order (`highs_child`): a tuple of one. NoAnswer where it takes too long, now or before."""
        if self.lost:
            raise NoAnswer("HiGHS was ended, and with it what it knew")
        dropped, self.dropped[:] = self.dropped.copy(), []
        try:
            return self.ask((kind, dropped, *words), PATIENCE)
        except NoAnswer:
            self.lost = True
            raise


_here = threading.local()


def highs() -> Highs:
    """The process of this thread; another one where the last was lost."""
    found: Highs | None = getattr(_here, "highs", None)
    if found is None or found.lost:
        found = _here.highs = Highs()
    return found


class Solver:
    """A linear programme that grows by rows and columns and keeps its basis. Changes go to the process with the next solve."""

    def __init__(self, seed: int = 1) -> None:
        self.highs = highs()
        self.highs.start()
        self.number = next(self.highs.numbers)
        self.changes: list[tuple[str, tuple[Any, ...]]] = [("seed", (seed,))]
        weakref.finalize(self, self.highs.dropped.append, self.number)

    def load(self, matrix: sparse.csc_array, lower: Ints, upper: Ints) -> None:
        """Sets rows and columns (all between 0 and 1); costs come later."""
        self.changes.append(("load", (matrix, lower, upper)))

    def set_cost(self, cost: Floats) -> None:
        """Sets the cost of every column."""
        self.changes.append(("set_cost", (cost.astype(np.float64),)))

    def add_rows(self, matrix: sparse.csr_array, lower: Ints, upper: Ints) -> None:
        """Adds rows; the basis is kept."""
        self.changes.append(("add_rows", (matrix, lower, upper)))

    def add_columns(self, matrix: sparse.csc_array, cost: Floats) -> None:
        """Adds columns with bounds 0 and 1; the basis is kept."""
        self.changes.append(("add_columns", (matrix, cost.astype(np.float64))))

    def forget(self) -> None:
        """Drops the basis: the next solve begins with presolving."""
        self.changes.append(("forget", ()))

    def solve(self, primal: bool = False, limit: int | None = None) -> LpResult | None:
        """Solves the linear relaxation by the dual or the primal simplex; None when it has no solution.

        After `limit` iterations it stops where it is, and the result says that it is not `optimal`. NoAnswer where it took too long or
        HiGHS gave up.
        """
        changes, self.changes = self.changes, []
        (result,) = self.highs.order("lp", self.number, changes, primal, limit)
        if isinstance(result, str):
            raise NoAnswer(f"HiGHS ended with {result}")
        return None if result is None else LpResult(*result)
