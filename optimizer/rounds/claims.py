"""Claims: who could ask for which place, and what would satisfy them (section 7 of docs/handbook/round.md)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.clauses import gather_parts
from optimizer.rounds.preference import satisfying_groups
from optimizer.rounds.window import Window

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Claims:
    """Every wished plan of the window is a claim of its child, unless it is pardoned. All arrays are by claim."""

    window: Window
    option: Ints
    subject: Ints
    unit: Ints
    start: Ints
    key: Ints
    """the child's place in the order at that unit and start"""
    groups: tuple[Ints, ...]
    """preference groups with which the child has no claim: at least as good, or begun before"""
    begins: Ints
    """[claim + 1] where each claim's columns begin in `columns`"""
    columns: Ints
    """columns of the model whose sum is 1 when the claim is satisfied and 0 when not"""

    def __len__(self) -> int:
        return len(self.option)

    def satisfied(self, x: Floats) -> Floats:
        """[claim] how much of "satisfied" each claim has at x."""
        sums = np.concatenate([[0.0], np.cumsum(x[self.columns])])
        return np.asarray(sums[self.begins[1:]] - sums[self.begins[:-1]], dtype=np.float64)


def make_claims(window: Window, pardoned: frozenset[tuple[int, int]] = frozenset(), units: Ints | None = None) -> Claims:
    """The claims, by unit, then in order. Those of `pardoned` (subject, unit) are left out: there somebody may be passed over.

    `units`: only the claims on these.
    """
    table, preference = window.instance.options, window.preference
    plans = window.options[table.start[window.options] < window.instance.grid.window]
    option = plans[table.rank[plans] > 0]
    if units is not None:
        option = option[np.isin(table.unit[option], units)]
    if pardoned:
        pairs = zip(table.subject[option].tolist(), table.unit[option].tolist(), strict=True)
        option = option[[pair not in pardoned for pair in pairs]]
    option = option[np.lexsort((table.start[option], window.keys[option], table.unit[option]))]
    wait = window.instance.policy.wait_for_wish
    groups = [satisfying_groups(preference, int(table.subject[c]), int(table.rank[c]), int(table.start[c]), wait) for c in option.tolist()]
    counts = np.concatenate([[0], np.cumsum([len(g) for g in groups])]).astype(np.int64)
    named = np.concatenate([np.zeros(0, dtype=np.int64), *groups]).astype(np.int64)
    begins, columns = gather_parts(window.group_begins, window.group_columns, named)
    return Claims(
        window=window,
        option=option,
        subject=table.subject[option],
        unit=table.unit[option],
        start=table.start[option],
        key=window.keys[option],
        groups=tuple(groups),
        begins=begins[counts],
        columns=columns,
    )
