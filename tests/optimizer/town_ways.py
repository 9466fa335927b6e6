"""Random ways for random towns: any whole numbers, for the rules must hold for a map that nobody would draw."""

from __future__ import annotations

import random
from array import array
from dataclasses import replace

from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.domain.ways import Ways
from tests.optimizer.town_policies import chance


def random_ways(rng: random.Random, snapshot: Snapshot, policy: Policy) -> Ways:
    """A way from every home to every facility; children of one place share it."""
    homes: dict[tuple[float, float], int] = {}
    rows = {c.id: homes.setdefault((c.easting, c.northing), len(homes)) for c in snapshot.children.values()}
    names = list(snapshot.facilities)
    rng.shuffle(names)
    pairs = len(homes) * len(names)
    metres = array("i", [rng.randrange(0, 4000) for _ in range(pairs)])
    seconds = array("i", [rng.randrange(0, 3600) for _ in range(pairs)])
    estimated = frozenset(k for k in range(pairs) if chance(rng, 5))
    columns = {name: k for k, name in enumerate(names)}
    return Ways(policy.distance_method, policy.travel_mode, "0" * 64, rows, columns, metres, seconds, estimated)


def measured(rng: random.Random, snapshot: Snapshot, policy: Policy) -> tuple[Snapshot, Policy]:
    """The town with its ways measured by one of the methods, and sometimes an area in minutes."""
    policy = replace(
        policy,
        distance_method=rng.choice(("straight", "straight", "matrix", "osrm", "osm")),
        travel_mode=rng.choice(("foot", "bicycle", "car")),
        travel_minutes=rng.choice((5, 10, 30)),
    )
    if chance(rng, 25):
        policy = replace(policy, guarantee_area="travel_time")
    if policy.distance_method == "straight":
        return snapshot, policy
    return replace(snapshot, ways=random_ways(rng, snapshot, policy)), policy
