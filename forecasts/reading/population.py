"""From `population`, `births` and `districts` to a History."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from forecasts.faults import listed
from forecasts.history import Adults, History, Numbers
from forecasts.inputs import Projection
from forecasts.reading.areas import Areas, groups, pick_areas
from forecasts.reading.births import BirthsRead, read_births
from forecasts.reading.borders import carry_back, settle_borders
from forecasts.reading.cube import LEAST_YEARS, OLDEST, adult_cube, child_cube, pivot
from forecasts.reading.log import Log
from forecasts.reading.rows import Rows, read_rows

#: ages of those who become parents, in bands
BANDS = ((18, 24), (25, 29), (30, 34), (35, 39), (40, 44), (45, 49))
ADULTS = range(BANDS[0][0], BANDS[-1][1] + 1)


@dataclass(frozen=True, slots=True)
class Population:
    """The history, and what else the table of counts gives."""

    history: History
    areas: Areas
    rows: Rows
    births: BirthsRead


def read_population(
    population: pd.DataFrame, births: pd.DataFrame, districts: pd.DataFrame, *, last_day: date | None, whole: str, nation: str, log: Log
) -> Population:
    """A complete history, what was mended recorded in it.

    Raises:
        Unusable: with every fault found.
    """
    rows = read_rows(population, last_day, log)
    areas = pick_areas(rows.counted, districts, whole, nation, log)
    years, cube = child_cube(rows.counted, areas.ids, log)
    ids, counts = settle_borders(years, cube, areas.ids, log)
    areas = _only(areas, ids)
    if areas.whole and areas.ids != (areas.whole,):
        whole_years, of_whole = child_cube(rows.counted, (areas.whole,), Log())
        ages = min(of_whole.shape[2], counts.shape[2])
        years, counts = carry_back(years, counts[..., :ages], whole_years, of_whole[:, 0, :ages], log)
    if len(years) < LEAST_YEARS:
        log.fault("few_years", "population", "year", listed(int(year) for year in years))
        log.refuse()
    for area in np.flatnonzero(counts.sum(axis=(0, 2)) == 0):
        log.used("no_children", area=areas.names[area])
    adults = adult_cube(rows.counted, areas.ids, years, ADULTS, log)
    born = read_births(births, areas, years, counts, rows.month, last_day, log)
    history = History(
        areas=areas.ids,
        years=years,
        counts=counts,
        levels=groups(areas.parents),
        adults=None if adults is None else Adults(BANDS, _in_bands(adults)),
        births=born.of_years,
        month=rows.month,
        nation=_nation(rows.counted, areas.nation),
        remedies=tuple(log.remedies),
    )
    return Population(history, areas, rows, born)


def _only(areas: Areas, ids: tuple[str, ...]) -> Areas:
    kept = [k for k, area in enumerate(areas.ids) if area in ids]
    return replace(areas, ids=ids, names=tuple(areas.names[k] for k in kept), parents=tuple(areas.parents[k] for k in kept))


def _in_bands(adults: Numbers) -> Numbers:
    first = ADULTS[0]
    bands: Numbers = np.stack([adults[..., low - first : high - first + 1].sum(axis=-1) for low, high in BANDS], axis=-1)
    return bands


def _nation(counted: pd.DataFrame, nation: str) -> dict[int, float]:
    """Children of age 0 in the whole country by year."""
    if not nation:
        return {}
    rows = counted[(counted["area"] == nation) & (counted["age"] == 0)]
    return {int(year): float(count) for year, count in zip(rows["year"], rows["count"], strict=True)}


def projection(population: Population) -> Projection | None:
    """The projected rows of the areas, or where those are not there of the whole municipality; None where years or ages are missing."""
    rows, areas = population.rows.projected, population.areas
    for ids, whole in ((areas.ids, False), ((areas.whole,), True)):
        own = rows[rows["area"].isin(ids) & (rows["age"] <= OLDEST)]
        if own.empty:
            continue
        years = np.arange(own["year"].min(), own["year"].max() + 1)
        cube = pivot(own, ids, years, range(int(own["age"].max()) + 1))
        if not np.isnan(cube).any():
            return Projection(years, cube, whole or ids == (areas.whole,))
    return None
