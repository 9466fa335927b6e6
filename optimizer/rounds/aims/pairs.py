"""Pairs of siblings that are not in one place, as costs of plans and, where both are decided, as amounts.

A child is at place p or not: a sum A_p of plans that is 0 or 1. Two children are together in the sum over places of min(A_p, B_p) =
A_p - max(0, A_p - B_p).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.children import Child
from optimizer.domain.dates import add_months
from optimizer.rounds.aims.frame import Frame, Piece
from optimizer.rounds.facts import family, school_start, transition_date

Ints = NDArray[np.int64]
NOWHERE = -1


@dataclass(frozen=True)
class Sibling:
    """A child, its subject (-1: none), the place where it stays without a start, and its plans with the place that each leads to."""

    child: str
    subject: int
    stays: int
    plans: Ints
    leads: Ints

    def places(self) -> set[int]:
        """Where it can be."""
        return ({self.stays} | set(self.leads.tolist())) - {NOWHERE}

    def at(self, place: int) -> tuple[int, Ints]:
        """(constant, [plan of its own] coefficient) of the sum that says whether it is at the place."""
        stays = int(self.stays == place)
        return stays, (self.leads == place).astype(np.int64) - stays


def siblings(frame: Frame) -> Piece:
    """Pairs that are not in one place."""
    cost = np.zeros(len(frame.plans), dtype=np.int64)
    constant, amounts = 0, []
    seen: set[frozenset[tuple[str, int]]] = set()
    for group in _Finder(frame).families():
        for a, b in combinations(group, 2):
            pair = frozenset(((a.child, a.subject), (b.child, b.subject)))
            if a.child == b.child or a.subject == b.subject or pair in seen:
                continue
            seen.add(pair)
            constant += 1
            # one whose place is settled comes second: then the minimum is linear
            first, second = (a, b) if len(a.plans) else (b, a)
            for place in sorted(a.places() & b.places()):
                (here, coefficient), (there, other) = first.at(place), second.at(place)
                constant -= here
                np.subtract.at(cost, first.plans, coefficient)
                if len(second.plans):
                    plans = np.concatenate([first.plans, second.plans])
                    amounts.append(frame.amounts.add_excess(plans, np.concatenate([coefficient, -other]), there - here, 1))
    return Piece(cost, constant, tuple(amounts))


class _Finder:
    """Finds where the children of the round's families are, and can be, on the last window date."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        instance = frame.instance
        self.last = instance.grid.window_dates[-1]
        self.until = add_months(self.last, instance.policy.sibling_overlap_months)
        self.place = instance.places.facility if instance.policy.sibling_scope == "facility" else np.arange(len(instance.places.ids))
        self.stays = self._stays()

    def _stays(self) -> dict[str, int]:
        """Child -> the place where it is when nothing is given to it."""
        instance = self.frame.instance
        gone = {
            (s.present[0].child_id, s.present[0].unit_id, s.present[0].begun): s.leaves for s in instance.subjects if s.leaves is not None
        }
        best: dict[str, tuple[date, str]] = {}
        for stay in instance.enrolled:
            leaves = gone.get((stay.child_id, stay.unit_id, stay.begun))
            ends = [d for d in (stay.until, None if leaves is None else instance.grid.dates[leaves]) if d is not None]
            if stay.begun <= self.last and self.goes_on(min(ends, default=date.max)):
                best[stay.child_id] = max(best.get(stay.child_id, (date.min, "")), (stay.begun, stay.unit_id))
        return {child: int(self.place[instance.places.index[unit]]) for child, (_, unit) in best.items()}

    def lasts(self, child: Child, care35: bool) -> bool:
        """Whether a stay given on this round lasts long enough."""
        policy = self.frame.instance.policy
        return self.goes_on(school_start(child, policy) if care35 else transition_date(child, policy))

    def goes_on(self, end: date) -> bool:
        """Whether a stay with this end goes on after the last window date, and for the overlap."""
        return end > self.last and end >= self.until

    def leads(self, child: Child, rows: Ints) -> Ints:
        """[row] the place that each option leads to; nowhere when the stay is too short."""
        instance = self.frame.instance
        unit = instance.options.unit[rows]
        lasts = np.array([self.lasts(child, False), self.lasts(child, True)])[instance.places.care35[unit].astype(np.int64)]
        return np.where(lasts, self.place[unit], NOWHERE)

    def families(self) -> Iterator[list[Sibling]]:
        """Children who share a household or a guardian, by what they share; only groups of two or more to look at."""
        instance = self.frame.instance
        found: dict[str | int, list[Sibling]] = defaultdict(list)
        decided = {c.id for s in instance.subjects for c in s.children}
        for i, subject in enumerate(instance.subjects):
            for child in subject.children:
                for shared in family(child, instance.policy):
                    found[shared].append(self.member(i, child))
        nothing = np.zeros(0, dtype=np.int64)
        for child_id, place in self.stays.items():
            for shared in family(instance.snapshot.children[child_id], instance.policy) if child_id not in decided else ():
                if shared in found:
                    found[shared].append(Sibling(child_id, -1, place, nothing, nothing))
        return (group for group in found.values() if len(group) > 1)

    def member(self, subject: int, child: Child) -> Sibling:
        """A child of a subject; one decided before is where it was decided to be."""
        frame, stays = self.frame, self.stays.get(child.id, NOWHERE)
        plans = frame.of_subject(subject)
        plans = plans[frame.decided_now[frame.plans[plans]]]
        if frame.decided[subject]:
            return Sibling(child.id, subject, stays, plans, self.leads(child, frame.plans[plans]))
        row = int(frame.fixed[subject])
        nothing = np.zeros(0, dtype=np.int64)
        if row >= 0 and frame.decided_now[row]:
            stays = int(self.leads(child, np.array([row]))[0])
        return Sibling(child.id, subject, stays, nothing, nothing)
