"""Whole numbers that follow from the plans chosen: what is missing, beyond a share, or in all; each in 0/1 columns of 1, 2, 4, ...

    sum:    v  =  a'x - limit
    excess: v  =  max(0, ceil((a'x + c'w - limit) / step)),   w earlier sums

The rows only say "at least" for an excess: an aim that costs it presses it down, and `settle` gives its exact value for given plans.
Columns of powers of two keep every column of a model between 0 and 1, at no loss for the relaxation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.model import FREE, RowBuilder

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Amounts:
    """Numbers of a model: `plans` [number, plan] and `sums` [number, number] are a and c; `limit`, `step`, `exact` (a sum) are [number]."""

    plans: sparse.csr_array
    sums: sparse.csr_array
    limit: Ints
    step: Ints
    exact: NDArray[np.bool_]
    begins: Ints
    """[number + 1] where each one's columns begin"""

    @property
    def columns(self) -> int:
        """0/1 columns in all."""
        return int(self.begins[-1])

    def powers(self) -> Ints:
        """[column] 1, 2, 4, ... of its number."""
        return np.asarray(2 ** (np.arange(self.columns) - np.repeat(self.begins[:-1], np.diff(self.begins))), dtype=np.int64)

    def values(self, x: Ints) -> Ints:
        """[number] for plans x [plan]."""
        total = np.asarray(self.plans @ x, dtype=np.int64) - self.limit
        found = np.where(self.exact, total, 0)
        total = total + np.asarray(self.sums @ found, dtype=np.int64)
        return np.where(self.exact, found, np.maximum(0, -(-total // self.step)))

    def bits(self, x: Ints) -> Ints:
        """[column] for plans x [plan]."""
        value = np.repeat(self.values(x), np.diff(self.begins))
        return value // self.powers() % 2

    def add_rows(self, builder: RowBuilder, first: int) -> None:
        """The rows; column `first` of the model is the first one here."""
        numbers = np.arange(len(self.limit))
        owner, power = np.repeat(numbers, np.diff(self.begins)), self.powers()
        plan, total = self.plans.tocoo(), self.sums.tocoo()
        # the columns of every sum that a number looks at
        used = np.diff(self.begins)[total.col]
        at = np.repeat(self.begins[total.col], used) + np.arange(used.sum()) - np.repeat(np.cumsum(used) - used, used)
        builder.add(
            np.concatenate([plan.row, np.repeat(total.row, used), owner]),
            np.concatenate([plan.col, first + at, first + np.arange(self.columns)]),
            np.concatenate([plan.data, np.repeat(total.data, used) * power[at], -power * self.step[owner]]),
            np.where(self.exact, self.limit, -FREE),
            self.limit,
        )


@dataclass
class AmountBuilder:
    """Collects numbers one by one."""

    rows: list[tuple[Ints, Ints]] = field(default_factory=list)
    sums: list[tuple[int, int, int]] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    exact: list[bool] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def add_sum(self, plans: Ints, values: Ints, base: int, most: int) -> int:
        """The number base + values'x[plans], at most `most`; its position."""
        return self._add(plans, values, -base, most, 1, True)

    def add_excess(self, plans: Ints, values: Ints, limit: int, most: int, step: int = 1, sums: Sequence[tuple[int, int]] = ()) -> int:
        """The excess of values'x[plans] + sums (position, factor) above `limit` in whole `step`s, at most `most`; its position."""
        number = self._add(plans, values, limit, most, step, False)
        self.sums += [(number, position, factor) for position, factor in sums]
        return number

    def _add(self, plans: Ints, values: Ints, limit: int, most: int, step: int, exact: bool) -> int:
        self.rows.append((np.asarray(plans, dtype=np.int64), np.asarray(values, dtype=np.int64)))
        self.limits.append(int(limit))
        self.steps.append(int(step))
        self.exact.append(exact)
        self.sizes.append(max(int(most), 0).bit_length())
        return len(self.limits) - 1

    def build(self, plans: int) -> Amounts:
        """The numbers of a model of so many plans."""
        n = len(self.limits)
        empty = np.zeros(0, dtype=np.int64)
        row = np.repeat(np.arange(n), [len(p) for p, _ in self.rows])
        col = np.concatenate([empty, *(p for p, _ in self.rows)])
        value = np.concatenate([empty, *(v for _, v in self.rows)])
        of = np.array(self.sums, dtype=np.int64).reshape(-1, 3)
        return Amounts(
            plans=sparse.csr_array(sparse.coo_array((value, (row, col)), shape=(n, plans))),
            sums=sparse.csr_array(sparse.coo_array((of[:, 2], (of[:, 0], of[:, 1])), shape=(n, n))),
            limit=np.array(self.limits, dtype=np.int64),
            step=np.array(self.steps, dtype=np.int64),
            exact=np.array(self.exact, dtype=bool),
            begins=np.concatenate([[0], np.cumsum(np.array(self.sizes, dtype=np.int64))]).astype(np.int64),
        )
