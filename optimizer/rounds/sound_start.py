"""A start that keeps the order: from a decision that passes somebody over, the nearest one that passes over the fewest.

Deferred acceptance keeps the order where limits are of the simple kind. Where a share of the year's intake is limited (§ 26 a) it may
leave a claim unmet, and a search cannot begin from there. Then each such claim gets an excuse, the fewest excuses are searched for,
and what remains excused is left out of the order for this round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.clauses import Logic, any_within
from optimizer.engine.cpsat import CpSat
from optimizer.engine.lexicographic import Lexicographic, Settings
from optimizer.engine.model import Aim, Model
from optimizer.rounds.chains import Chains
from optimizer.rounds.claims import make_claims
from optimizer.rounds.order_rows import OrderRows
from optimizer.rounds.window import Window

Ints = NDArray[np.int64]
#: (subject, unit)
Pair = tuple[int, int]


@dataclass(frozen=True)
class Start:
    """A decision as columns, the logic of the order, and the claims excused: `order` is without these."""

    columns: Ints | None
    order: OrderRows
    logic: Logic
    excused: frozenset[Pair]


def passed_over(model: Model, logic: Logic, met_by: Ints, x: Ints) -> Ints:
    """The claims that a decision leaves unmet, or in whose place it puts somebody after them. `met_by` [switch] is its claim."""
    placed = x.copy()
    placed[model.plans :] = 0
    full = np.asarray(model.matrix @ placed)[logic.full_row] >= logic.full_need
    met = any_within(logic.claim_begins, x[logic.claim_columns] > 0) | any_within(logic.mark_begins, full[logic.marks])
    if not logic.switches:
        return np.flatnonzero(~met)
    on = any_within(logic.begins, x[logic.columns] > 0) | any_within(logic.switch_mark_begins, full[logic.switch_marks])
    chain = np.cumsum(logic.begins_chain) - 1
    asked = logic.switch[(logic.plan < 0) | (x[logic.plan] > 0)]
    last = np.full(int(chain[-1]) + 1, -1, dtype=np.int64)
    np.maximum.at(last, chain[asked], asked)
    return np.unique(np.concatenate([np.flatnonzero(~met), met_by[~on & (np.arange(logic.switches) <= last[chain])]]))


def with_columns(begins: Ints, columns: Ints, parts: Ints, added: Ints) -> tuple[Ints, Ints]:
    """Lists with one more column in some of their parts."""
    counts = np.diff(begins)
    counts[parts] += 1
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), np.insert(columns, begins[parts + 1], added).astype(np.int64)


def sound_start(window: Window, decision: Ints | None, settings: Settings, report: Callable[[str, float], None], cpsat: CpSat) -> Start:
    """The decision itself where it keeps the order, else one with the fewest excuses."""
    order = OrderRows(make_claims(window))
    chains, claims = Chains(order), order.claims
    logic = chains.logic()
    if decision is None:
        return Start(None, order, logic, frozenset())
    wrong = passed_over(window.model, logic, chains.claims_met(), decision)
    pairs = sorted(set(zip(claims.subject[wrong].tolist(), claims.unit[wrong].tolist(), strict=True)))
    if not pairs:
        return Start(decision, order, logic, frozenset())
    first, n = window.model.columns, len(pairs)
    excuse = {pair: first + k for k, pair in enumerate(pairs)}
    column = np.array([excuse.get(p, -1) for p in zip(claims.subject.tolist(), claims.unit.tolist(), strict=True)], dtype=np.int64)
    own, met_by = np.flatnonzero(column >= 0), chains.claims_met()
    behind = np.flatnonzero(column[met_by] >= 0)
    claim_begins, claim_columns = with_columns(logic.claim_begins, logic.claim_columns, own, column[own])
    begins, columns = with_columns(logic.begins, logic.columns, behind, column[met_by[behind]])
    model = window.model
    ones = np.concatenate([np.zeros(first, dtype=np.int64), np.ones(n, dtype=np.int64)])
    excusing = replace(
        model,
        matrix=sparse.csc_array(sparse.hstack([model.matrix, sparse.csc_array((model.matrix.shape[0], n), dtype=np.int64)])),
        aims=(Aim("order", "cases", ones),),
        logic=replace(logic, claim_begins=claim_begins, claim_columns=claim_columns, begins=begins, columns=columns),
        settle=lambda x: np.concatenate([model.settle(x[:first]), x[first:]]),
    )
    left = OrderRows(make_claims(window, frozenset(pairs)))
    solver = Lexicographic(excusing, left, settings, report, cpsat)
    found = solver.run(np.concatenate([decision, np.ones(n, dtype=np.int64)]))
    x = found.x if found.feasible else np.concatenate([decision, np.ones(n, dtype=np.int64)])
    excused = frozenset(pair for pair, at in excuse.items() if x[at])
    if not excused:
        return Start(x[:first], order, logic, excused)
    without = OrderRows(make_claims(window, excused))
    return Start(x[:first], without, Chains(without).logic(), excused)
