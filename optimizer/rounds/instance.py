"""A round as arrays: subjects, options, limits, what is taken already, and what each option adds to and takes from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.dates import Grid, make_grid
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.applicants import SubjectMaker
from optimizer.rounds.composition import make_composition
from optimizer.rounds.displaced import displaced_children
from optimizer.rounds.kept_wishes import with_kept_wishes
from optimizer.rounds.loads import Limits, Profiles, load_on, make_limits, make_profiles
from optimizer.rounds.one_at_a_time import in_turn
from optimizer.rounds.options import OptionMaker, Options, SubjectFacts
from optimizer.rounds.places import Places, make_places
from optimizer.rounds.reservations import Masks, entitled, ordinary_places
from optimizer.rounds.stays import Stay, base_stays
from optimizer.rounds.subjects import Subject, member_rows

Ints = NDArray[np.int64]
ChangeArrays = tuple[Ints, Ints, Ints, Ints]
CHUNK = 200_000


@dataclass(frozen=True)
class Changes:
    """Sparse changes of load: option `option` changes limit `limit` by `delta` from step `step` on. Sorted by option."""

    option: Ints
    limit: Ints
    step: Ints
    delta: Ints


@dataclass(frozen=True)
class Instance:
    """Everything the solver needs, and nothing else. Positions stay inside this package; ids leave it."""

    snapshot: Snapshot
    policy: Policy
    grid: Grid
    seed: int
    places: Places
    limits: Limits
    profiles: Profiles
    may_have: Masks
    """[subject, member, step] kinds of reserved places that a start in the step may take"""
    enrolled: list[Stay]
    """stays as the data have them"""
    stays: list[Stay]
    """the same, displaced children gone when they must leave"""
    subjects: list[Subject]
    aside: dict[str, str]
    written: Snapshot
    """the data as they came; in `snapshot` kept wishes are read as transfers, and 3-5 applications beside 0-2 ones from the transition"""
    #: applications of kind new that are read as transfers, because the child has taken a place (§ 27 c stk. 3)
    kept_wishes: frozenset[str]
    options: Options
    facts: SubjectFacts
    base: Ints
    """[limit, step] load of everybody when nobody moves"""
    leavable: Ints
    """[limit, step] the part of `base` that could leave by a decision"""
    arrivals: Changes
    departures: Changes
    given_up: NDArray[np.bool_] | None = None
    """[option] nobody gets it, for want of a second offer (§ 23 stk. 4); None = no such option"""

    @property
    def steps(self) -> int:
        """Steps of the horizon."""
        return len(self.grid.dates)


def stay_loads(stays: list[Stay], places: Places, profiles: Profiles, limits: Limits, steps: int) -> Iterator[tuple[int, Ints, Ints]]:
    """For each kind of limit: (kind, limit row or -1, load [stay, step]). Who is there already takes an ordinary place."""
    unit = np.array([places.index[s.unit_id] for s in stays], dtype=np.int64)
    child = np.array([profiles.index[s.child_id] for s in stays], dtype=np.int64)
    first = np.array([s.first for s in stays], dtype=np.int64).reshape(-1, 1)
    end = np.array([s.end for s in stays], dtype=np.int64).reshape(-1, 1)
    there = (np.arange(steps) >= first) & (np.arange(steps) < end)
    for k, kind in enumerate(limits.kinds):
        yield k, limits.unit_rows[unit, k], load_on(kind.measure, unit, child, places, profiles).astype(np.int64) * there


def base_load(stays: list[Stay], places: Places, profiles: Profiles, limits: Limits, steps: int) -> Ints:
    """[limit, step] sum of the loads of `stays`."""
    total = np.zeros(limits.cap.shape, dtype=np.int64)
    if stays:
        for _, rows, load in stay_loads(stays, places, profiles, limits, steps):
            np.add.at(total, rows[rows >= 0], load[rows >= 0])
    return total


def option_changes(
    subjects: list[Subject], options: Options, places: Places, profiles: Profiles, limits: Limits, may_have: Masks, steps: int
) -> Changes:
    """What each option adds to its unit's limits. `may_have` as `entitled` gives it."""
    members = member_rows(subjects, profiles.index)
    found: list[tuple[Ints, Ints, Ints, Ints]] = []
    for low in range(0, len(options), CHUNK):
        rows = np.arange(low, min(low + CHUNK, len(options)))
        unit, subject, start = options.unit[rows], options.subject[rows], options.start[rows]
        there = (np.arange(steps) >= options.start[rows, None]) & (np.arange(steps) < options.end[rows, None])
        for k, kind in enumerate(limits.kinds):
            limit = limits.unit_rows[unit, k]
            if not (limit >= 0).any():
                continue
            counts = (may_have[subject, :, start] & kind.reserved) == 0
            load = load_on(kind.measure, unit, members[subject, 0], places, profiles) * counts[:, :1]
            for m in range(1, members.shape[1]):
                more = np.flatnonzero(members[subject, m] >= 0)
                load[more] += load_on(kind.measure, unit[more], members[subject[more], m], places, profiles) * counts[more, m : m + 1]
            load = load * there
            load[limit < 0] = 0
            delta = np.diff(load, axis=1, prepend=np.int16(0))
            at, step = np.nonzero(delta)
            found.append((rows[at], limit[at], step, delta[at, step].astype(np.int64)))
    return gather(found)


def gather(found: Sequence[ChangeArrays | Changes]) -> Changes:
    """Concatenates and sorts by option, limit, step."""
    if not found:
        empty = np.zeros(0, dtype=np.int64)
        return Changes(empty, empty, empty, empty)
    arrays = [(f.option, f.limit, f.step, f.delta) if isinstance(f, Changes) else f for f in found]
    option, limit, step, delta = (np.concatenate([f[k] for f in arrays]) for k in range(4))
    order = np.lexsort((step, limit, option))
    return Changes(option[order], limit[order], step[order], delta[order])


def departure_changes(subjects: list[Subject], options: Options, places: Places, profiles: Profiles, limits: Limits, steps: int) -> Changes:
    """What each option of a mover takes away from its present units, from its start on."""
    found: list[tuple[Ints, Ints, Ints, Ints]] = []
    for i, subject in enumerate(subjects):
        rows = np.arange(options.first[i], options.first[i + 1])
        if not subject.present or not len(rows):
            continue
        stays = list(subject.present)
        for kind, limit_rows, load in stay_loads(stays, places, profiles, limits, steps):
            del kind
            for limit, row_load, stay in zip(limit_rows, load, stays, strict=True):
                gone = subject.leaves if subject.leaves is not None else stay.end
                if limit >= 0 and row_load.any():
                    there = (np.arange(steps) >= options.start[rows, None]) & (np.arange(steps) < min(gone, stay.end))
                    delta = np.diff(there * -row_load, axis=1, prepend=0)
                    at, step = np.nonzero(delta)
                    found.append((rows[at], np.full(len(at), limit), step, delta[at, step]))
    return gather(found)


def shortened(stays: list[Stay], subjects: list[Subject]) -> list[Stay]:
    """The base stays with displaced children gone from the step at which they must leave."""
    leaves = {(s.present[0].child_id, s.present[0].unit_id): s.leaves for s in subjects if s.leaves is not None}
    out = []
    for stay in stays:
        gone = leaves.get((stay.child_id, stay.unit_id))
        if gone is None:
            out.append(stay)
        elif stay.first < gone:
            out.append(replace(stay, end=min(gone, stay.end)))
    return out


def kept_stays(subjects: list[Subject], stays: list[Stay]) -> dict[str, list[Stay]]:
    """The stays of the subjects' children."""
    children = {c.id for s in subjects for c in s.children}
    found: dict[str, list[Stay]] = {}
    for stay in stays:
        if stay.child_id in children:
            found.setdefault(stay.child_id, []).append(stay)
    return found


def make_instance(snapshot: Snapshot, policy: Policy, round_date: date, seed: int = 1) -> Instance:
    """Builds the arrays of a round."""
    grid = make_grid(round_date, policy.start_days, policy.window_months, policy.horizon_months)
    steps = len(grid.dates)
    snapshot = snapshot.in_order()
    places = make_places(snapshot, policy, grid)
    stays = base_stays(snapshot, policy, grid)
    written = snapshot
    snapshot, kept_wishes = with_kept_wishes(snapshot, policy, grid, stays)
    gone, stays = displaced_children(snapshot, policy, grid, places, stays)
    snapshot, waiting = in_turn(snapshot, policy, grid, stays, gone)
    subjects, aside = SubjectMaker(snapshot, policy, grid, places, stays).make(gone, waiting)
    wanted = dict.fromkeys([*(s.child_id for s in stays), *(c.id for s in subjects for c in s.children)])
    profiles = make_profiles(snapshot, list(wanted), grid)
    limits = make_limits(places, ordinary_places(snapshot, grid), steps)
    staying = shortened(stays, subjects)
    options, facts = OptionMaker(snapshot, policy, grid, places, profiles, kept_stays(subjects, staying)).make(subjects)
    may_have = entitled(subjects, facts.lawful, grid)
    # who has no option stays: its load may even grow
    can_move = (s for s, first, after in zip(subjects, options.first, options.first[1:], strict=False) if first < after)
    movable = {(p.child_id, p.unit_id) for s in can_move for p in s.present}
    composition = make_composition(snapshot, policy, grid, places, limits, subjects, options)
    limits = composition.limits
    return Instance(
        snapshot=snapshot,
        policy=policy,
        grid=grid,
        seed=seed,
        places=places,
        limits=limits,
        profiles=profiles,
        may_have=may_have,
        enrolled=stays,
        stays=staying,
        subjects=subjects,
        aside=aside,
        written=written,
        kept_wishes=kept_wishes,
        options=options,
        facts=facts,
        base=base_load(staying, places, profiles, limits, steps) + composition.base,
        leavable=base_load([s for s in staying if (s.child_id, s.unit_id) in movable], places, profiles, limits, steps),
        arrivals=gather([option_changes(subjects, options, places, profiles, limits, may_have, steps), composition.changes]),
        departures=departure_changes(subjects, options, places, profiles, limits, steps),
    )
