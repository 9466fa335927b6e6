"""The aim of mixed groups: language in every unit, ages in a home."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.children import Child
from optimizer.rounds.aims.frame import Frame, Piece
from optimizer.rounds.aims.groups import most_by_subject

Ints = NDArray[np.int64]
#: (plan or -1 for those there anyway, child, unit, 1 comes or -1 leaves)
Entry = tuple[int, int, int, int]


def group_mix(frame: Frame) -> Piece:
    """Children beyond the policy's figures for language and age."""
    policy, places = frame.instance.policy, frame.instance.places
    constant, amounts = 0, []
    if policy.bilingual_percent is None and policy.same_half_year is None:
        return Piece(np.zeros(len(frame.plans), dtype=np.int64), 0)
    presence = _Presence(frame)
    wanted: list[tuple[int, Ints, int, int]] = []
    if policy.bilingual_percent is not None:
        value = 100 * presence.of_children(lambda child: int(child.bilingual)) - policy.bilingual_percent
        wanted += [(unit, value, 0, 100) for unit in np.flatnonzero(places.usable).tolist()]
    if policy.same_half_year is not None:
        half = presence.of_children(lambda child: 2 * child.birth_date.year + (child.birth_date.month > 6))
        for unit in np.flatnonzero(places.usable & places.home).tolist():
            years = np.unique(half[presence.child[presence.rows(unit)]]).tolist()
            wanted += [(unit, (half == year).astype(np.int64), policy.same_half_year, 1) for year in years]
    for unit, value, limit, step in wanted:
        plans, change, base = presence.total(unit, value)
        if not len(plans):
            constant += max(0, -((limit - base) // step))
            continue
        most = base - limit + most_by_subject(frame.instance.options.subject[frame.plans[plans]], plans, change)
        if most > 0:
            amounts.append(frame.amounts.add_excess(plans, change, limit - base, -(-most // step), step))
    return Piece(np.zeros(len(frame.plans), dtype=np.int64), constant, tuple(amounts))


class _Presence:
    """Who is in which unit in the last step of the window: by plans, and anyway."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        instance, last = frame.instance, frame.last
        index, units = instance.profiles.index, instance.places.index
        found: list[Entry] = [(-1, index[s.child_id], units[s.unit_id], 1) for s in instance.stays if s.first <= last < s.end]
        for row in frame.settled.tolist():
            found += self.entries(-1, row)
        for plan, row in enumerate(frame.plans.tolist()):
            found += self.entries(plan, row)
        self.plan, self.child, self.unit, self.sign = np.array(found, dtype=np.int64).reshape(-1, 4).T
        self.order = np.argsort(self.unit, kind="stable")
        self.first = np.searchsorted(self.unit[self.order], np.arange(len(units) + 1))

    def entries(self, plan: int, row: int) -> list[Entry]:
        """What an option changes."""
        instance, table, last = self.frame.instance, self.frame.instance.options, self.frame.last
        subject, start = instance.subjects[int(table.subject[row])], int(table.start[row])
        if start > last:
            return []
        index, units = instance.profiles.index, instance.places.index
        out = [(plan, index[c.id], int(table.unit[row]), 1) for c in subject.children] if last < table.end[row] else []
        for stay in subject.present:
            gone = stay.end if subject.leaves is None else min(stay.end, subject.leaves)
            if stay.first <= last < gone:
                out.append((plan, index[stay.child_id], units[stay.unit_id], -1))
        return out

    def rows(self, unit: int) -> Ints:
        """Entries of a unit."""
        return self.order[self.first[unit] : self.first[unit + 1]]

    def of_children(self, what: Callable[[Child], int]) -> Ints:
        """[child] a figure of each."""
        children = self.frame.instance.snapshot.children
        return np.array([what(children[child_id]) for child_id in self.frame.instance.profiles.index], dtype=np.int64)

    def total(self, unit: int, value: Ints) -> tuple[Ints, Ints, int]:
        """(plan, change by it, value of those there anyway) of a unit."""
        rows = self.rows(unit)
        worth = value[self.child[rows]] * self.sign[rows]
        by_plan = self.plan[rows] >= 0
        return self.plan[rows][by_plan], worth[by_plan], int(worth[~by_plan].sum())
