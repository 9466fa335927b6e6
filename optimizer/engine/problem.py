"""An integer problem of one aim, and its restriction to the plans that are free while everything else stays as it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.domain.errors import Defect
from optimizer.engine.clauses import Clause, Logic, any_within, gather_parts, keep_within
from optimizer.engine.model import FREE

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Problem:
    """Minimise cost'x over 0/1 columns, plans first, subject to rows, logic, clauses, and limits (cost, value): cost'x <= value."""

    matrix: sparse.csr_array
    lower: Ints
    upper: Ints
    plans: int
    logic: Logic
    clauses: tuple[Clause, ...]
    cost: Ints
    limits: tuple[tuple[Ints, int], ...]

    @property
    def columns(self) -> int:
        """All columns: plans, then auxiliary ones."""
        return len(self.cost)


def breaks(problem: Problem, x: Ints) -> list[str]:
    """What a solution breaks, in words; empty where it keeps every row, limit, clause and all logic."""
    logic, found = problem.logic, []
    load = np.asarray(problem.matrix @ x)
    for row in np.flatnonzero((load < problem.lower) | (load > problem.upper)).tolist():
        found.append(f"row {row}: {load[row]} is not within {problem.lower[row]} and {problem.upper[row]}")
    found += [f"limit {k}: {cost @ x} is more than {value}" for k, (cost, value) in enumerate(problem.limits) if cost @ x > value]
    for k, clause in enumerate(problem.clauses):
        if not any(x[c] for c in clause.true) and all(x[c] for c in clause.false):
            found.append(f"clause {k}")
    placed = x.copy()
    placed[problem.plans :] = 0
    full = np.asarray(problem.matrix @ placed)[logic.full_row] >= logic.full_need
    met = any_within(logic.claim_begins, x[logic.claim_columns] > 0) | any_within(logic.mark_begins, full[logic.marks])
    found += [f"claim {k}" for k in np.flatnonzero(~met).tolist()]
    if logic.switches:
        on = any_within(logic.begins, x[logic.columns] > 0) | any_within(logic.switch_mark_begins, full[logic.switch_marks])
        off = np.cumsum(~on)
        begin = np.flatnonzero(logic.begins_chain)[np.cumsum(logic.begins_chain) - 1]
        on = off - off[begin] + ~on[begin] == 0
        asked = (logic.plan < 0) | (x[logic.plan] > 0)
        found += [f"switch {k}" for k in logic.switch[asked & ~on[logic.switch]].tolist()]
    return found


def refute(problem: Problem, known: Ints | None, by: str, what: str) -> None:
    """Raises Defect where solver `by` calls impossible (for `what`) what a known solution keeps: every row, limit, clause, all logic."""
    if known is not None and not breaks(problem, known):
        raise Defect(f"{by} finds nothing possible for {what}, but a known solution keeps every row")


@dataclass(frozen=True)
class Restriction:
    """The part of a problem that is free: column k of `problem` is column `columns[k]` of the whole, `fixed` the cost of the others."""

    problem: Problem
    columns: Ints
    fixed: int

    def whole(self, x: Ints, part: Ints) -> Ints:
        """The whole solution: `part` in the free columns, x elsewhere."""
        out = x.copy()
        out[self.columns] = part
        return out


def restrict(problem: Problem, free_plans: Bools, x: Ints) -> Restriction:
    """The problem with all plans that are not free as in x, and so every auxiliary column that follows from none of the free ones.

    A column follows from a plan that it meets in a row, or from an auxiliary column that does (a share of a sum). One that stands in no
    row (an excuse of the order) follows from nothing and is always free.
    """
    matrix, plans = problem.matrix, problem.plans
    meets = sparse.csr_array((np.ones(matrix.nnz), matrix.indices, matrix.indptr), shape=matrix.shape)
    alone = np.bincount(matrix.indices, minlength=problem.columns) == 0
    free = np.zeros(problem.columns, dtype=bool)
    free[:plans] = free_plans
    for _ in range(2):
        auxiliary = alone | (meets.T @ ((meets @ free.astype(np.float64)) > 0).astype(np.float64) > 0)
        free[plans:] = auxiliary[plans:]
    touched = (meets @ free.astype(np.float64)) > 0
    stays = np.where(free, 0, x)
    load = np.asarray(matrix @ stays).astype(np.int64)
    rows, columns = np.flatnonzero(touched), np.flatnonzero(free)
    new = np.full(problem.columns, -1, dtype=np.int64)
    new[columns] = np.arange(len(columns))
    lower, upper = problem.lower[rows], problem.upper[rows]
    part = Problem(
        matrix=sparse.csr_array(matrix[rows][:, columns]),
        lower=np.where(lower <= -FREE, lower, lower - load[rows]),
        upper=np.where(upper >= FREE, upper, upper - load[rows]),
        plans=int(free[:plans].sum()),
        logic=_Remaining(problem, free, touched, stays, new).logic(),
        clauses=tuple(c for c in (_remaining(c, free, stays, new) for c in problem.clauses) if c is not None),
        cost=problem.cost[columns],
        limits=tuple((cost[columns], value - int(cost @ stays)) for cost, value in problem.limits),
    )
    return Restriction(part, columns, int(problem.cost @ stays))


def _remaining(clause: Clause, free: Bools, stays: Ints, new: Ints) -> Clause | None:
    """The clause over the free columns; None when the others satisfy it."""
    if any(not free[c] and stays[c] for c in clause.true) or any(not free[c] and not stays[c] for c in clause.false):
        return None
    return Clause(tuple(int(new[c]) for c in clause.true if free[c]), tuple(int(new[c]) for c in clause.false if free[c]))


class _Remaining:
    """The logic over the free columns: what the others decide already is left out."""

    def __init__(self, problem: Problem, free: Bools, touched: Bools, stays: Ints, new: Ints) -> None:
        self.whole, self.free, self.stays, self.new = problem.logic, free, stays, new
        placed = stays.copy()
        placed[problem.plans :] = 0
        self.placed = np.asarray(problem.matrix @ placed).astype(np.int64)
        self.row = np.where(touched, np.cumsum(touched) - 1, -1)
        logic = self.whole
        self.mark_open = touched[logic.full_row]
        self.mark_set = ~self.mark_open & (self.placed[logic.full_row] >= logic.full_need)

    def met(self, begins: Ints, columns: Ints, mark_begins: Ints, marks: Ints) -> Bools:
        """[part] one of its columns is chosen already, or one of its marks set."""
        return any_within(begins, self.stays[columns] > 0) | any_within(mark_begins, self.mark_set[marks])

    def open(self, begins: Ints, columns: Ints, mark_begins: Ints, marks: Ints, parts: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """The parts with the columns and marks that are still open."""
        begins, columns = gather_parts(begins, columns, parts)
        begins, columns = keep_within(begins, columns, self.free[columns])
        mark_begins, marks = gather_parts(mark_begins, marks, parts)
        mark_begins, marks = keep_within(mark_begins, marks, self.mark_open[marks])
        return begins, self.new[columns], mark_begins, marks

    def logic(self) -> Logic:
        """The remaining logic."""
        logic = self.whole
        claim_parts = (logic.claim_begins, logic.claim_columns, logic.mark_begins, logic.marks)
        claims = self.open(*claim_parts, np.flatnonzero(~self.met(*claim_parts)))
        kept, plan, switch = self.switches()
        chain = np.cumsum(logic.begins_chain)[kept]
        switches = self.open(logic.begins, logic.columns, logic.switch_mark_begins, logic.switch_marks, kept)
        used = np.unique(np.concatenate([claims[3], switches[3]])).astype(np.int64)
        rows = logic.full_row[used]
        return Logic(
            begins_chain=np.r_[True, chain[1:] != chain[:-1]] if len(chain) else np.zeros(0, dtype=bool),
            begins=switches[0],
            columns=switches[1],
            switch_mark_begins=switches[2],
            switch_marks=np.searchsorted(used, switches[3]),
            plan=plan,
            switch=switch,
            full_row=self.row[rows],
            full_need=logic.full_need[used] - self.placed[rows],
            claim_begins=claims[0],
            claim_columns=claims[1],
            mark_begins=claims[2],
            marks=np.searchsorted(used, claims[3]),
        )

    def switches(self) -> tuple[Ints, Ints, Ints]:
        """(switches that a plan still needs and that are not met, plan and switch of the remaining links)."""
        logic = self.whole
        if not logic.switches:
            empty = np.zeros(0, dtype=np.int64)
            return empty, empty, empty
        chain = np.cumsum(logic.begins_chain) - 1
        matters = (logic.plan < 0) | self.free[logic.plan] | (self.stays[logic.plan] > 0)
        plan, switch = logic.plan[matters], logic.switch[matters]
        last = np.full(int(chain[-1]) + 1, -1, dtype=np.int64)
        np.maximum.at(last, chain[switch], switch)
        needed = np.arange(logic.switches) <= last[chain]
        keep = needed & ~self.met(logic.begins, logic.columns, logic.switch_mark_begins, logic.switch_marks)
        position = np.cumsum(keep) - 1
        first = np.concatenate([[0], np.cumsum(keep)])[np.flatnonzero(logic.begins_chain)]
        at = position[switch]
        linked = at >= first[chain[switch]]
        free = np.where((plan >= 0) & self.free[plan], self.new[plan], -1)
        return np.flatnonzero(keep), free[linked], at[linked]
