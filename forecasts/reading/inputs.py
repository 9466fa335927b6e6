"""Everything that a forecast is made from, read from the tables of the data package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from forecasts.history import Numbers
from forecasts.inputs import Dwellings, Inputs, TakeUp
from forecasts.reading.areas import Areas
from forecasts.reading.log import Log, numbers, shown, texts
from forecasts.reading.places import home_areas, read_capacity, read_enrolled
from forecasts.reading.population import Population, projection, read_population

#: id of the whole country in StatBank's tables
NATION = "000"
TABLES = ("population", "births", "housing", "takeup", "districts", "facilities", "units", "capacity_changes", "children", "enrolments")


def read_inputs(
    tables: Mapping[str, pd.DataFrame], *, last_day: date | None = None, whole: str = "", nation: str = NATION, own: str = ""
) -> Inputs:
    """What a forecast is made from. Tables that are not given count as empty; columns are those of the data package.

    Args:
        tables: table name -> rows; an index named "row" is the line in the file, for messages
        last_day: the last day counted; rows of `population` after it are an official projection (none = all are counts)
        whole: id of the whole municipality among the areas, where it has counts of its own
        nation: id of the whole country among the areas
        own: code of this municipality in `children.residence`

    Raises:
        Unusable: with every fault found.
    """
    given = {name: tables[name] if name in tables else pd.DataFrame() for name in TABLES}
    log = Log()
    population = read_population(
        given["population"], given["births"], given["districts"], last_day=last_day, whole=whole, nation=nation, log=log
    )
    history, areas = population.history, population.areas
    origin = date(int(history.years[-1]), history.month, 1)
    housing, takeup = read_housing(given["housing"], areas, log), read_takeup(given["takeup"], areas, log)
    log.refuse()
    placed = not given["units"].empty
    inputs = Inputs(
        history=history,
        names=areas.names,
        housing=housing,
        takeup=takeup,
        enrolled=read_enrolled(given, areas.ids, origin, own, log) if placed and not given["enrolments"].empty else None,
        capacity=read_capacity(given, areas.ids, origin, log) if placed else None,
        projection=projection(population),
        months_of_age=_months_of_age(population),
        birth_months=_birth_months(given, areas.ids),
        births_by_month=population.births.by_month,
        births_since=population.births.since,
    )
    return replace(inputs, history=replace(history, remedies=tuple(log.remedies)))


def _number_of(areas: Areas, ids: pd.Series[str]) -> pd.Series[float]:
    """The number of each area; all rows belong to the only area where the whole municipality is one."""
    return ids.map({area: k for k, area in enumerate(areas.ids)})


def read_housing(housing: pd.DataFrame, areas: Areas, log: Log) -> tuple[Dwellings, ...]:
    """Dwellings of the areas, a fault for each row about another; without a probability they are certain."""
    area, count = _number_of(areas, texts(housing, "area_id")), numbers(housing, "dwellings")
    chance = numbers(housing, "probability").fillna(1.0)
    log.rows("unknown_area", "housing", "area_id", housing[area.isna()], texts(housing, "area_id")[area.isna()])
    bad = ~(count >= 0)
    log.rows("negative", "housing", "dwellings", housing[bad], shown(count[bad]))
    wrong = ~chance.between(0, 1)
    log.rows("probability", "housing", "probability", housing[wrong], shown(chance[wrong]))
    sound = ~(area.isna() | bad | wrong)
    columns = (area, numbers(housing, "year"), texts(housing, "dwelling_kind"), count, chance)
    rows = zip(*(column[sound] for column in columns), strict=True)
    return tuple(Dwellings(int(number), int(year), kind, float(dwellings), float(share)) for number, year, kind, dwellings, share in rows)


def read_takeup(takeup: pd.DataFrame, areas: Areas, log: Log) -> tuple[TakeUp, ...]:
    """Shares in care; those of one age, area and year must not exceed 1 together."""
    area, year = texts(takeup, "area_id"), numbers(takeup, "year")
    low, high, share = numbers(takeup, "age_months_from"), numbers(takeup, "age_months_to"), numbers(takeup, "share")
    everywhere = (area == "") | (area == areas.whole)
    number = _number_of(areas, area).mask(everywhere, -1)
    log.rows("unknown_area", "takeup", "area_id", takeup[number.isna()], area[number.isna()])
    bad = ~(low < high)
    log.rows("age_interval", "takeup", "age_months_to", takeup[bad], shown(high[bad]))
    care = texts(takeup, "care_kind")
    for key, rows in takeup.groupby([number.fillna(-2), year.fillna(0)]):
        for kinds in (("dagpleje", "vuggestue", "boernehave"), ("0-2", "3-5"), ("any",)):
            part = rows.index[care.loc[rows.index].isin(kinds)]
            for age in sorted(set(low.loc[part])):
                total = share.loc[part][(low.loc[part] <= age) & (age < high.loc[part])].sum()
                if total > 1 + 1e-6:
                    log.fault("share_sum", "takeup", "share", f"{total:.3f} ({age:g}; {key[1]:g})")
    sound = ~(number.isna() | bad)
    columns = (number, year, low, high, care, share)
    return tuple(
        TakeUp(None if where < 0 else int(where), None if np.isnan(when) else int(when), int(least), int(most), kind, float(part))
        for where, when, least, most, kind, part in zip(*(column[sound] for column in columns), strict=True)
    )


def _months_of_age(population: Population) -> Numbers | None:
    """[area, age in months] of the last count; None where an area is not counted in months."""
    rows, ids = population.rows.months, population.areas.ids
    rows = rows[rows["area"].isin(ids)]
    if set(rows["area"]) != set(ids):
        return None
    counts = np.zeros((len(ids), int(rows["months"].max()) + 1))
    counts[_number_of(population.areas, rows["area"]).to_numpy(dtype=int), rows["months"].to_numpy()] = rows["count"]
    return counts


def _birth_months(tables: Mapping[str, pd.DataFrame], areas: tuple[str, ...]) -> Numbers | None:
    """[area, calendar month] of the children known by name; None where there are none."""
    children = tables["children"]
    if children.empty:
        return None
    home = texts(children, "district_id").map(home_areas(dict(tables), areas))
    here = home.notna()
    counts = np.zeros((len(areas), 12))
    months = pd.to_datetime(children["birth_date"])[here].dt.month.to_numpy() - 1
    np.add.at(counts, (home[here].astype(int).to_numpy(), months), 1)
    return counts
