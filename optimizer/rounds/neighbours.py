"""Which children compete with each other: the search improves one neighbourhood at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.rounds.instance import Instance

Ints = NDArray[np.int64]
#: children of one neighbourhood above which it is cut in two
MOST = 1000


def neighbours(instance: Instance, options: Ints) -> tuple[Ints, ...]:
    """For each guarantee district the subjects with one of `options` in it, cut in two by where they live until no part is too large."""
    area, subject = instance.places.area[instance.options.unit[options]], instance.options.subject[options]
    home = np.array([(s.children[0].easting, s.children[0].northing) for s in instance.subjects], dtype=np.float64)
    found: list[Ints] = []
    parts = [np.unique(subject[area == one]) for one in np.unique(area)]
    while parts:
        part = parts.pop(0)
        if len(part) > MOST:
            at = home[part]
            side = int(np.argmax(np.ptp(at, axis=0)))
            order = np.argsort(at[:, side], kind="stable")
            parts[:0] = [np.sort(part[half]) for half in np.array_split(order, 2)]
        else:
            found.append(part)
    return tuple(found)
