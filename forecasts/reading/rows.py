"""The rows of `population`, checked one by one: counts by area, year and age, counts in months of age, and what is projected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from forecasts.faults import listed
from forecasts.reading.log import Log, numbers, shown, texts

#: more than this share of counts with decimals is no count
MOST_FRACTIONAL = 0.1


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one day of the year."""

    #: area, year, age, count: one row each
    counted: pd.DataFrame
    #: the same of years after the last counted day
    projected: pd.DataFrame
    #: area, age in months, count of the last counted year; empty where nothing is counted in months
    months: pd.DataFrame
    #: calendar month of the counts
    month: int


def read_rows(population: pd.DataFrame, last_day: date | None, log: Log) -> Rows:
    """The rows of the table, those with faults told in `log`; rows after `last_day` are a projection.

    Raises:
        Unusable: a row cannot be used.
    """
    if population.empty:
        log.fault("no_rows", "population", None, None)
    log.refuse()
    rows = _typed(population, log)
    log.refuse()
    rows, month = _one_day(rows, log)
    later = rows["year"] * 12 + month > (last_day.year * 12 + last_day.month if last_day else np.inf)
    counted, projected = _by_age(rows[~later], log), _by_age(rows[later], Log())
    log.refuse()
    if len(projected):
        log.used("projected", years=listed(sorted(set(projected["year"].tolist()))), day=last_day)
    if counted.empty:
        log.fault("no_rows", "population", None, None)
        log.refuse()
    counted = _whole(counted, log)
    log.refuse()
    in_months = rows[~later & rows["months"].notna() & (rows["year"] == counted["year"].max())]
    months = in_months.assign(months=in_months["months"].astype(int))[["area", "months", "count"]]
    return Rows(counted, projected, months.reset_index(drop=True), month)


def _typed(population: pd.DataFrame, log: Log) -> pd.DataFrame:
    """area, year, month, age, months (NaN where counted in years) and count; index as it came."""
    age, months, count = numbers(population, "age"), numbers(population, "age_months"), numbers(population, "count")
    area = texts(population, "area_id")
    years = numbers(population, "year")
    days = pd.to_datetime(population["date"] if "date" in population else pd.Series(pd.NaT, index=population.index))
    # the last days of a month are the eve of the next one's first
    days = days.where(~(days.dt.day >= 28), days + pd.Timedelta(days=4))
    first = days.dt.day <= 4
    log.rows("no_day", "population", "date", population[days.isna() & years.isna()])
    off = population[days.notna() & ~first]
    log.rows("day_of_count", "population", "date", off, [str(day)[:10] for day in off["date"]] if len(off) else [])
    log.rows("no_age", "population", "age", population[age.isna() & months.isna()])
    either = age.notna() & months.notna() & (age != months // 12)
    log.rows(
        "age_disagrees",
        "population",
        "age",
        population[either],
        [f"{a:g} / {m:g}" for a, m in zip(age[either], months[either], strict=True)],
    )
    where = (
        area
        + ", "
        + pd.Series(shown(days.dt.year.fillna(years)), area.index)
        + ", "
        + pd.Series(shown(age.fillna(months // 12)), area.index)
    )
    log.rows("no_count", "population", "count", population[count.isna()], where[count.isna()])
    negative = count < 0
    log.rows(
        "negative",
        "population",
        "count",
        population[negative],
        [f"{found:g} ({place})" for found, place in zip(count[negative], where[negative], strict=True)],
    )
    return pd.DataFrame({
        "area": area,
        "year": days.dt.year.fillna(years),
        "month": days.dt.month.fillna(1),
        "age": age.fillna(months // 12),
        "months": months,
        "count": count,
    })  # fmt: skip


def _one_day(rows: pd.DataFrame, log: Log) -> tuple[pd.DataFrame, int]:
    """The rows of the month that most years were counted in, January before others."""
    years = rows.groupby("month")["year"].nunique()
    month = int(max(years.index, key=lambda month: (years[month], -month)))
    other = rows["month"] != month
    if other.any():
        log.used("other_days", count=int(other.sum()), month=month)
    return rows[~other].astype({"year": int, "age": int}), month


def _by_age(rows: pd.DataFrame, log: Log) -> pd.DataFrame:
    """One row for each area, year and age in years; what is counted in months is summed, and must agree with what is counted in years."""
    key = ["area", "year", "age"]
    annual, monthly = rows[rows["months"].isna()], rows[rows["months"].notna()]
    for part, keys in ((annual, key), (monthly, ["area", "year", "months"])):
        again = part[part.duplicated(keys)]
        log.rows(
            "twice", "population", "count", again, [f"{area}, {year}, {age:g}" for area, year, age in again[keys].itertuples(index=False)]
        )
    summed = monthly.groupby(key)["count"].sum()
    yearly = annual.drop_duplicates(key).set_index(key)["count"]
    both = summed.index.intersection(yearly.index)
    differ = both[(summed.loc[both] != yearly.loc[both]).to_numpy()]
    for area, year, age in differ:
        log.fault(
            "ages_mixed", "population", "age_months", f"{yearly[area, year, age]:g} / {summed[area, year, age]:g} ({area}, {year}, {age})"
        )
    each: pd.Series[float] = pd.concat([yearly, summed.drop(both)])
    return each.rename("count").reset_index()


def _whole(counted: pd.DataFrame, log: Log) -> pd.DataFrame:
    """A few counts with decimals are rounded; more than that are no counts."""
    fractional = counted[counted["count"] % 1 != 0]
    if len(fractional) > MOST_FRACTIONAL * len(counted):
        area, year, age, count = fractional.iloc[0]
        log.fault("fractional", "population", "count", f"{count:g} ({area}, {year}, {age}); {len(fractional)} / {len(counted)}")
    elif len(fractional):
        log.used("rounded", count=len(fractional))
    counted["count"] = counted["count"].round()
    return counted
