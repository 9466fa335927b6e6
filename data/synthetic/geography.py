"""Districts: school districts below guarantee districts, towns and villages, listed areas. Metres, ETRS89 / UTM 32N."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.synthetic import calibration as cal
from data.synthetic import names
from data.synthetic.arrays import Bools, Floats, Ints, apportion
from data.synthetic.sizes import Sizes

#: The middle of the municipality, in Jutland; the largest radius (37 km) and its tails stay well inside Denmark.
CENTRE_M = np.array([560_000.0, 6_225_000.0])


@dataclass(frozen=True)
class Geography:
    """School districts, one row each; `area` is the guarantee district above."""

    areas: list[str]
    names: list[str]
    area: Ints
    #: centre, metres, shape (n, 2)
    centre: Floats
    #: standard deviation of homes around the centre, metres
    spread_m: Floats
    town: Bools
    #: share of the families who live there
    share: Floats
    #: holds an area on the ministry's list
    listed: Bools
    #: middle of the listed area, metres, shape (n, 2)
    block: Floats

    def district_ids(self) -> list[str]:
        """Ids of the school districts, in order."""
        digits = len(str(len(self.names)))
        return [f"D{k + 1:0{max(2, digits)}d}" for k in range(len(self.names))]


def _area_centres(rng: np.random.Generator, sizes: Sizes) -> Floats:
    """Guarantee districts' middles: the main town in the centre, the others each far from those before."""
    centres = [np.zeros(2)]
    for _ in range(sizes.areas - 1):
        angle, radius = rng.uniform(0, 2 * np.pi, 12), sizes.radius_m * np.sqrt(rng.uniform(0, 1, 12))
        candidates = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
        nearest = np.linalg.norm(candidates[:, None] - np.array(centres)[None], axis=2).min(axis=1)
        centres.append(candidates[int(nearest.argmax())])
    placed: Floats = np.array(centres) + CENTRE_M
    return placed


def _town_names(rng: np.random.Generator, count: int) -> list[str]:
    pairs = [a + b for a in names.TOWNS_FIRST for b in names.TOWNS_LAST]
    return [pairs[k] for k in rng.permutation(len(pairs))[:count]]


def _listed(rng: np.random.Generator, share: Floats) -> Bools:
    """Districts drawn until they hold enough families for the vulnerable share, without taking one that holds too many."""
    listed = np.zeros(len(share), dtype=bool)
    for k in rng.permutation(len(share)):
        if share[listed].sum() >= cal.VULNERABLE_SHARE + 0.03:
            break
        if share[listed].sum() + share[k] <= 2.5 * cal.VULNERABLE_SHARE:
            listed[k] = True
    if share[listed].sum() < cal.VULNERABLE_SHARE:
        listed[int(np.argmax(np.where(listed, -1.0, -np.abs(share - 2 * cal.VULNERABLE_SHARE))))] = True
    return listed


def draw_geography(rng: np.random.Generator, sizes: Sizes) -> Geography:
    """Draw the districts; the first of each guarantee district is its town, the others lie around it."""
    centres = _area_centres(rng, sizes)
    per_area = apportion(sizes.districts, np.arange(1, sizes.areas + 1, dtype=np.float64) ** -0.6, least=1)
    area = np.repeat(np.arange(sizes.areas), per_area)
    town = np.concatenate([[True], area[1:] != area[:-1]])
    n = sizes.districts
    offset_m = 0.45 * sizes.radius_m / sizes.areas**0.5
    centre = centres[area] + np.where(town[:, None], 0.0, rng.normal(0, offset_m, (n, 2)))
    weight = np.where(town, 2.2, rng.lognormal(0, 0.45, n))
    share = weight / weight.sum()
    towns = _town_names(rng, n)
    return Geography(
        areas=[f"Garantidistrikt {towns[k]}" for k in np.flatnonzero(town)],
        names=[f"{t} skoledistrikt" for t in towns],
        area=area,
        centre=centre,
        spread_m=np.where(town, 700.0, rng.uniform(700, 1800, n)),
        town=town,
        share=share,
        listed=_listed(rng, share),
        block=centre + rng.normal(0, 400, (n, 2)),
    )
