"""What the plain draw leaves out, so that every rule of a round has somebody to decide on; drawn upon its tables, from a stream of its own.

All shares are assumed: they are to make each rule bite in a town of a hundred births, not to say how often it does in life.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from data.fields import tables as specs
from data.package import canonical
from optimizer.domain.dates import add_months
from optimizer.domain.facilities import CARE_OF_UNIT

Tables = dict[str, pd.DataFrame]
#: of new applications: from another municipality, newcomers, families who said no once, with an offer to answer, with two applications
OUTSIDERS, NEWCOMERS, REFUSED, OFFERED, TWICE = 0.02, 0.03, 0.05, 0.01, 0.01
#: of the children enrolled, without an application: those who have kept their wishes, and those with a combination offer
KEPT, COMBINED = 0.03, 0.01
#: of the children with an application: those with a decision for a time; of two-year-olds without a 3-5 application: those with one too
DECIDED, BOTH_CARES = 0.02, 0.3
#: of open units: those with reserved places
RESERVED = 0.06
#: settings of the standard policy under which the rules that it leaves off hold too
EVERY_RULE: dict[str, Any] = {
    "refused_guarantee": "postponed", "outsiders_list": "closed_above_share", "sibling_definition": "either",
    "sibling_applies_together": True, "max_infants": 2,
}  # fmt: skip
RESERVATIONS = ("learning_offer", "newcomer", "guarantee")


def with_every_rule(tables: Tables, births: int, seed: int, round_date: date) -> Tables:
    """The tables of `draw_municipality` with the rest of what a round has rules for.

    Displaced children, special homes, transfers, twins and children in the statutory learning offer are in the plain draw already. The same
    arguments give the same tables.
    """
    rng = np.random.default_rng(np.random.SeedSequence([seed, births, 1]))
    draw = _Draw(rng, {name: frame.copy() for name, frame in tables.items()}, add_months(round_date.replace(day=1), 1))
    draw.needs()
    draw.decisions()
    draw.triplets()
    draw.kept_wishes()
    draw.both_cares()
    draw.twice()
    draw.combinations()
    draw.reservations()
    draw.offers(round_date)
    drawn = {**draw.tables, **{name: pd.DataFrame(rows) for name, rows in draw.rows.items() if rows}}
    return {name: canonical(specs()[name], frame).reset_index(drop=True) for name, frame in drawn.items()}


def row_of(frame: pd.DataFrame, key: str, value: str) -> dict[str, Any]:
    """The row with that key."""
    row = frame[frame[key] == value].iloc[0]
    return {str(name): row[name] for name in frame.columns}


class _Draw:
    """Adds one thing after the other. `first` is the first date on which a child may start."""

    def __init__(self, rng: np.random.Generator, tables: Tables, first: date) -> None:
        self.rng, self.tables, self.first = rng, tables, first
        self.rows: dict[str, list[dict[str, Any]]] = {"child_decisions": [], "reservations": [], "offers": []}
        private = tables["facilities"].set_index("facility_id")["operator"].eq("private")
        units = tables["units"]
        closing = tables["capacity_changes"]["unit_id"]
        steady = units["open_to_list"].astype(bool) & ~units["facility_id"].map(private).astype(bool) & ~units["unit_id"].isin(closing)
        #: open units whose places stay as they are, with their care and what is free of them
        self.units = units[steady].assign(care=units["kind"].map(CARE_OF_UNIT), free=units["places"] - self._taken())

    def _taken(self) -> pd.Series:
        """Places taken in each unit, children counting two or three places included in homes."""
        stays = self.tables["enrolments"].merge(self.tables["children"][["child_id", "place_weight"]], on="child_id")
        home = stays["unit_id"].map(self.tables["units"].set_index("unit_id")["kind"]).eq("dagpleje")
        taken = stays["place_weight"].where(home, 1).groupby(stays["unit_id"]).sum()
        return self.tables["units"]["unit_id"].map(taken).fillna(0)

    def some(self, frame: pd.DataFrame, share: float, least: int = 1) -> pd.DataFrame:
        """Rows drawn from a frame: the share of it, and at least `least` where there are so many."""
        count = min(len(frame), max(least, round(share * len(frame))))
        return frame.iloc[np.sort(self.rng.choice(len(frame), count, replace=False))]

    def add(self, name: str, rows: list[dict[str, Any]]) -> None:
        """Rows at the end of a table."""
        if rows:
            added = canonical(specs()[name], pd.DataFrame(rows))
            self.tables[name] = pd.concat([self.tables[name], added], ignore_index=True)

    def new_id(self, name: str, letter: str) -> str:
        """The next id of a table."""
        return f"{letter}{len(self.tables[name]) + 1:06d}"

    def applied(self, kind: str = "new") -> pd.DataFrame:
        """Applications of a kind with their children."""
        applications = self.tables["applications"]
        return applications[applications["kind"] == kind].merge(self.tables["children"], on="child_id")

    def placed_without_application(self) -> pd.DataFrame:
        """Children with one stay, in a unit of the municipality that is steady and open, who have not applied."""
        stays = self.tables["enrolments"].merge(self.units[["unit_id", "care", "kind"]], on="unit_id")
        stays = stays[~stays["child_id"].isin(self.tables["applications"]["child_id"]) & stays["to_date"].isna()]
        return stays[~stays["child_id"].duplicated(keep=False)].merge(self.tables["children"], on="child_id")

    def needs(self) -> None:
        """Children of other municipalities, and newcomers."""
        children, asked = self.tables["children"], self.applied()
        asked = asked[~asked["twin_group"].notna()]
        outside = self.some(asked, OUTSIDERS)["child_id"]
        new = self.some(asked[~asked["child_id"].isin(outside)], NEWCOMERS)["child_id"]
        children.loc[children["child_id"].isin(outside), "residence"] = "751"
        children.loc[children["child_id"].isin(new), "newcomer_until"] = pd.Timestamp(add_months(self.first, 6))

    def decisions(self) -> None:
        """Points of support until a day for some who apply; and the second place of some who are there becomes one for a time."""
        for child in self.some(self.applied(), DECIDED)["child_id"]:
            self.decide(child, "support_points", 1)
        placed = self.placed_without_application()
        heavy = self.some(placed[placed["place_weight"] > 1], 0.5)
        children = self.tables["children"]
        for child, weight in zip(heavy["child_id"], heavy["place_weight"], strict=True):
            self.decide(child, "place_weight", int(weight))
            children.loc[children["child_id"] == child, "place_weight"] = 1

    def decide(self, child: str, kind: str, value: int) -> None:
        """A decision of last autumn, most often until a day some months from now."""
        until = add_months(self.first, int(self.rng.integers(1, 9)))
        end = None if self.rng.random() < 0.2 else pd.Timestamp(until)
        since = pd.Timestamp(add_months(self.first, -5))
        self.rows["child_decisions"].append({"child_id": child, "kind": kind, "value": value, "from_date": since, "to_date": end})

    def triplets(self) -> None:
        """A third child of one birth, applying with its twins for the same."""
        twins = self.applied()
        twins = twins[twins["twin_group"].notna()]
        if len(twins):
            one = twins.iloc[0]
            child = self.new_id("children", "B")
            like = row_of(self.tables["children"], "child_id", str(one["child_id"]))
            self.add("children", [{**like, "child_id": child}])
            self.apply_like(str(one["application_id"]), child)

    def apply_like(self, application: str, child: str, **changed: Any) -> None:
        """An application of the child with the dates and wishes of another; not registered before birth."""
        applications, wishes = self.tables["applications"], self.tables["wishes"]
        row = {**row_of(applications, "application_id", application), **changed}
        registered = max(row["registered_date"], row_of(self.tables["children"], "child_id", child)["birth_date"])
        name = self.new_id("applications", "A")
        self.add("applications", [{**row, "application_id": name, "child_id": child, "registered_date": registered}])
        self.tables["wishes"] = pd.concat([wishes, wishes[wishes["application_id"] == application].assign(application_id=name)])

    def kept_wishes(self) -> None:
        """Children who have taken a place and are still on the list for what somebody else in their district has wished."""
        placed, asked = self.placed_without_application(), self.applied()
        first = {
            (care, district): name
            for care, district, name in zip(asked["care"], asked["district_id"], asked["application_id"], strict=True)
        }
        for child, care, district in self.some(placed, KEPT)[["child_id", "care", "district_id"]].itertuples(index=False):
            if (care, district) in first:
                self.apply_like(first[care, district], child, care=care, need_date=pd.Timestamp(self.first), guarantee_date=None)

    def both_cares(self) -> None:
        """Families who have applied for 0-2 and for 3-5 at once."""
        asked = self.applied()
        old = asked[(asked["care"] == "3-5")]
        young = asked[
            (asked["care"] == "0-2") & (asked["birth_date"] < pd.Timestamp(add_months(self.first, -24))) & asked["twin_group"].isna()
        ]
        for child, birth in self.some(young, BOTH_CARES)[["child_id", "birth_date"]].itertuples(index=False):
            need = pd.Timestamp(add_months(birth.date().replace(day=1), 34))
            self.apply_like(
                str(old.iloc[int(self.rng.integers(len(old)))]["application_id"]),
                child,
                need_date=max(need, pd.Timestamp(self.first)),
                guarantee_date=None,
            )

    def twice(self) -> None:
        """Families who have applied a second time for the same care, with the wishes of the first."""
        asked = self.applied()
        for application, child in self.some(asked[asked["twin_group"].isna()], TWICE)[["application_id", "child_id"]].itertuples(
            index=False
        ):
            self.apply_like(application, child, registered_date=pd.Timestamp(add_months(self.first, -1)))

    def combinations(self) -> None:
        """Children with half their week in a second unit of the same care that has room."""
        stays = self.tables["enrolments"]
        for child, unit, care in self.some(self.placed_without_application(), COMBINED)[["child_id", "unit_id", "care"]].itertuples(
            index=False
        ):
            room = self.units[
                (self.units["care"] == care)
                & (self.units["free"] > 0)
                & (self.units["unit_id"] != unit)
                & (self.units["kind"] != "dagpleje")
            ]
            if not len(room):
                continue
            other = room.iloc[int(self.rng.integers(len(room)))]["unit_id"]
            mine = stays["child_id"] == child
            row = {**row_of(stays, "child_id", child), "unit_id": other, "weekly_hours": 15.0, "combination": True}
            stays.loc[mine, ["weekly_hours", "combination"]] = (25.0, True)
            self.add("enrolments", [row])
            stays = self.tables["enrolments"]
            self.units.loc[self.units["unit_id"] == other, "free"] -= 1

    def reservations(self) -> None:
        """One place kept in some houses with room, for one kind after the other."""
        houses = self.units[(self.units["kind"] != "dagpleje") & (self.units["free"] > 0)]
        for n, unit in enumerate(self.some(houses, RESERVED, len(RESERVATIONS))["unit_id"]):
            kind = RESERVATIONS[n % len(RESERVATIONS)]
            self.rows["reservations"].append(
                {"unit_id": unit, "kind": kind, "places": 1, "from_date": pd.Timestamp(self.first), "to_date": None}
            )

    def offers(self, round_date: date) -> None:
        """Offers refused, and offers that wait for an answer in units with room: their places are held."""
        asked = self.applied()
        refused = self.some(asked, REFUSED)
        for application, care in refused[["application_id", "care"]].itertuples(index=False):
            self.offer(application, self.units[self.units["care"] == care], round_date - timedelta(days=40), "declined")
        waiting = asked[~asked["application_id"].isin(refused["application_id"]) & asked["twin_group"].isna()]
        for application, care in self.some(waiting, OFFERED)[["application_id", "care"]].itertuples(index=False):
            room = self.units[(self.units["care"] == care) & (self.units["free"] > 1) & (self.units["kind"] != "dagpleje")]
            self.offer(application, room, round_date - timedelta(days=4), None)

    def offer(self, application: str, units: pd.DataFrame, sent: date, answer: str | None) -> None:
        """An offer of one of the units; none where there is none."""
        if len(units):
            unit = units.iloc[int(self.rng.integers(len(units)))]["unit_id"]
            self.units.loc[self.units["unit_id"] == unit, "free"] -= answer is None
            start = add_months(sent.replace(day=1), 2)
            self.rows["offers"].append({
                "application_id": application, "unit_id": unit, "start_date": pd.Timestamp(start), "sent_date": pd.Timestamp(sent),
                "answer_by": pd.Timestamp(sent + timedelta(days=8)), "answer": answer,
            })  # fmt: skip
