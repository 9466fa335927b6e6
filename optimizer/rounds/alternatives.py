"""The second offer of § 23 stk. 4: places outside the listed areas for those offered one in a house inside (section 11 of the handbook).

Chosen from what the decision leaves, by a small exact assignment: the fewest children without, then the dearest wishes, then the nearest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.children import Child
from optimizer.domain.dates import add_months
from optimizer.domain.facilities import District
from optimizer.domain.snapshot import Snapshot
from optimizer.engine.cpsat import CpSat
from optimizer.engine.lexicographic import Lexicographic, Settings
from optimizer.engine.model import FREE, Aim, Model, NamedRow, RowBuilder
from optimizer.rounds.instance import Instance, kept_stays
from optimizer.rounds.lookahead import Provisional, held_places
from optimizer.rounds.options import OptionMaker, stay_end_step
from optimizer.rounds.outsiders import lives_outside
from optimizer.rounds.state import State
from optimizer.rounds.subjects import Subject

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: the nearest unwished units that are looked at first; the others only where somebody would have none
NEAREST = 24


@dataclass(frozen=True)
class Alternatives:
    """By subject, the unit of its second offer (`given`), and those who are owed one and have none."""

    given: dict[int, int]
    short: tuple[int, ...]


def listed_units(instance: Instance, day: date) -> Bools:
    """[unit] whether its district is on the list of vulnerable areas, as § 23 stk. 4 takes it, on the day."""
    listed = {district.id: in_second_year(district, day) for district in instance.snapshot.districts.values()}
    return np.array([listed[name] for name in instance.places.district], dtype=bool)


def in_second_year(district: District, day: date) -> bool:
    """Whether the district is listed, and 1 May of the year after it was first listed has come (§ 23 stk. 4)."""
    begun = district.listed_from is None or add_months(district.listed_from.replace(month=5, day=1), 12) <= day
    ended = district.listed_to is not None and district.listed_to <= day
    return district.vulnerable_area and begun and not ended


def lives_there(child: Child, day: date, snapshot: Snapshot) -> bool:
    """Whether the child lives in such a district, or by its own column in a listed area."""
    if child.vulnerable_area is not None or child.district_id is None:
        return bool(child.vulnerable_area)
    return in_second_year(snapshot.districts[child.district_id], day)


def concerned(instance: Instance, option: int) -> bool:
    """Whether the option is a place in a house in a listed area for children from outside, so that a second offer goes with it."""
    places, table = instance.places, instance.options
    unit, subject = int(table.unit[option]), instance.subjects[int(table.subject[option])]
    day = instance.grid.dates[int(table.start[option])]
    house = instance.snapshot.facilities[places.facility_ids[int(places.facility[unit])]]
    if house.kind != "house" or places.home[unit] or not listed_units(instance, day)[unit]:
        return False
    if instance.policy.alternative_offer == "unwished" and table.rank[option] > 0:
        return False
    snapshot = instance.snapshot
    return not any(lives_there(c, day, snapshot) or lives_outside(c, instance.policy) for c in subject.children)


def unwished_concerned(instance: Instance, option: int) -> bool:
    """Whether the option may be given up for want of a second offer: an unwished place that is not a displaced child's."""
    displaced = instance.subjects[int(instance.options.subject[option])].kind == "displaced"
    return not displaced and int(instance.options.rank[option]) == 0 and concerned(instance, option)


def choose(
    instance: Instance, choice: Ints, provisional: Provisional, idle: frozenset[int], settings: Settings, cpsat: CpSat
) -> Alternatives:
    """The second offers beside a decision (`choice` [subject], option or -1); `idle` are units where a wished place stands idle."""
    owed = [i for i, option in enumerate(choice.tolist()) if option >= 0 and concerned(instance, option)]
    if not owed:
        return Alternatives({}, ())
    state = State(instance, choice)
    for subject, unit, step in held_places(instance, provisional):
        for limit, begin, end, load in state.stay_of(subject, unit, step):
            state.room[limit, begin:end] -= load
    finder = _Finder(instance, choice, state, idle)
    columns = [column for i in owed for column in finder.columns(i, NEAREST)]
    given = assign(finder, owed, columns, settings, cpsat)
    if len(given) < len(owed):
        columns = [column for i in owed for column in finder.columns(i, len(instance.places.ids))]
        given = assign(finder, owed, columns, settings, cpsat)
    return Alternatives(given, tuple(i for i in owed if i not in given))


@dataclass(frozen=True)
class Column:
    """A unit that could be the subject's second offer, from a step on; `lost` points and `metres`, of all members."""

    subject: int
    unit: int
    lost: int
    metres: int
    loads: tuple[tuple[int, int, int, Ints], ...]
    """(limit, first step, step after, load by step)"""


class _Finder:
    """Finds the units that have room for a second offer beside everything decided."""

    def __init__(self, instance: Instance, choice: Ints, state: State, idle: frozenset[int]) -> None:
        self.instance, self.choice, self.state, self.idle = instance, choice, state, idle
        self.maker = OptionMaker(instance.snapshot, instance.policy, instance.grid, instance.places, instance.profiles)
        self.stays = kept_stays(instance.subjects, instance.stays)
        self.combined = {e.child_id for e in instance.snapshot.enrolments if e.combination}
        self.subjects_of: dict[str, int] = {}
        for subject in instance.subjects:
            for child in subject.children:
                self.subjects_of[child.id] = self.subjects_of.get(child.id, 0) + 1

    def fixed_day(self, subject: Subject) -> bool:
        """Whether a child keeps another place, or has another application: then the second offer begins on the day of the first."""
        given_up = {(p.child_id, p.unit_id) for p in subject.present}
        kept = [
            stay
            for c in subject.children
            if c.id not in self.combined
            for stay in self.stays.get(c.id, ())
            if (stay.child_id, stay.unit_id) not in given_up and not (subject.kind == "displaced" and stay.offer)
        ]
        return bool(kept) or any(self.subjects_of[c.id] > 1 for c in subject.children)

    def columns(self, i: int, most: int) -> list[Column]:
        """The units that have room for subject i: all wished ones, and of the others the `most` nearest."""
        instance, places = self.instance, self.instance.places
        option, subject = int(self.choice[i]), instance.subjects[i]
        unit, step = int(instance.options.unit[option]), int(instance.options.start[option])
        asker = subject
        if subject.transition is not None and bool(places.care35[unit]) == (subject.transition.care == "3-5"):
            asker = subject.transition
        rank = np.zeros(len(places.ids), dtype=np.int64)
        for one in {subject.id: subject, asker.id: asker}.values():
            for order, units in one.wishes:
                rank[list(units)] = order
        open_to = self.maker.fits(asker) & (places.danish | (rank > 0)) & ~listed_units(instance, instance.grid.dates[step])
        open_to[[unit, *(places.index[p.unit_id] for p in (*subject.present, *asker.present)), *self.idle]] = False
        from_home = self.way(asker)
        found, unwished = [], 0
        for v in sorted(np.flatnonzero(open_to).tolist(), key=lambda v: (rank[v] == 0, rank[v], from_home[v], v)):
            if unwished == most:  # the wished ones came first
                break
            loads = self.loads(i, asker, v, step)
            if loads is not None:
                unwished += rank[v] == 0
                points = instance.policy.wish_points
                lost = points[0] - (points[min(int(rank[v]), len(points)) - 1] if rank[v] else 0)
                found.append(Column(i, v, lost * subject.members, int(from_home[v]) * subject.members, loads))
        return found

    def way(self, asker: Subject) -> Ints:
        """[unit] metres from the subject's home."""
        return self.maker.ways.metres(asker.children[0])

    def loads(self, i: int, asker: Subject, v: int, step: int) -> tuple[tuple[int, int, int, Ints], ...] | None:
        """What the second offer would take in unit v; None where it does not suit on any date, or there is no room."""
        start = self.start(asker, v, step, self.fixed_day(self.instance.subjects[i]))
        if start is None:
            return None
        end = stay_end_step(asker, self.instance.policy, self.instance.grid)
        loads = tuple(self.state.stay_of(i, v, start, end))
        fits = all(((self.state.room[limit, begin:end] >= load) | (load == 0)).all() for limit, begin, end, load in loads)
        return loads if fits else None

    def start(self, asker: Subject, v: int, step: int, fixed: bool) -> int | None:
        """The last step on or before `step` on which the unit suits every member."""
        places, profiles = self.instance.places, self.instance.profiles
        for k in range(step, step - 1 if fixed else asker.earliest - 1, -1):
            ages = [int(profiles.age[profiles.index[c.id], k]) for c in asker.children]
            if k >= asker.earliest and all(places.min_age[v] <= age < places.max_age[v] for age in ages):
                return k
        return None


def assign(finder: _Finder, owed: list[int], columns: list[Column], settings: Settings, cpsat: CpSat) -> dict[int, int]:
    """Who gets which: no limit is passed by all together."""
    if not columns:
        return {}
    instance, room = finder.instance, finder.state.room
    builder = RowBuilder()
    group = np.array([c.subject for c in columns], dtype=np.int64)
    several, row = np.unique(group, return_inverse=True)
    builder.add(
        row, np.arange(len(columns)), np.ones(len(columns), np.int64), np.full(len(several), -FREE), np.ones(len(several), np.int64)
    )
    steps = instance.steps
    parts = [(limit * steps + np.arange(begin, end), load, k) for k, c in enumerate(columns) for limit, begin, end, load in c.loads]
    at = np.concatenate([p[0] for p in parts])
    load = np.concatenate([p[1] for p in parts])
    column = np.repeat([p[2] for p in parts], [len(p[0]) for p in parts])
    used = load > 0
    pairs, position = np.unique(at[used], return_inverse=True)
    total = np.bincount(position, weights=load[used], minlength=len(pairs))
    upper = room.ravel()[pairs]
    binding = total > upper
    new = np.cumsum(binding) - 1
    keep = binding[position]
    builder.add(new[position[keep]], column[used][keep], load[used][keep], np.full(int(binding.sum()), -FREE), upper[binding])
    matrix, lower, high = builder.matrix(len(columns))
    members = np.array([instance.subjects[c.subject].members for c in columns], dtype=np.int64)
    aims = (
        Aim("without", "children", -members, sum(instance.subjects[i].members for i in owed)),
        Aim("wishes", "points", np.array([c.lost for c in columns], dtype=np.int64)),
        Aim("distance", "metres", np.array([c.metres for c in columns], dtype=np.int64)),
    )
    model = Model(matrix, lower, high, group, len(instance.subjects), aims, np.ones(len(columns), dtype=bool))
    solution = Lexicographic(model, no_rows, settings, lambda *_: None, cpsat).run(np.zeros(len(columns), dtype=np.int64))
    return {columns[k].subject: columns[k].unit for k in np.flatnonzero(solution.x).tolist()}


def no_rows(x: NDArray[np.float64]) -> list[NamedRow]:
    """No row is added on the way."""
    del x
    return []


def without(instance: Instance, options: tuple[int, ...]) -> Instance:
    """The same round, in which nobody gets these options."""
    given_up = np.zeros(len(instance.options), dtype=bool)
    given_up[list(options)] = True
    return replace(instance, given_up=given_up)
