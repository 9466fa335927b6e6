"""The composition rule (§ 26 a-c) as limits: for a unit or house and a calendar year, loaded in the year's first step.

A start of a listed child takes 100 - p, one of any other child gives p back (p percent is the share that may be listed), and what the data
have of the year's intake is there already: within the limit of 0, no more than p percent of the year's intake are listed. Limits are made
only where a listed child could start.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.children import Child
from optimizer.domain.dates import Grid, add_months
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.loads import Limits
from optimizer.rounds.options import Options
from optimizer.rounds.places import Places
from optimizer.rounds.subjects import Subject

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NAME = "composition"


@dataclass(frozen=True)
class Composition:
    """Limits to be added to the round's: the load of those admitted already, and what each option changes."""

    limits: Limits
    base: Ints
    """[limit, step] of all limits, the others 0"""
    changes: tuple[Ints, Ints, Ints, Ints]
    """(option, limit, step, delta)"""


def listed_on(child: Child, day: date, snapshot: Snapshot, years: int) -> bool:
    """Whether the child lives in an area listed on the day, or delisted less than `years` before: its own column, else its district's."""
    if child.vulnerable_area is not None:
        return child.vulnerable_area
    if child.district_id is None:
        return False
    district = snapshot.districts[child.district_id]
    begun = district.listed_from is None or district.listed_from <= day
    ended = district.listed_to is not None and add_months(district.listed_to, 12 * years) <= day
    return district.vulnerable_area and begun and not ended


def counts(child: Child, day: date, snapshot: Snapshot, policy: Policy) -> bool:
    """Whether a child who begins on the day counts as listed for the rule."""
    working = policy.composition_skips_employed and child.employed_parents
    return not working and listed_on(child, day, snapshot, policy.composition_years)


def make_composition(
    snapshot: Snapshot, policy: Policy, grid: Grid, places: Places, limits: Limits, subjects: list[Subject], options: Options
) -> Composition:
    """The limits of the rule beside `limits`; none where the policy's share is 100 percent."""
    return _Maker(snapshot, policy, grid, places, subjects, options).extend(limits)


class _Maker:
    """Works out who counts where."""

    def __init__(self, snapshot: Snapshot, policy: Policy, grid: Grid, places: Places, subjects: list[Subject], options: Options) -> None:
        self.snapshot, self.policy, self.grid, self.places = snapshot, policy, grid, places
        self.subjects, self.options = subjects, options
        self.years = sorted({d.year for d in grid.dates})
        #: [step] position of its year, and of each year the first step
        self.year = np.array([self.years.index(d.year) for d in grid.dates], dtype=np.int64)
        self.first = np.searchsorted(self.year, np.arange(len(self.years)))
        houses = list(snapshot.facilities.values())
        bound = np.array([f.kind == "house" and not f.company for f in houses], dtype=bool)
        self.bound: Bools = bound[places.facility] & ~places.home

    def extend(self, limits: Limits) -> Composition:
        """The limits with those of the rule behind them."""
        option = np.flatnonzero(self.bound[self.options.unit]) if self.policy.composition_share < 100 else np.zeros(0, dtype=np.int64)
        listed = self.listed()[self.options.subject[option], self.options.start[option]]
        alone = np.bincount(self.places.facility, minlength=len(self.places.facility_ids)) == 1
        year = self.year[self.options.start[option]]
        unit = self.options.unit[option]
        owners: list[str] = []
        rows: list[tuple[int, int, int]] = []
        unit_rows = np.full((len(self.places.ids), 2 * len(self.years)), -1, dtype=np.int64)
        found: list[tuple[Ints, Ints, Ints, Ints]] = []
        for scope, where in enumerate((np.arange(len(self.places.ids)), self.places.facility)):
            heads = self.heads(option, where)
            needed = np.zeros((int(where.max(initial=-1)) + 1, len(self.years)), dtype=bool)
            needed[where[unit[listed & (heads > 0)]], year[listed & (heads > 0)]] = True
            if scope:
                # where a house is one unit the two are the same
                needed[alone] = False
            row = np.full(needed.shape, -1, dtype=np.int64)
            row[needed] = len(limits.names) + len(rows) + np.arange(int(needed.sum()))
            for at, k in np.argwhere(needed).tolist():
                rows.append((scope, at, k))
                owners.append(f"{(self.places.facility_ids if scope else self.places.ids)[at]}:{self.years[k]}")
            unit_rows[self.bound, scope::2] = row[where[self.bound]]
            limit, load = row[where[unit], year], heads * np.where(listed, 100, 0) - heads * self.policy.composition_share
            used = (limit >= 0) & (load != 0)
            at_step = self.first[year[used]]
            found.append((option[used], limit[used], at_step, load[used]))
            ends = at_step + 1 < len(self.grid.dates)
            found.append((option[used][ends], limit[used][ends], at_step[ends] + 1, -load[used][ends]))
        cap = np.concatenate([limits.cap, np.zeros((len(rows), len(self.grid.dates)), dtype=np.int64)])
        out = replace(limits, cap=cap, names=limits.names + (NAME,) * len(rows), owner=limits.owner + tuple(owners), intake_rows=unit_rows)
        changes = tuple(np.concatenate([f[k] for f in found]) for k in range(4))
        return Composition(out, self.base(rows, len(limits.names), cap.shape), changes)  # type: ignore[arg-type]

    def listed(self) -> Bools:
        """[subject, step] whether the subject counts as listed when it starts in the step: one of its members does."""
        own = np.zeros((len(self.subjects), len(self.grid.dates)), dtype=bool)
        by_district: dict[str | None, list[bool]] = {}
        for i, subject in enumerate(self.subjects):
            for child in subject.children:
                if self.policy.composition_skips_employed and child.employed_parents:
                    continue
                if child.vulnerable_area is not None:
                    own[i] |= child.vulnerable_area
                    continue
                if child.district_id not in by_district:
                    years = self.policy.composition_years
                    by_district[child.district_id] = [listed_on(child, d, self.snapshot, years) for d in self.grid.dates]
                own[i] |= by_district[child.district_id]
        return own

    def heads(self, option: Ints, where: Ints) -> Ints:
        """[option] members who are taken in at its unit (or house, by `where` [unit]): all but those who come from there."""
        options, grid = self.options, self.grid
        heads = np.array([s.members for s in self.subjects], dtype=np.int64)[options.subject[option]]
        members: dict[str, list[int]] = defaultdict(list)
        for i, subject in enumerate(self.subjects):
            for child in subject.children:
                members[child.id].append(i)
        #: (subject, place) -> by child the steps on which it comes from there
        coming: dict[tuple[int, int], dict[str, Bools]] = defaultdict(dict)
        dates = np.array([d.toordinal() for d in grid.dates])
        for e in self.snapshot.enrolments:
            for i in members.get(e.child_id, ()):
                goes_on = dates > e.from_date.toordinal()
                if e.to_date is not None:
                    goes_on &= dates <= e.to_date.toordinal()
                there = coming[i, int(where[self.places.index[e.unit_id]])]
                there[e.child_id] = there.get(e.child_id, np.zeros(len(dates), dtype=bool)) | goes_on
        begins = np.searchsorted(options.subject[option], np.arange(len(self.subjects) + 1))
        for (i, at), by_child in coming.items():
            rows = slice(int(begins[i]), int(begins[i + 1]))
            here = where[options.unit[option[rows]]] == at
            for goes_on in by_child.values():
                heads[rows] -= here & goes_on[options.start[option[rows]]]
        return heads

    def base(self, rows: list[tuple[int, int, int]], first_row: int, shape: tuple[int, int]) -> Ints:
        """[limit, step] what those take who are admitted already: enrolments and waiting offers of the year."""
        out = np.zeros(shape, dtype=np.int64)
        position = {row: first_row + k for k, row in enumerate(rows)}
        snapshot, share = self.snapshot, self.policy.composition_share
        enrolled: dict[str, list[tuple[str, date, date | None]]] = defaultdict(list)
        for e in snapshot.enrolments:
            enrolled[e.child_id].append((e.unit_id, e.from_date, e.to_date))
        waiting = [o for o in snapshot.offers if o.accepted is None and o.application_id in snapshot.applications]
        offers = Counter(o.application_id for o in waiting)
        admitted = [(e.child_id, e.unit_id, e.from_date, 1) for e in snapshot.enrolments]
        admitted += [(snapshot.applications[o.application_id].child_id, o.unit_id, o.start_date, offers[o.application_id]) for o in waiting]
        for child_id, unit_id, day, offered in admitted:
            u = self.places.index[unit_id]
            if day.year not in self.years or not self.bound[u]:
                continue
            listed = counts(snapshot.children[child_id], day, snapshot, self.policy)
            if not listed and offered > 1:
                continue
            before = [
                self.places.index[other] for other, begun, until in enrolled[child_id] if begun < day and (until is None or until >= day)
            ]
            k = self.years.index(day.year)
            houses = [int(self.places.facility[b]) for b in before]
            for scope, at, there in ((0, u, before), (1, int(self.places.facility[u]), houses)):
                row = position.get((scope, at, k))
                if row is not None and at not in there:
                    out[row, self.first[k]] += (100 if listed else 0) - share
        return out
