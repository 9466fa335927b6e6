"""Dwellings moved into, year by year, in a few districts at a time: those that stand and those that are planned."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.synthetic import calibration as cal
from data.synthetic.arrays import Floats, Ints, apportion
from data.synthetic.geography import Geography
from data.synthetic.sizes import Sizes


def draw_building(rng: np.random.Generator, sizes: Sizes, geography: Geography, years: Ints) -> Ints:
    """[year, district, kind]: dwellings moved into in each of `years`, kinds as `DWELLING_KINDS`.

    Every year some districts build, larger ones more, in sites of one kind.
    """
    districts, kinds = len(geography.share), len(cal.DWELLING_KINDS)
    sites = max(1, round(cal.BUILDING_SHARE * districts))
    chance = np.array(list(cal.DWELLING_KINDS.values()))
    built = np.zeros((len(years), districts, kinds), dtype=np.int64)
    for year in range(len(years)):
        total = rng.poisson(cal.DWELLINGS_PER_BIRTH * sizes.births)
        where = rng.choice(districts, sites, replace=False, p=geography.share)
        kind = rng.choice(kinds, sites, p=chance)
        built[year, where, kind] = apportion(total, rng.lognormal(0, 0.5, sites))
    return built


def movers_in(built: Ints) -> Floats:
    """[year, district, age]: children expected in the new dwellings on the 1 January after, of ages 0 to `OLDEST_COUNTED`."""
    expected: Floats = built @ np.array([cal.CHILDREN_PER_DWELLING[kind] for kind in cal.DWELLING_KINDS])
    return expected


def background_growth() -> Floats:
    """[age]: how many times as large a cohort is as a year before, without new dwellings; the first is birth to the first count.

    What building brings on average is taken out of the growth that `COHORT_FACTOR` gives.
    """
    factor = np.array(cal.COHORT_FACTOR)[np.minimum(np.arange(cal.OLDEST_COUNTED + 1), len(cal.COHORT_FACTOR) - 1)]
    before = np.concatenate([[1.0], factor[:-1]])
    mix = np.array(list(cal.DWELLING_KINDS.values()))
    per_birth = cal.DWELLINGS_PER_BIRTH * mix @ np.array([cal.CHILDREN_PER_DWELLING[kind] for kind in cal.DWELLING_KINDS])
    growth: Floats = (factor - per_birth) / before
    return growth


def housing_table(built: Ints, years: Ints, first_planned: int, geography: Geography) -> pd.DataFrame:
    """The rows of `housing`; years from `first_planned` on are planned, each less certain than the one before."""
    year, district, kind = np.nonzero(built)
    ahead = np.clip(years[year] - first_planned, 0, len(cal.PLAN_CHANCE) - 1)
    return pd.DataFrame({
        "area_id": np.array(geography.district_ids(), dtype=object)[district],
        "year": years[year],
        "dwelling_kind": np.array(list(cal.DWELLING_KINDS), dtype=object)[kind],
        "dwellings": built[year, district, kind],
        "probability": np.where(years[year] < first_planned, 1.0, np.array(cal.PLAN_CHANCE)[ahead]),
    })  # fmt: skip
