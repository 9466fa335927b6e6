"""From `population`, `births` and `districts` to a History."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from forecasts.faults import listed
from forecasts.history import Adults, History, Index, Numbers
from forecasts.inputs import Projection
from forecasts.reading.areas import Areas, groups, pick_areas
from forecasts.reading.borders import carry_back, settle_borders
from forecasts.reading.cube import LEAST_YEARS, OLDEST, adult_cube, child_cube, pivot
from forecasts.reading.log import Log, numbers, texts
from forecasts.reading.rows import Rows, read_rows

#: ages of those who become parents, in bands
BANDS = ((18, 24), (25, 29), (30, 34), (35, 39), (40, 44), (45, 49))
ADULTS = range(BANDS[0][0], BANDS[-1][1] + 1)
#: births of a year for each child aged 0 at the count after it, at least and at most
BIRTHS_RATIO = (0.75, 1.33)


@dataclass(frozen=True, slots=True)
class Population:
    """The history, and what else the table of counts gives."""

    history: History
    areas: Areas
    rows: Rows


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
    history = History(
        areas=areas.ids,
        years=years,
        counts=counts,
        levels=groups(areas.parents),
        adults=None if adults is None else Adults(BANDS, _in_bands(adults)),
        births=_births(births, areas.ids, years, counts, rows.month, log),
        month=rows.month,
        nation=_nation(rows.counted, areas.nation),
        remedies=tuple(log.remedies),
    )
    return Population(history, areas, rows)


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


def _births(births: pd.DataFrame, ids: tuple[str, ...], years: Index, counts: Numbers, month: int, log: Log) -> Numbers | None:
    """[year, area] born in the calendar year before each count; None where none fit the counts of 1 January."""
    area, year, count = texts(births, "area_id"), numbers(births, "year"), numbers(births, "count")
    negative = count < 0
    told = [f"{found:g} ({place}, {when:g})" for found, place, when in zip(count[negative], area[negative], year[negative], strict=True)]
    log.rows("negative", "births", "count", births[negative], told)
    log.rows("no_count", "births", "count", births[count.isna()], area[count.isna()])
    log.refuse()
    used = area.isin(ids) & year.isin(years - 1)
    if month != 1 or not used.any():
        return None
    table = np.full((len(years), len(ids)), np.nan)
    of_area = {name: number for number, name in enumerate(ids)}
    table[year[used].astype(int) + 1 - years[0], area[used].map(of_area).astype(int)] = count[used]
    known = ~np.isnan(table)
    ratio = table[known].sum() / max(counts[..., 0][known].sum(), 1.0)
    if not BIRTHS_RATIO[0] <= ratio <= BIRTHS_RATIO[1]:
        log.used("births_left_out", share=f"{ratio:.2f}")
        return None
    return table


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
