"""From what a method found to the ways that a round reads: where it found none, the estimate stands, and is marked."""

from __future__ import annotations

from array import array
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from data.distances.sites import Floats, Sites
from optimizer.domain.policy import Policy
from optimizer.domain.ways import Ways

Whole = NDArray[np.int32]
#: stands for a way that was not found
NO_WAY = -1


class Measurer(Protocol):
    """A method of measuring ways."""

    @property
    def source(self) -> str:
        """What is measured in: changes whenever the same places might get other ways."""
        ...

    def table(self, homes: Floats, facilities: Floats) -> tuple[Whole, Whole]:
        """[home, facility] metres and seconds of the way from each home to each facility; NO_WAY in both where there is none.

        Both arguments are [place] easting, northing in metres.
        """
        ...


def estimate(homes: Floats, facilities: Floats, policy: Policy) -> tuple[Whole, Whole]:
    """[home, facility] the straight line times the detour, and its time at the mode's speed, as a round without ways has them."""
    east = facilities[None, :, 0] - homes[:, None, 0]
    north = facilities[None, :, 1] - homes[:, None, 1]
    metres = np.floor(np.sqrt(east**2 + north**2) * policy.detour_percent / 100 + 0.5).astype(np.int64)
    seconds = (36 * metres + 5 * policy.kmh) // (10 * policy.kmh)
    return metres.astype(np.int32), seconds.astype(np.int32)


def make_ways(sites: Sites, policy: Policy, source: str, metres: Whole, seconds: Whole) -> Ways:
    """The ways of a round by the policy's method and mode, estimates filled in where `metres` holds NO_WAY."""
    lost = metres == NO_WAY
    if lost.any():
        guessed_metres, guessed_seconds = estimate(sites.homes, sites.facilities, policy)
        metres, seconds = np.where(lost, guessed_metres, metres), np.where(lost, guessed_seconds, seconds)
    return Ways(
        method=policy.distance_method,
        mode=policy.travel_mode,
        source=source,
        rows=sites.rows,
        columns=sites.columns,
        metres=whole_array(metres),
        seconds=whole_array(seconds),
        estimated=frozenset(np.flatnonzero(lost).tolist()),
    )


def whole_array(values: Whole) -> array[int]:
    """The values row by row."""
    return array("i", values.astype(np.intc).tobytes())
