"""What each child prefers: groups of plans that it likes equally well."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.rounds.instance import Instance

Ints = NDArray[np.int64]


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
