"""The aims of a model in a part of it, while everything else stays as it is: a small exact search instead of a large one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.clauses import Clause
from optimizer.engine.cpsat import Answer, CpSat, Task
from optimizer.engine.highs import LpResult, Solver
from optimizer.engine.model import FREE, Model
from optimizer.engine.problem import Problem, breaks, refute, restrict
from optimizer.engine.relaxation import TOLERANCE
from optimizer.engine.small import search_small
from optimizer.engine.witness import Refusal

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: plans, switches and marks up to which HiGHS searches sooner than CP-SAT
FEW = 400


@dataclass(frozen=True)
class Reached:
    """The best found: aim by aim its value, and a bound that holds while everything else stays (constants are left out of both)."""

    x: Ints
    values: tuple[int, ...]
    bounds: tuple[int, ...]


def solve_part(
    model: Model, free: Bools, x: Ints, known: bool, efforts: Sequence[float], seed: int, cpsat: CpSat, clauses: tuple[Clause, ...] = (),
    better: int = 0,
) -> Reached | None:  # fmt: skip
    """The aims one after the other among the free plans, the others as in x; None when nothing is found.

    `known`: x is a solution. `efforts` are the deterministic limits (about seconds) of the aims; the last one holds for all further aims.
    `better`: gives up where so many first aims come out as in x.
    """
    begun = [int(aim.cost @ x) for aim in model.aims[:better]] if known else []
    none: tuple[tuple[Ints, int], ...] = ()
    matrix = sparse.csr_array(model.matrix)
    part = restrict(Problem(matrix, model.lower, model.upper, model.plans, model.logic, clauses, model.aims[0].cost, none), free, x)
    search = PartSearch(part.problem, x[part.columns] if known else None, seed, cpsat)
    values, bounds = [], []
    for number, aim in enumerate(model.aims):
        cost = aim.cost[part.columns]
        bound = search.solve(cost, efforts[min(number, len(efforts) - 1)])
        if search.x is None:
            return None
        x = model.settle(part.whole(x, search.x))
        search.x = x[part.columns]
        outside, value = int(aim.cost @ x) - int(cost @ search.x), int(cost @ search.x)
        search.freeze(cost, value)
        values.append(outside + value)
        bounds.append(outside + min(bound, value))
        if values == begun:
            return None
    return Reached(x, tuple(values), tuple(bounds))


class PartSearch:
    """One problem, aim after aim: `x` is the best known so far, None where nothing is."""

    def __init__(self, problem: Problem, x: Ints | None, seed: int, cpsat: CpSat) -> None:
        self.problem, self.x, self.seed, self.cpsat = problem, x, seed, cpsat
        #: who says that there is no solution; None where one is known, or none was found in time
        self.refusal: Refusal | None = None
        self.prices = Solver(seed)
        self.prices.load(sparse.csc_array(problem.matrix), problem.lower, problem.upper)
        #: plans that some solution as good as the values reached so far may still use
        self.open = np.ones(problem.plans, dtype=bool)

    def solve(self, cost: Ints, effort: float) -> int:
        """Improves x for one aim; a bound. x stays None where there is no solution, or none is found."""
        if self.x is not None and not cost.any():
            return 0
        self.problem = replace(self.problem, cost=cost)
        self.prices.set_cost(cost.astype(np.float64))
        relaxed = self.prices.solve()
        if relaxed is None:
            refute(self.problem, self.x, "HiGHS", "a part")
            self.x, self.refusal = None, Refusal(self.problem, "a part", "HiGHS")
            return 0
        bound = math.ceil(relaxed.value - TOLERANCE)
        if self.x is None or int(cost @ self.x) > bound:
            bound = max(bound, self.better(relaxed, effort))
        if self.x is not None:
            self.open &= relaxed.reduced[: self.problem.plans] <= int(cost @ self.x) - relaxed.value + 0.5
        return bound

    def better(self, relaxed: LpResult, effort: float) -> int:
        """A better x from the relaxation where that is whole, else by search among the open plans; a bound."""
        whole = np.round(relaxed.x).astype(np.int64)
        if np.abs(relaxed.x - whole).max(initial=0.0) < TOLERANCE and not breaks(self.problem, whole):
            self.x = whole
            return int(self.problem.cost @ whole)
        usable = self.open.copy()
        if self.x is not None:
            usable &= relaxed.reduced[: self.problem.plans] <= int(self.problem.cost @ self.x) - relaxed.value + 0.5
        nothing = np.zeros(self.problem.columns, dtype=np.int64)
        part = restrict(self.problem, usable, nothing)
        answer = self.searched(part.problem, None if self.x is None else self.x[part.columns], effort)
        if answer.infeasible:
            self.refusal = Refusal(self.problem, "a part", answer.by)
        if answer.x is not None:
            found = part.whole(nothing, answer.x)
            if self.x is None or int(self.problem.cost @ found) <= int(self.problem.cost @ self.x):
                self.x = found
        return answer.bound + part.fixed

    def searched(self, problem: Problem, x: Ints | None, effort: float) -> Answer:
        """The problem's optimum, or the best within the effort; by HiGHS where the problem is small."""
        if problem.plans + problem.logic.switches + len(problem.logic.full_row) <= FEW:
            return search_small(problem)
        return self.cpsat.search(Task(problem, x, self.seed, effort, None))

    def freeze(self, cost: Ints, value: int) -> None:
        """No later aim may make this one worse."""
        at = np.flatnonzero(cost)
        if len(at):
            row = sparse.csr_array((cost[at], (np.zeros(len(at), dtype=np.int64), at)), shape=(1, self.problem.columns))
            self.prices.add_rows(row, np.array([-FREE]), np.array([value]))
            self.problem = replace(self.problem, limits=(*self.problem.limits, (cost, value)))


def refusal(model: Model) -> Refusal | None:
    """That the rows allow no solution even in fractions, so that no decision keeps them; None where they do."""
    prices = Solver()
    prices.load(model.matrix, model.lower, model.upper)
    if prices.solve() is not None:
        return None
    whole = Problem(sparse.csr_array(model.matrix), model.lower, model.upper, model.plans, model.logic, (), model.aims[0].cost, ())
    return Refusal(whole, "the demand", "HiGHS")
