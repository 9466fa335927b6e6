"""Guarantees that no decision can keep, and the places and dates that show it: Hall's theorem on one date at a time.

On a date t, every child that must have started by then to lose no month of its guarantee stands in some unit where it could have started in
time, and stays there. So where k such children could only be in units with m < k places left on t - all who stay counted, all who could
have left by t counted as gone - at least k - m guarantees are broken, whatever is decided. The order, and limits that bind only
several children together, are left out: what is said here needs none of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import maximum_flow

from optimizer.rounds.instance import Instance
from optimizer.rounds.resources import make_resources
from optimizer.rounds.solve import load_with
from optimizer.rounds.window import alive

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Shortfall:
    """On the date of `step`, `children` children (of `subjects`) must have started in `units`, which have only `places` places for them.

    The other units that suit one of them, `full`, cannot take it at all: no start in time fits, whoever leaves.
    """

    step: int
    subjects: tuple[int, ...]
    children: int
    units: tuple[int, ...]
    places: int
    full: tuple[int, ...] = ()

    @property
    def missing(self) -> int:
        """How many guarantees are broken at the least."""
        return self.children - self.places

    def size(self) -> tuple[int, int, int]:
        """How much a person has to read; the earlier date breaks ties."""
        return self.children + len(self.units), len(self.units), self.step


class Shortfalls:
    """The shortfalls of a round, given the displaced children's plans (`displaced` [subject], -1 = none); independent of all others."""

    def __init__(self, instance: Instance, displaced: Ints) -> None:
        self.instance = instance
        table, facts = instance.options, instance.facts
        self.base = load_with(instance, displaced, [])
        decided = np.array([s.kind != "displaced" for s in instance.subjects], dtype=bool)
        owing = decided & (facts.wait_breach > 0)
        # who has no lawful start in time at all lacks something else than places
        on_time = (table.breach == 0) & (table.start < instance.grid.window)
        owing &= np.bincount(table.subject[on_time], minlength=len(owing)) > 0
        resources = make_resources(instance, self.base)
        can = alive(instance, resources, decided[table.subject]) & owing[table.subject]
        #: options that lose no month of the guarantee and could fit at all
        self.rows: Ints = np.flatnonzero(can & on_time)
        self.all_rows: Ints = np.flatnonzero(owing[table.subject] & on_time)
        self.owing: list[int] = np.flatnonzero(owing).tolist()

    @cached_property
    def contests(self) -> list[Contest]:
        """One contest for each window date."""
        return [self.contest(step) for step in range(self.instance.grid.window)]

    def contest(self, step: int) -> Contest:
        """Those who must be in a place on a date, and where they could be."""
        table, rows = self.instance.options, self.rows
        units: dict[int, frozenset[int]] = {}
        begins = np.searchsorted(table.subject[rows], [*self.owing, len(self.instance.subjects)])
        for k, i in enumerate(self.owing):
            mine = rows[begins[k] : np.searchsorted(table.subject[rows], i, side="right")]
            # one that could still come in time later, or would be gone by now, need not be there
            if (table.start[mine] <= step).all() and (table.end[mine] > step).all() and self.due_by(i, step):
                units[i] = frozenset(table.unit[mine].tolist())
        return Contest(step, units, {i: self.instance.subjects[i].members for i in units}, self.places_left(step))

    def due_by(self, subject: int, step: int) -> bool:
        """Whether its latest start without a month lost is on the date or before."""
        return int(self.instance.facts.lawful[subject]) <= step

    def places_left(self, step: int) -> Ints:
        """[unit] places on a date when nobody new comes, and all who could have left by then have left."""
        instance, table, gone = self.instance, self.instance.options, self.instance.departures
        left = instance.limits.cap[:, step] - self.base[:, step]
        if len(gone.option):
            early = np.flatnonzero((gone.step <= step) & (table.start[gone.option] <= step))
            pairs, at = np.unique(gone.option[early] * len(left) + gone.limit[early], return_inverse=True)
            freed = np.zeros(len(pairs), dtype=np.int64)
            np.add.at(freed, at, -gone.delta[early])
            # of the options of one child, the one that frees most
            owner, mine = np.unique(table.subject[pairs // len(left)] * len(left) + pairs % len(left), return_inverse=True)
            most = np.zeros(len(owner), dtype=np.int64)
            np.maximum.at(most, mine, freed)
            np.add.at(left, owner % len(left), most)
        free: Ints = np.maximum(left[instance.limits.unit_rows[:, 0]], 0)
        return free

    def groups(self) -> list[Shortfall]:
        """Of each date, the groups with too few places, as large as they are; one that a date shares with an earlier one is told once."""
        found: dict[tuple[int, ...], Shortfall] = {}
        for contest in self.contests:
            for group in contest.components():
                found.setdefault(group.subjects, self.with_full(group))
        return list(found.values())

    def against(self, subject: int) -> Shortfall | None:
        """The smallest group found in which the subject is one too many; None when some decision may keep its guarantee."""
        groups = [contest.against(subject) for contest in self.contests]
        least = min((g for g in groups if g is not None), key=Shortfall.size, default=None)
        return None if least is None else self.with_full(least)

    def with_full(self, group: Shortfall) -> Shortfall:
        """The group with the units that suit it but cannot take it."""
        table, mine = self.instance.options, np.isin(self.instance.options.subject[self.all_rows], group.subjects)
        suitable = set(table.unit[self.all_rows[mine]].tolist())
        return replace(group, full=tuple(sorted(suitable - set(group.units))))


class Contest:
    """Who must have a place by a date, and where they could be: children on one side, units with their places on the other."""

    def __init__(self, step: int, units: dict[int, frozenset[int]], children: dict[int, int], left: Ints) -> None:
        self.step, self.units, self.children, self.left = step, units, children, left
        #: by unit, the subjects placed there
        self.at: dict[int, set[int]] = {}
        #: subjects for whom no place is found in one of the ways to place as many as can be
        self.unplaced: list[int] = []
        #: what `compete` has found
        self.known: dict[int, tuple[frozenset[int], int]] = {}
        self.match()

    def match(self) -> None:
        """Places as many children as can be, by a maximum flow from subjects to units."""
        subjects, units = list(self.units), sorted(frozenset().union(*self.units.values()))
        first = 2 + len(subjects)
        unit_at = {u: first + k for k, u in enumerate(units)}
        edges = [(0, 2 + k, self.children[i]) for k, i in enumerate(subjects)]
        edges += [(2 + k, unit_at[u], self.children[i]) for k, i in enumerate(subjects) for u in sorted(self.units[i])]
        edges += [(unit_at[u], 1, int(self.left[u])) for u in units if self.left[u]]
        self.at = {u: set() for u in units}
        if not edges:
            return
        head, tail, capacity = zip(*edges, strict=True)
        size = first + len(units)
        flow = maximum_flow(sparse.csr_array((np.array(capacity, dtype=np.int32), (head, tail)), shape=(size, size)), 0, 1).flow.tocoo()
        placed = np.zeros(size, dtype=np.int64)
        for a, b, amount in zip(flow.row.tolist(), flow.col.tolist(), flow.data.tolist(), strict=True):
            if amount > 0 and 2 <= a < first <= b:
                self.at[units[b - first]].add(subjects[a - 2])
                placed[a] += amount
        self.unplaced = [i for k, i in enumerate(subjects) if placed[2 + k] < self.children[i]]

    def reached(self, group: frozenset[int]) -> frozenset[int]:
        """The units in which some of the group could be."""
        return frozenset().union(*(self.units[i] for i in group))

    def closure(self, subject: int) -> frozenset[int]:
        """The subject, all who hold places that it could have, all who hold places that these could have, and so on."""
        group, new, seen = {subject}, [subject], set[int]()
        while new:
            for u in self.units[new.pop()] - seen:
                seen.add(u)
                fresh = self.at[u] - group
                group |= fresh
                new += fresh
        return frozenset(group)

    def shortfall(self, group: frozenset[int]) -> Shortfall:
        """The group with its units and their places."""
        units = self.reached(group)
        children = sum(self.children[i] for i in group)
        return Shortfall(self.step, tuple(sorted(group)), children, tuple(sorted(units)), sum(int(self.left[u]) for u in units))

    def components(self) -> list[Shortfall]:
        """The unplaced with all whom they compete with; groups that share a child are one."""
        groups: list[frozenset[int]] = []
        for i in self.unplaced:
            new = self.closure(i)
            for old in [g for g in groups if g & new]:
                groups.remove(old)
                new |= old
            groups.append(new)
        return [self.shortfall(group) for group in groups]

    def against(self, subject: int) -> Shortfall | None:
        """A group that the subject is in and that has more children than places; nobody of it can be left out of the proof."""
        if subject not in self.units:
            return None
        for start in [subject] if subject in self.unplaced else self.unplaced:
            group, missing = self.compete(start)
            if subject in group and missing > 0:
                return self.thinned(subject, group)
        return None

    def compete(self, start: int) -> tuple[frozenset[int], int]:
        """All whom an unplaced subject competes with, and how many places too few they have; worked out once."""
        if start not in self.known:
            group = self.closure(start)
            self.known[start] = group, self.shortfall(group).missing
        return self.known[start]

    def thinned(self, subject: int, group: frozenset[int]) -> Shortfall:
        """The group without those who are not needed, those with most units left out first.

        Counted on the way: who is left out takes away its children, and the places of the units that only it could have.
        """
        users = Counter(u for i in group for u in self.units[i])
        missing, left, again = self.shortfall(group).missing, set(group), True
        while again:
            again = False
            for i in sorted(left - {subject}, key=lambda i: (-len(self.units[i]), i)):
                fewer = missing - self.children[i] + sum(int(self.left[u]) for u in self.units[i] if users[u] == 1)
                if fewer > 0:
                    left.remove(i)
                    users.subtract(self.units[i])
                    missing, again = fewer, True
        return self.shortfall(frozenset(left))
