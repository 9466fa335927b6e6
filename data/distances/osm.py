"""Ways on a road map from OpenStreetMap, measured without any service."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from data.distances.measure import Whole
from data.distances.network import Network
from data.distances.roadmap import file_hash, read_map
from data.distances.sites import Floats
from optimizer.domain.policy import Policy

#: to be raised with every change to `roads` or `network` that gives other ways
VERSION = 1


class OpenStreetMap:
    """The extract at a path; it is read when the first way is asked for."""

    def __init__(self, path: Path, policy: Policy, answered: Callable[[float], None] | None = None) -> None:
        """MapFault when there is no such file."""
        self._path, self._policy, self._answered = path, policy, answered
        told = f"{VERSION} {policy.foot_kmh} {policy.bicycle_kmh if policy.travel_mode == 'bicycle' else ''} {file_hash(path)}"
        #: SHA-256 of the file and of what it is read with
        self.source = hashlib.sha256(told.encode()).hexdigest()

    def table(self, homes: Floats, facilities: Floats) -> tuple[Whole, Whole]:
        """As `Measurer`. MapFault when the file is no map."""
        policy = self._policy
        roads = read_map(self._path, policy.travel_mode, policy.foot_kmh, policy.bicycle_kmh)
        return Network(roads, policy.foot_kmh, self._answered).table(homes, facilities)
