"""Where the children are on the round date: dagpleje first while homes have room, the rest in houses."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.synthetic import calibration as cal
from data.synthetic.arrays import Bools, add_months, as_days, day, shift
from data.synthetic.geography import Geography
from data.synthetic.homes import draw_homes, fill_homes
from data.synthetic.houses import assign_houses, draw_houses
from data.synthetic.sizes import Sizes
from data.synthetic.supply import facilities_table, size_houses, units_table


def place_children(
    rng: np.random.Generator, children: pd.DataFrame, sizes: Sizes, geography: Geography, peak: float
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The children with their `unit` (row of the units, -1 = none), the facilities and the units, nobody over its places."""
    today = np.array([day(sizes.round_date)])
    placed = children["placed"].to_numpy()
    older = as_days(children["transition"].to_numpy()) <= today
    infant = add_months(as_days(children["birth"].to_numpy()), 12) > today
    wants = placed & ~older & children["dagpleje"].to_numpy()
    seekers = children[wants].assign(infant=infant[wants])
    homes = draw_homes(rng, seekers, geography)
    home = np.full(len(children), -1, dtype=np.int64)
    home[wants] = fill_homes(rng, seekers, homes)

    in_house = placed & (home < 0)
    housed = children[in_house]
    houses = draw_houses(rng, housed, geography)
    house = assign_houses(rng, housed, houses, older[in_house])
    facilities = facilities_table(rng, houses, homes, geography)
    units = units_table(facilities, houses, homes)

    unit = np.full(len(children), -1, dtype=np.int64)
    unit[home >= 0] = len(units) - len(homes) + home[home >= 0]
    unit[in_house] = np.where(older[in_house], _row_by_house(units, "boernehave", len(houses))[house],
                              _row_by_house(units, "vuggestue", len(houses))[house])  # fmt: skip
    children = children.assign(unit=unit, older=older)
    inside = children[unit >= 0]
    enrolled = np.bincount(inside["unit"], minlength=len(units))
    points = np.bincount(inside["unit"], weights=inside["support_points"], minlength=len(units)).astype(np.int64)
    return children, facilities, size_houses(rng, units, enrolled, points, peak)


def _row_by_house(units: pd.DataFrame, kind: str, houses: int) -> np.typing.NDArray[np.int64]:
    """For each house the row of its unit of that kind, -1 where it has none."""
    rows = np.flatnonzero(units["kind"] == kind)
    by_house = np.full(houses, -1, dtype=np.int64)
    by_house[units["facility"].to_numpy()[rows]] = rows
    return by_house


def enrolments_table(rng: np.random.Generator, children: pd.DataFrame, units: pd.DataFrame, stays: Bools, sizes: Sizes) -> pd.DataFrame:
    """One stay per placed child; a few of those who are not known to stay (`stays`) have given notice.

    A child in 3-5 care began on the day of the move to it, or later where it began as late as that.
    """
    rows = np.flatnonzero(children["unit"] >= 0)
    inside = children.iloc[rows]
    need, transition = as_days(inside["need"].to_numpy()), as_days(inside["transition"].to_numpy())
    start = np.where(inside["older"], np.maximum(need, transition), need)
    today = np.full(len(rows), day(sizes.round_date))
    leaves = (rng.random(len(rows)) < cal.NOTICE_SHARE) & ~stays[rows]
    last = np.where(leaves, shift(today, rng.uniform(20, 110, len(rows))), np.datetime64("NaT", "D"))
    in_home = units["kind"].to_numpy()[inside["unit"]] == "dagpleje"
    hours = np.where(in_home, 48.0, rng.choice([48.0, 37.0, 30.0], len(rows), p=[0.86, 0.08, 0.06]))
    return pd.DataFrame({
        "child": rows,
        "unit": inside["unit"].to_numpy(),
        "from_date": start,
        "to_date": last,
        "weekly_hours": hours,
        "combination": False,
    })  # fmt: skip
