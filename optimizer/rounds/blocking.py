"""What keeps a claimant out of a unit: at which limits and steps it might not fit, and how much each plan has to do with that.

A claimant with load A fits at a (limit, step) pair unless the load of the others there is at least N = room - A + 1. Counting from the load
that is left when every mover who can leave has left, all terms are non-negative:

    blocked at the pair  <=>  sum_plans takes * x + sum_movers leaving * (mover stays)  >=  N

The composition rule blocks listed claimants, and the more so the fewer others come: such claims have no row (`ever` is False for them), and
its pairs stand in `Intake`, for the search alone.

Divided by N and with the greatest share over the pairs this is a linear row that holds wherever the claimant is blocked at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.rounds.claims import Claims
from optimizer.rounds.instance import Changes
from optimizer.rounds.resources import loads_at

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: shares are whole numbers out of the least common multiple of the pairs' N, or out of this where that is greater
FINEST = 5040


@dataclass(frozen=True)
class Intake:
    """The composition rule's pairs of a unit, and what claims and plans load there: a child who is not listed less than nothing."""

    pairs: Ints
    room: Ints
    kind_load: Ints
    """[kind, pair]"""
    profile_load: Ints
    """[profile, pair]"""


@dataclass(frozen=True)
class UnitView:
    """One unit with its pairs (limit * steps + step), the plans that touch them, and the claims on it.

    Plans of like load share a profile, claims of like load a kind.
    """

    pairs: Ints
    room: Ints
    """[pair] room beside all who stay when nobody moves"""
    columns: Ints
    here: Bools
    """[column] the plan starts in this unit; the others only leave it, or share its house"""
    arrives: Ints
    """[column, pair] load that the plan brings to this unit"""
    departs: Ints
    """[column, pair] load that it takes away"""
    movers: Ints
    """[mover] subjects who may leave"""
    mover: Ints
    """[column] position of its subject in `movers`; -1 = none"""
    profile: Ints
    """[column]"""
    profile_arrives: Ints
    """[profile, pair]"""
    profile_start: Ints
    """[profile] first step in this unit; -1 = not here"""
    claims: Ints
    kind: Ints
    """[claim of the unit]"""
    kind_load: Ints
    """[kind, pair]"""
    whole: Ints
    """[kind] what its shares are out of"""
    ever: Bools
    """[kind] whether it can be kept out at all, each pair that it loads having such a load, and by these pairs alone"""
    shares: Ints
    """[kind, profile] the greatest share of the plan in blocking the kind, rounded up"""
    own_shares: Ints
    """[kind, profile] the same when the plan is the claimant's own: what it brings is taken away"""
    junior_shares: Ints
    """[kind, profile] the same when the plan is a junior's: only at the pairs of its depth.

    A claimant who is neither satisfied nor passed over is blocked at a pair of *every* junior's depth there, hence at one of the least;
    depths are nested, so that pair is one of each junior's.
    """
    stay_shares: Ints
    """[kind, mover] share of a mover who stays"""
    depth: Ints
    """[kind, profile] -1 = starts before the claim; the depth's pairs hold all where the claim takes more than the profile"""
    depths: tuple[tuple[Depth, ...], ...]
    """[kind][depth]"""
    intake: Intake


@dataclass(frozen=True)
class Depth:
    """Pairs at which a claimant could be blocked in the place of a junior of at most this depth."""

    pairs: Bools
    ever: bool
    """whether the claimant can be kept out at all of them"""
    shares: Ints
    """[profile] the greatest share at these pairs"""
    stay_shares: Ints
    """[mover]"""


class Blocking:
    """The views of all units with claims, made when first asked for."""

    def __init__(self, claims: Claims) -> None:
        self.claims, self.window = claims, claims.window
        window, instance = self.window, self.window.instance
        self.limits, self.steps = window.resources.kept.shape
        plan_of = np.full(len(instance.options), -1, dtype=np.int64)
        plan_of[window.options] = np.arange(len(window.options))
        self.plan_of = plan_of
        self.arrives = self._table(instance.arrivals, 1)
        self.departs = self._table(instance.departures, -1)
        self.takes = sparse.csc_array(self.arrives - self.departs)
        self.by_plan = sparse.csr_array(self.arrives)
        gone = sparse.coo_array(self.departs)
        pairs = self.limits * self.steps
        key = window.model.group[gone.row] * np.int64(pairs) + gone.col
        unique, inverse = np.unique(key, return_inverse=True)
        most = np.zeros(len(unique), dtype=np.int64)
        np.maximum.at(most, inverse, gone.data.astype(np.int64))
        #: [subject, pair] the most that the subject can take away
        self.leaving = sparse.csc_array(
            sparse.coo_array((most, (unique // pairs, unique % pairs)), shape=(window.model.groups, pairs), dtype=np.int64)
        )
        self.touched = np.diff(self.arrives.indptr) > 0
        self.units = np.unique(claims.unit).tolist()
        self._views: dict[int, UnitView] = {}

    def _table(self, changes: Changes, sign: int) -> sparse.csc_array:
        """[plan, pair] loads of the plans."""
        window = self.window
        option, at, load = loads_at(changes, self.limits, self.steps, window.resources.kept)
        known = self.plan_of[option] >= 0
        shape = (len(window.options), self.limits * self.steps)
        return sparse.csc_array(
            sparse.coo_array((sign * load[known], (self.plan_of[option[known]], at[known])), shape=shape, dtype=np.int64)
        )

    def pairs_of(self, unit: int) -> Ints:
        """The pairs that an arrival in the unit can load."""
        return self._pairs(self.window.instance.limits.unit_rows[unit])

    def _pairs(self, rows: Ints) -> Ints:
        rows = np.unique(rows[rows >= 0])
        pairs = (rows[:, None] * self.steps + np.arange(self.steps)).ravel()
        return np.asarray(pairs[self.touched[pairs]], dtype=np.int64)

    def at(self, unit: int) -> UnitView:
        """The view of one unit."""
        if unit not in self._views:
            self._views[unit] = self._view(unit)
        return self._views[unit]

    def _columns(self, pairs: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """(columns that touch the pairs or are of a mover, movers, [mover, pair] the most that each can take away, `mover` of the view)."""
        group, leaving = self.window.model.group, self.leaving[:, pairs]
        movers = np.unique(leaving.indices).astype(np.int64)
        columns = np.unique(self.takes[:, pairs].indices).astype(np.int64)
        columns = np.union1d(columns, np.flatnonzero(np.isin(group, movers))).astype(np.int64)
        mover = np.full(len(columns), -1, dtype=np.int64)
        if len(movers):
            at = np.minimum(np.searchsorted(movers, group[columns]), len(movers) - 1)
            mover = np.where(movers[at] == group[columns], at, -1)
        return columns, movers, leaving[movers].toarray(), mover

    def _view(self, unit: int) -> UnitView:
        window, claims, pairs = self.window, self.claims, self.pairs_of(unit)
        columns, movers, most, mover = self._columns(pairs)
        here = window.instance.options.unit[window.options[columns]] == unit
        arrives = self.arrives[:, pairs][columns].toarray() * here[:, None]
        takes = self.takes[:, pairs][columns].toarray()
        if len(movers):
            takes = takes + most[np.maximum(mover, 0)] * (mover >= 0)[:, None]
        start = np.where(here, window.instance.options.start[window.options[columns]], -1)
        intake_pairs = self._pairs(window.instance.limits.intake_rows[unit])
        counted = self.arrives[:, intake_pairs][columns].toarray() * here[:, None]
        profiles, profile = np.unique(np.concatenate([takes, arrives, start[:, None], counted], axis=1), axis=0, return_inverse=True)
        n = len(pairs)
        mine = np.flatnonzero(claims.unit == unit)
        load = self.by_plan[self.plan_of[claims.option[mine]]][:, np.concatenate([pairs, intake_pairs])].toarray()
        kinds, kind = np.unique(
            np.concatenate([load[:, :n], claims.start[mine][:, None], load[:, n:]], axis=1), axis=0, return_inverse=True
        )
        intake = Intake(intake_pairs, window.resources.room.ravel()[intake_pairs], kinds[:, n + 1 :], profiles[:, 2 * n + 1 :])
        room = window.resources.room.ravel()[pairs]
        maths = _Shares(room + most.sum(axis=0), kinds[:, :n], kinds[:, n], profiles[:, :n], profiles[:, n : 2 * n], profiles[:, 2 * n])
        whole, blockable, shares, own, stay = maths.shares(most)
        depth, exposed = maths.depths()
        possible = ((kinds[:, :n] == 0) | blockable) & ~(intake.kind_load > 0).any(axis=1, keepdims=True)
        depths = tuple(
            tuple(
                Depth(
                    pairs=pairs_of_depth,
                    ever=bool((possible[k] | ~pairs_of_depth).all() and not (intake.kind_load[k] > 0).any()),
                    shares=(shares[k] * pairs_of_depth).max(axis=1, initial=0),
                    stay_shares=(stay[k] * pairs_of_depth).max(axis=1, initial=0),
                )
                for pairs_of_depth in exposed[k]
            )
            for k in range(len(kinds))
        )
        junior = np.zeros(depth.shape, dtype=np.int64)
        for k, levels in enumerate(depths):
            for d, level in enumerate(levels):
                junior[k] = np.where(depth[k] == d, level.shares, junior[k])
        return UnitView(
            pairs=pairs,
            room=room,
            columns=columns,
            here=here,
            arrives=arrives,
            departs=self.departs[:, pairs][columns].toarray(),
            movers=movers,
            mover=mover,
            profile=profile.ravel(),
            profile_arrives=profiles[:, n : 2 * n],
            profile_start=profiles[:, 2 * n],
            claims=mine,
            kind=kind.ravel(),
            kind_load=kinds[:, :n],
            whole=whole,
            ever=possible.all(axis=1),
            shares=shares.max(axis=2, initial=0),
            own_shares=own,
            junior_shares=junior,
            stay_shares=stay.max(axis=2, initial=0),
            depth=depth,
            depths=depths,
            intake=intake,
        )


@dataclass(frozen=True)
class _Shares:
    """The arithmetic of a view: `room` [pair] counts everybody gone who can go."""

    room: Ints
    kind_load: Ints
    kind_start: Ints
    takes: Ints
    arrives: Ints
    start: Ints

    def shares(self, most: Ints) -> tuple[Ints, Bools, Ints, Ints, Ints]:
        """(whole, [kind, pair] whether there is a load from which the kind no longer fits, shares by pair, own_shares, stays by pair)."""
        need = self.room - self.kind_load + 1
        loads = self.kind_load > 0
        blockable = loads & (need > 0)
        whole = np.array([_multiple(need[k][blockable[k]]) for k in range(len(need))], dtype=np.int64)
        safe = np.where(blockable, need, 1)

        def out_of(amount: Ints) -> Ints:
            up = -(-whole[:, None, None] * amount[None] // safe[:, None, :])
            return np.asarray(up * blockable[:, None, :], dtype=np.int64)

        own = out_of(np.maximum(self.takes - self.arrives, 0)).max(axis=2, initial=0)
        return whole, blockable, out_of(self.takes), own, out_of(most)

    def depths(self) -> tuple[Ints, tuple[Bools, ...]]:
        """The nested sets of pairs of each kind, and each profile's depth among them."""
        depth = np.full((len(self.kind_load), len(self.takes)), -1, dtype=np.int64)
        exposed = []
        for k, (load, begin) in enumerate(zip(self.kind_load, self.kind_start, strict=True)):
            later = np.flatnonzero(self.start >= begin)
            more = (load > self.arrives[later]) & (load > 0)
            order = np.argsort(more.sum(axis=1), kind="stable")
            nested = np.logical_or.accumulate(more[order], axis=0)
            first = np.r_[True, (nested[1:] != nested[:-1]).any(axis=1)] if len(nested) else np.zeros(0, dtype=bool)
            depth[k, later[order]] = np.cumsum(first) - 1
            exposed.append(nested[first])
        return depth, tuple(exposed)


def _multiple(numbers: Ints) -> int:
    """The least common multiple, or FINEST where that is greater."""
    least = math.lcm(*np.unique(numbers).tolist())
    return least if least <= FINEST else FINEST
