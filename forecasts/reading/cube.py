"""Counts as a cube [year, area, age] without holes: copies and gaps are found, filled along the cohorts, or refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecasts.faults import listed
from forecasts.history import Index, Numbers
from forecasts.reading.log import Log

Flags = NDArray[np.bool_]

#: children up to this age belong to a history, and these must be there
OLDEST = 9
NEEDED = 5
LEAST_YEARS = 4
#: a count left out where those beside it in the cohort, or in the area the year before and after, are below this is a 0
FEW = 5
#: an area's counts are copied when they are all the same as the year before and this many children in all
MANY = 50


def pivot(counted: pd.DataFrame, areas: tuple[str, ...], years: Index, ages: range) -> Numbers:
    """[year, area, age], NaN where nothing is said."""
    rows = counted[counted["area"].isin(areas) & counted["age"].isin(ages) & counted["year"].isin(years)]
    cube = np.full((len(years), len(areas), len(ages)), np.nan)
    of_area = {area: number for number, area in enumerate(areas)}
    cube[rows["year"].to_numpy() - years[0], rows["area"].map(of_area).to_numpy(dtype=int), rows["age"].to_numpy() - ages[0]] = rows[
        "count"
    ]
    return cube


def child_cube(counted: pd.DataFrame, areas: tuple[str, ...], log: Log) -> tuple[Index, Numbers]:
    """The consecutive years that can be used, and [year, area, age] of children, as complete as remedies make them.

    An area that has no counts at all in a year stays NaN in it (`borders` takes that up).

    Raises:
        Unusable: an age is missing, or too much else.
    """
    counted = counted[counted["area"].isin(areas)]
    years = np.arange(counted["year"].min(), counted["year"].max() + 1)
    oldest = min(OLDEST, int(counted["age"].max()))
    cube = pivot(counted, areas, years, range(max(oldest, NEEDED) + 1))
    said = ~np.all(np.isnan(cube), axis=(1, 2))
    while cube.shape[2] > NEEDED + 1 and np.any(np.all(np.isnan(cube[said, :, -1]), axis=1)):
        cube = cube[..., :-1]
    for age in np.flatnonzero(np.all(np.isnan(cube), axis=(0, 1))):
        log.fault("age_missing", "population", "age", int(age))
    log.refuse()
    years, cube = _without_copies(years, cube, areas, log)
    years, cube = _without_gaps(years, cube, log)
    _fill_zeros(years, cube, areas, log)
    log.refuse()
    _young_as_before(years, cube, log)
    log.refuse()
    return years, cube


def _without_copies(years: Index, cube: Numbers, areas: tuple[str, ...], log: Log) -> tuple[Index, Numbers]:
    """Years that repeat the one before in every area are no counts: they are left out at the end, and gaps elsewhere."""
    same: Flags = np.all((cube[1:] == cube[:-1]) | (np.isnan(cube[1:]) & np.isnan(cube[:-1])), axis=2)
    total = np.nansum(cube[1:], axis=2)
    copied: Flags = np.all(same, axis=1) & (total.sum(axis=1) >= MANY)
    for year, area in zip(*np.nonzero(same & (total >= MANY) & ~copied[:, None]), strict=True):
        log.fault("copied_area", "population", "count", f"{total[year, area]:g} ({areas[area]}, {years[year + 1]})")
    log.refuse()
    if copied.any():
        log.used("repeated_years", years=listed(int(year) for year in years[1:][copied]))
        cube = cube.copy()
        cube[1:][copied] = np.nan
    last = int(np.flatnonzero(~np.all(np.isnan(cube), axis=(1, 2))).max())
    return years[: last + 1], cube[: last + 1]


def _without_gaps(years: Index, cube: Numbers, log: Log) -> tuple[Index, Numbers]:
    """Years and ages missing in every area are set between the counts of the cohort, or the years up to them are left out."""
    missing: Flags = np.all(np.isnan(cube), axis=1)
    if missing[-1].any():
        for age in np.flatnonzero(missing[-1]):
            log.fault("age_missing", "population", "age", f"{age} ({years[-1]})")
        log.refuse()
    # what lies between two years that have all ages can be set; the last year that cannot be is the end of what is left out
    holed: Flags = np.any(missing, axis=1)
    beside = np.concatenate([[True], holed[:-1]]) | np.concatenate([holed[1:], [True]])
    lost = np.flatnonzero(holed & beside)
    if len(lost):
        log.used("years_left_out", years=listed(int(year) for year in years[: lost.max() + 1]))
        first = int(lost.max()) + 1
        years, cube, missing = years[first:], cube[first:], missing[first:]
    cube = cube.copy()
    steps = _steps(cube)
    for year in np.flatnonzero(np.any(missing, axis=1)):
        ages = np.flatnonzero(missing[year])
        for age in ages:
            cube[year, :, age] = _between(cube[year - 1], cube[year + 1], steps, int(age))
        if missing[year].all():
            log.used("missing_year", year=years[year])
        else:
            log.used("missing_age", age=listed(int(age) for age in ages), year=years[year])
    return years, cube


def _steps(cube: Numbers) -> Numbers:
    """[age] how many times as many children a cohort has a year later, of all areas and years in which both are counted."""
    both = ~np.isnan(cube[:-1, :, :-1]) & ~np.isnan(cube[1:, :, 1:])
    before, after = np.where(both, cube[:-1, :, :-1], 0).sum(axis=(0, 1)), np.where(both, cube[1:, :, 1:], 0).sum(axis=(0, 1))
    steps: Numbers = np.divide(after, before, out=np.ones_like(before), where=before > 0)
    return steps


def _between(before: Numbers, after: Numbers, steps: Numbers, age: int) -> Numbers:
    """[area] the count of `age` between the two years: the mean of what the cohort's counts before and after lead to, to whole children."""
    found = []
    if age > 0:
        found.append(before[:, age - 1] * steps[age - 1])
    if age < len(steps):
        found.append(after[:, age + 1] / (steps[age] or 1.0))
    middle: Numbers = np.round(np.stack(found).mean(axis=0))
    return middle


def _fill_zeros(years: Index, cube: Numbers, areas: tuple[str, ...], log: Log) -> None:
    """Single counts left out are 0 where few children live; where many do they are missing."""
    filled = 0
    empty = np.isnan(cube)
    whole_area: Flags = np.all(empty, axis=2)
    for year, area, age in zip(*np.nonzero(empty & ~whole_area[:, :, None]), strict=True):
        beside = [
            cube[y, area, a]
            for y, a in ((year - 1, age - 1), (year + 1, age + 1), (year - 1, age), (year + 1, age))
            if 0 <= y < cube.shape[0] and 0 <= a < cube.shape[2] and not empty[y, area, a]
        ]
        if max(beside, default=0.0) >= FEW:
            log.fault("cell_missing", "population", "count", f"{areas[area]}, {years[year]}, {age}")
        filled += 1
    cube[empty & ~whole_area[:, :, None]] = 0
    if filled:
        log.used("zeros", count=filled)


def _young_as_before(years: Index, cube: Numbers, log: Log) -> None:
    """A year whose children are a twelfth or twelve times those of the year before was counted by another unit of age."""
    young = np.nansum(cube[:, :, : NEEDED + 1], axis=(1, 2))
    for year in range(1, len(young)):
        ratio = young[year] / young[year - 1] if young[year - 1] else 1.0
        if not 1 / 8 < ratio < 8:
            log.fault("ages_in_months", "population", "age", f"{young[year - 1]:g} ({years[year - 1]}), {young[year]:g} ({years[year]})")


def adult_cube(counted: pd.DataFrame, areas: tuple[str, ...], years: Index, ages: range, log: Log) -> Numbers | None:
    """[year, area, age] of adults; a few missing ages are set between those beside them, else there are none.

    A cell left out where the age is counted elsewhere that year is 0.
    """
    cube = pivot(counted, areas, years, ages)
    if np.isnan(cube).all():
        log.used("no_adults")
        return None
    missing: Flags = np.all(np.isnan(cube), axis=1)
    known: Flags = ~np.any(missing, axis=0)
    if known.sum() < 0.9 * len(ages):
        log.used("no_adults")
        return None
    numbers = np.arange(len(ages))
    cube = np.where(np.isnan(cube), 0.0, cube)
    for age in np.flatnonzero(~known):
        low, high = numbers[known & (numbers < age)], numbers[known & (numbers > age)]
        ends = [*low[-1:], *high[:1]]
        rows = missing[:, age]
        cube[rows, :, age] = cube[rows][:, :, ends].mean(axis=2)
    if not known.all():
        log.used("adult_age", ages=listed(int(ages[age]) for age in np.flatnonzero(~known)))
    return cube
