"""The places of a small random town: houses and homes, what changes in them, and what is kept for whom."""

from __future__ import annotations

import random
from datetime import date, timedelta

from optimizer.domain.applications import Application, Offer
from optimizer.domain.children import Child, ChildDecision, Enrolment
from optimizer.domain.dates import add_months, make_grid
from optimizer.domain.facilities import CapacityChange, District, Facility, Reservation, ReservationKind, Unit, UnitKind
from tests.optimizer.town_policies import chance, random_policy

ROUND_DATE = date(2027, 1, 15)
FIRST = date(2027, 2, 1)
KINDS: tuple[ReservationKind, ...] = ("learning_offer", "newcomer", "guarantee")
DISTRICTS = ("G1", "D1", "D2", "G2", "D3")


class Places:
    """Draws the places; holds the tables that the families are drawn into."""

    def __init__(self, rng: random.Random, applications: int, units: int) -> None:
        self.rng = rng
        self.wanted = applications
        self.policy = random_policy(rng)
        #: percent of the houses that take the older children: a town of few units is mostly for one age
        self.older = rng.choice((10, 10, 40, 90))
        self.grid = make_grid(ROUND_DATE, self.policy.start_days, self.policy.window_months, self.policy.horizon_months)
        self.districts = {
            "G1": District("G1", "Nord"),
            "D1": District("D1", "Nord skole", "G1"),
            "D2": District("D2", "Nord by", "G1"),
            "G2": District("G2", "Syd"),
            "D3": District("D3", "Syd skole", "G2"),
        }
        self.facilities: dict[str, Facility] = {}
        self.units: dict[str, Unit] = {}
        self.children: dict[str, Child] = {}
        self.applications: dict[str, Application] = {}
        self.enrolments: list[Enrolment] = []
        self.changes: list[CapacityChange] = []
        self.reservations: list[Reservation] = []
        self.decisions: list[ChildDecision] = []
        self.offers: list[Offer] = []
        while len(self.units) < units:
            self._facility()

    def _facility(self) -> None:
        rng = self.rng
        home = chance(rng, 60 - self.older // 2)
        facility_id = f"F{len(self.facilities) + 1}"
        integrated = not home and chance(rng, 40)
        self.facilities[facility_id] = Facility(
            facility_id,
            facility_id,
            "dagpleje" if home else "house",
            rng.choice(DISTRICTS),
            float(rng.randrange(0, 4000, 100)),
            float(rng.randrange(0, 4000, 100)),
            operator="private" if chance(rng, 4) else "municipal",
            max_units=rng.choice((2, 3, 4)) if integrated and chance(rng, 60) else None,
            language="en" if chance(rng, 5) else None,
        )
        kinds: list[UnitKind] = ["dagpleje"] if home else ["boernehave" if chance(rng, self.older) else "vuggestue"]
        if integrated:
            kinds = ["vuggestue", "boernehave"]
        for kind in kinds:
            self._unit(facility_id, kind)

    def _unit(self, facility_id: str, kind: UnitKind) -> None:
        rng = self.rng
        unit_id = f"U{len(self.units) + 1}"
        older = kind == "boernehave"
        places = rng.choice((1, 2, 3, 4)) if kind == "dagpleje" else rng.choice((1, 2, 2, 3))
        self.units[unit_id] = Unit(
            unit_id,
            facility_id,
            kind,
            places,
            min_age_months=rng.choice((30, 34)) if older else rng.choice((0, 6)),
            max_age_months=rng.choice((72, 84)) if older else rng.choice((35, 36, 48)),
            support_points=rng.choice((0, 1, 1, 2)),
            max_infants=1 if kind == "dagpleje" and chance(rng, 30) else None,
            smoke_free=not chance(rng, 10),
            pets=chance(rng, 10),
            open_to_list=not chance(rng, 5),
        )
        for _ in range(rng.choice((0, 0, 0, 0, 0, 1, 1, 2))):
            day = self._date_near_grid()
            if all((c.unit_id, c.from_date) != (unit_id, day) for c in self.changes):
                self.changes.append(CapacityChange(unit_id, day, rng.choice((0, max(0, places - 1), places, places + 1, places + 1))))
        self._reserve(unit_id, places)

    def _reserve(self, unit_id: str, places: int) -> None:
        """Now and then places are kept for some of the kinds."""
        rng = self.rng
        if chance(rng, 14):
            for kind in rng.sample(KINDS, rng.choice((1, 1, 2, 2, 3))):
                to_date = rng.choice((None, None, add_months(FIRST, 2), add_months(FIRST, 1) + timedelta(days=14)))
                kept = rng.choice((1, 1, min(2, places), places))
                self.reservations.append(Reservation(unit_id, kind, kept, rng.choice((FIRST, FIRST, add_months(FIRST, 1))), to_date))

    def _date_near_grid(self) -> date:
        """A date in the horizon, most often on the grid."""
        day = self.rng.choice(self.grid.dates)
        return day + timedelta(days=self.rng.randrange(1, 28)) if chance(self.rng, 25) else day
