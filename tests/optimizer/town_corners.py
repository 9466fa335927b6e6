"""What few towns have: three children between whom no order is without a case, and listed areas."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from optimizer.domain.applications import Application, Wish
from optimizer.domain.children import Enrolment
from optimizer.domain.dates import add_months
from optimizer.domain.facilities import Facility, Unit, UnitKind
from tests.optimizer.town_families import Families
from tests.optimizer.town_places import DISTRICTS, FIRST
from tests.optimizer.town_policies import chance


class Corners(Families):
    """Draws them into a town of families."""

    def unlucky(self) -> None:
        """Three children and two homes between which no allocation is without a case.

        a would rather be in v than in u, b in u than in v, and C, who takes two places, wants u. At u, a stands before C (a sibling) and
        C before b (seniority); at v, b stands before a (a sibling). Two places in u and one in v are free.
        """
        tiers = ("sibling", *(t for t in self.policy.tiers if t != "sibling"))
        self.policy = replace(self.policy, tiers=tiers, seniority="registered", counted_wishes_02=None)
        homes: list[str] = []
        for free in (2, 1):
            facility_id, unit_id = f"F{len(self.facilities) + 1}", f"U{len(self.units) + 1}"
            self.facilities[facility_id] = Facility(facility_id, facility_id, "dagpleje", "D1", float(100 * free), 0.0)
            self.units[unit_id] = Unit(unit_id, facility_id, "dagpleje", free + 1, max_age_months=48, support_points=9)
            homes.append(unit_id)
        for number, (wishes, weight, month) in enumerate((((1, 0), 1, 9), ((0, 1), 1, 10), ((0,), 2, 8))):
            child = replace(self.child(add_months(FIRST, -14)), place_weight=weight, smoke_free_needed=False, pets_excluded=False)
            self.children[child.id] = replace(child, support_points=0)
            if number < 2:
                sibling = self.child(add_months(FIRST, -15), child)
                self.children[sibling.id] = replace(sibling, place_weight=1)
                self.enrolments.append(Enrolment(sibling.id, homes[number], date(2026, 11, 1)))
            application_id = f"A{len(self.applications) + 1:02d}"
            listed = tuple(Wish(n, "unit", homes[h]) for n, h in enumerate(wishes, start=1))
            day = date(2026, month, 1)
            self.applications[application_id] = Application(application_id, child.id, "new", "0-2", day, FIRST, None, False, wishes=listed)

    def listed_areas(self) -> None:
        """Listed areas, now or till lately, children who say that they live in one, company houses, and an intake since January."""
        rng = self.rng
        houses = {f.district_id for f in self.facilities.values() if f.kind == "house"}
        names = sorted({"D1", "D3", *houses})
        for name in rng.sample(names, min(len(names), rng.choice((1, 1, 2)))):
            begun = rng.choice((None, None, date(2020, 12, 1), date(2026, 12, 1), add_months(FIRST, 1)))
            ended = rng.choice((None, None, add_months(FIRST, -6), FIRST)) if begun is None else None
            self.districts[name] = replace(self.districts[name], vulnerable_area=True, listed_from=begun, listed_to=ended)
        self.facilities = {k: replace(f, company=f.kind == "house" and chance(rng, 10)) for k, f in self.facilities.items()}
        for child in list(self.children.values()):
            lives = rng.choice((None, None, None, True, False, False))
            self.children[child.id] = replace(child, vulnerable_area=lives, employed_parents=chance(rng, 30))
        if chance(rng, 60):
            # a house or home with room, which nobody has wished: for second offers
            facility_id, unit_id, care = f"F{len(self.facilities) + 1}", f"U{len(self.units) + 1}", rng.choice(("0-2", "0-2", "3-5"))
            kind: UnitKind = "boernehave" if care == "3-5" else rng.choice(("dagpleje", "vuggestue"))
            where = rng.choice([d for d in DISTRICTS if not self.districts[d].vulnerable_area])
            sort = "dagpleje" if kind == "dagpleje" else "house"
            self.facilities[facility_id] = Facility(
                facility_id, facility_id, sort, where, 3900.0, 3900.0, language=rng.choice((None, None, "en"))
            )
            self.units[unit_id] = Unit(unit_id, facility_id, kind, rng.choice((1, 2)), max_age_months=84, support_points=rng.choice((0, 2)))
        for k, enrolment in enumerate(self.enrolments):
            day = date(2027, 1, rng.choice((1, 4, 15)))
            old = self.children[enrolment.child_id].birth_date + timedelta(weeks=26) <= day
            if chance(rng, 40) and old and enrolment.from_date < day and (enrolment.to_date is None or day < enrolment.to_date):
                self.enrolments[k] = replace(enrolment, from_date=day)
        self.policy = replace(
            self.policy,
            composition_share=rng.choice((0, 25, 30, 40, 50, 50, 60, 67)),
            composition_skips_employed=chance(rng, 30),
            composition_years=rng.choice((0, 0, 1, 3)),
            alternative_offer=rng.choice(("all", "all", "unwished")),
        )
