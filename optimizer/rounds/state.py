"""How full everything is while children are placed one by one: may this start still be given, and what it takes and frees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.rounds.composition import NAME as COMPOSITION
from optimizer.rounds.instance import Changes, Instance, stay_loads
from optimizer.rounds.loads import PLACES, SHARED, LimitKind
from optimizer.rounds.once import once
from optimizer.rounds.options import stay_end_step
from optimizer.rounds.places import NO_LIMIT

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: (limit, first step, first step after, load)
Span = tuple[int, int, int, int]


@dataclass(frozen=True)
class Spans:
    """The changes of load of each option as stretches of constant load, none of them 0. Sorted by option."""

    option: Ints
    limit: Ints
    begin: Ints
    end: Ints
    load: Ints

    @cached_property
    def first(self) -> list[int]:
        """Where each option's spans begin; one entry more than there are options with spans or before them."""
        last = int(self.option[-1]) + 1 if len(self.option) else 0
        return [int(k) for k in np.searchsorted(self.option, np.arange(last + 1))]

    @cached_property
    def listed(self) -> list[Span]:
        """The spans as plain tuples: much faster to go through one by one than arrays."""
        return list(zip(self.limit.tolist(), self.begin.tolist(), self.end.tolist(), self.load.tolist(), strict=True))

    def of(self, option: int) -> list[Span]:
        """The spans of one option."""
        return self.listed[self.first[option] : self.first[option + 1]] if option + 1 < len(self.first) else []


def make_spans(changes: Changes, steps: int) -> Spans:
    """Stretches of constant load out of changes of load."""
    same = (changes.option[1:] == changes.option[:-1]) & (changes.limit[1:] == changes.limit[:-1])
    begins = np.flatnonzero(np.r_[True, ~same])[: len(changes.option)]
    total = np.cumsum(changes.delta)
    before = (total - changes.delta)[begins]
    load = total - np.repeat(before, np.diff(np.r_[begins, len(total)]))
    end = np.r_[changes.step[1:], steps][: len(total)]
    end[np.r_[~same, True][: len(total)]] = steps
    keep = (load != 0) & (end > changes.step)
    return Spans(changes.option[keep], changes.limit[keep], changes.step[keep], end[keep], load[keep])


@once
def arrivals(instance: Instance) -> Spans:
    """What each option takes."""
    return make_spans(instance.arrivals, instance.steps)


@once
def departures(instance: Instance) -> Spans:
    """What each option leaves (loads below 0)."""
    return make_spans(instance.departures, instance.steps)


def total_change(changes: Changes, chosen: Bools, shape: tuple[int, ...]) -> Ints:
    """[limit, step] what the options chosen ([option]) change together."""
    out = np.zeros(shape, dtype=np.int64)
    rows = chosen[changes.option]
    np.add.at(out, (changes.limit[rows], changes.step[rows]), changes.delta[rows])
    return np.cumsum(out, axis=1)


@once
def places_at_start(instance: Instance) -> tuple[Ints, Ints]:
    """[option] its unit's limit of places, and what the option takes of it in its first step."""
    comes, options = arrivals(instance), instance.options
    limit = instance.limits.unit_rows[options.unit, PLACES]
    load = np.zeros(len(options), dtype=np.int64)
    first = (comes.limit == limit[comes.option]) & (comes.begin == options.start[comes.option])
    load[comes.option[first]] = comes.load[first]
    return limit, load


@once
def taken(instance: Instance) -> tuple[Ints, Ints, Ints]:
    """[subject, step] place weight, support points and infants of all members together."""
    profiles, subjects = instance.profiles, instance.subjects
    rows = np.array([profiles.index[c.id] for s in subjects for c in s.children], dtype=np.int64)
    owner = np.repeat(np.arange(len(subjects)), [s.members for s in subjects])
    out = []
    for table in (profiles.weight, profiles.support, profiles.infant):
        total = np.zeros((len(subjects), instance.steps), dtype=np.int64)
        np.add.at(total, owner, table[rows])
        out.append(total)
    return out[0], out[1], out[2]


@once
def stay_ends(instance: Instance) -> list[int]:
    """[subject] the first step after a stay that begins on this round."""
    return [stay_end_step(s, instance.policy, instance.grid) for s in instance.subjects]


@once
def present_loads(instance: Instance) -> dict[int, list[tuple[int, Ints]]]:
    """By subject, what its present places take as far as that is in the base load: (limit, load by step)."""
    owner = [i for i, s in enumerate(instance.subjects) for _ in s.present]
    stays = [stay for s in instance.subjects for stay in s.present]
    leaves = [instance.subjects[i].leaves for i in owner]
    until = np.array([instance.steps if step is None else step for step in leaves], dtype=np.int64).reshape(-1, 1)
    found: dict[int, list[tuple[int, Ints]]] = defaultdict(list)
    for _, rows, whole in stay_loads(stays, instance.places, instance.profiles, instance.limits, instance.steps):
        load = whole * (np.arange(instance.steps) < until)
        for k in np.flatnonzero((rows >= 0) & load.any(axis=1)).tolist():
            found[owner[k]].append((int(rows[k]), load[k]))
    return found


def could_ever_fit(instance: Instance, comes: Spans) -> Bools:
    """[option] whether it fits where all who can leave have left: what fails here needs not be tried again."""
    room = instance.limits.cap - instance.base + instance.leavable
    room[[name == COMPOSITION for name in instance.limits.names]] = NO_LIMIT  # others who come may make room there
    out = np.ones(len(instance.options), dtype=bool) if instance.given_up is None else ~instance.given_up
    for begin in range(instance.steps):
        rows = np.flatnonzero(comes.begin == begin)
        least = np.minimum.accumulate(room[:, begin:], axis=1)
        short = least[comes.limit[rows], comes.end[rows] - 1 - begin] < comes.load[rows]
        out[comes.option[rows[short]]] = False
    return out


class State:
    """Room left in each limit and step, changed by placing and undoing. `room` is [limit, step], below 0 where over full."""

    def __init__(self, instance: Instance, choice: Ints | None = None) -> None:
        self.instance = instance
        self.room: Ints = instance.limits.cap - instance.base
        self.comes = arrivals(instance)
        self.goes = departures(instance)
        self._taken = taken(instance)
        self._ends = stay_ends(instance)
        self._present = present_loads(instance)
        if choice is not None:
            chosen = np.zeros(len(instance.options), dtype=bool)
            chosen[choice[choice >= 0]] = True
            for changes in (instance.arrivals, instance.departures):
                self.room -= total_change(changes, chosen, self.room.shape)

    def copy(self) -> State:
        """The same occupancy, to be changed apart."""
        other = object.__new__(State)
        other.__dict__.update(self.__dict__)
        other.room = self.room.copy()
        return other

    @property
    def load(self) -> Ints:
        """[limit, step] what is taken."""
        return self.instance.limits.cap - self.room

    # --- options ------------------------------------------------------------------------------------------------------------

    def arrive(self, option: int, sign: int = 1) -> None:
        """The option's child comes, its present place not given up yet (sign -1: undone)."""
        for limit, begin, end, load in self.comes.of(option):
            self.room[limit, begin:end] -= sign * load

    def depart(self, option: int, sign: int = 1) -> None:
        """The option's child gives up its present place from the start on (sign -1: undone)."""
        for limit, begin, end, load in self.goes.of(option):
            self.room[limit, begin:end] -= sign * load

    def admits(self, option: int) -> bool:
        """Whether nothing that the option loads would be over its limit, its present place being kept."""
        spans, room = self.comes.of(option), self.room
        # most that does not fit is told in the first step, without an array
        if any(load > 0 and room.item(limit, begin) < load for limit, begin, _, load in spans):
            return False
        return all(load < 0 or room[limit, begin:end].min() >= load for limit, begin, end, load in spans)

    def fits(self, option: int) -> bool:
        """Whether nothing that the option loads would be over its limit, its present place being given up."""
        if not self.goes.of(option):
            return self.admits(option)
        self.depart(option)
        ok = self.admits(option)
        self.depart(option, -1)
        return ok

    def makes_room(self, option: int) -> bool:
        """Whether the option, carried out, frees something: its child leaves a place, or lowers the share of listed children."""
        return bool(self.goes.of(option)) or any(load < 0 for *_, load in self.comes.of(option))

    def open(self, options: Ints) -> Ints:
        """Those options with places enough in their first step: quickly told, and without them `fits` is false."""
        limit, load = places_at_start(self.instance)
        free = self.room[limit[options], self.instance.options.start[options]] >= load[options]
        return options[free]

    def first_fit(self, options: Ints) -> int:
        """The first of some options of one subject that fits; -1 when none does."""
        return next((option for option in self.open(options).tolist() if self.fits(option)), -1)

    def place(self, option: int) -> None:
        """Carry the option out, whether it fits or not."""
        self.arrive(option)
        self.depart(option)

    def undo(self, option: int) -> None:
        """Take a placed option back; the child has its present place again."""
        self.arrive(option, -1)
        self.depart(option, -1)

    # --- any start, in the table of options or not -----------------------------------------------------------------------------

    def stay_of(self, subject: int, unit: int, start: int, end: int | None = None) -> Iterator[tuple[int, int, int, Ints]]:
        """(limit, start, end, load by step from start to end) of a stay; steps without load count as 0."""
        end, rows = self._ends[subject] if end is None else end, self.instance.limits.unit_rows
        for k, kind in enumerate(self.instance.limits.kinds):
            limit = rows.item(unit, k)
            if limit >= 0:
                yield limit, start, end, self._amount(subject, unit, start, kind)[start:end]

    def _amount(self, subject: int, unit: int, start: int, kind: LimitKind) -> Ints:
        """[step] what the subject would take of a kind of limit in the unit if it started in a step."""
        instance = self.instance
        places, members = instance.places, instance.subjects[subject].members
        counted = [m for m in range(members) if not instance.may_have.item(subject, m, start) & kind.reserved]
        if kind.measure == SHARED:
            return np.full(instance.steps, members * (1 if places.care35[unit] else 2), dtype=np.int64)
        if kind.measure == PLACES and not places.home[unit]:
            return np.full(instance.steps, len(counted), dtype=np.int64)
        if len(counted) == members:
            return np.asarray(self._taken[kind.measure][subject], dtype=np.int64)
        index = [instance.profiles.index[instance.subjects[subject].children[m].id] for m in counted]
        return np.asarray(instance.profiles.weight[index].sum(axis=0), dtype=np.int64)

    def leaves_nothing(self, subjects: Iterable[int]) -> None:
        """Another application of these subjects' children has given up their present places before them."""
        for subject in subjects:
            self._present = {**self._present, subject: []}

    def _leave(self, subject: int, start: int, sign: int) -> None:
        """The subject gives up its present places from `start` on (sign -1: undone)."""
        for limit, load in self._present.get(subject, ()):
            self.room[limit, start:] += sign * load[start:]

    def _short(self, subject: int, unit: int, start: int) -> bool:
        """Whether the unit itself lacks room in the first step: nearly all that does not fit fails here, and it is quickly told."""
        rows = self.instance.limits.unit_rows
        for kind in range(SHARED):
            limit = rows.item(unit, kind)
            if limit >= 0:
                heads = kind == PLACES and not self.instance.places.home[unit]
                load = self.instance.subjects[subject].members if heads else self._taken[kind].item(subject, start)
                if load and self.room.item(limit, start) < load:
                    return True
        return False

    def fits_stay(self, subject: int, unit: int, start: int) -> bool:
        """As `fits`, for any start step before the stay's end, in a unit that the subject is not in."""
        if self._short(subject, unit, start):
            return False
        self._leave(subject, start, 1)
        stay = self.stay_of(subject, unit, start)
        ok = all(((self.room[limit, begin:end] >= load) | (load == 0)).all() for limit, begin, end, load in stay)
        self._leave(subject, start, -1)
        return bool(ok)

    def place_stay(self, subject: int, unit: int, start: int) -> None:
        """As `place`, for any start step before the stay's end."""
        for limit, begin, end, load in self.stay_of(subject, unit, start):
            self.room[limit, begin:end] -= load
        self._leave(subject, start, 1)


def keeps_limits(state: State, choice: Ints) -> bool:
    """Whether section 6 holds when all of `choice` is carried out in `state`: no newcomer where a limit is passed."""
    new = np.zeros(state.room.shape, dtype=bool)
    for option in choice[choice >= 0].tolist():
        for limit, begin, end, load in state.comes.of(option):
            new[limit, begin:end] |= load > 0
    return not (new & (state.room < 0)).any()
