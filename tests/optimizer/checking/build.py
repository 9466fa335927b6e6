"""Makes small municipalities by hand, a line a thing, for tests with hand-computed numbers.

The round date is 15 January 2027: with the policy `POLICY` the window is 1 February and 1 March, the horizon's grid goes on with
1 April and 1 May, and H is 1 June 2027. Houses lie in district "D" (no guarantee district above it) at (0, 0) unless said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from optimizer.domain.applications import Application, Offer, Wish
from optimizer.domain.children import Child, ChildDecision, Enrolment
from optimizer.domain.facilities import CapacityChange, District, Facility, Reservation, Unit
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.case import Case, make_case
from optimizer.rounds.checking.decision import Decision, Move

ROUND_DATE = date(2027, 1, 15)
FEB, MAR, APR, MAY, JUN = (date(2027, month, 1) for month in range(2, 7))
POLICY = Policy(
    "test", window_months=2, horizon_months=4, tiers=(), detour_percent=100, guarantee_area="municipality",
    objectives=("breaches", "wishes", "distance"), hash="f" * 64,
)  # fmt: skip


@dataclass
class Build:
    """A municipality in the making."""

    districts: dict[str, District] = field(default_factory=lambda: {"D": District("D", "By")})
    facilities: dict[str, Facility] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    children: dict[str, Child] = field(default_factory=dict)
    applications: dict[str, Application] = field(default_factory=dict)
    enrolments: list[Enrolment] = field(default_factory=list)
    changes: list[CapacityChange] = field(default_factory=list)
    reservations: list[Reservation] = field(default_factory=list)
    decisions: list[ChildDecision] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)

    def facility(self, facility_id: str, kind: str = "house", east: float = 0, north: float = 0, district: str = "D", **more: Any) -> None:
        """A house or home without units."""
        self.facilities[facility_id] = Facility(facility_id, facility_id, kind, district, east, north, **more)  # type: ignore[arg-type]

    def unit(self, unit_id: str, places: int, kind: str = "boernehave", facility: str | None = None, **more: Any) -> None:
        """A unit; when no facility is named, with one of its own ("F" + id)."""
        if facility is None:
            facility = "F" + unit_id
            self.facility(facility, "dagpleje" if kind == "dagpleje" else "house")
        self.units[unit_id] = Unit(unit_id, facility, kind, places, **{"support_points": 9, **more})  # type: ignore[arg-type]

    def child(self, child_id: str, birth: date = date(2023, 6, 1), **more: Any) -> str:
        """A child, by default three years and eight months old in February 2027, at (0, 0) in district D."""
        more = {"easting": 0.0, "northing": 0.0, "district_id": "D", **more}
        self.children[child_id] = Child(child_id, birth, **more)
        return child_id

    def apply(self, application_id: str, wishes: str = "", kind: str = "new", care: str = "3-5", **more: Any) -> None:
        """An application of child "c" + id (made when missing); `wishes` are unit ids in order, each a rank of its own."""
        child_id = more.pop("child", "c" + application_id)
        if child_id not in self.children:
            self.child(child_id, **({"birth": more.pop("birth")} if "birth" in more else {}))
        listed = more.pop("listed", tuple(Wish(n, "unit", u) for n, u in enumerate(wishes.split(), start=1)))
        more = {"registered_date": date(2026, 6, 1), "need_date": FEB, "wants_guarantee": False, **more}
        self.applications[application_id] = Application(application_id, child_id, kind, care, wishes=listed, **more)  # type: ignore[arg-type]

    def enrol(self, child_id: str, unit_id: str, start: date = date(2026, 8, 1), end: date | None = None, **more: Any) -> None:
        """An enrolment (of a child made when missing)."""
        if child_id not in self.children:
            self.child(child_id)
        self.enrolments.append(Enrolment(child_id, unit_id, start, end, **more))

    def snapshot(self) -> Snapshot:
        """The data so far."""
        return Snapshot(
            "v" * 64, self.districts, self.facilities, self.units, self.children, self.applications, tuple(self.enrolments),
            tuple(self.changes), tuple(self.reservations), tuple(self.decisions), tuple(self.offers),
        )  # fmt: skip

    def case(self, policy: Policy = POLICY, /, **moves: tuple[str, date]) -> Case:
        """The case of a decision: application id = (unit id, start)."""
        listed = {a: Move(a, unit_id, start) for a, (unit_id, start) in moves.items()}
        return make_case(self.snapshot(), policy, ROUND_DATE, 1, Decision(listed))
