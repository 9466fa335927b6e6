"""The child process of `cpsat`: reads tasks, searches with OR-Tools' CP-SAT, writes the answers."""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from optimizer.engine.child import receive, send
from optimizer.engine.cpsat import Answer, Task
from optimizer.engine.model import FREE
from optimizer.engine.problem import Problem

Ints = NDArray[np.int64]


def main() -> None:
    """The child: tasks from standard input, answers to standard output, until there are no more."""
    while isinstance(task := receive(sys.stdin.buffer), Task):
        send(sys.stdout.buffer, solve(task))


def build(problem: Problem) -> tuple[cp_model.CpModel, list[Any]]:
    """The problem as a CP-SAT model."""
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in range(problem.columns)]
    matrix = problem.matrix
    begins, columns, values = matrix.indptr.tolist(), matrix.indices.tolist(), matrix.data.astype(np.int64).tolist()
    for r in range(matrix.shape[0]):
        at, by = columns[begins[r] : begins[r + 1]], values[begins[r] : begins[r + 1]]
        low, high = int(problem.lower[r]), int(problem.upper[r])
        if low <= -FREE and high == 1 and all(v == 1 for v in by) and all(c < problem.plans for c in at):
            model.add_at_most_one([x[c] for c in at])
        else:
            total = cp_model.LinearExpr.weighted_sum([x[c] for c in at], by)
            # FREE is far beyond any load: a side without a bound needs no case of its own
            model.add_linear_constraint(total, low, high)
    add_logic(model, problem, x)
    for clause in problem.clauses:
        model.add_bool_or([*(x[c] for c in clause.true), *(x[c].Not() for c in clause.false)])
    for cost, value in problem.limits:
        model.add(weighted(x, cost) <= value)
    model.minimize(weighted(x, problem.cost))
    return model, x


def weighted(x: list[Any], cost: Ints) -> Any:
    """cost'x."""
    at = np.flatnonzero(cost)
    return cp_model.LinearExpr.weighted_sum([x[c] for c in at.tolist()], cost[at].tolist())


def parts(begins: Ints, values: Ints) -> list[list[int]]:
    """The lists of a list of lists."""
    at, flat = begins.tolist(), values.tolist()
    return [flat[low:high] for low, high in pairwise(at)]


def add_logic(model: cp_model.CpModel, problem: Problem, x: list[Any]) -> None:
    """The chains of switches, and the claims that only a full place may leave unsatisfied."""
    logic, matrix = problem.logic, problem.matrix
    switches = [model.new_bool_var("") for _ in range(logic.switches)]
    full = [model.new_bool_var("") for _ in range(len(logic.full_row))]
    met = zip(parts(logic.begins, logic.columns), parts(logic.switch_mark_begins, logic.switch_marks), strict=True)
    for k, (columns, marks) in enumerate(met):
        if not logic.begins_chain[k]:
            model.add_implication(switches[k], switches[k - 1])
        model.add_bool_or([switches[k].Not(), *(x[c] for c in columns), *(full[m] for m in marks)])
    for plan, k in zip(logic.plan.tolist(), logic.switch.tolist(), strict=True):
        if plan >= 0:
            model.add_implication(x[plan], switches[k])
        else:
            model.add_bool_or([switches[k]])
    for mark, (row, need) in enumerate(zip(logic.full_row.tolist(), logic.full_need.tolist(), strict=True)):
        part = slice(int(matrix.indptr[row]), int(matrix.indptr[row + 1]))
        plans = matrix.indices[part] < problem.plans
        at, by = matrix.indices[part][plans].tolist(), matrix.data[part][plans].astype(np.int64).tolist()
        model.add(cp_model.LinearExpr.weighted_sum([x[c] for c in at], by) >= need).only_enforce_if(full[mark])
    claims = zip(parts(logic.claim_begins, logic.claim_columns), parts(logic.mark_begins, logic.marks), strict=True)
    for columns, marks in claims:
        model.add_bool_or([*(x[c] for c in columns), *(full[m] for m in marks)])


def solve(task: Task) -> Answer:
    """Builds and searches."""
    model, x = build(task.problem)
    if task.hint is not None:
        for column, value in zip(x, task.hint.tolist(), strict=True):
            model.add_hint(column, value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.subsolvers.extend(["reduced_costs"])
    solver.parameters.random_seed = task.seed % 2**31
    solver.parameters.max_deterministic_time = task.effort
    solver.parameters.relative_gap_limit = 0.0
    solver.parameters.absolute_gap_limit = task.gap
    if task.seconds is not None:
        solver.parameters.max_time_in_seconds = max(task.seconds, 0.5)
    status = solver.solve(model)
    spent = solver.response_proto.deterministic_time
    by_clock = task.seconds is not None and status != cp_model.OPTIMAL and solver.wall_time >= task.seconds - 0.1
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        bound = int(np.floor(solver.best_objective_bound)) if status == cp_model.UNKNOWN else 0
        return Answer(None, 0, bound, status == cp_model.INFEASIBLE, by_clock, spent)
    values = np.array([solver.value(v) for v in x], dtype=np.int64)
    bound = int(np.ceil(solver.best_objective_bound - 1e-6))
    return Answer(values, int(task.problem.cost @ values), bound, False, by_clock, spent)
