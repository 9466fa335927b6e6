"""Rows for places over time: heads or weights, support points, infants, shared houses.

In the window starts add up; after it loads only fall, so a later step needs a row only where less room is left there than in all steps
from the window's end up to it (dominated rows are dropped: they change neither the decision nor any bound).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.model import FREE, RowBuilder
from optimizer.rounds.composition import NAME as COMPOSITION
from optimizer.rounds.instance import Changes, Instance

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Resources:
    """Which (limit, step) pairs have a row, and what is left there."""

    kept: Bools
    room: Ints
    """[limit, step] cap less everybody who stays when nobody moves"""


def loads_at(changes: Changes, limits: int, steps: int, kept: Bools) -> tuple[Ints, Ints, Ints]:
    """(option, limit * steps + step, load) of every option at every kept step, from its changes of load."""
    if not len(changes.option):
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, empty
    pair = changes.option * limits + changes.limit
    begins = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]])
    owner = np.repeat(np.arange(len(begins)), np.diff(np.r_[begins, len(pair)]))
    out: list[tuple[Ints, Ints, Ints]] = []
    size = 100_000
    for low in range(0, len(begins), size):
        block = begins[low : low + size]
        inside = (owner >= low) & (owner < low + len(block))
        table = np.zeros((len(block), steps), dtype=np.int64)
        np.add.at(table, (owner[inside] - low, changes.step[inside]), changes.delta[inside])
        load = np.cumsum(table, axis=1)
        load[~kept[changes.limit[block]]] = 0
        at, step = np.nonzero(load)
        out.append((changes.option[block][at], changes.limit[block][at] * steps + step, load[at, step]))
    return tuple(np.concatenate([o[k] for o in out]) for k in range(3))  # type: ignore[return-value]


def make_resources(instance: Instance, base: Ints) -> Resources:
    """Chooses the rows. `base` is the load of all who stay (held places and displaced moves included)."""
    room = instance.limits.cap - base
    steps, window = instance.steps, instance.grid.window
    # room as it would be if every mover left: what the dominance argument compares
    clear = room + instance.leavable
    kept = np.zeros(room.shape, dtype=bool)
    kept[:, :window] = True
    least = clear[:, window - 1].copy()
    for step in range(window, steps):
        kept[:, step] = clear[:, step] < least
        least = np.minimum(least, clear[:, step])
    uneven = np.zeros(len(room), dtype=bool)
    changes = instance.arrivals
    later = changes.step > instance.options.start[changes.option]
    uneven[changes.limit[later & (changes.delta > 0)]] = True
    late = instance.options.start[changes.option] >= window
    uneven[changes.limit[late]] = True
    uneven |= grows_later(instance)
    uneven |= np.array([name == COMPOSITION for name in instance.limits.names], dtype=bool)
    kept[uneven] = True
    touched = np.zeros(len(room), dtype=bool)
    touched[changes.limit] = True
    kept[~touched] = False
    return Resources(kept, room)


def grows_later(instance: Instance) -> Bools:
    """[limit] whether a mover's present stay begins, or grows heavier, after the window: then its later steps cannot be dropped."""
    out = np.zeros(len(instance.limits.names), dtype=bool)
    gone = instance.departures
    out[gone.limit[(gone.step > instance.options.start[gone.option]) & (gone.delta < 0)]] = True
    units = [instance.places.index[p.unit_id] for s in instance.subjects for p in s.present if p.first >= instance.grid.window]
    rows = instance.limits.unit_rows[units].ravel()
    out[rows[rows >= 0]] = True
    return out


def add_resource_rows(builder: RowBuilder, instance: Instance, resources: Resources, plan_of: Ints, first_switch: int) -> tuple[Ints, int]:
    """Adds the rows over the plans (`plan_of` [option], -1 = none).

    Returns for each (limit * steps + step) its row, -1 where it has none, and how many switch columns were used.

    Where those who are there already exceed the limit, nobody new may load it until enough have left: a switch column (0/1) per
    such pair lets newcomers in only together with a load within the limit.
    """
    limits, steps = resources.kept.shape
    option_a, at_a, load_a = loads_at(instance.arrivals, limits, steps, resources.kept)
    option_d, at_d, load_d = loads_at(instance.departures, limits, steps, resources.kept)
    used, left = plan_of[option_a] >= 0, plan_of[option_d] >= 0
    option_a, at_a, load_a = plan_of[option_a[used]], at_a[used], load_a[used]
    option_d, at_d, load_d = plan_of[option_d[left]], at_d[left], load_d[left]
    loaded = np.zeros(limits * steps, dtype=bool)
    loaded[at_a] = True
    position = np.cumsum(loaded) - 1
    pairs = np.flatnonzero(loaded)
    room = resources.room.ravel()[pairs]
    leaving = loaded[at_d]
    row = np.concatenate([position[at_a], position[at_d[leaving]]])
    col = np.concatenate([option_a, option_d[leaving]])
    value = np.concatenate([load_a, load_d[leaving]])
    may_leave = np.zeros(limits * steps, dtype=bool)
    may_leave[at_d[leaving]] = True
    # a child who is not listed brings the share of those who are down
    may_leave[at_a[load_a < 0]] = True
    over = np.flatnonzero((room < 0) & may_leave[pairs])
    switches = first_switch + np.arange(len(over))
    upper = np.maximum(room, 0)
    row_of = np.full(limits * steps, -1, dtype=np.int64)
    row_of[pairs] = builder.add(
        np.concatenate([row, over]),
        np.concatenate([col, switches]),
        np.concatenate([value, -room[over]]),
        np.full(len(pairs), -FREE),
        upper,
    )
    if len(over):
        which = np.full(limits * steps, -1)
        which[pairs[over]] = np.arange(len(over))
        new = (which[at_a] >= 0) & (load_a > 0)
        most = np.bincount(which[at_a[new]], weights=load_a[new], minlength=len(over)).astype(np.int64)
        builder.add(
            np.concatenate([which[at_a[new]], np.arange(len(over))]),
            np.concatenate([option_a[new], switches]),
            np.concatenate([load_a[new], -most]),
            np.full(len(over), -FREE),
            np.zeros(len(over), dtype=np.int64),
        )
    return row_of, len(over)
