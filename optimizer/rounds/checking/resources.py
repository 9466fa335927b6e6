"""What a child takes in each step, and how much there is of it (specification, sections 1 and 6).

A limit is a pair (what, id): `places`, `support`, `infants` and `ordinary:` + kinds (joined by +) of a unit, `house` of a facility.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations, pairwise

from optimizer.domain.children import Child, ChildDecision
from optimizer.domain.dates import Grid, age_in_months
from optimizer.domain.facilities import CARE_OF_UNIT, CapacityChange, Reservation, Unit
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.stays import Stay

Limit = tuple[str, str]
#: a child under this age in whole months is an infant
INFANT_MONTHS = 12
#: kinds of reserved places, in the order in which a limit of ordinary places names them
RESERVED = ("learning_offer", "newcomer", "guarantee")


class Resources:
    """The limits of all units and houses by step, and the load of any stay upon them."""

    def __init__(self, snapshot: Snapshot, policy: Policy, grid: Grid) -> None:
        self._snapshot = snapshot
        self._grid = grid
        self._decisions: dict[tuple[str, str], list[ChildDecision]] = defaultdict(list)
        for d in snapshot.child_decisions:
            self._decisions[d.child_id, d.kind].append(d)
        self._values: dict[tuple[str, str], list[int]] = {}
        #: by unit with reservations, its limits of ordinary places, each with the kinds whose places are not counted in it
        self.ordinary: dict[str, list[tuple[Limit, frozenset[str]]]] = {}
        #: places by unit and step, those reserved among them
        self.places: dict[str, list[int]] = {}
        #: limit by step
        self.caps: dict[Limit, list[int]] = {}
        self._fill(policy)

    def _fill(self, policy: Policy) -> None:
        changes: dict[str, list[CapacityChange]] = defaultdict(list)
        reserved: dict[str, list[Reservation]] = defaultdict(list)
        for change in self._snapshot.capacity_changes:
            changes[change.unit_id].append(change)
        for reservation in self._snapshot.reservations:
            reserved[reservation.unit_id].append(reservation)
        steps = len(self._grid.dates)
        for unit in self._snapshot.units.values():
            self.places[unit.id] = self._least(unit.places, changes[unit.id], [])
            self.caps["places", unit.id] = self.places[unit.id]
            if reserved[unit.id]:
                self._fill_ordinary(unit, changes[unit.id], reserved[unit.id])
            self.caps["support", unit.id] = [unit.support_points] * steps
            infants = policy.max_infants if unit.max_infants is None else unit.max_infants
            if unit.kind == "dagpleje" and infants is not None:
                self.caps["infants", unit.id] = [infants] * steps
        for facility in self._snapshot.facilities.values():
            if facility.max_units is not None:
                self.caps["house", facility.id] = [facility.max_units] * steps

    def _fill_ordinary(self, unit: Unit, changes: list[CapacityChange], reserved: list[Reservation]) -> None:
        """One limit for each non-empty set of the kinds that the unit keeps places for on some day of the grid."""
        first, end = self._grid.dates[0], self._grid.end
        begun = [r for r in reserved if r.places and r.from_date < end and (r.to_date is None or first < r.to_date)]
        here = [kind for kind in RESERVED if any(r.kind == kind for r in begun)]
        self.ordinary[unit.id] = []
        for kinds in [some for n in range(len(here)) for some in combinations(here, n + 1)]:
            limit = ("ordinary:" + "+".join(kinds), unit.id)
            self.caps[limit] = self._least(unit.places, changes, [r for r in begun if r.kind in kinds])
            self.ordinary[unit.id].append((limit, frozenset(kinds)))

    def steps(self, start: date, end: date) -> range:
        """The steps that a stay [start, end) overlaps."""
        dates = self._grid.dates
        if end <= start:
            return range(0)
        after = sum(1 for d in dates if d < end)
        first = max(0, sum(1 for d in dates if d <= start) - 1)
        return range(first, after) if start < self._grid.end else range(0)

    def _least(self, places: int, changes: list[CapacityChange], reserved: list[Reservation]) -> list[int]:
        """For each step, the least number of places less reservations on any of its days."""
        turns = {c.from_date for c in changes} | {r.from_date for r in reserved} | {r.to_date for r in reserved if r.to_date}

        def on(day: date) -> int:
            last = max((c for c in changes if c.from_date <= day), key=lambda c: c.from_date, default=None)
            kept = sum(r.places for r in reserved if r.from_date <= day and (r.to_date is None or day < r.to_date))
            return (places if last is None else last.places) - kept

        if not turns:
            return [places] * len(self._grid.dates)
        return [min(on(day) for day in {start} | {t for t in turns if start < t < end}) for start, end in self._spans()]

    def _spans(self) -> Iterator[tuple[date, date]]:
        return pairwise((*self._grid.dates, self._grid.end))

    def value(self, child: Child, kind: str) -> list[int]:
        """A child's `place_weight` or `support_points` by step: the most that holds on any day of the step.

        A time-limited decision overrides the child's own value while it is in force; of several, the latest begun.
        """
        found = self._values.get((child.id, kind))
        if found is None:
            found = self._values[child.id, kind] = self._most(child, kind)
        return found

    def _most(self, child: Child, kind: str) -> list[int]:
        own: int = child.place_weight if kind == "place_weight" else child.support_points
        decisions = self._decisions.get((child.id, kind), [])
        if not decisions:
            return [own] * len(self._grid.dates)
        turns = {d.from_date for d in decisions} | {d.to_date for d in decisions if d.to_date}

        def on(day: date) -> int:
            force = [d for d in decisions if d.from_date <= day and (d.to_date is None or day < d.to_date)]
            return max(force, key=lambda d: d.from_date).value if force else own

        return [max(on(day) for day in {start} | {t for t in turns if start < t < end}) for start, end in self._spans()]

    def heads(self, child: Child, unit_id: str) -> list[int]:
        """The places that the child takes in the unit by step: its weight in dagpleje, one head in a house."""
        if self._snapshot.units[unit_id].kind == "dagpleje":
            return self.value(child, "place_weight")
        return [1] * len(self._grid.dates)

    def loads(self, stay: Stay) -> list[tuple[Limit, int, int]]:
        """What the stay takes: (limit, step, amount), amounts above zero only."""
        steps = self.steps(stay.start, stay.end)
        if not steps:
            return []
        child, unit = self._snapshot.children[stay.child_id], self._snapshot.units[stay.unit_id]
        heads, support = self.heads(child, unit.id), self.value(child, "support_points")
        found: list[tuple[Limit, int, int]] = [(("places", unit.id), k, heads[k]) for k in steps if heads[k]]
        found += [(("support", unit.id), k, support[k]) for k in steps if support[k]]
        for limit, kinds in self.ordinary.get(unit.id, ()):
            if not kinds & stay.may_have:
                found += [(limit, k, heads[k]) for k in steps if heads[k]]
        if ("infants", unit.id) in self.caps:
            dates = self._grid.dates
            found += [(("infants", unit.id), k, 1) for k in steps if age_in_months(child.birth_date, dates[k]) < INFANT_MONTHS]
        if ("house", unit.facility_id) in self.caps:
            units = 2 if CARE_OF_UNIT.get(unit.kind) == "0-2" else 1
            found += [(("house", unit.facility_id), k, units) for k in steps]
        return found


class Load:
    """How much of each limit is taken by step: `total`, and of that `new` by stays given on this round."""

    def __init__(self, resources: Resources, total: dict[Limit, list[int]] | None = None) -> None:
        self._resources = resources
        steps = len(next(iter(resources.caps.values()), ()))
        self.total = {limit: list(row) for limit, row in total.items()} if total else {limit: [0] * steps for limit in resources.caps}
        self.new: dict[Limit, list[int]] = {limit: [0] * steps for limit in resources.caps}

    def add(self, stay: Stay, sign: int = 1, newcomer: bool = False) -> None:
        """Put a stay in (sign 1) or take it away (sign -1)."""
        for limit, step, amount in self._resources.loads(stay):
            self.total[limit][step] += sign * amount
            if newcomer:
                self.new[limit][step] += sign * amount

    def broken(self) -> Iterator[tuple[Limit, int]]:
        """Where section 6 is broken: over the limit, and a newcomer takes of it.

        What is over only through those who are there already is no fault, but then nobody may come.
        """
        for limit, row in self.total.items():
            cap, new = self._resources.caps[limit], self.new[limit]
            if any(new):
                yield from ((limit, k) for k in range(len(row)) if new[k] > 0 and row[k] > cap[k])
