"""Aims that every subject has by itself: breaches, wishes, distance, promises kept, draws."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from optimizer.rounds.aims.frame import Frame, Piece, separable

Ints = NDArray[np.int64]
#: the draw of no start: more than any other
NO_START = 2**16


def breaches(frame: Frame) -> Piece:
    """Months beyond the guarantees due in the window, and of displaced children without a place."""
    return separable(frame, frame.instance.facts.wait_breach, lambda rows: frame.instance.options.breach[rows])


def wishes(frame: Frame) -> Piece:
    """Points lost."""
    table, facts, window = frame.instance.options, frame.instance.facts, frame.instance.grid.window
    waiting = facts.wait_points * facts.members * facts.in_window

    def lost(rows: Ints) -> Ints:
        subject = table.subject[rows]
        won = table.points[rows] * facts.members[subject] * (waiting[subject] > 0) * (table.start[rows] < window)
        return np.asarray(waiting[subject] - won, dtype=np.int64)

    return separable(frame, waiting, lost)


def distance(frame: Frame) -> Piece:
    """Metres beyond the nearest candidate."""
    table, facts, window = frame.instance.options, frame.instance.facts, frame.instance.grid.window
    waiting = facts.farthest * facts.members * facts.in_window

    def lost(rows: Ints) -> Ints:
        subject = table.subject[rows]
        counts = facts.in_window[subject] & (table.start[rows] < window)
        return np.where(counts, table.excess[rows] * facts.members[subject], waiting[subject])

    return separable(frame, waiting, lost)


def few_moves(frame: Frame) -> Piece:
    """Children whose promise from the last published run could be kept and is not."""
    instance, table = frame.instance, frame.instance.options
    promised = instance.snapshot.promised
    kept = np.zeros(len(table), dtype=np.int64)
    waiting = np.zeros(len(instance.subjects), dtype=np.int64)
    step = {day: k for k, day in enumerate(instance.grid.dates)}
    for i, subject in enumerate(instance.subjects) if promised else ():
        ids = [subject.id] if subject.kind == "displaced" else [a.id for a in subject.applications]
        rows = np.arange(table.first[i], table.first[i + 1])
        for unit_id, start in (promised[a] for a in ids if a in promised):
            same = (table.unit[rows] == instance.places.index.get(unit_id, -1)) & (table.start[rows] == step.get(start, -1))
            mine = rows[same & frame.decided_now[rows]]
            kept[mine] += 1
            waiting[i] += len(mine)
    return separable(frame, waiting, lambda rows: waiting[table.subject[rows]] - kept[rows])


def tie_break(frame: Frame) -> Piece:
    """The sum of the draws."""
    instance, table = frame.instance, frame.instance.options
    starts = [day.isoformat() for day in instance.grid.dates]
    draws = np.full(len(table), NO_START, dtype=np.int64)
    rows = np.concatenate([frame.plans, frame.settled])
    rows = rows[frame.decided_now[rows]]
    for row, i, unit, start in zip(*(a.tolist() for a in (rows, table.subject[rows], table.unit[rows], table.start[rows])), strict=True):
        name = f"{instance.seed}:{instance.subjects[i].id}:{instance.places.ids[unit]}:{starts[start]}"
        draws[row] = int.from_bytes(hashlib.sha256(name.encode()).digest()[:2], "big")
    return separable(frame, np.full(len(instance.subjects), NO_START, dtype=np.int64), lambda found: draws[found])
