"""What a child takes up in a unit in each step: heads or weights, support points, infancy, shared place units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.children import Child, ChildDecision
from optimizer.domain.dates import Grid, add_months
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.places import NO_LIMIT, Places
from optimizer.rounds.reservations import mask_name

Ints = NDArray[np.int64]
INFANT_MONTHS = 12


@dataclass(frozen=True)
class Profiles:
    """Per child and step: arrays [child, step]."""

    index: dict[str, int]
    weight: NDArray[np.int16]
    support: NDArray[np.int16]
    infant: NDArray[np.int16]
    age: NDArray[np.int16]


def make_profiles(snapshot: Snapshot, child_ids: list[str], grid: Grid) -> Profiles:
    """Profiles of the named children; time-limited decisions override the child's own values."""
    index = {cid: k for k, cid in enumerate(child_ids)}
    children: list[Child] = [snapshot.children[cid] for cid in child_ids]
    shape = (len(children), len(grid.dates))
    weight = np.repeat(np.array([c.place_weight for c in children], dtype=np.int16).reshape(-1, 1), shape[1], axis=1)
    support = np.repeat(np.array([c.support_points for c in children], dtype=np.int16).reshape(-1, 1), shape[1], axis=1)
    decisions: dict[tuple[int, str], list[ChildDecision]] = {}
    for decision in sorted(snapshot.child_decisions, key=lambda d: d.from_date):
        if decision.child_id in index:
            decisions.setdefault((index[decision.child_id], decision.kind), []).append(decision)
    for (row, kind), found in decisions.items():
        table = weight if kind == "place_weight" else support
        table[row] = most_in_steps(int(table[row, 0]), found, grid)
    years = np.array([c.birth_date.year for c in children], dtype=np.int64).reshape(-1, 1)
    months = np.array([c.birth_date.month for c in children], dtype=np.int64).reshape(-1, 1)
    days = np.array([c.birth_date.day for c in children], dtype=np.int64).reshape(-1, 1)
    grid_years = np.array([d.year for d in grid.dates])
    grid_months = np.array([d.month for d in grid.dates])
    # the month is complete when the day has come, or when the month has no such day and is at its last
    last = np.array([(add_months(d.replace(day=1), 1) - d.replace(day=1)).days for d in grid.dates])
    grid_days = np.array([d.day for d in grid.dates])
    complete = grid_days >= np.minimum(days, last)
    age = ((grid_years - years) * 12 + grid_months - months - ~complete).astype(np.int16)
    return Profiles(index, weight, support, (age < INFANT_MONTHS).astype(np.int16), age)


def most_in_steps(own: int, decisions: list[ChildDecision], grid: Grid) -> list[int]:
    """For each step the most that holds on any of its days; of several `decisions` (by first day) in force the latest begun holds."""

    def on(day: date) -> int:
        held = own
        for decision in decisions:
            if decision.from_date <= day and (decision.to_date is None or day < decision.to_date):
                held = decision.value
        return held

    turns = [d.from_date for d in decisions] + [d.to_date for d in decisions if d.to_date is not None]
    return [max([on(day), *(on(t) for t in turns if day < t < grid.step_end(k))]) for k, day in enumerate(grid.dates)]


#: what presence is measured in; also the columns of `Limits.unit_rows` of the limits that count every child
PLACES, SUPPORT, INFANTS, SHARED = range(4)


@dataclass(frozen=True, slots=True)
class LimitKind:
    """What a limit counts: the `measure` of the children present; of newcomers not those entitled to a kind in the mask `reserved`."""

    name: str
    measure: int
    reserved: int = 0


#: those of every municipality; limits of ordinary places come after them
ALL_COUNT = (
    LimitKind("places", PLACES), LimitKind("support_points", SUPPORT), LimitKind("infants", INFANTS), LimitKind("integrated_house", SHARED),
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """The limits that presence loads, unit by unit, or (shared houses) facility by facility.

    `cap` is [limit, step] before anybody is counted; `unit_rows` is [unit, kind] the limit of that kind (-1 where there is none).
    """

    cap: Ints
    names: tuple[str, ...]
    owner: tuple[str, ...]
    unit_rows: Ints
    kinds: tuple[LimitKind, ...]
    #: [unit, .] its limit rows of the composition rule, which starts load and presence does not (see `composition`); -1 = none
    intake_rows: Ints


def make_limits(places: Places, ordinary: Mapping[tuple[int, int], Sequence[int]], steps: int) -> Limits:
    """Limit rows of all units, those that could never bind (no limit set) left out. `ordinary` as `ordinary_places` gives them."""
    masks = sorted({mask for _, mask in ordinary})
    kinds = (*ALL_COUNT, *(LimitKind(f"ordinary:{mask_name(mask)}", PLACES, mask) for mask in masks))
    rows: list[Ints | Sequence[int]] = []
    names: list[str] = []
    owner: list[str] = []
    unit_rows = np.full((len(places.ids), len(kinds)), -1, dtype=np.int64)

    def add(kind: int, of: str, cap: Ints | Sequence[int]) -> int:
        rows.append(cap)
        names.append(kinds[kind].name)
        owner.append(of)
        return len(rows) - 1

    for u, unit_id in enumerate(places.ids):
        unit_rows[u, PLACES] = add(PLACES, unit_id, places.places[u])
    for kind, most in ((SUPPORT, places.support), (INFANTS, places.infants)):
        for u in np.flatnonzero(most < NO_LIMIT).tolist():
            unit_rows[u, kind] = add(kind, places.ids[u], np.full(steps, most[u]))
    shared: dict[int, int] = {}
    for u, f in enumerate(places.facility.tolist()):
        if places.max_units[f] < NO_LIMIT:
            if f not in shared:
                shared[f] = add(SHARED, places.facility_ids[f], np.full(steps, places.max_units[f]))
            unit_rows[u, SHARED] = shared[f]
    for (u, mask), cap in ordinary.items():
        kind = len(ALL_COUNT) + masks.index(mask)
        unit_rows[u, kind] = add(kind, places.ids[u], cap)
    none = np.zeros((len(places.ids), 0), dtype=np.int64)
    return Limits(np.array(rows, dtype=np.int64), tuple(names), tuple(owner), unit_rows, kinds, none)


def load_on(measure: int, unit: NDArray[np.int64], child: NDArray[np.int64], places: Places, profiles: Profiles) -> NDArray[np.int16]:
    """Load [row, step] by `measure` of child rows in unit rows, if always present."""
    if measure == PLACES:
        return np.where(places.home[unit][:, None], profiles.weight[child], np.int16(1)).astype(np.int16)
    if measure == SUPPORT:
        return profiles.support[child]
    if measure == INFANTS:
        return profiles.infant[child]
    return np.broadcast_to(np.where(places.care35[unit], np.int16(1), np.int16(2))[:, None], profiles.weight[child].shape)
