"""Metres and seconds from homes to units as arrays: the straight line times the detour, or the ways that came with the data."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.children import Child
from optimizer.domain.errors import Defect
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.domain.ways import Ways
from optimizer.rounds.places import Places

Ints = NDArray[np.int64]


class WayTable:
    """Answers for all units, or for many pairs, at once; one instance per round."""

    def __init__(self, snapshot: Snapshot, policy: Policy, places: Places) -> None:
        self.policy, self.places = policy, places
        self.ways: Ways | None = None
        if policy.distance_method == "straight":
            return
        ways = snapshot.ways
        if ways is None or ways.method != policy.distance_method or ways.mode != policy.travel_mode:
            raise Defect(f"a round measured by {policy.distance_method}, {policy.travel_mode} was given no such ways")
        missing = {u.facility_id for u in snapshot.units.values()} - ways.columns.keys()
        if missing:
            raise Defect(f"no way is given to {len(missing)} facilities, {min(missing)} among them")
        self.ways = ways
        shape = (-1, len(ways.columns))
        self.given_metres = np.frombuffer(ways.metres, dtype=np.intc).reshape(shape)
        self.given_seconds = np.frombuffer(ways.seconds, dtype=np.intc).reshape(shape)
        self.column = np.array([ways.columns[u.facility_id] for u in snapshot.units.values()], dtype=np.int64)

    def row(self, child: Child) -> int:
        """The child's row of the ways given."""
        if self.ways is None or child.id not in self.ways.rows:
            raise Defect(f"no way is given from the home of {child.id}")
        return self.ways.rows[child.id]

    def metres(self, child: Child) -> Ints:
        """[unit] metres from the child's home."""
        if self.ways is not None:
            return np.asarray(self.given_metres[self.row(child), self.column], dtype=np.int64)
        straight = np.sqrt((self.places.easting - child.easting) ** 2 + (self.places.northing - child.northing) ** 2)
        return np.asarray(np.floor(straight * self.policy.detour_percent / 100 + 0.5), dtype=np.int64)

    def seconds(self, child: Child, metres: Ints) -> Ints:
        """[unit] seconds from the child's home; `metres` are those to each unit."""
        if self.ways is not None:
            return np.asarray(self.given_seconds[self.row(child), self.column], dtype=np.int64)
        return self.estimate(metres)

    def pair_seconds(self, children: Sequence[Child], child: Ints, unit: Ints, metres: Ints) -> Ints:
        """[pair] seconds from the home of `children[child]` to the unit."""
        if self.ways is None:
            return self.estimate(metres)
        rows = np.array([self.row(c) for c in children], dtype=np.int64)
        return np.asarray(self.given_seconds[rows[child], self.column[unit]], dtype=np.int64)

    def estimate(self, metres: Ints) -> Ints:
        """Seconds of an estimated way: 3.6 · metres / km/h, rounded half up."""
        return (36 * metres + 5 * self.policy.kmh) // (10 * self.policy.kmh)
