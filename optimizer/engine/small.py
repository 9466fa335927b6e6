"""Integer search of small models by HiGHS (as SciPy carries it): the process runs already, and CP-SAT would take longer to build them."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from optimizer.engine.cpsat import Answer
from optimizer.engine.highs import highs
from optimizer.engine.model import FREE, NamedRow, rows_matrix
from optimizer.engine.problem import Problem

#: plans and switches up to which a model is small
SMALL = 1500


def logic_rows(problem: Problem) -> list[NamedRow]:
    """Switches, clauses and limits as rows; switch k is the column after all others + k, then come the marks."""
    logic, rows = problem.logic, []
    first = problem.columns
    for k in range(logic.switches):
        if not logic.begins_chain[k]:
            rows.append(NamedRow((), (first + k, first + k - 1), (1, -1), -FREE, 0))
        columns = logic.columns[logic.begins[k] : logic.begins[k + 1]].tolist()
        marks = logic.switch_marks[logic.switch_mark_begins[k] : logic.switch_mark_begins[k + 1]].tolist()
        columns += [first + logic.switches + m for m in marks]
        rows.append(NamedRow((), (first + k, *columns), (1, *([-1] * len(columns))), -FREE, 0))
    for p, k in zip(logic.plan.tolist(), logic.switch.tolist(), strict=True):
        rows.append(NamedRow((), (p, first + k), (1, -1), -FREE, 0) if p >= 0 else NamedRow((), (first + k,), (1,), 1, FREE))
    rows += full_rows(problem, first + logic.switches)
    for clause in problem.clauses:
        values = (1,) * len(clause.true) + (-1,) * len(clause.false)
        rows.append(NamedRow((), clause.true + clause.false, values, 1 - len(clause.false), FREE))
    for cost, value in problem.limits:
        at = np.flatnonzero(cost)
        rows.append(NamedRow((), tuple(at.tolist()), tuple(cost[at].tolist()), -FREE, value))
    return rows


def full_rows(problem: Problem, first: int) -> list[NamedRow]:
    """Marks of full rows (mark m is column `first` + m) and the claims that need them."""
    logic, matrix, rows = problem.logic, problem.matrix, []
    for mark, (row, need) in enumerate(zip(logic.full_row.tolist(), logic.full_need.tolist(), strict=True)):
        part = slice(int(matrix.indptr[row]), int(matrix.indptr[row + 1]))
        seen = [(c, int(v)) for c, v in zip(matrix.indices[part].tolist(), matrix.data[part].tolist(), strict=True) if c < problem.plans]
        least = sum(min(v, 0) for _, v in seen)
        columns = (*(c for c, _ in seen), first + mark)
        rows.append(NamedRow((), columns, (*(v for _, v in seen), least - need), least, FREE))
    for k in range(len(logic.claim_begins) - 1):
        satisfied = logic.claim_columns[logic.claim_begins[k] : logic.claim_begins[k + 1]].tolist()
        marks = [first + m for m in logic.marks[logic.mark_begins[k] : logic.mark_begins[k + 1]].tolist()]
        rows.append(NamedRow((), (*satisfied, *marks), (1,) * (len(satisfied) + len(marks)), 1, FREE))
    return rows


def search_small(problem: Problem, nodes: int | None = None, seconds: float | None = None) -> Answer:
    """The optimum of a small problem, or what is known of it after so many nodes or seconds. NoAnswer where the watchdog ended it."""
    columns, switches = problem.columns, problem.logic.switches + len(problem.logic.full_row)
    extra = logic_rows(problem)
    if any(not r.columns and (r.lower > 0 or r.upper < 0) for r in extra):
        return Answer(None, 0, 0, True, False, by="HiGHS")
    wide = sparse.hstack([problem.matrix, sparse.csr_array((problem.matrix.shape[0], switches))])
    matrix = sparse.vstack([wide, rows_matrix(extra, columns + switches)]).tocsr() if extra else wide.tocsr()
    lower = np.concatenate([problem.lower, np.array([r.lower for r in extra], dtype=np.int64)]).astype(np.float64)
    upper = np.concatenate([problem.upper, np.array([r.upper for r in extra], dtype=np.int64)]).astype(np.float64)
    lower[lower <= -FREE] = -np.inf
    upper[upper >= FREE] = np.inf
    if not columns + switches:
        empty = bool((lower > 0).any() or (upper < 0).any())
        return Answer(None if empty else np.zeros(0, dtype=np.int64), 0, 0, empty, False, by="HiGHS")
    options = {name: limit for name, limit in (("node_limit", nodes), ("time_limit", seconds)) if limit is not None}
    cost = np.concatenate([problem.cost, np.zeros(switches)]).astype(np.float64)
    found, proven, none = highs().order("search", cost, matrix, lower, upper, options)[0]
    if found is None:
        return Answer(None, 0, 0, none, False, by="HiGHS")
    x = np.round(found[:columns]).astype(np.int64)
    value = int(problem.cost @ x)
    return Answer(x, value, min(value, int(np.ceil(proven - 1e-6))), False, False, by="HiGHS")
