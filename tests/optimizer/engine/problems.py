"""Small random problems for the engine, and all their solutions: every 0/1 vector, tried."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.clauses import Clause, Logic
from optimizer.engine.model import FREE, Aim, Model, RowBuilder
from optimizer.engine.problem import Problem

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
MOST_PLANS = 8


class _Drawer:
    """Draws one problem: groups that choose at most one plan, limits (some with a switch), sums of plans, excuses, logic beside."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.plans = int(rng.integers(3, MOST_PLANS + 1))
        self.group = np.sort(rng.integers(0, rng.integers(2, 6), self.plans))
        self.builder = RowBuilder()
        #: sums of plans and excuses: the auxiliary columns that logic and costs may name, as they may name plans
        self.sums = 0
        self.resources: list[int] = []

    def rows(self, row: list[int], values: list[int], lower: int, upper: int) -> int:
        """One row over all columns named."""
        number = self.builder.add(np.zeros(len(row), dtype=np.int64), np.array(row), np.array(values), np.array([lower]), np.array([upper]))
        return int(number[0])

    def groups(self) -> None:
        """At most one plan of a group; the plans of one group in three have a column for their sum."""
        for one in np.unique(self.group).tolist():
            plans = np.flatnonzero(self.group == one).tolist()
            self.rows(plans, [1] * len(plans), -FREE, 1)
            if self.rng.integers(3) == 0 and self.sums < 2:
                self.rows([*plans, self.plans + self.sums], [1] * len(plans) + [-1], 0, 0)
                self.sums += 1
        # an excuse: a column that stands in no row
        self.sums += int(self.rng.integers(3) == 0)

    def limits(self) -> int:
        """What newcomers take and movers give back; where a limit is overrun, a switch lets newcomers in. Returns the switches."""
        switches = 0
        for _ in range(self.rng.integers(1, 4)):
            values = self.rng.choice([-1, 0, 0, 1, 1, 2], self.plans)
            seen = np.flatnonzero(values).tolist()
            switch = self.plans + self.sums + switches
            if self.rng.integers(4) == 0 and switches < 2 and (values > 0).any():
                over, most = int(self.rng.integers(1, 3)), int(values[values > 0].sum())
                self.resources.append(self.rows([*seen, switch], [*values[seen].tolist(), over], -FREE, 0))
                new = np.flatnonzero(values > 0).tolist()
                self.rows([*new, switch], [*values[new].tolist(), -most], -FREE, 0)
                switches += 1
            else:
                self.resources.append(self.rows(seen, values[seen].tolist(), -FREE, int(self.rng.integers(0, 4))))
        return switches

    def lists(self, count: int, below: int, most: int) -> tuple[Ints, Ints]:
        """A list of `count` lists of at most `most` numbers."""
        sizes = self.rng.integers(0, most + 1, count) if below else np.zeros(count, dtype=np.int64)
        begins = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        return begins, self.rng.integers(0, max(below, 1), begins[-1])

    def logic(self) -> Logic:
        """A few chains, marks and claims."""
        rng, named = self.rng, self.plans + self.sums
        sizes = rng.integers(1, 5, rng.integers(0, 4))
        switches = int(sizes.sum())
        begins_chain = np.zeros(switches, dtype=bool)
        begins_chain[(np.cumsum(sizes) - sizes)[: len(sizes)]] = True
        marks = int(rng.integers(0, 4))
        links = int(rng.integers(1, 6)) if switches else 0
        claims = int(rng.integers(0, 3))
        begins, columns = self.lists(switches, named, 3)
        switch_mark_begins, switch_marks = self.lists(switches, marks, 2)
        claim_begins, claim_columns = self.lists(claims, named, 3)
        mark_begins, claim_marks = self.lists(claims, marks, 2)
        return Logic(
            begins_chain=begins_chain,
            begins=begins,
            columns=columns,
            switch_mark_begins=switch_mark_begins,
            switch_marks=switch_marks,
            plan=rng.integers(0, self.plans, links),
            switch=rng.integers(0, max(switches, 1), links),
            full_row=rng.choice(self.resources, marks).astype(np.int64),
            full_need=rng.integers(-2, 4, marks),
            claim_begins=claim_begins,
            claim_columns=claim_columns,
            mark_begins=mark_begins,
            marks=claim_marks,
        )

    def clause(self) -> Clause:
        """A clause of one to four columns."""
        columns = self.rng.integers(0, self.plans + self.sums, self.rng.integers(1, 5)).tolist()
        cut = int(self.rng.integers(0, len(columns) + 1))
        return Clause(tuple(columns[:cut]), tuple(columns[cut:]))

    def cost(self, columns: int) -> Ints:
        """A cost of plans and sums."""
        out = np.zeros(columns, dtype=np.int64)
        out[: self.plans + self.sums] = self.rng.integers(-9, 4, self.plans + self.sums)
        return out

    def problem(self) -> Problem:
        """The whole."""
        self.groups()
        columns = self.plans + self.sums + self.limits()
        matrix, lower, upper = self.builder.matrix(columns)
        limits = tuple((self.cost(columns), int(self.rng.integers(-6, 3))) for _ in range(self.rng.integers(0, 2)))
        clauses = tuple(self.clause() for _ in range(self.rng.integers(0, 3)))
        return Problem(sparse.csr_array(matrix), lower, upper, self.plans, self.logic(), clauses, self.cost(columns), limits)


def random_problem(seed: int) -> Problem:
    """The seed's problem, with a solution or without."""
    return _Drawer(np.random.default_rng(seed)).problem()


def random_model(seed: int, share: float, aims: int) -> Model:
    """The rows of such a problem as a model without logic, `share` of its plans to begin with. Nothing chosen is a solution."""
    rng = np.random.default_rng(seed)
    drawer = _Drawer(rng)
    problem = drawer.problem()
    return Model(
        matrix=sparse.csc_array(problem.matrix),
        lower=problem.lower,
        upper=problem.upper,
        group=drawer.group,
        groups=int(drawer.group.max()) + 1,
        aims=tuple(Aim(f"aim {n}", "units", drawer.cost(problem.columns)) for n in range(aims)),
        start=rng.random(problem.plans) < share,
    )


def with_solutions(first: int, count: int) -> list[tuple[int, Problem, Ints]]:
    """(seed, problem, all its solutions) for the first `count` seeds from `first` on whose problem has a solution."""
    found: list[tuple[int, Problem, Ints]] = []
    seed = first
    while len(found) < count:
        problem = random_problem(seed)
        solved = solutions(problem)
        if len(solved):
            found.append((seed, problem, solved))
        seed += 1
    return found


def solutions(problem: Problem) -> Ints:
    """[solution, column] every 0/1 vector that satisfies rows, logic, clauses and limits."""
    codes = np.arange(2**problem.columns)
    x = (codes[:, None] >> np.arange(problem.columns)) & 1
    load = x @ problem.matrix.toarray().astype(np.int64).T
    x = x[((load >= problem.lower) & (load <= problem.upper)).all(axis=1)]
    for cost, value in problem.limits:
        x = x[x @ cost <= value]
    for clause in problem.clauses:
        x = x[(x[:, list(clause.true)] == 1).any(axis=1) | (x[:, list(clause.false)] == 0).any(axis=1)]
    return x[keeps_logic(problem, x)]


def keeps_logic(problem: Problem, x: Ints) -> Bools:
    """[vector] whether marks, switches and claims can be set so that the logic holds."""
    logic = problem.logic
    of_plans = problem.matrix.toarray()[:, : problem.plans].astype(np.int64)
    full = x[:, : problem.plans] @ of_plans[logic.full_row].T >= logic.full_need
    met = _any(logic.begins, x[:, logic.columns] == 1) | _any(logic.switch_mark_begins, full[:, logic.switch_marks])
    claimed = _any(logic.claim_begins, x[:, logic.claim_columns] == 1) | _any(logic.mark_begins, full[:, logic.marks])
    keeps = claimed.all(axis=1)
    begins = np.flatnonzero(logic.begins_chain)
    for plan, switch in zip(logic.plan.tolist(), logic.switch.tolist(), strict=True):
        first = begins[begins <= switch][-1]
        without = x[:, plan] == 0 if plan >= 0 else np.zeros(len(x), dtype=bool)
        keeps &= without | met[:, first : switch + 1].all(axis=1)
    return np.asarray(keeps)


def _any(begins: Ints, holds: Bools) -> Bools:
    """[vector, part] whether it holds for one of the part's values."""
    parts = [holds[:, low:high].any(axis=1) for low, high in pairwise(begins.tolist())]
    return np.stack(parts, axis=1) if parts else np.zeros((len(holds), 0), dtype=bool)
