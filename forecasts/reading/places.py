"""From units, changes of capacity, children and stays to places and enrolled children by month."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecasts.inputs import Capacity, Enrolled
from forecasts.outcome import CARES
from forecasts.reading.log import Log, numbers, texts

Months = NDArray[np.datetime64]
Tables = dict[str, pd.DataFrame]

#: ages in months that enrolled children are counted by
AGES = 84
#: a month's stays are complete where at least this share of them had begun a year before or ended since, as many do
LEAST_ENDED = 0.1


def _months(first: np.datetime64, last: np.datetime64) -> tuple[date, ...]:
    days: list[date] = np.arange(first, last + np.timedelta64(1, "M"), dtype="datetime64[M]").astype("datetime64[D]").tolist()
    return tuple(days)


def _days(frame: pd.DataFrame, column: str) -> NDArray[np.datetime64]:
    days: NDArray[np.datetime64] = pd.to_datetime(frame[column]).to_numpy().astype("datetime64[D]")
    return days


def home_areas(tables: Tables, areas: tuple[str, ...]) -> dict[str, int]:
    """District -> number of the area it is, or lies in; one area takes in every district."""
    known, parent = texts(tables["districts"], "district_id"), texts(tables["districts"], "parent_id")
    above = dict(zip(known, parent, strict=True))
    number = {area: k for k, area in enumerate(areas)}
    if len(areas) == 1:
        return dict.fromkeys([*above, *areas], 0)
    found = {}
    for district in above:
        here = district
        while here and here not in number:
            here = above.get(here, "")
        if here:
            found[district] = number[here]
    return found


def _unit_rows(tables: Tables, areas: tuple[str, ...]) -> pd.DataFrame:
    """Units of the three kinds of care: area, care, places and whether somebody may queue for them, by unit_id."""
    units, facilities = tables["units"], tables["facilities"]
    district = dict(zip(texts(facilities, "facility_id"), texts(facilities, "district_id"), strict=True))
    area = texts(units, "facility_id").map(district).map(home_areas(tables, areas))
    rows = pd.DataFrame({
        "unit": texts(units, "unit_id"),
        "area": area,
        "care": texts(units, "kind").map({care: k for k, care in enumerate(CARES)}),
        "places": numbers(units, "places").fillna(0),
        "open": units["open_to_list"].fillna(value=True).astype(bool) if "open_to_list" in units else True,
    })  # fmt: skip
    return rows[rows["area"].notna() & rows["care"].notna()].astype({"area": int, "care": int}).set_index("unit")


def read_capacity(tables: Tables, areas: tuple[str, ...], first: date, log: Log) -> Capacity | None:
    """Places by month from `first` to the last change known; None where there are no units.

    A unit has its places until the first change, then as many as each change says; a unit that closes has none.

    Raises:
        Unusable: a change is about a unit that is not there.
    """
    units = _unit_rows(tables, areas)
    if units.empty:
        return None
    changes = tables["capacity_changes"]
    unknown = ~texts(changes, "unit_id").isin(texts(tables["units"], "unit_id"))
    log.rows("unknown_unit", "capacity_changes", "unit_id", changes[unknown], texts(changes, "unit_id")[unknown])
    log.refuse()
    start = np.datetime64(first, "M")
    # a change counts from the first month that begins on its day or after it
    day = _days(changes, "from_date")
    begins = (day - np.timedelta64(1, "D")).astype("datetime64[M]") + np.timedelta64(1, "M")
    months = _months(start, max([start, *begins]))
    places = np.repeat(units["places"].to_numpy()[:, None], len(months), axis=1)
    row = {unit: k for k, unit in enumerate(units.index)}
    for k in np.argsort(day, kind="stable"):
        unit = row.get(str(changes["unit_id"].iloc[k]))
        if unit is not None:
            places[unit, max(int((begins[k] - start).astype(int)), 0) :] = float(changes["places"].iloc[k])
    shape = (len(areas), len(CARES), len(months))
    total, closed = np.zeros(shape), np.zeros(shape)
    at = (units["area"].to_numpy(), units["care"].to_numpy())
    np.add.at(total, at, places)
    np.add.at(closed, at, places * ~units["open"].to_numpy()[:, None])
    return Capacity(months, total, closed)


def _stays(tables: Tables, areas: tuple[str, ...], own: str, log: Log) -> pd.DataFrame:
    """Stays with the area of the child's home (-1 = another municipality), care, first and last day, birth."""
    children, stays = tables["children"], tables["enrolments"]
    people = pd.DataFrame({
        "child_id": texts(children, "child_id"),
        "home": texts(children, "district_id").map(home_areas(tables, areas)),
        "away": ~texts(children, "residence").isin(["", own]),
        "birth": pd.to_datetime(children["birth_date"]),
    })  # fmt: skip
    rows = stays.assign(child_id=texts(stays, "child_id"), unit=texts(stays, "unit_id")).merge(people, on="child_id")
    rows = rows.merge(_unit_rows(tables, areas)[["area", "care"]], left_on="unit", right_index=True)
    homeless = rows["home"].isna() & ~rows["away"]
    if homeless.any():
        log.used("homeless", count=int(homeless.sum()))
    rows["home"] = rows["home"].fillna(rows["area"]).where(~rows["away"], -1).astype(int)
    # of two stays at once the part that stays when the other moves is the child's place
    return rows.sort_values("combination", ascending=False, kind="stable") if "combination" in rows else rows


def read_enrolled(tables: Tables, areas: tuple[str, ...], last: date, own: str, log: Log) -> Enrolled | None:
    """Enrolled children on the first of each month up to `last`, from the first month of which the stays are complete.

    Stays that ended are deleted in time: a month counts as complete when some stays in force then have ended since, at least
    a tenth for each year gone by; if none has, only the last month is told. None where nobody is enrolled.
    """
    rows = _stays(tables, areas, own, log)
    final = np.datetime64(last, "M")
    if rows.empty:
        return None
    begins, ends = _days(rows, "from_date"), _days(rows, "to_date")
    earliest = min(begins.min().astype("datetime64[M]"), final)
    months: list[date] = []
    parts: list[tuple[Any, Any]] = []
    for month in reversed(_months(earliest, final)):
        day = np.datetime64(month, "D")
        inside = (begins <= day) & ~(ends <= day)
        ended = float((inside & (ends <= np.datetime64(last, "D"))).sum())
        years = (final - day.astype("datetime64[M]")).astype(int) / 12
        if months and ended < LEAST_ENDED * years * inside.sum():
            break
        parts.append(_count(rows[inside], len(areas)))
        months.append(month)
    if len(months) == 1 and earliest < final:
        log.used("present_stays", month=months[0])
    day = np.datetime64(months[0], "D")
    now = rows[(begins <= day) & ~(ends <= day) & (rows["home"].to_numpy() >= 0)].drop_duplicates("child_id")
    ages = np.zeros((len(areas), AGES, len(CARES)))
    born = now["birth"].to_numpy().astype("datetime64[D]")
    lived = (day.astype("datetime64[M]") - born.astype("datetime64[M]")).astype(int)
    lived = lived - (born.astype("datetime64[M]").astype("datetime64[D]") < born)
    np.add.at(ages, (now["home"].to_numpy(), np.clip(lived, 0, AGES - 1), now["care"].to_numpy()), 1)
    counts, outsiders = (np.stack([part[k] for part in reversed(parts)], axis=-1) for k in (0, 1))
    return Enrolled(tuple(reversed(months)), counts, outsiders, ages)


def _count(inside: pd.DataFrame, areas: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """[area, care] children of the municipality and [care] of others; each child once."""
    once = inside.drop_duplicates("child_id")
    own, others = once[once["home"] >= 0], once[once["home"] < 0]
    counts = np.zeros((areas, len(CARES)))
    np.add.at(counts, (own["home"].to_numpy(), own["care"].to_numpy()), 1)
    return counts, np.bincount(others["care"], minlength=len(CARES)).astype(float)
