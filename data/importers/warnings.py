"""What may be right but is worth a look; none of it stops an import. One function a warning, over canonical frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from data.faults import Fault
from data.importers.crosscheck import line_of, open_units
from data.importers.phrases import fault
from data.importers.references import Frames, lookup
from data.snapshot import DEFAULT_AGES
from optimizer.domain.facilities import CARE_OF_UNIT

#: code, what the child needs, the unit's column, and the value there that goes against the need
_HEALTH = (("wish_smoke", "smoke_free_needed", "smoke_free", False), ("wish_pets", "pets_excluded", "pets", True))


def _warn(code: str, table: str, line: object, column: str, value: object, **parts: object) -> Fault:
    return fault(code, table, line_of(line), column, str(value), severity="warning", **parts)


def data_day(frames: Frames) -> pd.Timestamp | None:
    """The day that the data show: the latest registration, else the latest start of a stay; None when there is neither."""
    for table, column in (("applications", "registered_date"), ("enrolments", "from_date")):
        latest = frames[table][column].max()
        if not pd.isna(latest):
            return pd.Timestamp(latest)
    return None


def _present(frames: Frames) -> pd.DataFrame:
    """The stays that go on on the data's day."""
    stays, day = frames["enrolments"], data_day(frames)
    if day is None:
        return stays.iloc[:0]
    return stays[(stays["from_date"] <= day) & ~(stays["to_date"] <= day)]


def above_max_places(frames: Frames) -> Iterator[Fault]:
    """More places than the unit's ceiling, now or from a date."""
    units = frames["units"]
    for table in ("units", "capacity_changes"):
        frame = frames[table]
        limit = lookup(frame["unit_id"], units, "max_places")
        above = frame.assign(limit=limit)[(frame["places"] > limit).fillna(False)]
        for line, places, most in above[["places", "limit"]].itertuples():
            yield _warn("above_max_places", table, line, "places", places, limit=most)


def unit_over_places(frames: Frames) -> Iterator[Fault]:
    """A unit with more children on the data's day than places; in dagpleje a child counts its place weight."""
    day = data_day(frames)
    if day is None:
        return
    units = frames["units"].drop_duplicates("unit_id")
    changes = frames["capacity_changes"]
    latest = changes[changes["from_date"] <= day].sort_values("from_date").drop_duplicates("unit_id", keep="last")
    places = lookup(units["unit_id"], latest, "places").fillna(units["places"])
    stays = _present(frames)
    homes = units.loc[(units["kind"] == "dagpleje").fillna(False), "unit_id"]
    weight = lookup(stays["child_id"], frames["children"], "place_weight").fillna(1).where(stays["unit_id"].isin(homes), 1)
    used = weight.groupby(stays["unit_id"]).sum().reindex(pd.Index(units["unit_id"]), fill_value=0).set_axis(units.index)
    over = pd.DataFrame({"used": used, "places": places})[(used > places).fillna(False)]
    for line, count, limit in over.itertuples():
        yield _warn("unit_over_places", "units", line, "places", int(count), limit=limit, day=f"{day:%Y-%m-%d}")


def registered_before_birth(frames: Frames) -> Iterator[Fault]:
    """An application older than the child."""
    applications = frames["applications"]
    births = lookup(applications["child_id"], frames["children"], "birth_date")
    early = applications.assign(birth=births)[applications["registered_date"] < births]
    for line, day, birth in early[["registered_date", "birth"]].itertuples():
        shown = f"{birth:%Y-%m-%d}"
        yield _warn("registered_before_birth", "applications", line, "registered_date", f"{day:%Y-%m-%d}", birth=shown)


def applied_twice(frames: Frames) -> Iterator[Fault]:
    """A child's second application for the same care: a round decides on one of them."""
    applications = frames["applications"].dropna(subset=["child_id", "care"])
    again = applications.duplicated(["child_id", "care"])
    for line, child in applications.loc[again, "child_id"].items():
        yield _warn("applied_twice", "applications", line, "child_id", child)


def _wishes(frames: Frames) -> pd.DataFrame:
    """The wishes with their application's child, kind and care; the line is kept."""
    ids, applications = frames["wishes"]["application_id"], frames["applications"]
    columns = {name: lookup(ids, applications, name) for name in ("child_id", "kind", "care")}
    return frames["wishes"].assign(**columns)


def transfer_to_present_unit(frames: Frames) -> Iterator[Fault]:
    """A transfer that wishes the unit where the child already is."""
    wishes = _wishes(frames)
    wishes = wishes[((wishes["kind"] == "transfer") & (wishes["target_kind"] == "unit")).fillna(False)]
    here = set(map(tuple, _present(frames)[["child_id", "unit_id"]].itertuples(index=False)))
    for line, child, unit in wishes[["child_id", "target_id"]].itertuples():
        if (child, unit) in here:
            yield _warn("transfer_to_present_unit", "wishes", line, "target_id", unit)


def wish_other_care(frames: Frames) -> Iterator[Fault]:
    """A wish for a unit that gives another care than was applied for."""
    wishes = _wishes(frames)
    wishes = wishes[(wishes["target_kind"] == "unit").fillna(False)]
    given = lookup(wishes["target_id"], frames["units"], "kind").map(CARE_OF_UNIT)
    wrong = given.notna() & wishes["care"].notna() & (given != wishes["care"]).fillna(False)
    for line, target, care in wishes.loc[wrong, ["target_id", "care"]].itertuples():
        yield _warn("wish_other_care", "wishes", line, "target_id", target, care=care)


def wish_no_open_home(frames: Frames) -> Iterator[Fault]:
    """A wish for the dagpleje of a district (or of the districts below it) in which no home is open to the list."""
    wishes = frames["wishes"]
    homes = open_units(frames)
    homes = homes[(homes["kind"] == "dagpleje").fillna(False)]
    districts = frames["districts"]
    served = set(homes["district_id"].dropna()) | set(lookup(homes["district_id"], districts, "parent_id").dropna())
    targets = wishes.loc[(wishes["target_kind"] == "district_dagpleje").fillna(False), "target_id"]
    for line, target in targets[targets.isin(districts["district_id"]) & ~targets.isin(served)].items():
        yield _warn("wish_no_open_home", "wishes", line, "target_id", target)


def wish_repeated(frames: Frames) -> Iterator[Fault]:
    """The same target wished twice in one application."""
    wishes = frames["wishes"].dropna()
    again = wishes.duplicated(["application_id", "target_kind", "target_id"])
    for line, target in wishes.loc[again, "target_id"].items():
        yield _warn("wish_repeated", "wishes", line, "target_id", target)


def wish_against_health(frames: Frames) -> Iterator[Fault]:
    """A wish for a home whose smoke or pets the child must avoid."""
    wishes = _wishes(frames)
    wishes = wishes[(wishes["target_kind"] == "unit").fillna(False)]
    for code, need, unit_column, bad in _HEALTH:
        needed = lookup(wishes["child_id"], frames["children"], need).fillna(False)
        wrong = needed & (lookup(wishes["target_id"], frames["units"], unit_column) == bad).fillna(False)
        for line, target in wishes.loc[wrong, "target_id"].items():
            yield _warn(code, "wishes", line, "target_id", target)


def absences_overlap(frames: Frames) -> Iterator[Fault]:
    """Two absences of a unit that share a day (`to_date` is the last day away)."""
    absences = frames["absences"].dropna(subset=["unit_id", "from_date", "to_date"]).sort_values(["unit_id", "from_date"], kind="stable")
    latest: dict[str, tuple[pd.Timestamp, int]] = {}
    for line, unit, start, end in absences[["unit_id", "from_date", "to_date"]].itertuples():
        before = latest.get(unit)
        if before is not None and start <= before[0]:
            yield _warn("absences_overlap", "absences", line, "from_date", f"{start:%Y-%m-%d}", first=before[1])
        if before is None or end > before[0]:
            latest[unit] = (end, line_of(line))


def ages_in_months(births: pd.Series, days: pd.Series) -> pd.Series:
    """Whole months from birth to day, as `optimizer.domain.dates.age_in_months`; both columns without empty cells."""
    months = (days.dt.year - births.dt.year) * 12 + days.dt.month - births.dt.month
    birthday = np.minimum(births.dt.day, days.dt.days_in_month)
    whole: pd.Series = months - (days.dt.day < birthday)
    return whole


def outside_ages(frames: Frames) -> Iterator[Fault]:
    """A stay that began when the child was outside the unit's ages."""
    units = frames["units"]
    usual = [DEFAULT_AGES.get(kind, (0, 999)) for kind in units["kind"]]
    ages = units[["unit_id"]].assign(
        low=units["min_age_months"].fillna(pd.Series([low for low, _ in usual], units.index, dtype="Int64")),
        high=units["max_age_months"].fillna(pd.Series([high for _, high in usual], units.index, dtype="Int64")),
    )
    stays = frames["enrolments"][["child_id", "unit_id", "from_date"]]
    stays = stays.assign(
        birth=lookup(stays["child_id"], frames["children"], "birth_date"),
        low=lookup(stays["unit_id"], ages, "low"),
        high=lookup(stays["unit_id"], ages, "high"),
    ).dropna()
    stays = stays.assign(age=ages_in_months(stays["birth"], stays["from_date"]))
    outside = stays[((stays["age"] < stays["low"]) | (stays["age"] >= stays["high"])).astype(bool)]
    for line, months, low, high in outside[["age", "low", "high"]].itertuples():
        yield _warn("outside_ages", "enrolments", line, "from_date", f"{months} mdr.", low=low, high=high - 1)


CHECKS: tuple[Callable[[Frames], Iterator[Fault]], ...] = (
    above_max_places,
    unit_over_places,
    registered_before_birth,
    applied_twice,
    transfer_to_present_unit,
    wish_other_care,
    wish_no_open_home,
    wish_repeated,
    wish_against_health,
    absences_overlap,
    outside_ages,
)
