"""Who has a claim on what: preference groups, and load profiles that tell whether one child fits in another's place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.rounds.instance import Instance
from optimizer.rounds.loads import load_on
from optimizer.rounds.resources import Resources

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Preference:
    """Groups of equally liked options of one subject: (rank, start); unwished options are last, by start."""

    group: Ints
    """[option] group of the option"""
    subject: Ints
    rank: Ints
    """[group] rank, UNWISHED for options not wished"""
    start: Ints
    first: Ints
    """[subject + 1] where each subject's groups begin"""


UNWISHED = 10**6


def make_preference(instance: Instance) -> Preference:
    """The preference groups of all subjects."""
    options = instance.options
    rank = np.where(options.rank > 0, options.rank, UNWISHED)
    steps = instance.steps + 1
    code = (options.subject * (UNWISHED + 1) + rank) * steps + options.start
    unique, group = np.unique(code, return_inverse=True)
    subject = unique // steps // (UNWISHED + 1)
    return Preference(
        group=group.astype(np.int64),
        subject=subject,
        rank=unique // steps % (UNWISHED + 1),
        start=unique % steps,
        first=np.searchsorted(subject, np.arange(len(instance.subjects) + 1)),
    )


def satisfying_groups(preference: Preference, subject: int, rank: int, start: int, wait_for_wish: bool) -> Ints:
    """Groups with which the subject has no claim on a unit of `rank` from `start`: as good, or begun before."""
    rows = np.arange(preference.first[subject], preference.first[subject + 1])
    as_good = (preference.rank[rows] < rank) | ((preference.rank[rows] == rank) & (preference.start[rows] <= start))
    if not wait_for_wish:
        as_good |= preference.start[rows] < start
    return np.asarray(rows[as_good], dtype=np.int64)


def profile_classes(instance: Instance, resources: Resources) -> Ints:
    """[option, 5] what the option takes: heads or weight, support, the last step, and steps as an infant (of twins the most, the least).

    Only what a kept row can see counts; -1 in the first column marks options whose weight or support changes with time (a later
    decision): these are never compared by class.
    """
    options, limits = instance.options, instance.limits
    out = np.zeros((len(options), 5), dtype=np.int64)
    changes = instance.arrivals
    kinds = {"places": 0, "support_points": 1}
    names = np.array([kinds.get(n, 2) for n in limits.names], dtype=np.int64)
    at_start = changes.step == options.start[changes.option]
    for kind in (0, 1):
        rows = at_start & (names[changes.limit] == kind)
        out[changes.option[rows], kind] = changes.delta[rows]
    kept = resources.kept
    last_step = np.where(kept.any(axis=1), kept.shape[1] - np.argmax(kept[:, ::-1], axis=1), 0)
    unit_last = np.zeros(len(instance.places.ids), dtype=np.int64)
    for kind in range(4):
        rows_of_unit = limits.unit_rows[:, kind]
        unit_last = np.maximum(unit_last, np.where(rows_of_unit >= 0, last_step[rows_of_unit], 0))
    out[:, 2] = np.minimum(options.end, unit_last[options.unit])
    infants = limits.unit_rows[options.unit, 2] >= 0
    if infants.any():
        out[infants, 3:] = infant_steps(instance, infants, unit_last)
    changes_later = (changes.step > options.start[changes.option]) & (changes.step < options.end[changes.option])
    out[changes.option[changes_later & (names[changes.limit] < 2)], 0] = -1
    return out


def infant_steps(instance: Instance, rows: Bools, unit_last: Ints) -> Ints:
    """[option, 2] in how many steps up to its unit's last kept one the option has an infant, and in how many (twins) two."""
    options = instance.options
    seen = []
    for column in (0, -1):
        child = np.array([instance.profiles.index[s.children[column].id] for s in instance.subjects], dtype=np.int64)
        load = load_on(2, options.unit[rows], child[options.subject[rows]], instance.places, instance.profiles)
        seen.append((load * (np.arange(instance.steps) < unit_last[options.unit[rows], None])).sum(axis=1))
    twins = instance.facts.members[options.subject[rows]] > 1
    return np.stack([np.maximum(*seen), np.where(twins, np.minimum(*seen), 0)], axis=1).astype(np.int64)
