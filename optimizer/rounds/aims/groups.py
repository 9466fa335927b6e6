"""Aims about who is together where: room for guests in a legestue group, even load, a mix of children."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.facilities import Unit
from optimizer.rounds.aims.frame import Frame, Piece

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: children in a home, guests with them, where the data give no ceiling
ONE_ADULT, TWO_ADULTS = 5, 10


class _Grouped:
    """The loads of plans by group of units."""

    def __init__(self, frame: Frame, group: Ints) -> None:
        """`group` [unit] is a number, -1 for units that do not matter."""
        self.frame, self.limits = frame, frame.instance.limits.unit_rows[:, 0]
        of_limit = np.full(len(frame.instance.limits.names), -1, dtype=np.int64)
        of_limit[self.limits] = group
        self.group = of_limit[frame.loads.limit]

    def at(self, group: int, step: int) -> tuple[Ints, Ints]:
        """(plan, load) of the group in a step; a plan may come twice."""
        rows = np.flatnonzero((self.group == group) & (self.frame.loads.step == step))
        return self.frame.loads.plan[rows], self.frame.loads.load[rows]

    def most(self, plans: Ints, loads: Ints) -> int:
        """What the plans can add at most when every subject has one of them."""
        subject = self.frame.instance.options.subject[self.frame.plans[plans]]
        return most_by_subject(subject, plans, loads)


def most_by_subject(subject: Ints, plans: Ints, loads: Ints) -> int:
    """The greatest total when each subject chooses at most one plan."""
    if not len(plans):
        return 0
    chosen, at = np.unique(plans, return_inverse=True)
    total = np.bincount(at, weights=loads).astype(np.int64)
    owner = np.empty(len(chosen), dtype=np.int64)
    owner[at] = subject
    greatest = np.zeros(int(owner.max()) + 1, dtype=np.int64)
    np.maximum.at(greatest, owner, total)
    return int(greatest.sum())


def guest_slack(frame: Frame) -> Piece:
    """Places that a legestue group is short of when its largest home is away."""
    instance = frame.instance
    units = list(instance.snapshot.units.values())
    names = [u.playgroup_id if u.kind == "dagpleje" else None for u in units]
    known: dict[str | None, int] = {name: k for k, name in enumerate(dict.fromkeys(n for n in names if n))}
    group = np.array([known.get(n, -1) for n in names], dtype=np.int64)
    ceiling = np.array([most_children(u) for u in units], dtype=np.int64)
    grouped, amounts, constant = _Grouped(frame, group), [], 0
    for number in known.values():
        homes = np.flatnonzero(group == number)
        for step in range(instance.grid.window):
            rooms = np.where(instance.places.places[homes, step] > 0, ceiling[homes], 0)
            room = int(rooms.sum() - rooms.max()) - int(frame.base[grouped.limits[homes], step].sum())
            plans, loads = grouped.at(number, step)
            most = grouped.most(plans, loads) - room
            if not len(plans):
                constant += max(0, -room)
            elif most > 0:
                amounts.append(frame.amounts.add_excess(plans, loads, room, most))
    return Piece(np.zeros(len(frame.plans), dtype=np.int64), constant, tuple(amounts))


def most_children(unit: Unit) -> int:
    """Children that a home may have, guests with them."""
    if unit.max_places is not None:
        return unit.max_places
    return ONE_ADULT if unit.places <= ONE_ADULT else TWO_ADULTS


def even_load(frame: Frame) -> Piece:
    """Places taken beyond the mean share of units of the same kind nearby."""
    instance, places = frame.instance, frame.instance.places
    kinds = [u.kind for u in instance.snapshot.units.values()]
    kind = np.array([{"dagpleje": 0, "vuggestue": 1, "boernehave": 2}.get(k, 0) for k in kinds], dtype=np.int64)
    area = places.area if instance.policy.even_load_area == "district" else np.zeros(len(kinds), dtype=np.int64)
    room = places.places[:, frame.last]
    group = np.where(places.usable & (room > 0), area * 3 + kind, -1)
    grouped, alone = _Grouped(frame, group), _Grouped(frame, np.arange(len(kinds)))
    amounts: list[int] = []
    constant = 0
    for number in np.unique(group[group >= 0]).tolist():
        units = np.flatnonzero(group == number)
        plans, loads = grouped.at(number, frame.last)
        base = frame.base[grouped.limits[units], frame.last]
        total, taken = int(room[units].sum()), int(base.sum())
        if not len(plans):
            constant += int(np.maximum(0, (total * base - room[units] * taken) // total).sum())
            continue
        all_taken = frame.amounts.add_sum(plans, loads, taken, taken + grouped.most(plans, loads))
        for unit, there in zip(units.tolist(), base.tolist(), strict=True):
            own, own_loads = alone.at(unit, frame.last)
            most = there + alone.most(own, own_loads)
            # P n - p N - (P - 1) <= P e
            amounts.append(
                frame.amounts.add_excess(own, own_loads * total, total - 1 - total * there, most, total, [(all_taken, -int(room[unit]))])
            )
    return Piece(np.zeros(len(frame.plans), dtype=np.int64), constant, tuple(amounts))
