"""From `births` to those of the years counted, by the month, and since the last count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from forecasts.history import Index, Numbers
from forecasts.months import month_number, month_of
from forecasts.reading.areas import Areas
from forecasts.reading.log import Log, numbers, texts

#: births of a year for each child aged 0 at the count after it, at least and at most
BIRTHS_RATIO = (0.75, 1.33)


@dataclass(frozen=True, slots=True)
class BirthsRead:
    """Births that the forecast may use; each None where the table does not say."""

    #: [year, area] in the twelve months before each count; NaN where unknown
    of_years: Numbers | None = None
    #: [area, month] in the months from the last count on, without a gap
    since: Numbers | None = None
    #: [area, calendar month January first] of all months told apart, up to the last count
    by_month: Numbers | None = None


def read_births(
    births: pd.DataFrame, areas: Areas, years: Index, counts: Numbers, month: int, last_day: date | None, log: Log
) -> BirthsRead:
    """Births of the areas; those of the whole municipality only are shared out as its children of age 0 are.

    Args:
        years, counts: of the history, [year] and [year, area, age].
        month: calendar month of the counts.
        last_day: births after it are a projection and are left out.

    Raises:
        Unusable: a count is lacking or negative, a month is none, or a year is given both whole and by month.
    """
    rows = _checked(births, log)
    origin = month_number(int(years[-1]), month)
    if last_day is not None:
        # a month or a year that was not over on the last day is not all counted
        rows = rows[rows["end"] <= month_of(last_day + timedelta(days=1))]
    unused = ~rows["area"].isin([*areas.ids, areas.whole])
    table = _by_area(rows[~unused], areas, counts)
    monthly, yearly = table[table["month"].notna()], table[table["month"].isna()]
    number = (monthly["year"] * 12 + monthly["month"] - 1).astype(int)
    since, used = _since(monthly[number >= origin], number[number >= origin], origin, len(areas.ids))
    before = number[(number < origin) & (number >= month_number(int(years[0]) - 1, month))]
    late = int((number >= origin).sum()) - used + int((yearly["year"] >= years[-1]).sum())
    if unused.sum() + late:
        log.used("births_rows", count=int(unused.sum()) + late)
    if since is not None:
        log.used("births_since", count=f"{since.sum():g}", months=since.shape[1])
    of_months = _of_calendar(monthly.loc[before.index], len(areas.ids))
    of_years = _of_years(yearly, monthly.loc[before.index], before, years, counts, month, log)
    return BirthsRead(of_years, since, of_months)


def _checked(births: pd.DataFrame, log: Log) -> pd.DataFrame:
    """area, year, month (NaN = the whole year), count, and the number of the first month after it."""
    rows = pd.DataFrame({"area": texts(births, "area_id")} | {name: numbers(births, name) for name in ("year", "month", "count")})
    for code, column, bad in (
        ("negative", "count", rows["count"] < 0),
        ("no_count", "count", rows["count"].isna()),
        ("no_month", "month", rows["month"].notna() & ~rows["month"].isin(range(1, 13))),
    ):
        found = rows[bad]
        said = [f"{cell:g} ({area}, {year:g})" for cell, area, year in zip(found[column], found["area"], found["year"], strict=True)]
        log.rows(code, "births", column, births[bad], said)
    log.refuse()
    whole, parts = (set(map(tuple, rows.loc[by, ["area", "year"]].to_numpy())) for by in (rows["month"].isna(), rows["month"].notna()))
    for area, year in sorted(whole & parts):
        log.fault("births_twice", "births", "month", f"{area}, {year:g}")
    log.refuse()
    return rows.assign(end=rows["year"] * 12 + rows["month"].fillna(12))


def _by_area(rows: pd.DataFrame, areas: Areas, counts: Numbers) -> pd.DataFrame:
    """Rows by number of the area: those of the whole municipality are shared out where the year or month has no rows of its areas."""
    number = rows["area"].map({name: k for k, name in enumerate(areas.ids)})
    own = rows[number.notna()].assign(area=number[number.notna()].astype(int))
    told = set(map(tuple, own[["year", "month"]].fillna(0).to_numpy()))
    alone = [tuple(row) not in told for row in rows[["year", "month"]].fillna(0).to_numpy()]
    whole = rows[number.isna() & np.array(alone, dtype=bool)]
    if whole.empty:
        return own
    newborn = counts[-3:, :, 0].sum(0)
    shares = newborn / newborn.sum() if newborn.sum() else np.full(len(newborn), 1 / len(newborn))
    parts = [whole.assign(area=k, count=whole["count"] * share) for k, share in enumerate(shares)]
    return pd.concat([own, *parts], ignore_index=True)


def _since(rows: pd.DataFrame, number: pd.Series[int], origin: int, areas: int) -> tuple[Numbers | None, int]:
    """([area, month] from the origin to the last month before a gap, rows used)."""
    known = 0
    while (number == origin + known).any():
        known += 1
    if not known:
        return None, 0
    found = np.zeros((areas, known))
    used = number < origin + known
    np.add.at(found, (rows.loc[used, "area"].to_numpy(), number[used].to_numpy() - origin), rows.loc[used, "count"].to_numpy())
    return found, int(used.sum())


def _of_calendar(rows: pd.DataFrame, areas: int) -> Numbers | None:
    if rows.empty:
        return None
    found = np.zeros((areas, 12))
    np.add.at(found, (rows["area"].to_numpy(), rows["month"].astype(int).to_numpy() - 1), rows["count"].to_numpy())
    return found


def _of_years(
    yearly: pd.DataFrame, monthly: pd.DataFrame, number: pd.Series[int], years: Index, counts: Numbers, month: int, log: Log
) -> Numbers | None:
    """[year, area] before each count; whole calendar years fit the counts of 1 January only, months fit any."""
    found = np.full(counts.shape[:2], np.nan)
    used = yearly["year"].isin(years - 1) & (month == 1)
    found[(yearly["year"][used] + 1 - years[0]).astype(int), yearly["area"][used]] = yearly["count"][used]
    for row, year in enumerate(years):
        last = month_number(int(year), month)
        inside = (number >= last - 12) & (number < last)
        if number[inside].nunique() == 12:
            found[row] = np.bincount(monthly["area"][inside], monthly["count"][inside], minlength=counts.shape[1])
    known = ~np.isnan(found)
    if not known.any():
        return None
    ratio = found[known].sum() / max(counts[..., 0][known].sum(), 1.0)
    if not BIRTHS_RATIO[0] <= ratio <= BIRTHS_RATIO[1]:
        log.used("births_left_out", share=f"{ratio:.2f}")
        return None
    return found
