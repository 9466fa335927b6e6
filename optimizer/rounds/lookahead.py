"""What the decision of the window leaves for later: the following start dates played in order, by the same rules.

Nothing here is decided: the starts are provisional. They show which guarantees the horizon still has room for, and which places
are to be held for them now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.rounds.instance import Instance, kept_stays
from optimizer.rounds.once import once
from optimizer.rounds.options import OptionMaker, Options
from optimizer.rounds.order import option_tiers, standing
from optimizer.rounds.state import State, stay_ends, taken
from optimizer.rounds.stays import Stay
from optimizer.rounds.subjects import member_rows

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: subject -> (unit, start step, rank of the wish; 0 = not wished)
Provisional = dict[int, tuple[int, int, int]]


@dataclass(frozen=True)
class Candidates:
    """Units in which subjects may start later, from `first` to `last`; in the order in which they are tried."""

    subject: Ints
    unit: Ints
    rank: Ints
    metres: Ints
    first: Ints
    last: Ints

    def take(self, rows: Ints) -> Candidates:
        """Some rows, in that order."""
        return Candidates(*(getattr(self, field.name)[rows] for field in fields(self)))


@once
def find_candidates(instance: Instance) -> Candidates:
    """The candidates of all but the displaced, in the order of the list; of one subject wishes by rank, then the nearest."""
    maker = OptionMaker(instance.snapshot, instance.policy, instance.grid, instance.places, instance.profiles)
    those = [i for i, s in enumerate(instance.subjects) if s.kind != "displaced"]
    parts = [maker.pairs(instance.subjects[i], int(instance.facts.lawful[i])) for i in those]
    unit, rank, first, _, metres = (np.concatenate([np.zeros(0, np.int64), *(p[k] for p in parts)]) for k in range(5))
    subject = np.repeat(np.array(those, dtype=np.int64), [len(p[0]) for p in parts])
    ends = np.array(stay_ends(instance), dtype=np.int64) - 1
    latest = np.array([s.latest for s in instance.subjects], dtype=np.int64)
    last = np.minimum(ends, latest)[subject]
    first = np.maximum(first, instance.grid.window)
    unwished = rank == 0
    order = np.lexsort((unit, metres, rank, unwished, subject))
    order = order[first[order] <= last[order]]
    found = Candidates(subject, unit, rank, metres, first, last).take(order)
    return found.take(np.argsort(list_positions(instance, found)[found.subject], kind="stable"))


def list_positions(instance: Instance, found: Candidates) -> Ints:
    """[subject] place on the list: the tier at the dearest candidate on its first date, then seniority, age and draw."""
    subjects, rows = np.unique(found.subject, return_index=True)
    nothing = np.zeros(len(rows), dtype=np.int64)
    best = Options(
        subject=subjects, unit=found.unit[rows], start=found.first[rows], end=found.last[rows], rank=found.rank[rows],
        points=nothing, metres=found.metres[rows], excess=nothing, breach=nothing,
        first=np.searchsorted(subjects, np.arange(len(instance.subjects) + 1)),
    )  # fmt: skip
    place = standing(instance)
    out = place + len(place) * (len(instance.policy.tiers) + 2)
    out[subjects] = place[subjects] + len(place) * option_tiers(replace(instance, options=best))
    return out


def look_ahead(instance: Instance, choice: Ints, held: Mapping[int, tuple[int, int]] | None = None) -> Provisional:
    """The provisional starts of those who got no place in the window.

    On each later date, in the order of the list: the first wish that fits; else, when the latest lawful start has come, the nearest
    unit of the guarantee area that fits. A date is gone through again while somebody leaves a place on it. `held` are places
    held for a subject already: (unit, step).
    """
    state = State(instance, choice)
    candidates = find_candidates(instance)
    for subject in np.flatnonzero(choice >= 0).tolist():
        state.leaves_nothing(sharing(instance).get(subject, ()))
    game = _Game(instance, state, candidates.take(np.flatnonzero(choice[candidates.subject] < 0)))
    for subject, (unit, step) in (held or {}).items():
        game.keep(subject, unit, step)
    for step in range(instance.grid.window, instance.steps):
        while game.play(step):
            pass
    return game.provisional


@once
def profile_rows(instance: Instance) -> Ints:
    """[subject, member] rows of the profiles; the first member's again where a subject has fewer members than the largest."""
    rows = member_rows(instance.subjects, instance.profiles.index)
    return np.where(rows >= 0, rows, rows[:, :1])


@once
def kept_beside(instance: Instance) -> list[tuple[int, Stay]]:
    """(subject, stay) of what its children keep beside a new place."""
    kept = kept_stays(instance.subjects, instance.stays)
    maker = OptionMaker(instance.snapshot, instance.policy, instance.grid, instance.places, instance.profiles, kept)
    return maker.kept_beside(instance.subjects)


@once
def sharing(instance: Instance) -> dict[int, list[int]]:
    """By subject, the other subjects that would give up the same place: a transfer now, and the transition after it."""
    owners: dict[Stay, list[int]] = defaultdict(list)
    for i, subject in enumerate(instance.subjects):
        for stay in subject.present:
            owners[stay].append(i)
    found: dict[int, list[int]] = defaultdict(list)
    for those in owners.values():
        for i in those if len(those) > 1 else ():
            found[i] += [j for j in those if j != i]
    return dict(found)


class _Game:
    """The later dates being played."""

    def __init__(self, instance: Instance, state: State, candidates: Candidates) -> None:
        self.instance, self.state, self.candidates = instance, state, candidates
        self.provisional: Provisional = {}
        self.waiting = np.ones(len(instance.subjects), dtype=bool)
        self.ends = np.array(stay_ends(instance), dtype=np.int64)
        members = np.array([s.members for s in instance.subjects], dtype=np.int64)
        #: places that the candidate takes at the least
        home = instance.places.home[candidates.unit]
        self.limit = instance.limits.unit_rows[candidates.unit, 0]
        self.least = np.where(home, taken(instance)[0].min(axis=1, initial=10**6)[candidates.subject], members[candidates.subject])

    def keep(self, subject: int, unit: int, step: int) -> None:
        """Give a subject the place that is held for it."""
        ranks = {u: rank for rank, units in self.instance.subjects[subject].wishes for u in units}
        self.state.place_stay(subject, unit, step)
        self.waiting[subject] = False
        self.provisional[subject] = (unit, step, ranks.get(unit, 0))

    def hopeful(self, step: int) -> Ints:
        """Candidates of the right age with places enough; the other limits are looked at one by one."""
        c, places = self.candidates, self.instance.places
        rows = np.flatnonzero(self.state.room[self.limit, step] >= self.least)
        rows = rows[self.waiting[c.subject[rows]] & (c.first[rows] <= step) & (step <= c.last[rows])]
        unit, subject = c.unit[rows], c.subject[rows]
        lowest = np.minimum.accumulate(self.state.room[:, step:], axis=1)
        until = np.minimum(self.ends[subject], self.instance.steps) - 1 - step
        good = lowest[self.limit[rows], until] >= self.least[rows]
        for member in profile_rows(self.instance).T:
            age = self.instance.profiles.age[member[subject], step]
            good &= (age >= places.min_age[unit]) & (age < places.max_age[unit])
        for i, stay in kept_beside(self.instance):
            if step < stay.end and self.ends[i] > stay.first:
                good &= (subject != i) | (stay.combination & (unit != places.index[stay.unit_id]))
        found: Ints = rows[good]
        return found

    def play(self, step: int) -> bool:
        """Go through the list once on a date; whether somebody left a place."""
        rows, left_a_place = self.hopeful(step), False
        c, room = self.candidates, self.state.room
        listed = (found[rows].tolist() for found in (c.subject, c.unit, c.rank, self.limit, self.least))
        for i, unit, rank, limit, least in zip(*listed, strict=True):
            if self.waiting[i] and room.item(limit, step) >= least and self.state.fits_stay(i, unit, step):
                self.state.place_stay(i, unit, step)
                self.state.leaves_nothing(sharing(self.instance).get(i, ()))
                self.waiting[i] = False
                self.provisional[i] = (unit, step, rank)
                left_a_place |= bool(self.instance.subjects[i].present)
        return left_a_place


def held_places(instance: Instance, provisional: Provisional) -> list[tuple[int, int, int]]:
    """(subject, unit, start step) of the places held now for guarantees that fall due before the end of the horizon (section 7)."""
    if not instance.policy.reserve:
        return []
    subjects, end = instance.subjects, instance.grid.end
    wanting = [i for i in sorted(provisional) if subjects[i].wants_guarantee and subjects[i].guarantee < end]
    return [(i, provisional[i][0], provisional[i][1]) for i in wanting]
