"""The window as a textbook has it: one 0/1 column per option, one row per limit and step, aims in order. The rivals run in mode
points, without the order: a textbook has no words for it.

No solver is imported here: every rival runs in a process of its own, because HiGHS' and OR-Tools' libraries cannot be loaded together.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Target:
    """One level: minimise `cost` over the columns, plus `constant`."""

    name: str
    cost: Ints
    constant: int


@dataclass(frozen=True)
class Problem:
    """Choose at most one column per group (`must`: just one); `matrix` x <= `upper`; minimise the levels one after the other.

    Columns below len(group) are options, the rest 0/1: switches of limits that are passed already, then the bits of what the levels count.
    """

    group: Ints
    matrix: sparse.csr_array
    upper: Ints
    levels: tuple[Target, ...]
    must: bool = False


@dataclass(frozen=True)
class Reached:
    """What a rival reached on one level; `value` None = no solution found."""

    name: str
    value: int | None
    bound: float | None
    seconds: float
    done: bool
    """within the gap asked for"""

    @property
    def gap(self) -> float | None:
        """(value - bound) / max(|value|, 1)."""
        if self.value is None or self.bound is None:
            return None
        return max(0.0, self.value - self.bound) / max(abs(self.value), 1)

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {**asdict(self), "gap": self.gap}


class Budget:
    """The seconds that are left of a rival's limit."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left, at least 0.1."""
        return max(0.1, self.ends - time.monotonic())

    @property
    def over(self) -> bool:
        """Nothing is left."""
        return time.monotonic() >= self.ends
