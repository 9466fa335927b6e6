"""The child process of `cpsat`: reads a task, searches with OR-Tools' CP-SAT, writes the answer."""

from __future__ import annotations

import pickle
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from optimizer.engine.cpsat import Answer, Task
from optimizer.engine.model import FREE

Ints = NDArray[np.int64]


def main() -> None:
    """The child: reads a task from standard input, writes the answer to standard output."""
    task: Task = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent process
    sys.stdout.buffer.write(pickle.dumps(solve(task)))
    sys.stdout.buffer.flush()


def build(task: Task) -> tuple[cp_model.CpModel, list[Any]]:
    """The task as a CP-SAT model: rows with one 0/1 column each way become clauses by CP-SAT itself."""
    model = cp_model.CpModel()
    plans = len(task.allowed)
    zero = model.new_constant(0)
    x: list[Any] = [model.new_bool_var("") if ok else zero for ok in task.allowed.tolist()]
    x += [model.new_bool_var("") for _ in range(task.aux)]
    keep = np.concatenate([task.allowed, np.ones(task.aux, dtype=bool)])
    begins, columns, values = task.matrix.indptr.tolist(), task.matrix.indices, task.matrix.data
    for r in range(task.matrix.shape[0]):
        part = slice(begins[r], begins[r + 1])
        inside = keep[columns[part]]
        at, by = columns[part][inside].tolist(), values[part][inside].astype(np.int64).tolist()
        low, high = int(task.lower[r]), int(task.upper[r])
        if low <= -FREE and high == 1 and all(v == 1 for v in by) and all(c < plans for c in at):
            if len(at) > 1:
                model.add_at_most_one([x[c] for c in at])
        elif at:
            total = cp_model.LinearExpr.weighted_sum([x[c] for c in at], by)
            model.add(total == low) if low == high else model.add(total <= high)
        elif low > 0 or high < 0:
            model.add(zero == 1)
    add_logic(model, task, x)
    for clause in task.clauses:
        model.add_bool_or([*(x[c] for c in clause.true if keep[c]), *(x[c].Not() for c in clause.false if keep[c])])
    for cost, value in task.limits:
        model.add(weighted(x, cost, keep) <= value)
    model.minimize(weighted(x, task.cost, keep))
    return model, x


def weighted(x: list[Any], cost: Ints, keep: NDArray[np.bool_]) -> Any:
    """cost'x over the kept columns."""
    at = np.flatnonzero((cost != 0) & keep)
    return cp_model.LinearExpr.weighted_sum([x[c] for c in at.tolist()], cost[at].tolist())


def add_logic(model: cp_model.CpModel, task: Task, x: list[Any]) -> None:
    """The chains of switches, and the claims that only a full place may leave unsatisfied."""
    logic = task.logic
    needed = needed_switches(task)
    zero = model.new_constant(0)
    switches: list[Any] = [model.new_bool_var("") if need else zero for need in needed]
    full = [model.new_bool_var("") for _ in range(len(logic.full_row))]
    begins, mark_begins = logic.begins.tolist(), logic.switch_mark_begins.tolist()
    switch_columns, switch_marks = logic.columns.tolist(), logic.switch_marks.tolist()
    for k, before in enumerate(logic.before.tolist()):
        if not needed[k]:
            continue
        if before >= 0:
            model.add_implication(switches[k], switches[before])
        met = [x[c] for c in switch_columns[begins[k] : begins[k + 1]]] + [
            full[m] for m in switch_marks[mark_begins[k] : mark_begins[k + 1]]
        ]
        model.add_bool_or([switches[k].Not(), *met])
    for plan, k in zip(logic.plan.tolist(), logic.switch.tolist(), strict=True):
        if task.allowed[plan]:
            model.add_implication(x[plan], switches[k])
    begins, columns, values, plans = task.matrix.indptr.tolist(), task.matrix.indices, task.matrix.data, len(task.allowed)
    for mark, (row, need) in enumerate(zip(logic.full_row.tolist(), logic.full_need.tolist(), strict=True)):
        part = slice(begins[row], begins[row + 1])
        at, by = columns[part].tolist(), values[part].astype(np.int64).tolist()
        seen = [(x[c], v) for c, v in zip(at, by, strict=True) if c < plans and task.allowed[c]]
        model.add(cp_model.LinearExpr.weighted_sum([c for c, _ in seen], [v for _, v in seen]) >= need).only_enforce_if(full[mark])
    for k in range(len(logic.claim_begins) - 1):
        satisfied = logic.claim_columns[logic.claim_begins[k] : logic.claim_begins[k + 1]].tolist()
        marks = logic.marks[logic.mark_begins[k] : logic.mark_begins[k + 1]].tolist()
        model.add_bool_or([*(x[c] for c in satisfied), *(full[m] for m in marks)])


def needed_switches(task: Task) -> list[bool]:
    """The switches that an allowed plan needs, directly or through a chain."""
    logic = task.logic
    needed = np.zeros(len(logic.before), dtype=bool)
    needed[logic.switch[task.allowed[logic.plan]]] = True
    out: list[bool] = needed.tolist()
    before = logic.before.tolist()
    for k in range(len(before) - 1, -1, -1):
        if out[k] and before[k] >= 0:
            out[before[k]] = True
    return out


def add_hint(model: cp_model.CpModel, task: Task, x: list[Any], hint: Ints) -> None:
    """Tells the search a solution to begin with."""
    plans = len(task.allowed)
    for column, value in enumerate(hint.tolist()):
        if column >= plans or task.allowed[column]:
            model.add_hint(x[column], value)


def solve(task: Task) -> Answer:
    """Builds and searches."""
    model, x = build(task)
    if task.hint is not None:
        add_hint(model, task, x, task.hint)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.subsolvers.extend(["reduced_costs"])
    solver.parameters.random_seed = task.seed % 2**31
    solver.parameters.max_deterministic_time = task.effort
    solver.parameters.relative_gap_limit = 0.0
    solver.parameters.absolute_gap_limit = max(0.0, task.gap * abs(task.offset))
    if task.seconds is not None:
        solver.parameters.max_time_in_seconds = max(task.seconds, 0.5)
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    by_clock = task.seconds is not None and status != cp_model.OPTIMAL and solver.wall_time >= task.seconds - 0.1
    if not found:
        return Answer(
            None, 0, int(solver.best_objective_bound) if status == cp_model.UNKNOWN else 0, status == cp_model.INFEASIBLE, by_clock
        )
    values = np.array([solver.value(v) for v in x], dtype=np.int64)
    bound = int(np.ceil(solver.best_objective_bound - 1e-6))
    return Answer(values, int(task.cost @ values), bound, False, by_clock)
