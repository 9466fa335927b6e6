"""Aim by aim: price the aim's best value by a linear programme with columns priced in and rows added when violated, find an
integer solution as good (or search until the gap is closed), freeze the value, go on to the next aim.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.clauses import Clause
from optimizer.engine.cpsat import Answer, Task, start
from optimizer.engine.highs import LpResult, Solver
from optimizer.engine.model import FREE, Aim, Model, NamedRow, rows_matrix
from optimizer.engine.small import SMALL, search_here

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
TOLERANCE = 1e-6
#: effort from which a search among the core's plans is tried too: below, it finds next to nothing
WIDE_EFFORT = 4.0


#: x (all columns of the model) -> rows that x violates
Separator = Callable[[Floats], list[NamedRow]]
Report = Callable[[str, float], None]


@dataclass(frozen=True)
class Settings:
    """How hard to try: `gap` is the relative gap that is good enough, `effort` a deterministic limit (about seconds) of each search."""

    gap: float = 0.0
    effort: float = 120.0
    #: ends the work by the clock: then the run is not repeatable
    seconds: float | None = None
    seed: int = 1
    #: rounds of pricing and cutting per aim
    rounds: int = 40


@dataclass(frozen=True)
class Level:
    """What one aim reached: `price_bound` is proven by prices alone, `bound` by prices or search."""

    name: str
    unit: str
    value: int
    bound: int
    price_bound: int
    proven_by: str
    prices: Floats
    frozen: tuple[int, ...]

    @property
    def gap(self) -> float:
        """(value - bound) / max(|value|, 1 unit)."""
        return (self.value - self.bound) / max(abs(self.value), 1)


@dataclass
class Solution:
    """The chosen columns, the levels reached, the rows added."""

    x: Ints
    levels: list[Level] = field(default_factory=list)
    #: rows beyond the model's, in the order of the prices: cuts and frozen aims
    extra: list[NamedRow] = field(default_factory=list)
    repeatable: bool = True
    feasible: bool = True


def with_value(level: Level, value: int) -> Level:
    """The level with the value that the final decision has."""
    return replace(level, value=value, bound=min(level.bound, value), price_bound=min(level.price_bound, value))


def better(first: Answer, second: Answer) -> Answer:
    """The better of two answers to the same question, with the better bound; `second` was given with at least as many plans."""
    by_clock = first.by_clock or second.by_clock
    bound = max(first.bound, second.bound)
    if second.x is None or (first.x is not None and first.value <= second.value):
        return replace(first, bound=bound, by_clock=by_clock)
    return replace(second, bound=bound, by_clock=by_clock)


class Lexicographic:
    """One solve of one model."""

    def __init__(self, model: Model, separate: Separator, settings: Settings, report: Report, clauses: tuple[Clause, ...] = ()) -> None:
        self.model, self.separate, self.settings, self.report, self.clauses = model, separate, settings, report, clauses
        self.by_row = sparse.csr_array(model.matrix)
        self.solver = Solver(settings.seed)
        self.active = np.ones(model.columns, dtype=bool)
        self.active[: model.plans] = model.start
        self.order = np.flatnonzero(self.active)
        self.solver.load(sparse.csc_array(model.matrix[:, self.order]), model.lower, model.upper)
        self.names: set[tuple[object, ...]] = set()
        #: every row beyond the model's, in the order the solver has them: cuts and frozen aims
        self.extra: list[NamedRow] = []
        self.frozen: list[int] = []
        self.deadline = None if settings.seconds is None else time.monotonic() + settings.seconds
        self.repeatable = True
        #: plans that some solution as good as the values reached so far may still use
        self.open = np.ones(model.plans, dtype=bool)

    # columns ------------------------------------------------------------------------------------------------------

    def spread(self, x: Floats) -> Floats:
        """Solver columns -> model columns."""
        out = np.zeros(self.model.columns)
        out[self.order] = x
        return out

    def reduced_costs(self, aim: Aim, prices: Floats) -> Floats:
        """Reduced cost of every column of the model at `prices` (rows of the model first, then the extra ones)."""
        own = len(self.model.lower)
        reduced = aim.cost - self.model.matrix.T @ prices[:own]
        if self.extra:
            reduced = reduced - rows_matrix(self.extra, self.model.columns).T @ prices[own:]
        return np.asarray(reduced, dtype=np.float64)

    def price_in(self, aim: Aim, result: LpResult) -> int:
        """Adds the columns that the prices show to be worth it; returns how many."""
        if self.active.all():
            return 0
        reduced = self.reduced_costs(aim, result.prices)
        worth = np.flatnonzero((reduced < -TOLERANCE) & ~self.active)
        if not len(worth):
            return 0
        group = self.model.group[worth]
        by = np.lexsort((worth, reduced[worth], group))
        worth, group = worth[by], group[by]
        starts = np.r_[True, group[1:] != group[:-1]]
        place = np.arange(len(worth)) - np.maximum.accumulate(np.where(starts, np.arange(len(worth)), 0))
        worth = np.sort(worth[place < 5])
        self.activate(aim, worth)
        return len(worth)

    # rows ---------------------------------------------------------------------------------------------------------

    def add(self, rows: list[NamedRow]) -> None:
        """Adds rows to the solver."""
        self.extra.extend(rows)
        self.solver.add_rows(sparse.csr_array(rows_matrix(rows, self.model.columns)[:, self.order]), *_limits(rows))

    def cut(self, x: Floats) -> int:
        """Adds rows that x violates; returns how many."""
        rows = [r for r in self.separate(x) if r.name not in self.names]
        if rows:
            self.names.update(r.name for r in rows)
            self.add(rows)
        return len(rows)

    def freeze(self, aim: Aim, value: int) -> None:
        """No later aim may make this one worse."""
        columns = np.flatnonzero(aim.cost)
        self.frozen.append(value)
        self.add([NamedRow(("frozen", aim.name), tuple(columns.tolist()), tuple(aim.cost[columns].tolist()), -FREE, value)])

    # solving ------------------------------------------------------------------------------------------------------

    def relax(self, aim: Aim) -> LpResult | None:
        """The linear relaxation with all columns worth having and (almost) all rows worth having."""
        self.solver.set_cost(aim.cost[self.order])
        result = self.solver.solve()
        for _ in range(self.settings.rounds):
            if result is None or self.out_of_time():
                return result
            new = self.price_in(aim, result)
            if new == 0:
                new = self.cut(self.spread(result.x))
            if new == 0:
                return result
            result = self.solver.solve()
        return result

    def out_of_time(self) -> bool:
        """The clock has run out (only with a time limit)."""
        if self.deadline is not None and time.monotonic() > self.deadline:
            self.repeatable = False
            return True
        return False

    def task(self, aim: Aim, allowed: Bools, hint: Ints | None) -> Task:
        """The integer search of one aim."""
        model = self.model
        return Task(
            matrix=self.by_row,
            lower=model.lower,
            upper=model.upper,
            aux=model.columns - model.plans,
            logic=model.logic,
            clauses=self.clauses,
            cost=aim.cost,
            limits=tuple((a.cost, v) for a, v in zip(model.aims, self.frozen, strict=False)),
            allowed=allowed,
            hint=hint,
            seed=self.settings.seed,
            effort=self.settings.effort,
            seconds=None if self.deadline is None else self.deadline - time.monotonic(),
            gap=self.settings.gap,
            offset=aim.constant,
        )

    def close(self, aim: Aim, relaxed: LpResult, value: int) -> None:
        """Closes, for all later aims, the plans that `value` of this aim rules out: bound plus reduced cost would exceed it.

        Exact while every column left out of the prices has a reduced cost of 0 or more. Half a unit is left for rounding.
        """
        reduced = self.reduced_costs(aim, relaxed.prices)
        if not (reduced[~self.active] < -TOLERANCE).any():
            self.open &= reduced[: self.model.plans] <= value - relaxed.value + 0.5

    def both(self, aim: Aim, hint: Ints | None) -> tuple[LpResult | None, Answer]:
        """Prices, then search: first among the plans that the relaxation uses and the hint's, then wider where that leaves a gap.

        Small models are searched whole. A wider search over all plans that could still matter proves its bound; one over the model's
        core (the wished plans, say) does not.
        """
        relaxed = self.relax(aim)
        if relaxed is None:
            return None, Answer(None, 0, 0, True, False)
        if self.model.plans <= SMALL:
            return relaxed, search_here(self.task(aim, self.open, hint))
        used = self.spread(relaxed.x)[: self.model.plans] > TOLERANCE
        best, allowed = Answer(hint, 0, -FREE, False, False), used
        if hint is not None:
            best = replace(best, value=int(aim.cost @ hint))
            allowed = used | (hint[: self.model.plans] > 0)
        best = better(best, replace(start(self.task(aim, allowed, hint)).result(), bound=-FREE, infeasible=False))
        proven = best.x is not None and best.value <= math.ceil(relaxed.value - TOLERANCE)
        if proven or (best.x is not None and not self.model.core.all() and self.settings.effort < WIDE_EFFORT):
            return relaxed, best
        matters = self.open
        if best.x is not None:
            reduced = self.reduced_costs(aim, relaxed.prices)[: self.model.plans]
            matters = matters & (reduced <= best.value - relaxed.value + 0.5)
            allowed = allowed | (best.x[: self.model.plans] > 0)
        answer = start(self.task(aim, allowed | (matters & self.model.core), best.x)).result()
        whole = bool((self.model.core | ~matters).all()) and bool(self.active.all())
        return relaxed, better(best, answer if whole else replace(answer, bound=-FREE, infeasible=False))

    def run(self, hint: Ints | None = None, search: bool = True) -> Solution:
        """All aims in order; `feasible` False when the rows and clauses have no common solution.

        `hint` is a solution to begin with; without `search` it is kept as it is, and only priced.
        """
        levels: list[Level] = []
        x = np.zeros(self.model.columns, dtype=np.int64)
        for number, aim in enumerate(self.model.aims):
            self.report(aim.name, number / len(self.model.aims))
            frozen = tuple(self.frozen)
            relaxed, answer = self.both(aim, hint) if search else (self.relax(aim), Answer(hint, 0, -FREE, False, False))
            self.repeatable &= not answer.by_clock
            if relaxed is None or answer.infeasible:
                return Solution(np.zeros(0, dtype=np.int64), levels, self.extra, self.repeatable, False)
            found = hint if answer.x is None else answer.x
            if found is None:
                return Solution(np.zeros(0, dtype=np.int64), levels, self.extra, self.repeatable, False)
            hint = x = found
            value = int(aim.cost @ x)
            price_bound = min(math.ceil(relaxed.value - TOLERANCE), value)
            bound = min(max(answer.bound, price_bound), value)
            levels.append(
                Level(
                    name=aim.name,
                    unit=aim.unit,
                    value=value + aim.constant,
                    bound=bound + aim.constant,
                    price_bound=price_bound + aim.constant,
                    proven_by="prices" if bound <= price_bound else "search",
                    prices=relaxed.prices,
                    frozen=frozen,
                )
            )
            if number < len(self.model.aims) - 1:
                self.close(aim, relaxed, value)
                self.freeze(aim, value)
        # a later search that was cut short may have found something better for an earlier aim
        levels = [with_value(level, int(aim.cost @ x) + aim.constant) for level, aim in zip(levels, self.model.aims, strict=True)]
        return Solution(x, levels, self.extra, self.repeatable)

    def activate(self, aim: Aim, columns: Ints) -> None:
        """Adds columns of the model to the solver."""
        if len(columns):
            matrix = sparse.csc_array(self.model.matrix[:, columns])
            if self.extra:
                matrix = sparse.csc_array(sparse.vstack([matrix, rows_matrix(self.extra, self.model.columns)[:, columns]]))
            self.solver.add_columns(matrix, aim.cost[columns])
            self.active[columns] = True
            self.order = np.concatenate([self.order, columns])


def _limits(rows: list[NamedRow]) -> tuple[Ints, Ints]:
    return np.array([r.lower for r in rows], dtype=np.int64), np.array([r.upper for r in rows], dtype=np.int64)
