"""Dagplejere: their homes, play groups, and the children in them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.synthetic import calibration as cal
from data.synthetic.arrays import Ints, nearest, positions
from data.synthetic.geography import Geography

#: Homes that a child is tried in, the nearest (with some chance) first.
NEAREST_HOMES = 24
#: Mean of the chance part of that order, metres.
ORDER_NOISE_M = 500.0
#: places, max_places, support points by kind of home
KINDS = {"four": (4, 5, 1), "three": (3, 5, 1), "resource": (3, 5, 3), "large": (8, 10, 2)}


def _kinds(rng: np.random.Generator, count: int) -> list[str]:
    """Kinds of home in the calibrated mix; every municipality of a dozen homes has one for special needs."""
    large, resource = round(count * cal.HOME_MIX["large"]), round(count * cal.HOME_MIX["resource"])
    resource = max(resource, 1 if count >= 12 else 0)
    three = round(count * cal.HOME_MIX["three"])
    mix = ["large"] * large + ["resource"] * resource + ["three"] * three
    mix += ["four"] * (count - len(mix))
    return [mix[k] for k in rng.permutation(count)]


def _playgroups(homes: pd.DataFrame, geography: Geography) -> list[str]:
    """A play group per about seven homes of one guarantee district, neighbours together (district, then west to east)."""
    district = homes["district"].to_numpy()
    area = geography.area[district]
    order = np.lexsort((homes["x"].to_numpy(), district, area))
    group = np.zeros(len(homes), dtype=np.int64)
    number = 0
    for members in np.split(order, np.flatnonzero(np.diff(area[order])) + 1):
        for part in np.array_split(members, max(1, round(len(members) / cal.PLAYGROUP_HOMES))):
            number += 1
            group[part] = number
    return [f"L{k:03d}" for k in group]


def draw_homes(rng: np.random.Generator, seekers: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """Homes for the children who prefer dagpleje, near where they live; the last ones are hired but not yet begun.

    Columns: x, y, district, places, max_places, guest_places, support_points, max_infants, smoke_free, pets, playgroup, hired.
    """
    mean_places = sum(share * KINDS[kind][0] for kind, share in cal.HOME_MIX.items())
    weight = float(seekers["place_weight"].sum())
    count = max(4, round(weight / cal.DAGPLEJE_MARGIN / cal.OCCUPANCY / mean_places))
    hired = round(count * cal.HIRED_SHARE * cal.KNOWN_AHEAD_MONTHS / 12)
    hired = max(hired, 1 if count >= 8 else 0)
    kinds = _kinds(rng, count) + ["four"] * hired
    near = seekers.iloc[rng.integers(0, len(seekers), count + hired)]
    places, most, points = (np.array(column) for column in zip(*(KINDS[kind] for kind in kinds), strict=True))
    kind = np.array(kinds)
    resource = kind == "resource"
    places = np.where(resource, rng.integers(2, 4, count + hired), places)
    homes = pd.DataFrame({
        "x": np.round(near["x"].to_numpy() + rng.normal(0, 300, count + hired)),
        "y": np.round(near["y"].to_numpy() + rng.normal(0, 300, count + hired)),
        "district": near["district"].to_numpy(),
        "places": places,
        "max_places": most,
        "guest_places": np.where(resource, 0, most - places),
        "support_points": np.where(resource, rng.integers(2, 4, count + hired), points),
        "max_infants": np.where(kind == "large", cal.MAX_INFANTS_LARGE, cal.MAX_INFANTS),
        "smoke_free": rng.random(count + hired) < cal.SMOKE_FREE_HOMES,
        "pets": rng.random(count + hired) < cal.HOMES_WITH_PETS,
        "hired": np.arange(count + hired) >= count,
    })  # fmt: skip
    return homes.assign(playgroup=_playgroups(homes, geography))


def _nearest(rng: np.random.Generator, seekers: pd.DataFrame, homes: pd.DataFrame) -> Ints:
    """For each child the homes to try in order; -1 where smoke, pets or a late start of the home forbid it."""
    distance, index = nearest(positions(homes), positions(seekers), NEAREST_HOMES)
    order = np.argsort(distance + rng.exponential(ORDER_NOISE_M, distance.shape), axis=1, kind="stable")
    tried = np.take_along_axis(index, order, axis=1)
    smoke, pets, hired = (homes[name].to_numpy()[tried] for name in ("smoke_free", "pets", "hired"))
    forbidden = hired | (seekers["smoke_free_needed"].to_numpy()[:, None] & ~smoke) | (seekers["pets_excluded"].to_numpy()[:, None] & pets)
    return np.where(forbidden, -1, tried)


def fill_homes(rng: np.random.Generator, seekers: pd.DataFrame, homes: pd.DataFrame) -> Ints:
    """The home of each child, within places (weights counted), infants and support points; -1 = found none.

    Families come in random order, so that twins and siblings stand together and prefer the same home.
    """
    rank = rng.permutation(int(seekers["household"].max()) + 1)[seekers["household"]]
    order = np.argsort(rank, kind="stable")
    tried = _nearest(rng, seekers, homes).tolist()
    twin_of: dict[int, int] = {}
    free, points, infants = (homes[name].tolist() for name in ("places", "support_points", "max_infants"))
    weight, point, infant, delivery = (seekers[name].tolist() for name in ("place_weight", "support_points", "infant", "delivery"))
    placed = np.full(len(seekers), -1, dtype=np.int64)
    for child in order.tolist():
        options = [twin_of[delivery[child]], *tried[child]] if delivery[child] in twin_of else tried[child]
        for home in options:
            if home >= 0 and free[home] >= weight[child] and points[home] >= point[child] and infants[home] >= infant[child]:
                free[home] -= weight[child]
                points[home] -= point[child]
                infants[home] -= infant[child]
                placed[child] = home
                twin_of[delivery[child]] = home
                break
    return placed
