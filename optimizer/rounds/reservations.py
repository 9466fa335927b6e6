"""Places kept for a purpose: who may have them, and how many are left for everybody else (rule `reservations`).

Kinds of reservation are bits of a mask: a limit of ordinary places counts the children who may have none of its kinds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.children import Child
from optimizer.domain.dates import Grid
from optimizer.domain.facilities import CapacityChange, Reservation, ReservationKind
from optimizer.domain.snapshot import Snapshot

if TYPE_CHECKING:
    from optimizer.rounds.subjects import Subject

Ints = NDArray[np.int64]
Masks = NDArray[np.int8]
KINDS: tuple[ReservationKind, ...] = ("learning_offer", "newcomer", "guarantee")
LEARNING_OFFER, NEWCOMER, GUARANTEE = (1 << k for k in range(len(KINDS)))
MASKS = range(1, 1 << len(KINDS))


def mask_name(mask: int) -> str:
    """The kinds of a mask, joined by "+"."""
    return "+".join(kind for k, kind in enumerate(KINDS) if mask >> k & 1)


def ordinary_places(snapshot: Snapshot, grid: Grid) -> dict[tuple[int, int], list[int]]:
    """By (unit, mask), the places by step that are not kept for the kinds of the mask: the least on any day of the step, never below 0.

    One for each non-empty set of the kinds that the unit keeps places for on some day of the grid.
    """
    reserved: dict[str, list[Reservation]] = defaultdict(list)
    for row in snapshot.reservations:
        if row.places and row.from_date < grid.end and (row.to_date is None or row.to_date > grid.dates[0]):
            reserved[row.unit_id].append(row)
    changes: dict[str, list[CapacityChange]] = defaultdict(list)
    for change in sorted(snapshot.capacity_changes, key=lambda c: c.from_date):
        changes[change.unit_id].append(change)
    found: dict[tuple[int, int], list[int]] = {}
    for u, (unit_id, unit) in enumerate(snapshot.units.items()):
        here = sum(1 << k for k, kind in enumerate(KINDS) if any(r.kind == kind for r in reserved.get(unit_id, ())))
        for mask in MASKS:
            if mask & ~here == 0:
                kept = [r for r in reserved[unit_id] if mask >> KINDS.index(r.kind) & 1]
                found[u, mask] = [max(0, least) for least in _least(unit.places, changes[unit_id], kept, grid)]
    return found


def _least(places: int, changes: Sequence[CapacityChange], kept: Sequence[Reservation], grid: Grid) -> list[int]:
    """Places less those kept, by step: the least on any day; `changes` by date."""

    def on(day: date) -> int:
        begun = [c.places for c in changes if c.from_date <= day]
        in_force = [r.places for r in kept if r.from_date <= day and (r.to_date is None or day < r.to_date)]
        return (begun[-1] if begun else places) - sum(in_force)

    turns = [c.from_date for c in changes] + [r.from_date for r in kept] + [r.to_date for r in kept if r.to_date is not None]
    return [min([on(day), *(on(t) for t in turns if day < t < grid.step_end(k))]) for k, day in enumerate(grid.dates)]


def entitled(subjects: Sequence[Subject], lawful: Ints, grid: Grid) -> Masks:
    """[subject, member, step] mask of the kinds whose reserved places a member may have when it starts in the step.

    `lawful` [subject] is the step of the latest lawful start, -1 without a guarantee. As wide as the largest subject; 0 beyond a
    subject's members.
    """
    out = np.zeros((len(subjects), max((s.members for s in subjects), default=1), len(grid.dates)), dtype=np.int8)
    for i, subject in enumerate(subjects):
        for m, child in enumerate(subject.children):
            out[i, m] = own_kinds(child, grid)
    must = np.array([s.kind in ("new", "transition") and s.wants_guarantee for s in subjects], dtype=bool) & (lawful >= 0)
    due = must[:, None] & (lawful[:, None] <= np.maximum(np.arange(len(grid.dates)), grid.window - 1))
    members = np.arange(out.shape[1]) < np.array([s.members for s in subjects], dtype=np.int64)[:, None]
    out[members[:, :, None] & due[:, None, :]] |= GUARANTEE
    return out


def own_kinds(child: Child, grid: Grid) -> Masks:
    """[step] mask of what the child is entitled to by itself."""
    out = np.zeros(len(grid.dates), dtype=np.int8)
    if child.learning_offer_from is not None:
        out[grid.first_step_from(child.learning_offer_from) :] |= LEARNING_OFFER
    if child.newcomer_until is not None:
        out[: grid.first_step_from(child.newcomer_until)] |= NEWCOMER
    return out
