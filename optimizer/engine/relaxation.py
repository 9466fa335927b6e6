"""The linear relaxation of a model: columns are priced in and rows added when violated, aim after aim, from a warm basis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.highs import LpResult, Solver
from optimizer.engine.model import FREE, Aim, Model, NamedRow, rows_matrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
TOLERANCE = 1e-6
#: columns of one group that are priced in at a time
MOST = 5
#: columns above which a programme with new costs is presolved anew sooner than its old basis is mended
LARGE = 50_000
#: x (all columns of the model) -> rows that x violates
Separator = Callable[[Floats], list[NamedRow]]


class Relaxation:
    """A linear programme with the columns and rows found so far."""

    def __init__(self, model: Model, separate: Separator, seed: int) -> None:
        self.model, self.separate = model, separate
        self.solver = Solver(seed)
        self.active = np.ones(model.columns, dtype=bool)
        self.active[: model.plans] = model.start
        self.order = np.flatnonzero(self.active)
        self.solver.load(sparse.csc_array(model.matrix[:, self.order]), model.lower, model.upper)
        #: columns that the solutions of the last call have used, on the way too
        self.seen = np.zeros(model.columns, dtype=bool)
        self.names: set[tuple[object, ...]] = set()
        #: every row beyond the model's, in the order the solver has them: cuts and frozen aims
        self.extra: list[NamedRow] = []

    def solve(self, cost: Floats, pivots: int, stop: Callable[[], bool], limit: int | None = None) -> LpResult | None:
        """The least cost'x with all columns worth having, and rows until `pivots` are spent; None where there is no solution.

        New columns leave the basis primal feasible, new rows dual feasible: each time the simplex that goes on from there. Rows that the
        pivots do not suffice for stay, but the result is the last one without them. `limit` are the iterations to begin with: where they do
        not suffice, the value is what the prices prove all the same.
        """
        self.solver.set_cost(cost[self.order])
        self.seen[:] = False
        if len(self.order) > LARGE and self.extra:
            self.solver.forget()
        result = self.solver.solve(limit=limit)
        if result is not None and not result.optimal:
            self.see(result)
            return self.proven(cost, result)
        while result is not None and not stop():
            self.see(result)
            if self.price_in(cost, result):
                result = self.solver.solve(primal=True)
            elif pivots > 0 and self.cut(self.spread(result.x)):
                further = self.solver.solve(limit=pivots)
                if further is None or not further.optimal:
                    return result if further is not None else None
                result, pivots = further, pivots - further.iterations
            else:
                break
        return result

    def proven(self, cost: Floats, result: LpResult) -> LpResult:
        """A result cut short, with the value that its prices prove (see `certificate`), or no prices where these prove less than none."""
        model = self.model
        lower = np.concatenate([model.lower, np.array([r.lower for r in self.extra], dtype=np.int64)])
        upper = np.concatenate([model.upper, np.array([r.upper for r in self.extra], dtype=np.int64)])
        prices = np.where(
            lower <= -FREE, np.minimum(result.prices, 0), np.where(upper >= FREE, np.maximum(result.prices, 0), result.prices)
        )

        def value(y: Floats) -> float:
            reduced, least = self.reduced_costs(cost, y), np.zeros(model.groups)
            np.minimum.at(least, model.group, reduced[: model.plans])
            sides = np.where(y < 0, upper, np.where(y > 0, lower, 0))
            return float(y @ sides + least.sum() + np.minimum(reduced[model.plans :], 0).sum())

        best = max((prices, np.zeros(len(prices))), key=value)
        return replace(result, prices=best, value=value(best))

    def unpriced(self, cost: Floats) -> LpResult:
        """What is known of an aim without HiGHS: no row has a price."""
        rows = len(self.model.lower) + len(self.extra)
        return self.proven(cost, LpResult(0.0, np.zeros(len(self.order)), np.zeros(rows), cost[self.order], 0, False))

    def near(self, cost: Floats, pivots: int) -> Bools:
        """[plan] what another corner uses, about the best for `cost`, after at most `pivots`; rows it violates are added."""
        self.solver.set_cost(cost[self.order])
        self.seen[:] = False
        for _ in range(2):
            result = self.solver.solve(limit=pivots)
            if result is None:
                break
            self.see(result)
            if not result.optimal or not self.cut(self.spread(result.x)):
                break
        return self.seen[: self.model.plans].copy()

    def again(self, cost: Floats, pivots: int) -> LpResult | None:
        """The relaxation with the rows added since; None where `pivots` do not do, or the programme is large."""
        if len(self.order) > LARGE:
            return None
        self.solver.set_cost(cost[self.order])
        result = self.solver.solve(limit=pivots)
        return result if result is not None and result.optimal and not self.price_in(cost, result) else None

    def see(self, result: LpResult) -> None:
        """Remembers the columns in use."""
        self.seen[self.order[result.x > TOLERANCE]] = True

    def spread(self, x: Floats) -> Floats:
        """Solver columns -> model columns."""
        out = np.zeros(self.model.columns)
        out[self.order] = x
        return out

    def reduced_costs(self, cost: Floats, prices: Floats) -> Floats:
        """Reduced cost of every column of the model at `prices` (rows of the model first, then the extra ones; later rows have none)."""
        own = len(self.model.lower)
        reduced = cost - self.model.matrix.T @ prices[:own]
        if len(prices) > own:
            reduced = reduced - rows_matrix(self.extra[: len(prices) - own], self.model.columns).T @ prices[own:]
        return np.asarray(reduced, dtype=np.float64)

    def price_in(self, cost: Floats, result: LpResult) -> int:
        """Adds the columns that the prices show to be worth it; returns how many."""
        if self.active.all():
            return 0
        reduced = self.reduced_costs(cost, result.prices)
        worth = np.flatnonzero((reduced < -TOLERANCE) & ~self.active)
        if not len(worth):
            return 0
        group = self.model.group[worth]
        by = np.lexsort((worth, reduced[worth], group))
        worth, group = worth[by], group[by]
        starts = np.r_[True, group[1:] != group[:-1]]
        place = np.arange(len(worth)) - np.maximum.accumulate(np.where(starts, np.arange(len(worth)), 0))
        columns = np.sort(worth[place < MOST])
        self.activate(columns, cost)
        return len(columns)

    def activate(self, columns: Ints, cost: Floats) -> None:
        """Takes columns in that were left out. Those of a known solution keep the programme feasible, whatever rows it gets."""
        columns = columns[~self.active[columns]]
        if not len(columns):
            return
        matrix = sparse.csc_array(self.model.matrix[:, columns])
        if self.extra:
            matrix = sparse.csc_array(sparse.vstack([matrix, rows_matrix(self.extra, self.model.columns)[:, columns]]))
        self.solver.add_columns(matrix, cost[columns])
        self.active[columns] = True
        self.order = np.concatenate([self.order, columns])

    def priced(self, reduced: Floats) -> bool:
        """Whether no column left out would be worth having: then reduced costs rule plans out for certain."""
        return not bool((reduced[~self.active] < -TOLERANCE).any())

    def cut(self, x: Floats) -> int:
        """Adds rows that x violates; returns how many."""
        return self.know([r for r in self.separate(x) if r.name not in self.names])

    def know(self, rows: list[NamedRow]) -> int:
        """Adds rows that the separator has found, now or before; returns how many."""
        if rows:
            self.names.update(r.name for r in rows)
            self.add(rows)
        return len(rows)

    def add(self, rows: list[NamedRow]) -> None:
        """Adds rows."""
        self.extra.extend(rows)
        lower, upper = (np.array([getattr(r, side) for r in rows], dtype=np.int64) for side in ("lower", "upper"))
        self.solver.add_rows(sparse.csr_array(rows_matrix(rows, self.model.columns)[:, self.order]), lower, upper)

    def freeze(self, aim: Aim, value: int) -> None:
        """No later aim may make this one worse."""
        columns = np.flatnonzero(aim.cost)
        self.add([NamedRow(("frozen", aim.name), tuple(columns.tolist()), tuple(aim.cost[columns].tolist()), -FREE, value)])
