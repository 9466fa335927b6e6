"""The engine's model: groups that choose at most one column each, auxiliary columns, integer rows, integer aims.

    minimise lexicographically  aims[0]'x, aims[1]'x, ...
    subject to                  lower <= A x <= upper,   sum of a group's columns <= 1,   x in {0,1}

Choosing no column is a group's base (waiting, staying): its cost is a constant that the caller adds. All data are integers, so
that every bound can be recomputed exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.clauses import Logic

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: stands for "no bound" in integer row bounds
FREE = 2**40


@dataclass(frozen=True)
class Aim:
    """One level: `cost` per column (integers), `constant` added to it, `unit` in words."""

    name: str
    unit: str
    cost: Ints
    constant: int = 0


def as_it_is(x: Ints) -> Ints:
    """Nothing to settle."""
    return x


@dataclass(frozen=True)
class Model:
    """A problem in columns. `matrix` is [row, column]; columns below `len(group)` are plans, the rest auxiliary."""

    matrix: sparse.csc_array
    lower: Ints
    upper: Ints
    group: Ints
    groups: int
    aims: tuple[Aim, ...]
    #: plans to begin with; the others are priced in. All of them: the integer search sees every plan
    start: Bools
    #: groups that compete with each other, and are searched together while the others keep their plans
    neighbours: tuple[Ints, ...] = ()
    logic: Logic = field(default_factory=Logic)
    #: x with the auxiliary columns that follow from its plans at their best values: no aim is worse, every row still holds
    settle: Callable[[Ints], Ints] = as_it_is

    @property
    def plans(self) -> int:
        """Plan columns."""
        return len(self.group)

    @property
    def columns(self) -> int:
        """All columns."""
        return self.matrix.shape[1]

    def parts(self) -> tuple[Bools, ...]:
        """[plan] the plans of each set of neighbours."""
        return tuple(np.isin(self.group, groups) for groups in self.neighbours)


@dataclass
class RowBuilder:
    """Collects sparse integer rows block by block."""

    rows: list[Ints] = field(default_factory=list)
    cols: list[Ints] = field(default_factory=list)
    values: list[Ints] = field(default_factory=list)
    lower: list[Ints] = field(default_factory=list)
    upper: list[Ints] = field(default_factory=list)
    count: int = 0

    def add(self, row: Ints, col: Ints, value: Ints, lower: Ints, upper: Ints) -> Ints:
        """Adds len(lower) rows whose entries (row, col, value) count rows from 0; returns their positions."""
        self.rows.append(np.asarray(row, dtype=np.int64) + self.count)
        self.cols.append(np.asarray(col, dtype=np.int64))
        self.values.append(np.asarray(value, dtype=np.int64))
        self.lower.append(np.asarray(lower, dtype=np.int64))
        self.upper.append(np.asarray(upper, dtype=np.int64))
        first = self.count
        self.count += len(lower)
        return np.arange(first, self.count)

    def matrix(self, columns: int) -> tuple[sparse.csc_array, Ints, Ints]:
        """(matrix, lower, upper); entries at the same place are added."""
        empty = np.zeros(0, dtype=np.int64)
        row = np.concatenate([empty, *self.rows])
        col = np.concatenate([empty, *self.cols])
        value = np.concatenate([empty, *self.values])
        matrix = sparse.csc_array(sparse.coo_array((value, (row, col)), shape=(self.count, columns)))
        matrix.eliminate_zeros()
        return matrix, np.concatenate([empty, *self.lower]), np.concatenate([empty, *self.upper])


@dataclass(frozen=True)
class NamedRow:
    """A row added on the way: its name says how to build it again from the data."""

    name: tuple[object, ...]
    columns: tuple[int, ...]
    values: tuple[int, ...]
    lower: int
    upper: int


def rows_matrix(rows: list[NamedRow], columns: int) -> sparse.csr_array:
    """The rows as a sparse matrix."""
    counts = [len(r.columns) for r in rows]
    row = np.repeat(np.arange(len(rows)), counts)
    col = np.array([c for r in rows for c in r.columns], dtype=np.int64)
    value = np.array([v for r in rows for v in r.values], dtype=np.float64)
    matrix = sparse.csr_array(sparse.coo_array((value, (row, col)), shape=(len(rows), columns)))
    return matrix
