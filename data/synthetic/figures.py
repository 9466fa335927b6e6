"""What a drawn municipality measures beside what it was tuned to.

`python -m data.synthetic.figures BIRTHS [SEED]` prints the table of docs/synthetic-municipality.md.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from data.synthetic import calibration as cal
from data.synthetic.arrays import Days, Floats, Ints, add_months, as_days, day, month_ceiling
from data.synthetic.care import school_start
from data.synthetic.municipality import draw_municipality
from data.synthetic.sizes import sizes_for

Tables = Mapping[str, pd.DataFrame]


def _days(column: pd.Series[pd.Timestamp]) -> Days:
    return as_days(column.to_numpy())


def whole_months(birth: Days, today: np.datetime64) -> Ints:
    """Whole months lived on `today`."""
    now = np.full(len(birth), today)
    months: Ints = (now.astype("datetime64[M]") - birth.astype("datetime64[M]")).astype(np.int64)
    return months - (add_months(birth, months) > now)


def _merged(tables: Tables, today: np.datetime64) -> pd.DataFrame:
    """One row per child: its columns, age in months, and its unit's kind, facility and places (empty when not enrolled)."""
    units = tables["units"][["unit_id", "facility_id", "kind"]].rename(columns={"kind": "unit_kind"})
    stays = tables["enrolments"][["child_id", "unit_id"]].merge(units, on="unit_id")
    children = tables["children"].merge(stays, on="child_id", how="left")
    return children.assign(age=whole_months(_days(children["birth_date"]), today))


def population_figures(tables: Tables, births: int, today: np.datetime64) -> dict[str, tuple[float, float]]:
    """Target and drawn figures of the children and their families."""
    children = _merged(tables, today)
    age = children["age"]
    sets = children["twin_group"].dropna().nunique()
    size = children.groupby("household_id")["child_id"].transform("size")
    deliveries = len(children) - sets
    weight = children["place_weight"]
    return {
        "children under one year, per birth a year": (cal.COHORT_FACTOR[0], float((age < 12).sum()) / births),
        "children aged 0-2, per birth a year": (sum(cal.COHORT_FACTOR[:3]), float((age < 36).sum()) / births),
        "children aged 3-5, per birth a year": (sum(cal.COHORT_FACTOR[3:6]), float(age.between(36, 71).sum()) / births),
        "twin deliveries": (cal.TWIN_SHARE, sets / deliveries),
        "children with a brother or sister below school age": (cal.SIBLING_SHARE, float((size > 1).mean())),
        "bilingual": (cal.BILINGUAL_SHARE, float(children["bilingual"].mean())),
        "home in a listed area": (cal.VULNERABLE_SHARE, float(children["vulnerable_area"].mean())),
        "counts two places": (cal.WEIGHT_TWO_SHARE, float((weight == 2).mean())),
        "counts three places": (cal.WEIGHT_THREE_SHARE, float((weight == 3).mean())),
    }


def takeup_figures(tables: Tables, births: int, today: np.datetime64) -> dict[str, tuple[float, float]]:
    """Target and drawn shares of children in care, and how those in care divide."""
    children = _merged(tables, today)
    placed, years = children["unit_id"].notna(), children["age"] // 12
    young = placed & children["unit_kind"].isin(["dagpleje", "vuggestue"])
    shares = np.repeat([share for _, share in cal.TAKEUP], np.diff([age for age, _ in cal.TAKEUP] + [72]))
    by_month: Floats = np.concatenate([np.zeros(cal.TAKEUP[0][0]), shares])
    dagpleje = sizes_for(births, date(2027, 1, 15)).dagpleje_share
    figures = {
        f"enrolled at age {year}": (float(by_month[12 * year : 12 * year + 12].mean()), float(placed[years == year].mean()))
        for year in range(3)
    }
    figures["enrolled at age 3-5"] = (float(by_month[36:72].mean()), float(placed[years.between(3, 5)].mean()))
    figures["dagpleje, of enrolled 0-2"] = (dagpleje, float((children["unit_kind"][young] == "dagpleje").mean()))
    return figures


def supply_figures(tables: Tables, births: int, today: np.datetime64) -> dict[str, tuple[float, float]]:
    """Target and drawn sizes and fill of units. Weights count in dagpleje; the June figure counts all who want 3-5 care then."""
    children, units = _merged(tables, today), tables["units"]
    inside = children[children["unit_id"].notna()]
    load = np.where(inside["unit_kind"] == "dagpleje", inside["place_weight"], 1).astype(np.int64)
    filled = pd.Series(load).groupby(inside["unit_kind"].to_numpy()).sum()
    places = units.groupby("kind")["places"].sum()
    houses = tables["facilities"].query("kind == 'house'")
    soon = np.datetime64(f"{str(today)[:4]}-06-01", "D")
    new = tables["applications"].query("kind == 'new' and care == '3-5'")
    moving = month_ceiling(add_months(_days(inside["birth_date"]), cal.TRANSITION_MONTHS)) <= soon
    coming = int((_days(new["need_date"]) <= soon).sum()) + int((moving & (inside["unit_kind"] != "boernehave")).sum())
    together = inside[(inside["unit_kind"] != "dagpleje") & inside.duplicated("household_id", keep=False)]
    same = together.duplicated(["household_id", "facility_id"], keep=False)
    homes = units[(units["kind"] == "dagpleje") & (units["places"] > 0)]
    # 3-5 care holds children born within 37.5 months in mid-January, within 42.5 in June
    housed = inside[inside["unit_kind"] != "dagpleje"].groupby("facility_id").size()
    return {
        "houses with 40-120 children": (0.75, float(housed.between(40, 120).mean())),
        "children per house": (cal.HOUSE_CHILDREN, float((inside["unit_kind"] != "dagpleje").sum()) / len(houses)),
        "places per dagplejer": (643 / 172, float(homes["places"].mean())),
        "dagpleje filled (places)": (cal.OCCUPANCY, float(filled["dagpleje"] / places["dagpleje"])),
        "vuggestue filled": (cal.OCCUPANCY, float(filled["vuggestue"] / places["vuggestue"])),
        "boernehave filled in June": (cal.OCCUPANCY, float((filled["boernehave"] + coming) / places["boernehave"])),
        "boernehave filled on the round date": (cal.OCCUPANCY * 37.5 / 42.5, float(filled["boernehave"] / places["boernehave"])),
        "siblings in houses who share the house": (cal.SIBLINGS_TOGETHER_SHARE, float(same.mean())),
    }


def demand_figures(tables: Tables, births: int, today: np.datetime64) -> dict[str, tuple[float, float]]:
    """Target and drawn figures of applications, wishes, changes of capacity and absence."""
    applications, wishes, changes = tables["applications"], tables["wishes"], tables["capacity_changes"]
    enrolled = len(tables["enrolments"])
    kinds = applications["kind"].value_counts()
    homes = int(((tables["units"]["kind"] == "dagpleje") & (tables["units"]["places"] > 0)).sum())
    known = cal.KNOWN_AHEAD_MONTHS / 12
    away, by_month = absence_days(tables["absences"])
    new = applications[applications["kind"] == "new"]
    per_application = wishes.groupby("application_id").size()
    return {
        "applications per birth a year": (1600 / 700, len(applications) / births),
        "transfers, of those enrolled": (cal.TRANSFER_SHARE, float(kinds.get("transfer", 0)) / enrolled),
        "new applications that want the guarantee": (cal.WANTS_GUARANTEE_SHARE, float(new["wants_guarantee"].mean())),
        "priority": (cal.PRIORITY_SHARE, float(applications.loc[applications["kind"] != "transfer", "priority"].mean())),
        "wishes per application": (float(np.dot(cal.WISH_COUNT_SHARES, np.arange(1, 6))), float(per_application.mean())),
        "dagplejere who leave, a year": (cal.LEAVING_SHARE, float((changes["places"] == 0).sum()) / homes / known),
        "dagplejere who are hired, a year": (cal.HIRED_SHARE, float((changes["reason"] == "Ny dagplejer").sum()) / homes / known),
        "working days away per dagplejer, a year": (cal.SICK_DAYS + cal.PLANNED_DAYS, away / homes),
        "absence in February and November, of a mean month": (cal.ABSENCE_PEAK, float(by_month[[1, 10]].mean() / by_month.mean())),
    }


def absence_days(absences: pd.DataFrame) -> tuple[float, Floats]:
    """Working days away in all, and per working day of the month (January first) in which the spell begins."""
    first, last = _days(absences["from_date"]), _days(absences["to_date"])
    days: Ints = np.busday_count(first, last + np.timedelta64(1, "D"))
    month = first.astype("datetime64[M]").astype(np.int64) % 12
    months = first.min().astype("datetime64[Y]").astype("datetime64[M]") + np.arange(13)
    working: Floats = np.diff(np.busday_count(months[0], months)).astype(np.float64)
    return float(days.sum()), np.bincount(month, weights=days.astype(np.float64), minlength=12) / working


def displaced_children(tables: Tables) -> int:
    """Children who will be in a unit, by today's enrolments, when it has fewer places than they take."""
    stays = tables["enrolments"].merge(tables["children"][["child_id", "birth_date", "place_weight"]], on="child_id")
    stays = stays.merge(tables["units"][["unit_id", "kind"]], on="unit_id").merge(
        tables["capacity_changes"].rename(columns={"from_date": "changes", "places": "left"})[["unit_id", "changes", "left"]], on="unit_id"
    )
    changes, birth = _days(stays["changes"]), _days(stays["birth_date"])
    until = np.where(stays["kind"] == "boernehave", school_start(birth), month_ceiling(add_months(birth, cal.TRANSITION_MONTHS)))
    there = (until > changes) & ~(_days(stays["to_date"]) <= changes)
    left = stays[there].groupby(["unit_id", "left"]).size().reset_index(name="children")
    return int(np.maximum(left["children"] - left["left"], 0).sum())


def all_figures(tables: Tables, births: int, round_date: date) -> dict[str, tuple[float, float]]:
    """Every figure as (target, drawn)."""
    parts = (population_figures, takeup_figures, supply_figures, demand_figures)
    return {name: pair for part in parts for name, pair in part(tables, births, day(round_date)).items()}


def main(arguments: list[str]) -> None:
    """Print the calibration table of one draw."""
    births, seed, today = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 1, date(2027, 1, 15)
    tables = draw_municipality(births, seed, today)
    lines = ["| figure | target | drawn |", "|---|---|---|"]
    lines += [f"| {name} | {target:.3g} | {drawn:.3g} |" for name, (target, drawn) in all_figures(tables, births, today).items()]
    sys.stdout.write("\n".join([*lines, f"| displaced children | at least 1 | {displaced_children(tables)} |", ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
