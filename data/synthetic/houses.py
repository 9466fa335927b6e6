"""Houses: how many, of which kind, run by whom, where; and which house each family uses."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.synthetic import calibration as cal
from data.synthetic.arrays import Bools, Floats, Ints, apportion, nearest, positions
from data.synthetic.geography import Geography

#: Houses among which a family chooses.
NEAREST_HOUSES = 8
#: Rounds in which crowded houses lose appeal, and how much of the crowding is taken off in each.
BALANCING_STEPS = 8
BALANCING_STRENGTH = 0.6
#: The first houses are always municipal and integrated, so that the smallest municipality has a choice.
PLAIN_HOUSES = 2


def _kinds(rng: np.random.Generator, count: int) -> tuple[Bools, Bools]:
    """Whether each house has a vuggestue, and whether it has a boernehave."""
    kind = np.zeros(count, dtype=np.int64)
    boernehaver, vuggestuer = round(count * cal.BOERNEHAVE_SHARE), round(count * cal.VUGGESTUE_SHARE)
    chosen = PLAIN_HOUSES + rng.permutation(count - PLAIN_HOUSES)
    kind[chosen[:boernehaver]] = 1
    kind[chosen[boernehaver : boernehaver + vuggestuer]] = 2
    return kind != 1, kind != 2


def _operators(rng: np.random.Generator, count: int) -> list[str]:
    shares = {"private": cal.PRIVATE_SHARE, "independent": cal.INDEPENDENT_SHARE, "outsourced": cal.OUTSOURCED_SHARE}
    operators = [name for name, share in shares.items() for _ in range(round(count * share))]
    operators += ["municipal"] * (count - PLAIN_HOUSES - len(operators))
    return ["municipal"] * PLAIN_HOUSES + [operators[k] for k in rng.permutation(len(operators))]


def draw_houses(rng: np.random.Generator, children: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """Houses for `children` (those in need of one), placed in the districts where they live.

    Columns: x, y, district, vuggestue, boernehave (yes/no), operator, attraction (taste, random), size (against the others),
    language, company.
    """
    count = max(PLAIN_HOUSES + 1, round(len(children) / cal.HOUSE_CHILDREN))
    in_district = np.bincount(children["district"], minlength=len(geography.names)).astype(float)
    district = np.repeat(np.arange(len(in_district)), apportion(count, in_district))
    district = district[rng.permutation(count)]
    place = geography.centre[district] + rng.normal(0, 0.6, (count, 2)) * geography.spread_m[district, None]
    vuggestue, boernehave = _kinds(rng, count)
    operator = _operators(rng, count)
    municipal = np.array(operator) == "municipal"
    # one house in two hundred teaches in English, one is a company's; none in a small municipality
    special = np.flatnonzero(municipal)[PLAIN_HOUSES:][: 2 * round(count / 200)]
    language, company = np.full(count, None, dtype=object), np.zeros(count, dtype=bool)
    language[special[::2]] = "en"
    company[special[1::2]] = True
    return pd.DataFrame({
        "x": np.round(place[:, 0]),
        "y": np.round(place[:, 1]),
        "district": district,
        "vuggestue": vuggestue,
        "boernehave": boernehave,
        "operator": operator,
        "attraction": rng.normal(0, 0.5, count),
        "size": rng.lognormal(0, cal.HOUSE_SIZE_SPREAD, count),
        "language": language,
        "company": company,
    })  # fmt: skip


def _choose(rng: np.random.Generator, homes: Floats, houses: pd.DataFrame, allowed: Bools) -> Ints:
    """One of the nearest allowed houses for each home (a logit choice): near ones likelier, popular ones as far as they have room.

    A house that more choose than its size allows loses appeal by degrees, as if those were told that it is full.
    """
    candidates = np.flatnonzero(allowed)
    distance, index = nearest(positions(houses.iloc[candidates]), homes, NEAREST_HOUSES)
    room = houses["size"].to_numpy()[candidates]
    room = room / room.sum() * len(homes)
    appeal = houses["attraction"].to_numpy()[candidates] * cal.TASTE_POPULAR
    for _ in range(BALANCING_STEPS):
        weight = np.exp(appeal[index] - distance / 1000 * cal.TASTE_PER_KM)
        chance = weight / weight.sum(axis=1, keepdims=True)
        choosing = np.bincount(index.ravel(), weights=chance.ravel(), minlength=len(candidates))
        appeal = appeal - BALANCING_STRENGTH * np.log((choosing + 1) / (room + 1))
    taste = appeal[index] - distance / 1000 * cal.TASTE_PER_KM
    best = np.argmax(taste + rng.gumbel(0, 1, distance.shape), axis=1)
    chosen: Ints = candidates[index[np.arange(len(index)), best]]
    return chosen


def assign_houses(rng: np.random.Generator, children: pd.DataFrame, houses: pd.DataFrame, older: Bools) -> Ints:
    """The house of each child; `older` marks those in 3-5 care. Mostly one house per family where it has both kinds."""
    first = children.drop_duplicates("household")
    row_of = np.zeros(int(children["household"].max()) + 1, dtype=np.int64)
    row_of[first["household"]] = np.arange(len(first))
    family = row_of[children["household"]]
    homes = positions(first)
    has_vuggestue, has_boernehave = houses["vuggestue"].to_numpy(), houses["boernehave"].to_numpy()
    young_house = _choose(rng, homes, houses, has_vuggestue)
    # a family stays in its integrated house, unless a boernehave without vuggestue is what it would choose for an older child
    old_house = _choose(rng, homes, houses, has_boernehave)
    old_house = np.where(has_boernehave[young_house] & has_vuggestue[old_house], young_house, old_house)
    usual = np.where(older, old_house[family], young_house[family])
    other = np.where(older, _choose(rng, homes, houses, has_boernehave)[family], _choose(rng, homes, houses, has_vuggestue)[family])
    keeps = rng.random(int(children["delivery"].max()) + 1)[children["delivery"]] < cal.SAME_HOUSE_SHARE
    return np.where(keeps, usual, other)
