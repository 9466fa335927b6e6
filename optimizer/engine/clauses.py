"""Logic beside the rows: chains of switches, and clauses added on the way. The integer search reads it; prices do without."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


def _no_parts() -> Ints:
    return np.zeros(1, dtype=np.int64)


@dataclass(frozen=True)
class Clause:
    """At least one of `true` is chosen or one of `false` is not. Columns of the model."""

    true: tuple[int, ...]
    false: tuple[int, ...]


@dataclass(frozen=True)
class Logic:
    """Switches, marks and claims.

    A switch implies the one before it, unless it begins a chain, and at least one of its columns or marks. Plan `plan[l]` implies switch
    `switch[l]`; where the plan is -1 the switch must be on.
    """

    begins_chain: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))
    begins: Ints = field(default_factory=_no_parts)
    """[switch + 1] where each switch's columns begin in `columns`"""
    columns: Ints = field(default_factory=_none)
    switch_mark_begins: Ints = field(default_factory=_no_parts)
    """[switch + 1] where each switch's marks begin in `switch_marks`: a mark set does as well as a column chosen"""
    switch_marks: Ints = field(default_factory=_none)
    plan: Ints = field(default_factory=_none)
    switch: Ints = field(default_factory=_none)
    full_row: Ints = field(default_factory=_none)
    """mark m may be set only where row `full_row[m]` has at least `full_need[m]`: nothing more fits there"""
    full_need: Ints = field(default_factory=_none)
    claim_begins: Ints = field(default_factory=_no_parts)
    """[claim + 1] where each claim's columns begin in `claim_columns`"""
    claim_columns: Ints = field(default_factory=_none)
    """a claim: one of its columns is chosen, or one of its marks is set"""
    mark_begins: Ints = field(default_factory=_no_parts)
    marks: Ints = field(default_factory=_none)

    @property
    def switches(self) -> int:
        """Number of switches."""
        return len(self.begins_chain)


def gather_parts(begins: Ints, values: Ints, parts: Ints) -> tuple[Ints, Ints]:
    """The chosen parts of a list of lists: (begins, values). Part p is values[begins[p]:begins[p + 1]]."""
    counts = begins[parts + 1] - begins[parts]
    out = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    at = np.arange(out[-1]) - np.repeat(out[:-1], counts) + np.repeat(begins[parts], counts)
    return out, values[at]


def keep_within(begins: Ints, values: Ints, keep: Bools) -> tuple[Ints, Ints]:
    """The same parts with only the values for which `keep` [value] holds."""
    count = np.concatenate([[0], np.cumsum(keep)]).astype(np.int64)
    return count[begins], values[keep]


def any_within(begins: Ints, holds: Bools) -> Bools:
    """[part] whether `holds` [value] for one of its values."""
    count = np.concatenate([[0], np.cumsum(holds)])
    return np.asarray(count[begins[1:]] > count[begins[:-1]])
