"""Errors that only show when cells or rows are seen together: one function a fault, each over canonical frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from data.faults import Fault
from data.importers.phrases import fault
from data.importers.references import Frames, lookup

#: Denmark with its waters, metres in EPSG:25832
EAST = (441_000, 894_000)
NORTH = (6_049_000, 6_403_000)
#: table -> (first, last): the last may not come before the first
DATE_PAIRS = (
    ("districts", "listed_from", "listed_to"),
    ("reservations", "from_date", "to_date"),
    ("child_decisions", "from_date", "to_date"),
    ("enrolments", "from_date", "to_date"),
    ("absences", "from_date", "to_date"),
    ("offers", "sent_date", "answer_by"),
)
AGE_PAIRS = (("units", "min_age_months", "max_age_months"), ("takeup", "age_months_from", "age_months_to"))
_FOREVER = pd.Timestamp(9999, 1, 1)


def line_of(index: object) -> int:
    """The line in the file that a frame's index label is."""
    return int(str(index))


def coordinates(frames: Frames) -> Iterator[Fault]:
    """Places outside Denmark, or with easting and northing swapped."""
    for table in ("districts", "facilities", "children"):
        places = frames[table][["easting", "northing"]].dropna().astype(float)
        east, north = places["easting"], places["northing"]
        inside = east.between(*EAST) & north.between(*NORTH)
        swapped = east.between(*NORTH) & north.between(*EAST)
        for line, x, y in places[~inside].itertuples():
            code = "coordinates_swapped" if swapped.loc[line] else "coordinates_outside"
            yield fault(code, table, line_of(line), "easting", f"{x:.0f} / {y:.0f}")


def reversed_dates(frames: Frames) -> Iterator[Fault]:
    """An end before its beginning."""
    for table, first, last in DATE_PAIRS:
        frame = frames[table]
        wrong = frame.loc[frame[last] < frame[first], [first, last]]
        for line, start, end in wrong.itertuples():
            yield fault("dates_reversed", table, line_of(line), last, f"{end:%Y-%m-%d}", other=first, bound=f"{start:%Y-%m-%d}")


def reversed_ages(frames: Frames) -> Iterator[Fault]:
    """A highest age (exclusive) not above the least."""
    for table, low, high in AGE_PAIRS:
        frame = frames[table]
        for line, least, most in frame.loc[(frame[high] <= frame[low]).fillna(False), [low, high]].itertuples():
            yield fault("ages_reversed", table, line_of(line), high, str(most), other=low, bound=least)


def decision_values(frames: Frames) -> Iterator[Fault]:
    """A decided place weight outside 1-3."""
    frame = frames["child_decisions"]
    wrong = frame[((frame["kind"] == "place_weight") & ~frame["value"].between(1, 3)).fillna(False)]
    for line, value in wrong["value"].items():
        yield fault("decision_value", "child_decisions", line_of(line), "value", str(value))


def enrolled_twice(frames: Frames) -> Iterator[Fault]:
    """Two stays of a child at once, neither of them in a combination offer (dagtilbudsloven § 2)."""
    stays = frames["enrolments"]
    alone = stays["child_id"].notna() & stays["from_date"].notna() & ~stays["combination"]
    stays = stays[alone].assign(end=stays["to_date"].fillna(_FOREVER))
    stays = stays[stays["end"] > stays["from_date"]].sort_values(["child_id", "from_date"], kind="stable")
    shared = stays[stays["child_id"].duplicated(keep=False)]
    open_stay: dict[str, tuple[pd.Timestamp, str, int]] = {}
    for line, child, unit, start, end in shared[["child_id", "unit_id", "from_date", "end"]].itertuples():
        before = open_stay.get(child)
        if before is not None and start < before[0]:
            yield fault("enrolled_twice", "enrolments", line_of(line), "child_id", child, unit=before[1], first=before[2])
        if before is None or end > before[0]:
            open_stay[child] = (end, unit, line_of(line))


def enrolled_in_gaestehus(frames: Frames) -> Iterator[Fault]:
    """A stay in a unit that has guests only."""
    units, stays = frames["units"], frames["enrolments"]
    guests = units.loc[(units["kind"] == "gaestehus").fillna(False), "unit_id"]
    for line, unit in stays.loc[stays["unit_id"].isin(guests), "unit_id"].items():
        yield fault("enrolled_in_gaestehus", "enrolments", line_of(line), "unit_id", unit)


def twins_differ(frames: Frames) -> Iterator[Fault]:
    """Members of a twin group with another household or birth date than the first of the group."""
    twins = frames["children"][frames["children"]["twin_group"].notna()].sort_index()
    for column in ("household_id", "birth_date"):
        known = twins[twins[column].notna()]
        first: dict[str, tuple[object, int]] = {}
        for line, group, value in known[["twin_group", column]].itertuples():
            expected, at = first.setdefault(group, (value, line_of(line)))
            if value != expected:
                shown = f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
                yield fault("twins_differ", "children", line_of(line), column, shown, shared=column, first=at)


def open_units(frames: Frames) -> pd.DataFrame:
    """The units that a wish may name: open to the list, not private, no gaestehus; with their facility's district."""
    facilities = frames["facilities"]
    units = frames["units"].drop_duplicates("unit_id")
    private = lookup(units["facility_id"], facilities, "operator") == "private"
    usable = units["open_to_list"] & ~private & (units["kind"] != "gaestehus")
    return units.assign(district_id=lookup(units["facility_id"], facilities, "district_id"))[usable.fillna(True)]


def wishes_closed(frames: Frames) -> Iterator[Fault]:
    """A wish for a unit, or a house all of whose units are, private or not open to the list (§§ 26 and 27 c)."""
    usable = open_units(frames)
    wishes = frames["wishes"]
    for kind, table, column in (("unit", "units", "unit_id"), ("facility", "facilities", "facility_id")):
        targets = wishes.loc[(wishes["target_kind"] == kind).fillna(False), "target_id"]
        known = targets[targets.isin(frames[table][column])]
        for line, target in known[~known.isin(usable[column])].items():
            yield fault("wish_closed", "wishes", line_of(line), "target_id", target)


def no_current_place(frames: Frames) -> Iterator[Fault]:
    """A transfer or transition of a child who has no stay that goes on after the application was registered."""
    applications, stays = frames["applications"], frames["enrolments"]
    known = applications["child_id"].isin(frames["children"]["child_id"]) & applications["registered_date"].notna()
    moving = applications[(applications["kind"].isin(["transfer", "transition"]) & known).astype(bool)]
    ends = stays[["child_id"]].assign(end=stays["to_date"].fillna(_FOREVER)).sort_values("end", ascending=False)
    end = lookup(moving["child_id"], ends, "end")
    without = moving[end.isna() | (end <= moving["registered_date"])]
    for line, child, kind in without[["child_id", "kind"]].itertuples():
        yield fault("no_current_place", "applications", line_of(line), "child_id", child, kind=kind)


CHECKS: tuple[Callable[[Frames], Iterator[Fault]], ...] = (
    coordinates,
    reversed_dates,
    reversed_ages,
    decision_values,
    enrolled_twice,
    enrolled_in_gaestehus,
    twins_differ,
    wishes_closed,
    no_current_place,
)
