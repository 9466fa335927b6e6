"""The lawful options of this round as one table: (subject, unit, start in the window), with what each costs on each level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.dates import TWENTY_SIX_WEEKS, Grid, add_months, begun_months
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.facts import school_start, transition_date
from optimizer.rounds.loads import Profiles
from optimizer.rounds.places import Places, guarantee_district
from optimizer.rounds.stays import Stay
from optimizer.rounds.subjects import Subject, member_rows
from optimizer.rounds.way_table import WayTable

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Options:
    """One row an option, sorted by subject. `rank` 0 = not wished."""

    subject: Ints
    unit: Ints
    start: Ints
    end: Ints
    rank: Ints
    points: Ints
    """wish points of the rank, per member"""
    metres: Ints
    """home to unit"""
    excess: Ints
    """metres beyond the subject's nearest candidate"""
    breach: Ints
    """breach months of the subject when it starts so, of what falls due in the window"""
    first: Ints
    """[subject + 1] where each subject's rows begin"""

    def __len__(self) -> int:
        return len(self.subject)


@dataclass(frozen=True)
class SubjectFacts:
    """Per subject: what waiting costs, and the dates of its guarantee."""

    members: Ints
    wait_breach: Ints
    """breach months without a place, of what falls due in the window"""
    wait_expected: Ints
    """the same of all that falls due in the horizon"""
    wait_points: Ints
    farthest: Ints
    due: tuple[date | None, ...]
    """the date from which a missing place is a breach; None = never"""
    lawful: Ints
    """latest lawful start as a step; -1 when no guarantee can be due"""
    in_window: Bools
    """has some option in the window, though another place of the child may stand in its way"""


#: (unit, rank, first step, last step, metres) of a subject's candidates
Pairs = tuple[Ints, Ints, Ints, Ints, Ints]
#: (subject, end step, unit, rank, first step, last step, metres)
Part = tuple[int, int, Ints, Ints, Ints, Ints, Ints]


def member_dues(subject: Subject, snapshot: Snapshot) -> list[date]:
    """For each member of a subject with a guarantee, from when a missing place breaches it (a child in transition outgrows its unit)."""
    if subject.kind == "displaced":
        return [subject.guarantee]
    if not subject.wants_guarantee:
        return []
    dues = []
    for child in subject.children:
        units = [snapshot.units[s.unit_id] for s in subject.present if s.child_id == child.id] if subject.kind == "transition" else []
        dues.append(max([subject.guarantee, *(add_months(child.birth_date, u.max_age_months) for u in units)]))
    return dues


def due_date(subject: Subject, snapshot: Snapshot) -> date | None:
    """The earliest of the members' dues; None without a guarantee."""
    return min(member_dues(subject, snapshot), default=None)


def stay_end_step(subject: Subject, policy: Policy, grid: Grid) -> int:
    """The first step after a stay that begins on this round."""
    child = subject.children[0]
    return grid.first_step_from(transition_date(child, policy) if subject.care == "0-2" else school_start(child, policy))


class OptionMaker:
    """Builds the option table; one instance per round."""

    def __init__(
        self, snapshot: Snapshot, policy: Policy, grid: Grid, places: Places, profiles: Profiles, stays: dict[str, list[Stay]] | None = None
    ) -> None:
        self.snapshot, self.policy, self.grid, self.places, self.profiles = snapshot, policy, grid, places, profiles
        self.stays = stays or {}
        self.ways = WayTable(snapshot, policy, places)

    def area_mask(self, subject: Subject, distance: Ints) -> Bools:
        """Units in the subject's guarantee area."""
        if self.policy.guarantee_area == "radius":
            return np.asarray(distance <= self.policy.guarantee_radius_m)
        if self.policy.guarantee_area == "travel_time":
            return np.asarray(self.ways.seconds(subject.children[0], distance) <= 60 * self.policy.travel_minutes)
        district = subject.children[0].district_id
        if self.policy.guarantee_area == "municipality" or district is None:
            return np.ones(len(self.places.ids), dtype=bool)
        return np.asarray(self.places.area == self.places.area_index[guarantee_district(self.snapshot, district)])

    def fits(self, subject: Subject) -> Bools:
        """Units whose home conditions suit every member."""
        ok: Bools = self.places.usable & (self.places.care35 == (subject.care == "3-5"))
        if any(c.smoke_free_needed for c in subject.children):
            ok = ok & self.places.smoke_free
        if any(c.pets_excluded for c in subject.children):
            ok = ok & ~self.places.pets
        return ok

    def pairs(self, subject: Subject, lawful: int) -> Pairs:
        """(unit, rank, first step, last step, metres) of the subject's candidates."""
        child = subject.children[0]
        distance = self.ways.metres(child)
        fits = self.fits(subject)
        rank = np.zeros(len(fits), dtype=np.int64)
        for order, named in subject.wishes:
            rank[list(named)] = order
        last = min(subject.latest, stay_end_step(subject, self.policy, self.grid) - 1)
        old_enough = max(self.grid.first_step_from(c.birth_date + TWENTY_SIX_WEEKS) for c in subject.children)
        wished = fits & (rank > 0)
        chosen = wished
        if lawful >= 0:
            chosen = wished | (fits & self.places.danish & self.area_mask(subject, distance))
            chosen[[self.places.index[s.unit_id] for s in subject.present]] = False
        units: Ints = np.flatnonzero(chosen).astype(np.int64)
        first = np.maximum(np.where(wished[units], subject.earliest, max(lawful, subject.earliest)), old_enough)
        return units, rank[units], first, np.full(len(units), last), distance[units]

    def lawful_step(self, subject: Subject, due: date | None) -> int:
        """The latest lawful start; -1 without a guarantee."""
        if due is None:
            return -1
        return max(self.grid.last_step_to(due), subject.earliest, 0)

    def make(self, subjects: list[Subject]) -> tuple[Options, SubjectFacts]:
        """The whole table."""
        due = tuple(due_date(s, self.snapshot) for s in subjects)
        lawful = np.array([self.lawful_step(s, d) for s, d in zip(subjects, due, strict=True)], dtype=np.int64)
        parts = []
        for i, subject in enumerate(subjects):
            parts.append((i, stay_end_step(subject, self.policy, self.grid), *self.pairs(subject, int(lawful[i]))))
            if subject.transition is not None:
                last = len(self.grid.dates) - 1 if subject.leaves is None else subject.leaves
                end = stay_end_step(subject.transition, self.policy, self.grid)
                parts.append((i, end, *self.transition_pairs(subject.transition, last)))
        return self.expand(subjects, parts, due, lawful)

    def transition_pairs(self, transition: Subject, latest: int) -> Pairs:
        """The options of a displaced child's own transition, up to the step at which it must leave."""
        lawful = self.lawful_step(transition, due_date(transition, self.snapshot))
        units, rank, first, last, distance = self.pairs(transition, lawful)
        return units, rank, first, np.minimum(last, latest), distance

    def expand(
        self, subjects: list[Subject], parts: list[Part], due: tuple[date | None, ...], lawful: Ints
    ) -> tuple[Options, SubjectFacts]:
        """From (subject, unit) pairs to (subject, unit, start) rows with their costs."""
        counts = [len(p[2]) for p in parts]
        subject = np.repeat(np.array([p[0] for p in parts], dtype=np.int64), counts)
        end = np.repeat(np.array([p[1] for p in parts], dtype=np.int64), counts)
        empty = np.zeros(0, dtype=np.int64)
        unit, rank, first, last, distance = (np.concatenate([empty, *(p[k] for p in parts)]) for k in range(2, 7))
        suits = self.suitable_steps(subjects, subject, unit, first, last)
        nearest, farthest = reach(len(subjects), subject[suits.any(axis=1)], distance[suits.any(axis=1)])
        ranked = np.array([bool(s.wishes) for s in subjects], dtype=bool)
        ranked[subject[(rank > 0) & suits.any(axis=1)]] = True
        displaced = np.array([s.kind == "displaced" for s in subjects], dtype=bool)
        in_window = np.zeros(len(subjects), dtype=bool)
        in_window[subject[suits[:, : self.grid.window].any(axis=1)]] = True
        suits[~displaced[subject], self.grid.window :] = False
        row, start = np.nonzero(suits)
        free = self.free_of_stays(subjects, subject[row], unit[row], start, end[row])
        row, start = row[free], start[free]
        order = np.lexsort((start, row, subject[row]))
        row, start = row[order], start[order]
        i = subject[row]
        excess = distance[row] - nearest[i]
        points = np.array([0, *self.policy.wish_points], dtype=np.int64)[np.minimum(rank[row], len(self.policy.wish_points))]
        months = self.breach_table(subjects, self.grid.window_dates[-1])
        facts = SubjectFacts(
            members=np.array([s.members for s in subjects], dtype=np.int64),
            wait_breach=months[:, -1],
            wait_expected=self.breach_table(subjects, self.grid.end)[:, -1],
            wait_points=np.where(displaced & ~ranked, 0, self.policy.wish_points[0]),
            farthest=np.where(farthest >= 0, farthest - np.where(farthest >= 0, nearest, 0), 0),
            due=due,
            lawful=lawful,
            in_window=in_window,
        )
        first_row = np.searchsorted(i, np.arange(len(subjects) + 1))
        return Options(i, unit[row], start, end[row], rank[row], points, distance[row], excess, months[i, start], first_row), facts

    def suitable_steps(self, subjects: list[Subject], subject: Ints, unit: Ints, first: Ints, last: Ints) -> Bools:
        """[pair, step] steps of the horizon on which every member has the unit's age, between first and last."""
        steps = np.arange(len(self.grid.dates))
        suits = (steps >= first[:, None]) & (steps <= last[:, None])
        for column in member_rows(subjects, self.profiles.index).T:
            there = np.flatnonzero(column[subject] >= 0)
            age, u = self.profiles.age[column[subject[there]]], unit[there]
            suits[there] &= (age >= self.places.min_age[u][:, None]) & (age < self.places.max_age[u][:, None])
        return np.asarray(suits)

    def free_of_stays(self, subjects: list[Subject], subject: Ints, unit: Ints, start: Ints, end: Ints) -> Bools:
        """Whether the child has no other stay at the time that it keeps (§ 2: one place, but for a combination offer).

        A part of a combination offer stands in the way in its own unit alone: there it is the same stay.
        """
        free = np.ones(len(subject), dtype=bool)
        for i, stay in self.kept_beside(subjects):
            rows = subject == i
            if stay.combination:
                rows &= unit == self.places.index[stay.unit_id]
            free &= ~(rows & (start < stay.end) & (end > stay.first))
        return free

    def kept_beside(self, subjects: list[Subject]) -> list[tuple[int, Stay]]:
        """(subject, stay) of all stays that a subject's children keep whatever they get."""
        found = []
        for i, s in enumerate(subjects):
            # the stay itself: an offer to go on in its unit is not given up with it
            given_up = {(p.child_id, p.unit_id, p.begun) for p in s.present}
            kept = [p for c in s.children for p in self.stays.get(c.id, ()) if (p.child_id, p.unit_id, p.begun) not in given_up]
            # a displaced child loses its place whatever the family answers to an offer
            found += [(i, p) for p in kept if not (p.offer and s.kind == "displaced")]
        return found

    def breach_table(self, subjects: list[Subject], last_due: date) -> Ints:
        """[subject, step + 1] breach months for each start, of the members due by `last_due`; the last column for none."""
        ends = [*self.grid.dates, self.grid.end]
        months = np.zeros((len(subjects), len(ends)), dtype=np.int64)
        for k, subject in enumerate(subjects):
            for day in member_dues(subject, self.snapshot):
                if day <= last_due or subject.kind == "displaced":
                    months[k] += [begun_months(max(day, self.grid.dates[0]), e) for e in ends]
            if subject.kind == "displaced":
                months[k, :-1] = 0
        return months


def reach(subjects: int, subject: Ints, distance: Ints) -> tuple[Ints, Ints]:
    """[subject] metres to the nearest and the farthest candidate; -1 for the farthest without any."""
    nearest = np.full(subjects, np.iinfo(np.int64).max)
    farthest = np.full(subjects, -1)
    np.minimum.at(nearest, subject, distance)
    np.maximum.at(farthest, subject, distance)
    return nearest, farthest
