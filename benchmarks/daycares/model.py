"""A town as a model of the engine: a family is a group, a combination a plan, (daycare, age) a limit of one step.

Combination p of family f does not block when f gets p or something dearer, or when a daycare of p is full for it: of the others there,
at least need = places - siblings asked for + 1 stand before the last of them. For a combination at one daycare and age that is one row,

    need * (f has p or dearer) + (others there before it) + need * b  >=  need,        b = 1 where it blocks,

else a row for each of its daycares says when its mark may be set, and one more that p or dearer, a mark, or b is.
"""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.daycares.check import blocking
from benchmarks.daycares.town import Town
from optimizer.engine.cpsat import CpSat
from optimizer.engine.lexicographic import Lexicographic, Settings
from optimizer.engine.model import FREE, Aim, Model, RowBuilder

Ints = NDArray[np.int64]


@dataclass
class Rows:
    """Rows written one by one: (column, value) entries and the least that they may add up to."""

    entries: list[tuple[int, int, int]] = field(default_factory=list)
    least: list[int] = field(default_factory=list)

    def add(self, entries: list[tuple[int, int]], least: int) -> None:
        """One more row."""
        self.entries += [(len(self.least), column, value) for column, value in entries]
        self.least.append(least)


class Writer:
    """Writes the model of one town. Columns: plans, family by family in the order of their lists; b of each plan; then marks."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.plans = [(family, k) for family, ranked in enumerate(town.families) for k in range(len(ranked))]
        self.first = np.cumsum([0, *(len(ranked) for ranked in town.families)]).tolist()
        #: by (daycare, age): (priority, family, plan) of each child that a plan brings there, and the place of each plan's last child
        self.at: dict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
        for plan, (family, k) in enumerate(self.plans):
            for child, daycare in town.families[family][k]:
                self.at[daycare, town.age[child]].append((town.priority[daycare, child], family, plan))
        self.rows, self.marks = Rows(), 2 * len(self.plans)
        #: (mark's column or -1, plan, plans of others before it, need): what `settle` sets
        self.full: list[tuple[int, int, list[int], int]] = []

    def before(self, plan: int) -> list[tuple[list[int], int]]:
        """For each daycare and age of a plan: the others' plans that bring a child before its last one (once a child), and the need."""
        family, k = self.plans[plan]
        asked: dict[tuple[int, int], list[int]] = defaultdict(list)
        for child, daycare in self.town.families[family][k]:
            asked[daycare, self.town.age[child]].append(self.town.priority[daycare, child])
        return [
            ([p for place, owner, p in self.at[at] if owner != family and place < max(mine)], self.town.places[at] - len(mine) + 1)
            for at, mine in asked.items()
        ]

    def write(self, plan: int) -> None:
        """The rows of one plan."""
        family, _ = self.plans[plan]
        dearer, block = list(range(self.first[family], plan + 1)), len(self.plans) + plan
        before = [(others, need) for others, need in self.before(plan) if need <= len(others) or need <= 0]
        if any(need <= 0 for _, need in before):
            return  # never room for these siblings: it cannot block
        if len(before) == 1:
            [(others, need)] = before
            self.full.append((-1, plan, others, need))
            self.rows.add([*((p, need) for p in dearer), *((p, 1) for p in others), (block, need)], need)
            return
        marks = list(range(self.marks, self.marks + len(before)))
        self.marks += len(before)
        for mark, (others, need) in zip(marks, before, strict=True):
            self.full.append((mark, plan, others, need))
            self.rows.add([*((p, 1) for p in others), (mark, -need)], 0)
        self.rows.add([(p, 1) for p in [*dearer, *marks, block]], 1)

    def model(self) -> Model:
        """The model: fewest blocking combinations, then fewest children without a place."""
        for plan in range(len(self.plans)):
            self.write(plan)
        town, builder, count = self.town, RowBuilder(), len(self.plans)
        spots = list(self.at)
        load = np.array([(k, p) for k, at in enumerate(spots) for _, _, p in self.at[at]], dtype=np.int64).reshape(-1, 2)
        places = np.array([town.places[at] for at in spots], dtype=np.int64)
        builder.add(load[:, 0], load[:, 1], np.ones(len(load), dtype=np.int64), np.full(len(spots), -FREE), places)
        row, column, value = np.array(self.rows.entries, dtype=np.int64).reshape(-1, 3).T
        builder.add(row, column, value, np.array(self.rows.least, dtype=np.int64), np.full(len(self.rows.least), FREE))
        group = np.array([family for family, _ in self.plans], dtype=np.int64)
        once = np.ones(len(town.families), dtype=np.int64)
        builder.add(group, np.arange(count), np.ones(count, dtype=np.int64), np.full(len(once), -FREE), once)
        matrix, lower, upper = builder.matrix(self.marks)
        blocks, placed = np.zeros(self.marks, dtype=np.int64), np.zeros(self.marks, dtype=np.int64)
        blocks[count : 2 * count] = 1
        placed[:count] = [-len(town.families[family][k]) for family, k in self.plans]
        aims = (Aim("blocking", "combinations", blocks), Aim("without a place", "children", placed, len(town.age)))
        return Model(matrix, lower, upper, group, len(town.families), aims, np.ones(count, dtype=bool), settle=self.settle())

    def settle(self) -> Settle:
        """Sets marks and b to what the plans of x make of them."""
        count = len(self.plans)
        entries = [(k, p) for k, (_, _, others, _) in enumerate(self.full) for p in others]
        row, column = np.array(entries, dtype=np.int64).reshape(-1, 2).T
        others = sparse.csr_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=(len(self.full), count))
        mark, plan, need = (np.array([line[k] for line in self.full], dtype=np.int64) for k in (0, 1, 3))
        dearer = [(p, q) for p, (family, _) in enumerate(self.plans) for q in range(self.first[family], p + 1)]
        row, column = np.array(dearer, dtype=np.int64).reshape(-1, 2).T
        has = sparse.csr_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=(count, count))
        written = np.zeros(count, dtype=bool)
        written[[p for p in range(count) if all(need > 0 for _, need in self.before(p))]] = True
        return Settle(count, others, has, mark, plan, need, written)


@dataclass(frozen=True)
class Settle:
    """x with marks and b that follow from its plans."""

    count: int
    others: sparse.csr_array
    has: sparse.csr_array
    mark: Ints
    plan: Ints
    need: Ints
    written: NDArray[np.bool_]

    def __call__(self, x: Ints) -> Ints:
        """The same plans, the columns beside them at their best."""
        out, plans = x.copy(), x[: self.count]
        full = np.asarray(self.others @ plans) >= self.need
        out[2 * self.count :] = 0
        marked = self.mark >= 0
        out[self.mark[marked]] = full[marked]
        met = np.asarray(self.has @ plans) > 0
        met[self.plan[full]] = True
        out[self.count : 2 * self.count] = self.written & ~met
        return out


def solve(town: Town, effort: float = 20.0) -> dict[str, Any]:
    """What the engine reaches, counted again by the independent check; seconds of building and solving."""
    begun = time.perf_counter()
    model = Writer(town).model()
    built = time.perf_counter()
    with CpSat() as cpsat:
        found = Lexicographic(model, lambda _: [], Settings(effort=effort), lambda *_: None, cpsat).run()
    solved = time.perf_counter()
    decision = [-1] * len(town.families)
    chosen, first = np.flatnonzero(found.x[: model.plans]), np.searchsorted(model.group, np.arange(model.groups))
    for plan in chosen.tolist():
        family = int(model.group[plan])
        decision[family] = plan - int(first[family])
    levels = [{"name": level.name, "value": level.value, "bound": level.bound, "gap": level.gap} for level in found.levels]
    without = len(town.age) - sum(len(town.families[f][k]) for f, k in enumerate(decision) if k >= 0)
    if [level["value"] for level in levels] != [len(blocking(town, decision)), without]:
        raise RuntimeError("the check counts otherwise than the engine")
    return {
        "children": len(town.age),
        "families": len(town.families),
        "plans": model.plans,
        "rows": len(model.lower),
        "build": round(built - begun, 2),
        "solve": round(solved - built, 2),
        "levels": levels,
        "decision": decision,
    }
