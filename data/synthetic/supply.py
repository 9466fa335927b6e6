"""Facilities and units as the data package has them, sized from the children in them, and how capacity will change."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.synthetic import calibration as cal
from data.synthetic import names
from data.synthetic.arrays import Days, Floats, Ints, add_months, as_days, day, month_ceiling, pick
from data.synthetic.geography import Geography
from data.synthetic.sizes import Sizes

#: Ages in whole months at the start: from, up to (the domain reference's usual limits).
AGES = {"dagpleje": (6, 36), "vuggestue": (6, 36), "boernehave": (33, 84)}
#: The smallest group that a house keeps, places.
LEAST_PLACES = {"vuggestue": 8, "boernehave": 14}
OPENING = {"house": ("06:30", "17:00"), "dagpleje": ("06:30", "16:30")}


def facilities_table(rng: np.random.Generator, houses: pd.DataFrame, homes: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """All facilities, houses first; columns of the data package and `attraction`."""
    district_ids = np.array(geography.district_ids(), dtype=object)
    house = houses.drop(columns=["vuggestue", "boernehave", "size"]).assign(
        facility_id=[f"H{k + 1:04d}" for k in range(len(houses))],
        name="Børnehuset " + pd.Series(pick(rng, names.HOUSES, len(houses)), dtype="string") + [f" {k + 1}" for k in range(len(houses))],
        kind="house",
    )
    home = homes[["x", "y", "district"]].assign(
        facility_id=[f"P{k + 1:05d}" for k in range(len(homes))],
        name="Dagplejer "
        + pd.Series(pick(rng, names.ADULTS, len(homes)), dtype="string")
        + " "
        + pd.Series(pick(rng, names.SURNAMES, len(homes)), dtype="string"),
        kind="dagpleje",
        operator="municipal",
        attraction=rng.normal(0, 0.4, len(homes)),
        company=False,
    )
    both = pd.concat([house, home], ignore_index=True)
    both["district_id"] = district_ids[both["district"]]
    both["opens"] = both["kind"].map({kind: hours[0] for kind, hours in OPENING.items()})
    both["closes"] = both["kind"].map({kind: hours[1] for kind, hours in OPENING.items()})
    return both


def units_table(facilities: pd.DataFrame, houses: pd.DataFrame, homes: pd.DataFrame) -> pd.DataFrame:
    """All units in the order vuggestuer, boernehaver, homes; houses' places are still to be set by `size_houses`."""
    parts = []
    for kind, letter in (("vuggestue", "V"), ("boernehave", "B")):
        rows = np.flatnonzero(houses[kind])
        part = pd.DataFrame({"facility": rows, "kind": kind, "unit_id": [f"H{k + 1:04d}-{letter}" for k in rows]})
        parts.append(part.assign(smoke_free=True, pets=False, guest_places=0))
    home = homes.drop(columns=["x", "y", "district"]).rename(columns={"playgroup": "playgroup_id"})
    home = home.assign(facility=len(houses) + np.arange(len(homes)), kind="dagpleje")
    home["unit_id"] = facilities["facility_id"].to_numpy()[home["facility"]]
    units = pd.concat([*parts, home], ignore_index=True)
    for name in ("x", "y", "district", "attraction", "facility_id", "operator", "district_id"):
        units[name] = facilities[name].to_numpy()[units["facility"]]
    units["open_to_list"] = units["operator"] != "private"
    units["hired"] = units["hired"].fillna(value=False).astype(bool)
    units["min_age_months"] = units["kind"].map({kind: ages[0] for kind, ages in AGES.items()})
    units["max_age_months"] = units["kind"].map({kind: ages[1] for kind, ages in AGES.items()})
    units.loc[units["hired"], "places"] = 0
    return units


def size_houses(rng: np.random.Generator, units: pd.DataFrame, enrolled: Ints, points: Ints, peak: float) -> pd.DataFrame:
    """Sets the houses' places and support points.

    `enrolled` and `points` hold the children and their support points now, by unit; boernehaver are built for the June peak,
    `peak` times as many as now.
    """
    units = units.copy()
    house = (units["kind"] != "dagpleje").to_numpy()
    older = (units["kind"] == "boernehave").to_numpy()
    occupancy = np.clip(rng.normal(cal.OCCUPANCY + cal.OCCUPANCY_MARGIN, cal.OCCUPANCY_SPREAD, len(units)), 0.8, 1.0)
    exact: Floats = enrolled * np.where(older, peak, 1.0) / occupancy
    rounded = np.floor(exact + rng.random(len(units))).astype(np.int64)
    least = units["kind"].map(LEAST_PLACES).fillna(0).to_numpy(dtype=np.int64)
    places = np.maximum.reduce([rounded, enrolled, least])
    units.loc[house, "places"] = places[house]
    units.loc[house, "support_points"] = (np.ceil(points * 1.3).astype(np.int64) + rng.integers(1, 5, len(units)))[house]
    return units


def set_ceilings(
    rng: np.random.Generator, facilities: pd.DataFrame, units: pd.DataFrame, enrolled: Ints, changes: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Facilities and units with the most places a house's units may have, and the place units an integrated house may hold.

    Room is there for all places now and to come (`changes`); the shared ceiling is mostly that, sometimes a little less.
    """
    most = units["places"].to_numpy(dtype=np.int64).copy()
    np.maximum.at(most, changes["unit"].to_numpy(), changes["places"].to_numpy(dtype=np.int64))
    house = (units["kind"] != "dagpleje").to_numpy()
    spare = rng.integers(0, 5, len(units))
    units = units.assign(max_places=np.where(house, most + spare, units["max_places"]))
    facility, count = units["facility"].to_numpy(), len(facilities)
    weight = np.where(units["kind"] == "vuggestue", 2, 1)
    room = np.bincount(facility, weights=weight * most, minlength=count)
    now = np.bincount(facility, weights=weight * enrolled, minlength=count)
    integrated = np.bincount(facility, minlength=count) == 2
    ceiling = np.maximum(np.ceil(room * rng.choice([0.98, 1.0, 1.03], count, p=[0.2, 0.4, 0.4])), now)
    return facilities.assign(max_units=np.where(integrated, ceiling, np.nan)), units


def _first_of_month(rng: np.random.Generator, sizes: Sizes, low: int, high: int, count: int) -> Days:
    """The first of the 'low'-th to 'high'-th month after the round date."""
    start = month_ceiling(np.full(count, day(sizes.round_date)) + np.timedelta64(1, "D"))
    return add_months(start, rng.integers(low - 1, high, count))


def capacity_changes(rng: np.random.Generator, units: pd.DataFrame, children: pd.DataFrame, sizes: Sizes) -> pd.DataFrame:
    """Dagplejere who leave and who begin, boernehaver that grow, and some that shrink below those enrolled (always one)."""
    known, number = units["open_to_list"] & ~units["hired"], np.arange(len(units))
    homes = number[known & (units["kind"] == "dagpleje") & (units["support_points"] == 1)]
    hired = number[units["hired"]]
    leaving = round(len(homes) * cal.LEAVING_SHARE * cal.KNOWN_AHEAD_MONTHS / 12)
    leaving = max(leaving, 1 if len(homes) >= 8 else 0)
    left = rng.permutation(homes)[:leaving]
    rows = [
        pd.DataFrame({"unit": left, "from_date": _first_of_month(rng, sizes, 1, cal.KNOWN_AHEAD_MONTHS, len(left)), "places": 0})
        .assign(reason="Dagplejer fratræder"),
        pd.DataFrame({"unit": hired, "from_date": _first_of_month(rng, sizes, 1, cal.KNOWN_AHEAD_MONTHS, len(hired)), "places": 4})
        .assign(reason="Ny dagplejer"),
        _house_changes(rng, units, children, sizes),
    ]  # fmt: skip
    changes = pd.concat(rows, ignore_index=True)
    return changes.assign(unit_id=units["unit_id"].to_numpy()[changes["unit"]])


def _house_changes(rng: np.random.Generator, units: pd.DataFrame, children: pd.DataFrame, sizes: Sizes) -> pd.DataFrame:
    """Boernehaver that shrink to fewer places than the children who will still be there, and some that grow."""
    rows = np.flatnonzero((units["kind"] == "boernehave") & units["open_to_list"])
    shrinking = max(1, round(len(rows) * cal.SHRINKING_SHARE))
    day_of = _first_of_month(rng, sizes, 2, 5, len(units))
    inside = children[children["unit"] >= 0]
    stays = as_days(inside["school"].to_numpy()) > day_of[inside["unit"]]
    staying = np.bincount(inside["unit"], weights=stays, minlength=len(units)).astype(np.int64)
    order = rng.permutation(rows)
    # a unit with fewer than four children left could not shrink by a few; the fullest comes first when all are that small
    enough = order[staying[order] >= 4]
    chosen = enough[:shrinking] if len(enough) else order[np.argsort(-staying[order], kind="stable")][:1]
    cut = np.minimum(rng.integers(1, 5, len(chosen)), np.maximum(1, staying[chosen] - 1))
    shrunk = pd.DataFrame({"unit": chosen, "from_date": day_of[chosen], "places": staying[chosen] - cut})
    others = np.setdiff1d(order, chosen, assume_unique=True)
    grown = rng.permutation(others)[: round(len(rows) * cal.GROWING_SHARE)]
    more = units["places"].to_numpy(dtype=np.int64)[grown] + rng.integers(4, 11, len(grown))
    larger = pd.DataFrame({"unit": grown, "from_date": day_of[grown], "places": more})
    return pd.concat([shrunk.assign(reason="Gruppe lukker"), larger.assign(reason="Ny gruppe")], ignore_index=True)
