"""The window's model: who starts where on the dates that this round decides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.model import FREE, Model, RowBuilder
from optimizer.rounds.aims import Levels, make_levels
from optimizer.rounds.instance import Instance
from optimizer.rounds.neighbours import neighbours
from optimizer.rounds.preference import Preference, make_preference
from optimizer.rounds.resources import Resources, add_resource_rows, loads_at, make_resources

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NEAREST = 12
#: preference groups of more plans get a column for their sum: many rows name them
INLINE = 8
PRICED_FROM = 150_000


@dataclass(frozen=True)
class Window:
    """A model with the meaning of its columns: plans are `options[plan]`, then sums of large groups, switches, the aims' amounts."""

    instance: Instance
    resources: Resources
    model: Model
    options: Ints
    """[plan] option row"""
    preference: Preference
    pooled: Ints
    """preference groups with a column of their own: column len(options) + k is the sum of the plans of group pooled[k]"""
    group_begins: Ints
    """[preference group + 1] where each group's columns begin in `group_columns`: its plans, or its sum"""
    group_columns: Ints
    keys: Ints
    """[option] order key"""
    row_of: Ints
    """[limit * steps + step] row of the model; -1 = none"""
    levels: Levels
    """what the aims are made of; the columns of their amounts are the model's last"""


def alive(instance: Instance, resources: Resources, wanted: Bools) -> Bools:
    """Options that could fit at all: alone, and with every mover gone that can go."""
    limits, steps = resources.kept.shape
    option, at, load = loads_at(instance.arrivals, limits, steps, resources.kept)
    gone = loads_at(instance.departures, limits, steps, resources.kept)
    relief = load < 0
    gone_option, gone_at, gone_load = (
        np.concatenate([a, b]) for a, b in zip(gone, (option[relief], at[relief], load[relief]), strict=True)
    )
    best = np.zeros((limits * steps, 1), dtype=np.int64)
    usable = wanted[gone_option]
    key = instance.options.subject[gone_option[usable]] * np.int64(limits * steps) + gone_at[usable]
    pairs, inverse = np.unique(key, return_inverse=True)
    most = np.zeros(len(pairs), dtype=np.int64)
    np.maximum.at(most, inverse, -gone_load[usable])
    np.add.at(best[:, 0], pairs % (limits * steps), most)
    room = resources.room.ravel()
    out = wanted.copy()
    out[option[(load > 0) & (load > room[at] + best[at, 0])]] = False
    return out


def make_window(instance: Instance, base: Ints, keys: Ints, decided: Bools, fixed: Ints) -> Window:
    """Builds the model of the subjects `decided`, everybody else being in `base`.

    `fixed` [subject] are the options of those decided before, -1 for none.
    """
    resources = make_resources(instance, base)
    table = instance.options
    wanted = decided[table.subject]
    if instance.given_up is not None:
        wanted &= ~instance.given_up
    options = np.flatnonzero(alive(instance, resources, wanted))
    preference = make_preference(instance)
    plan_of = np.full(len(table), -1, dtype=np.int64)
    plan_of[options] = np.arange(len(options))
    builder = RowBuilder()
    plans = len(options)
    one = np.ones(plans, dtype=np.int64)
    several, row = np.unique(table.subject[options], return_inverse=True)
    builder.add(row, np.arange(plans), one, np.full(len(several), -FREE), one[: len(several)])
    pooled, begins, columns = add_group_sums(builder, preference.group[options], len(preference.rank))
    row_of, switches = add_resource_rows(builder, instance, resources, plan_of, plans + len(pooled))
    levels = make_levels(instance, options, decided, fixed, base)
    between = len(pooled) + switches
    levels.amounts.add_rows(builder, plans + between)
    matrix, lower, upper = builder.matrix(plans + between + levels.amounts.columns)
    start = np.ones(plans, dtype=bool)
    if plans > PRICED_FROM:
        start = nearest_first(instance, options)
    model = Model(
        matrix=matrix,
        lower=lower,
        upper=upper,
        group=table.subject[options],
        groups=len(instance.subjects),
        aims=levels.aims(between),
        start=start,
        neighbours=neighbours(instance, options),
        settle=levels.settle,
    )
    return Window(instance, resources, model, options, preference, pooled, begins, columns, keys, row_of, levels)


def add_group_sums(builder: RowBuilder, group: Ints, groups: int) -> tuple[Ints, Ints, Ints]:
    """Rows that say: the column of a large group is the sum of its plans. Returns (pooled, group_begins, group_columns) of the window."""
    plans = len(group)
    size = np.bincount(group, minlength=groups)
    pooled = np.flatnonzero(size > INLINE)
    column = np.full(groups, -1, dtype=np.int64)
    column[pooled] = plans + np.arange(len(pooled))
    inside = np.flatnonzero(column[group] >= 0)
    own = np.arange(len(pooled))
    nothing = np.zeros(len(pooled), dtype=np.int64)
    builder.add(
        np.concatenate([column[group[inside]] - plans, own]),
        np.concatenate([inside, plans + own]),
        np.concatenate([np.ones(len(inside), dtype=np.int64), np.full(len(pooled), -1)]),
        nothing,
        nothing,
    )
    counts = np.where(column >= 0, 1, size)
    begins = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    columns = np.empty(begins[-1], dtype=np.int64)
    columns[begins[pooled]] = column[pooled]
    order = np.argsort(group, kind="stable")
    order = order[column[group[order]] < 0]
    columns[np.repeat(column < 0, counts)] = order
    return pooled, begins, columns


def nearest_first(instance: Instance, options: Ints) -> Bools:
    """Wished plans and the nearest guarantee plans of each subject, to begin with."""
    table = instance.options
    start = table.rank[options] > 0
    rest = np.flatnonzero(~start)
    order = rest[np.lexsort((table.start[options[rest]], table.excess[options[rest]], table.subject[options[rest]]))]
    subject = table.subject[options[order]]
    begins = np.r_[True, subject[1:] != subject[:-1]]
    place = np.arange(len(order)) - np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))
    start[order[place < NEAREST]] = True
    return start
