"""Wishes: near and popular places first, the sibling's house before them, a third of them pooled (a house, a district's homes)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from data.synthetic import calibration as cal
from data.synthetic.arrays import Bools, Floats, Ints, nearest, positions

#: Places looked at for each family, by kind of unit.
NEAREST = {"vuggestue": 8, "dagpleje": 12, "boernehave": 12}
CARE_KINDS = {"0-2": ("vuggestue", "dagpleje"), "3-5": ("boernehave",)}
COLUMNS = ("application", "kind", "target")


def _candidates(families: pd.DataFrame, units: pd.DataFrame, open_rows: Bools, kinds: tuple[str, ...]) -> tuple[Ints, Floats]:
    """For each family the nearest open units of each kind, and the distances in metres."""
    found: list[Ints] = []
    distances: list[Floats] = []
    for kind in kinds:
        rows = np.flatnonzero(open_rows & (units["kind"] == kind).to_numpy())
        if not len(rows):
            continue
        distance, index = nearest(positions(units.iloc[rows]), positions(families), NEAREST[kind])
        found.append(rows[index])
        distances.append(distance)
    return np.hstack(found), np.hstack(distances)


def _suits(families: pd.DataFrame, units: pd.DataFrame, rows: Ints) -> Bools:
    """Whether smoke and pets allow each unit, and whether it is another facility than the present one of a transfer."""
    shape = (-1,) + (1,) * (rows.ndim - 1)
    smoke = families["smoke_free_needed"].to_numpy().reshape(shape) & ~units["smoke_free"].to_numpy(dtype=bool)[rows]
    pets = families["pets_excluded"].to_numpy().reshape(shape) & units["pets"].to_numpy(dtype=bool)[rows]
    leaves = np.where(families["kind"] == "transfer", families["facility"], -1).reshape(shape)
    suits: Bools = ~smoke & ~pets & (units["facility"].to_numpy()[rows] != leaves)
    return suits


def _dearest(rng: np.random.Generator, families: pd.DataFrame, units: pd.DataFrame, open_rows: Bools, siblings: Ints, care: str) -> Ints:
    """The unit of the sibling's house (a transition: of the own house) that is wished before all others, -1 = none."""
    rows = np.flatnonzero(open_rows & units["kind"].isin(CARE_KINDS[care]).to_numpy())
    of_facility = np.full(int(units["facility"].max()) + 1, -1, dtype=np.int64)
    of_facility[units["facility"].to_numpy()[rows]] = rows

    def unit_at(facility: Ints) -> Ints:
        return np.where(facility >= 0, of_facility[facility], -1)

    sibling = np.where(rng.random(len(families)) < cal.SIBLING_FIRST_SHARE, unit_at(siblings), -1)
    own = np.where(families["kind"] == "transition", unit_at(families["facility"].to_numpy()), -1)
    own = np.where(rng.random(len(families)) < cal.OWN_HOUSE_FIRST_SHARE, own, -1)
    first = np.where(own >= 0, own, sibling)
    return np.where((first >= 0) & _suits(families, units, np.maximum(first, 0)), first, -1)


def _ranked(rng: np.random.Generator, families: pd.DataFrame, units: pd.DataFrame, open_rows: Bools, first: Ints, care: str) -> Ints:
    """Units in order of liking, shape (families, 5); -1 fills up."""
    rows, distance = _candidates(families, units, open_rows, CARE_KINDS[care])
    prefers = families["dagpleje"].to_numpy()[:, None] == (units["kind"].to_numpy()[rows] == "dagpleje")
    taste = units["attraction"].to_numpy(dtype=float)[rows] * cal.TASTE_POPULAR - distance / 1000 * cal.TASTE_PER_KM
    taste += rng.gumbel(0, 1, rows.shape) + np.where(prefers, cal.TASTE_KIND, 0.0)
    taste[~_suits(families, units, rows) | (rows == first[:, None])] = -np.inf
    most = len(cal.WISH_COUNT_SHARES)
    order = np.argsort(-taste, axis=1, kind="stable")[:, :most]
    liked = np.where(np.isfinite(np.take_along_axis(taste, order, axis=1)), np.take_along_axis(rows, order, axis=1), -1)
    ranked = np.full((len(families), most + 1), -1, dtype=np.int64)
    ranked[:, 0], ranked[:, 1 : 1 + liked.shape[1]] = first, liked
    # close the gap where there is no dearest one
    return np.take_along_axis(ranked, np.argsort(ranked < 0, axis=1, kind="stable"), axis=1)[:, :most]


def _as_wishes(rng: np.random.Generator, families: pd.DataFrame, units: pd.DataFrame, ranked: Ints) -> pd.DataFrame:
    """One row per wish in order of rank; some name a whole house or all homes of a district (never for a transfer)."""
    count = rng.choice(np.arange(1, ranked.shape[1] + 1), len(ranked), p=cal.WISH_COUNT_SHARES)
    family, rank = np.nonzero((ranked >= 0) & (np.arange(ranked.shape[1]) < count[:, None]))
    unit = ranked[family, rank]
    is_home = (units["kind"] == "dagpleje").to_numpy()[unit]
    pooled = rng.random(len(unit)) < np.where(is_home, cal.POOLED_DAGPLEJE_SHARE, cal.POOLED_HOUSE_SHARE)
    pooled &= (families["kind"] != "transfer").to_numpy()[family]
    kind = np.where(pooled, np.where(is_home, "district_dagpleje", "facility"), "unit")
    name = {column: units[column].to_numpy(dtype=object)[unit] for column in ("unit_id", "facility_id", "district_id")}
    target = np.where(pooled, np.where(is_home, name["district_id"], name["facility_id"]), name["unit_id"])
    wishes = pd.DataFrame({"family": families.index.to_numpy()[family], "target_kind": kind, "target_id": target})
    return wishes.drop_duplicates()


def _sibling_facility(children: pd.DataFrame, families: pd.DataFrame, units: pd.DataFrame) -> Ints:
    """The facility of the youngest other enrolled child of the household, -1 = none."""
    inside = children[children["unit"] >= 0]
    pairs = families.reset_index(names="family").merge(inside[["household", "delivery", "unit"]], on="household", suffixes=("", "_sibling"))
    pairs = pairs[pairs["delivery"] != pairs["delivery_sibling"]].drop_duplicates("family", keep="last")
    facility = np.full(len(families), -1, dtype=np.int64)
    facility[families.index.get_indexer(pd.Index(pairs["family"]))] = units["facility"].to_numpy()[pairs["unit_sibling"]]
    return facility


def draw_wishes(
    rng: np.random.Generator, applications: pd.DataFrame, children: pd.DataFrame, units: pd.DataFrame, closing: Ints
) -> pd.DataFrame:
    """Wishes of all applications: `application` (row), rank, target_kind, target_id.

    Twins who apply for the same wish the same. Nobody wishes a unit that is private or about to close (`closing`).
    """
    open_rows = units["open_to_list"].to_numpy(dtype=bool).copy()
    open_rows[closing] = False
    group: Any = applications.groupby(["delivery", "kind", "care"], sort=False).ngroup()
    families = applications.drop_duplicates(["delivery", "kind", "care"]).copy()
    families.index = pd.Index(group.loc[families.index])
    families["facility"] = np.where(families["unit"] >= 0, units["facility"].to_numpy()[families["unit"]], -1)
    siblings = pd.Series(_sibling_facility(children, families, units), index=families.index)
    parts = []
    for care in CARE_KINDS:
        some = families[families["care"] == care]
        if len(some):
            first = _dearest(rng, some, units, open_rows, siblings.loc[some.index].to_numpy(), care)
            parts.append(_as_wishes(rng, some, units, _ranked(rng, some, units, open_rows, first, care)))
    wishes = pd.concat(parts, ignore_index=True)
    wishes["rank"] = wishes.groupby("family").cumcount() + 1
    each = pd.DataFrame({"application": np.arange(len(applications)), "family": group.to_numpy()})
    return each.merge(wishes, on="family").drop(columns="family")
