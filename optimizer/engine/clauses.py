"""Logic beside the rows: chains of switches, and clauses added on the way. The integer search reads it; prices do without."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Clause:
    """At least one of `true` is chosen or one of `false` is not. Columns of the model."""

    true: tuple[int, ...]
    false: tuple[int, ...]


@dataclass(frozen=True)
class Logic:
    """Switches, marks and claims.

    Switch k implies its predecessor `before[k]` (-1 = none) and at least one of its columns or marks; plan `plan[l]` implies switch
    `switch[l]`.
    """

    before: Ints = field(default_factory=_none)
    begins: Ints = field(default_factory=lambda: np.zeros(1, dtype=np.int64))
    """[switch + 1] where each switch's columns begin in `columns`"""
    columns: Ints = field(default_factory=_none)
    switch_mark_begins: Ints = field(default_factory=lambda: np.zeros(1, dtype=np.int64))
    """[switch + 1] where each switch's marks begin in `switch_marks`: a mark set does as well as a column chosen"""
    switch_marks: Ints = field(default_factory=_none)
    plan: Ints = field(default_factory=_none)
    switch: Ints = field(default_factory=_none)
    full_row: Ints = field(default_factory=_none)
    """mark m may be set only where row `full_row[m]` has at least `full_need[m]`: nothing more fits there"""
    full_need: Ints = field(default_factory=_none)
    claim_begins: Ints = field(default_factory=lambda: np.zeros(1, dtype=np.int64))
    """[claim + 1] where each claim's columns begin in `claim_columns`"""
    claim_columns: Ints = field(default_factory=_none)
    """a claim: one of its columns is chosen, or one of its marks is set"""
    mark_begins: Ints = field(default_factory=lambda: np.zeros(1, dtype=np.int64))
    marks: Ints = field(default_factory=_none)
