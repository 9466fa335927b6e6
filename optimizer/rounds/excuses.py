"""Claims that may be left unmet at a price: a column for each pair of child and unit that excuses all of its claims there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.clauses import Logic, any_within
from optimizer.engine.model import Aim, Model
from optimizer.rounds.chains import Chains
from optimizer.rounds.claims import Claims

Ints = NDArray[np.int64]
#: (subject, unit)
Pair = tuple[int, int]


@dataclass(frozen=True)
class Excusing:
    """A model whose last columns are excuses, one for each of `pairs`; its first aim, `order`, counts them."""

    model: Model
    pairs: list[Pair]

    def used(self, x: Ints) -> frozenset[Pair]:
        """The pairs excused in a solution."""
        return frozenset(pair for pair, on in zip(self.pairs, x[len(x) - len(self.pairs) :].tolist(), strict=True) if on)


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
    asked = logic.switch[(logic.plan < 0) | (x[np.maximum(logic.plan, 0)] > 0)]
    last = np.full(int(chain[-1]) + 1, -1, dtype=np.int64)
    np.maximum.at(last, chain[asked], asked)
    return np.unique(np.concatenate([np.flatnonzero(~met), met_by[~on & (np.arange(logic.switches) <= last[chain])]]))


def pairs_of(claims: Claims, which: Ints) -> list[Pair]:
    """The pairs of some claims, in order."""
    return sorted(set(zip(claims.subject[which].tolist(), claims.unit[which].tolist(), strict=True)))


def with_excuses(model: Model, chains: Chains, logic: Logic, pairs: list[Pair]) -> Excusing:
    """The model with the order of `chains` as its logic, from which each pair may be excused."""
    claims, met_by = chains.claims, chains.claims_met()
    first, n = model.columns, len(pairs)
    excuse = {pair: first + k for k, pair in enumerate(pairs)}
    column = np.array([excuse.get(p, -1) for p in zip(claims.subject.tolist(), claims.unit.tolist(), strict=True)], dtype=np.int64)
    own, behind = np.flatnonzero(column >= 0), np.flatnonzero(column[met_by] >= 0)
    claim_begins, claim_columns = with_columns(logic.claim_begins, logic.claim_columns, own, column[own])
    begins, columns = with_columns(logic.begins, logic.columns, behind, column[met_by[behind]])
    none, ones = np.zeros(n, dtype=np.int64), np.concatenate([np.zeros(first, dtype=np.int64), np.ones(n, dtype=np.int64)])
    excusing = replace(
        model,
        matrix=sparse.csc_array(sparse.hstack([model.matrix, sparse.csc_array((model.matrix.shape[0], n), dtype=np.int64)])),
        aims=(Aim("order", "cases", ones), *(replace(aim, cost=np.concatenate([aim.cost, none])) for aim in model.aims)),
        logic=replace(logic, claim_begins=claim_begins, claim_columns=claim_columns, begins=begins, columns=columns),
        settle=settling(model, first),
    )
    return Excusing(excusing, pairs)


def settling(model: Model, first: int) -> Callable[[Ints], Ints]:
    """The model's own columns settled, the excuses after them as they are."""
    return lambda x: np.concatenate([model.settle(x[:first]), x[first:]])


def with_columns(begins: Ints, columns: Ints, parts: Ints, added: Ints) -> tuple[Ints, Ints]:
    """Lists with one more column in some of their parts."""
    counts = np.diff(begins)
    counts[parts] += 1
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), np.insert(columns, begins[parts + 1], added).astype(np.int64)
