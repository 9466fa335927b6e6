"""The order of the law as linear rows, added where a solution of the relaxation violates them.

Both kinds of row say what holds in every decision without a case (section 7 of docs/handbook/round.md); see `blocking` for the shares.

* **idle** (claim i): satisfied(i) + shares of all who could block i  >=  1. Juniors count only where i would not fit in their place.
* **envy** (claim i, depth d, pair p): the juniors at the unit of at most depth d, loads at p, less departures
  <=  room(p) * (satisfied(i) + shares at the depth's pairs). For where i is neither satisfied nor blocked, no such junior may stand, and
  where it is, the pair's room bounds them all the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.model import FREE, NamedRow
from optimizer.rounds.blocking import Blocking, UnitView
from optimizer.rounds.claims import Claims

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
EPSILON = 1e-6
#: how much of a whole a row must be violated to be added
VIOLATION = 1e-4
#: rows of each kind that one unit adds at a time: the worst
MOST = 3


class OrderRows:
    """Finds violated rows, and builds each from its name alone."""

    def __init__(self, claims: Claims) -> None:
        self.claims, self.blocking = claims, Blocking(claims)
        self.window = claims.window

    def __call__(self, x: Floats) -> list[NamedRow]:
        """The worst violated rows of every unit."""
        satisfied = self.claims.satisfied(x)
        plans = len(self.window.options)
        moved = np.bincount(self.window.model.group, weights=x[:plans], minlength=self.window.model.groups)
        rows: list[NamedRow] = []
        for unit in np.unique(self.claims.unit[satisfied < 1 - VIOLATION]).tolist():
            view = self.blocking.at(unit)
            used = np.flatnonzero(x[view.columns] > EPSILON)
            sight = Sight(self, view, np.flatnonzero(satisfied[view.claims] < 1 - VIOLATION), used)
            sight.at(satisfied[view.claims], x[view.columns[used]], np.asarray(1 - moved[view.movers], dtype=np.float64))
            rows += [self.idle_row(view, claim) for _, claim in sorted(sight.idle())[:MOST]]
            rows += [self.envy_row(view, claim, depth, pair) for _, claim, depth, pair in sorted(sight.envy())[:MOST]]
        return rows

    # rows ------------------------------------------------------------------------------------------------------------

    def idle_row(self, view: UnitView, claim: int) -> NamedRow:
        """The idle row of the unit's claim, times its whole."""
        kind = view.kind[claim]
        stay = view.stay_shares[kind]
        sight = Sight(self, view, np.array([claim]), np.arange(len(view.columns)))
        value = sight.shares[0] - moved_share(view, stay)
        whole = int(view.whole[kind])
        name = ("idle", int(self.claims.option[view.claims[claim]]))
        return self.row(name, view, claim, value, whole, whole - int(stay.sum()), FREE)

    def envy_row(self, view: UnitView, claim: int, depth: int, pair: int) -> NamedRow:
        """The envy row of the unit's claim for a depth and a pair, times its whole (where shares stand in it)."""
        kind, room = view.kind[claim], int(view.room[pair])
        level = view.depths[kind][depth]
        whole = int(view.whole[kind]) if level.pairs.any() else 1
        sight = Sight(self, view, np.array([claim]), np.arange(len(view.columns)))
        counted = (sight.junior[0] & (view.depth[kind, view.profile] <= depth)) | sight.meeting(0)
        blocked = level.shares[view.profile] - moved_share(view, level.stay_shares)
        value = whole * (view.arrives[:, pair] * counted - view.departs[:, pair]) - room * blocked
        name = ("envy", int(self.claims.option[view.claims[claim]]), depth, pair)
        return self.row(name, view, claim, value, -room * whole, -FREE, room * int(level.stay_shares.sum()))

    def row(self, name: tuple[object, ...], view: UnitView, claim: int, value: Ints, satisfied: int, lower: int, upper: int) -> NamedRow:
        """A row over the view's columns and the groups that satisfy the claim."""
        used = np.flatnonzero(value)
        first, last = self.claims.begins[view.claims[claim]], self.claims.begins[view.claims[claim] + 1]
        meets = self.claims.columns[first:last] if satisfied else np.zeros(0, dtype=np.int64)
        columns = (*view.columns[used].tolist(), *meets.tolist())
        return NamedRow(name, columns, (*value[used].tolist(), *([satisfied] * len(meets))), lower, upper)

    def named(self, name: tuple[object, ...]) -> NamedRow:
        """The row of that name; raises KeyError or ValueError where the data give none.

        Names are ("idle", option) and ("envy", option, depth, pair) with the claim's option.
        """
        kind, option, *rest = name
        (found,) = np.flatnonzero(self.claims.option == option)
        view = self.blocking.at(int(self.claims.unit[found]))
        claim = int(np.flatnonzero(view.claims == found)[0])
        of = view.kind[claim]
        if kind == "idle" and not rest and view.ever[of]:
            return self.idle_row(view, claim)
        depth, pair = (int(str(r)) for r in rest)
        known = 0 <= depth < len(view.depths[of]) and 0 <= pair < len(view.pairs)
        if kind != "envy" or not known or view.room[pair] < 0 or not view.depths[of][depth].ever:
            raise ValueError("no such row")
        return self.envy_row(view, claim, depth, pair)


class Sight:
    """Some of a unit's claims against some of its columns: arrays are [claim, column] in the order given."""

    def __init__(self, rows: OrderRows, view: UnitView, claims: Ints, columns: Ints) -> None:
        self.rows, self.view, self.claims, self.columns = rows, view, claims, columns
        window, table = rows.window, rows.claims
        plans, which = view.columns[columns], view.claims[claims]
        self.kind, self.profile = view.kind[claims], view.profile[columns]
        pair = (self.kind[:, None], self.profile[None, :])
        after = window.keys[window.options[plans]][None, :] > table.key[which][:, None]
        #: the claimant's own plans
        self.own = window.model.group[plans][None, :] == table.subject[which][:, None]
        #: plans at the unit, from the claim's start on, of children after the claimant in the order
        self.junior = view.here[columns][None, :] & after & (view.depth[pair] >= 0) & ~self.own
        #: share in blocking the claim
        self.shares = np.where(self.own, view.own_shares[pair], np.where(self.junior, view.junior_shares[pair], view.shares[pair]))

    def meeting(self, claim: int) -> Bools:
        """[column] the claimant's own plans at the unit that satisfy the claim: where one is chosen it takes room from the juniors."""
        own = self.own[claim] & self.view.here[self.columns]
        if own.any():
            window = self.rows.window
            group = window.preference.group[window.options[self.view.columns[self.columns]]]
            own = own & np.isin(group, self.rows.claims.groups[self.view.claims[self.claims[claim]]])
        return np.asarray(own)

    def at(self, satisfied: Floats, x: Floats, stays: Floats) -> None:
        """Looks from a solution: `satisfied` [claim of the unit], x [column], and how much each mover of the unit stays."""
        self.have, self.x, self.stays = satisfied[self.claims], x, stays

    def idle(self) -> list[tuple[float, int]]:
        """(left side, claim) of the violated idle rows."""
        view = self.view
        blocked = self.shares @ self.x + view.stay_shares[self.kind] @ self.stays
        left = np.where(view.ever[self.kind], self.have + blocked / view.whole[self.kind], 1.0)
        return [(float(left[k]), int(self.claims[k])) for k in np.flatnonzero(left < 1 - VIOLATION)]

    def envy(self) -> list[tuple[float, int, int, int]]:
        """(minus the violation, claim, depth, pair) of the violated envy rows, the worst pair of each depth."""
        found = []
        for kind in np.unique(self.kind[self.junior.any(axis=1)]).tolist():
            of_kind = np.flatnonzero(self.kind == kind)
            depth = self.view.depth[kind, self.profile]
            for d in np.unique(depth[self.junior[of_kind].any(axis=0)]).tolist():
                found += self.envy_at(of_kind[(self.junior[of_kind] & (depth == d)).any(axis=1)], kind, d, depth <= d)
        return found

    def envy_at(self, claims: Ints, kind: int, depth: int, within: Bools) -> list[tuple[float, int, int, int]]:
        """The violated envy rows of some claims of one kind at one depth; `within` [column] marks the plans of at most that depth."""
        view, level = self.view, self.view.depths[kind][depth]
        if not level.ever or not len(view.pairs):
            return []
        blocked = level.shares[self.profile] @ self.x + level.stay_shares @ self.stays
        right = self.have[claims] + float(blocked) / int(view.whole[kind])
        claims, right = claims[right < 1 - VIOLATION], right[right < 1 - VIOLATION]
        counted = self.junior[claims] & within
        for k, claim in enumerate(claims.tolist()):
            counted[k] |= self.meeting(claim)
        load = (counted * self.x) @ view.arrives[self.columns] - self.x @ view.departs[self.columns]
        over = np.where(view.room >= 0, (load - right[:, None] * view.room) / np.maximum(view.room, 1), -1.0)
        worst = np.argmax(over, axis=1) if len(claims) else claims
        return [
            (-float(over[k, worst[k]]), int(self.claims[c]), depth, int(worst[k]))
            for k, c in enumerate(claims.tolist())
            if over[k, worst[k]] > VIOLATION
        ]


def moved_share(view: UnitView, stay: Ints) -> Ints:
    """[column] share of its mover that no longer stays."""
    if not len(stay):
        return np.zeros(len(view.columns), dtype=np.int64)
    return np.where(view.mover >= 0, stay[np.maximum(view.mover, 0)], 0)
