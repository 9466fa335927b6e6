"""The ways that a round was given: how far and how long from each home to each facility, measured before the round."""

from __future__ import annotations

import hashlib
import json
import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.domain.policy import DistanceMethod, TravelMode


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways as given facts. Children of one home share a row; nothing in it is changed after it was made.

    The way of child c to facility f stands at position `rows[c] * len(columns) + columns[f]` of `metres` and of `seconds`.
    """

    method: DistanceMethod
    mode: TravelMode
    #: what they were measured in: the SHA-256 of a file, or the address of a service
    source: str
    #: child id -> row
    rows: Mapping[str, int]
    #: facility id -> column
    columns: Mapping[str, int]
    metres: array[int]
    seconds: array[int]
    #: positions for which no way was found; the straight line times the detour, at the policy's speed, stands there instead
    estimated: frozenset[int] = frozenset()

    @property
    def hash(self) -> str:
        """SHA-256 of the content: the same ways of the same children and facilities have the same one, however they are kept."""
        width = len(self.columns)
        facilities = sorted(self.columns)
        digest = hashlib.sha256(json.dumps([self.method, self.mode, self.source, facilities]).encode())
        order = [self.columns[f] for f in facilities]
        for child in sorted(self.rows):
            digest.update(f"\n{child}\n".encode())
            first = self.rows[child] * width
            for values in (self.metres, self.seconds):
                row = array("i", [values[first + k] for k in order])
                if sys.byteorder == "big":
                    row.byteswap()
                digest.update(row.tobytes())
            digest.update(bytes(first + k in self.estimated for k in order) if self.estimated else b"")
        return digest.hexdigest()
