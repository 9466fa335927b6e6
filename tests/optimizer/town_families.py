"""The families of a small random town: children, where they are, and what they apply for."""

from __future__ import annotations

import random
from datetime import date, timedelta

from optimizer.domain.applications import Application, Offer, Wish
from optimizer.domain.children import Child, ChildDecision, Enrolment
from optimizer.domain.dates import add_months
from optimizer.domain.facilities import Unit
from tests.optimizer.town_places import DISTRICTS, FIRST, ROUND_DATE, Places
from tests.optimizer.town_policies import chance


class Families(Places):
    """Draws children and applications."""

    def child(self, birth: date, like: Child | None = None) -> Child:
        """A child with its needs; a twin or sibling has the same home."""
        rng = self.rng
        child_id = f"B{len(self.children) + 1}"
        child = Child(
            child_id,
            birth,
            like.easting if like else float(rng.randrange(0, 4000, 50)),
            like.northing if like else float(rng.randrange(0, 4000, 50)),
            household_id=like.household_id if like else f"H{child_id}",
            district_id=like.district_id if like else rng.choice((*DISTRICTS, None)),
            residence=(like.residence if like else rng.choice(("707", "730"))) if chance(rng, 15) else None,
            place_weight=rng.choice((2, 3)) if chance(rng, 15) else 1,
            support_points=rng.choice((1, 2)) if chance(rng, 15) else 0,
            smoke_free_needed=chance(rng, 10),
            pets_excluded=chance(rng, 10),
            learning_offer_from=rng.choice((FIRST, FIRST, add_months(FIRST, 1))) if chance(rng, 12) else None,
            newcomer_until=rng.choice((add_months(FIRST, 1), add_months(FIRST, 3))) if chance(rng, 12) else None,
        )
        self.children[child_id] = child
        if chance(rng, 8):
            kind = rng.choice(("place_weight", "support_points"))
            value = rng.choice((1, 2)) if kind == "place_weight" else rng.choice((0, 1))
            end = rng.choice((None, add_months(FIRST, 2)))
            self.decisions.append(ChildDecision(child_id, kind, value, rng.choice((date(2026, 9, 1), add_months(FIRST, 1))), end))  # type: ignore[arg-type]
        return child

    def birth(self, care: str) -> date:
        """A birth date that gives the care on the first window date, often near one of its ends."""
        rng = self.rng
        months = rng.choice((5, 7, 10, 11, 13, 15, 20, 28, 32)) if care == "0-2" else rng.choice((34, 36, 40, 45, 50, 55, 66))
        return add_months(FIRST, -months) - timedelta(days=rng.randrange(0, 28))

    def units_of(self, care: str) -> list[Unit]:
        """Units that give the care."""
        return [u for u in self.units.values() if (u.kind == "boernehave") == (care == "3-5")]

    def enrol(self, child: Child, unit: Unit) -> None:
        """Enrol the child since some day of last year, now and then until a day in the horizon or from one."""
        rng = self.rng
        start = date(2026, rng.randrange(3, 13), rng.choice((1, 1, 15)))
        if chance(rng, 5):
            start = self._date_near_grid()
        start = max(start, child.birth_date + timedelta(weeks=26))
        end = self._date_near_grid() if chance(rng, 10) else None
        if end is None or end > start:
            self.enrolments.append(Enrolment(child.id, unit.id, start, end))

    def settle(self) -> None:
        """Children who are there already and do not apply; some units are over their places."""
        rng = self.rng
        for unit in self.units.values():
            for _ in range(max(0, unit.places - rng.choice((-1, 0, 1, 1, 1, 2, 2, 2, 2, 3)))):
                like = rng.choice(list(self.children.values())) if self.children and chance(rng, 20) else None
                self.enrol(self.child(self.birth("3-5" if unit.kind == "boernehave" else "0-2"), like), unit)

    def wishes(self, care: str) -> tuple[Wish, ...]:
        """One to three wishes, pooled ones among them."""
        rng = self.rng
        targets: list[tuple[str, str]] = [("unit", u.id) for u in self.units_of(care)] * 2
        targets += [("facility", u.facility_id) for u in self.units_of(care)]
        if care == "0-2":
            targets += [("district_dagpleje", d) for d in DISTRICTS]
        chosen = rng.sample(targets, min(len(targets), rng.choice((0, 1, 2, 2, 2, 3, 3, 3))))
        return tuple(Wish(n, kind, target) for n, (kind, target) in enumerate(chosen, start=1))  # type: ignore[arg-type]

    def apply(self, child: Child, kind: str, care: str) -> None:
        """An application; need, seniority and guarantee drawn around the window."""
        rng = self.rng
        application_id = f"A{len(self.applications) + 1:02d}"
        need = add_months(FIRST, rng.choice((-2, 0, 0, 0, 0, 0, 1))) + timedelta(days=rng.choice((0, 0, 0, 0, 14)))
        written = self._date_near_grid() if chance(rng, 25) else None
        self.applications[application_id] = Application(
            application_id,
            child.id,
            kind,  # type: ignore[arg-type]
            care,  # type: ignore[arg-type]
            date(2026, rng.randrange(6, 13), rng.choice((1, 1, 10, 20))),
            need,
            guarantee_date=written,
            wants_guarantee=not chance(rng, 25),
            priority=chance(rng, 12),
            accepts_until=self._date_near_grid() if chance(rng, 12) else None,
            wishes=self.wishes(care),
        )
        here = {e.unit_id for e in self.enrolments if e.child_id == child.id}
        others = [unit for unit in self.units_of(care) if unit.id not in here]
        if chance(rng, 8) and others:
            unit = rng.choice(others)
            answered = rng.choice((None, date(2027, 1, 31)))
            self.offers.append(Offer(application_id, unit.id, FIRST, ROUND_DATE, answered, accepted=rng.choice((None, False, False))))

    def kept_wish(self, care: str) -> None:
        """A new application of a child that has taken a place meanwhile, now and then as part of a combination offer."""
        child = self.child(self.birth(care))
        for unit in self.rng.sample(self.units_of(care), min(len(self.units_of(care)), self.rng.choice((1, 1, 2)))):
            start = max(date(2026, self.rng.randrange(3, 13), 1), child.birth_date + timedelta(weeks=26))
            second = any(e.child_id == child.id for e in self.enrolments)
            self.enrolments.append(Enrolment(child.id, unit.id, start, None, combination=second or chance(self.rng, 15)))
        self.apply(child, "new", care)

    def applicant(self) -> None:
        """One application, or those of twins (now and then triplets) or of two children who would swap places."""
        rng = self.rng
        own = random.Random(rng.getstate()[1][0] + len(self.applications))  # noqa: S311 - a town, no secret
        if chance(own, 12):
            self.rng = own
            self.several()
            self.rng = rng
            return
        kind = rng.choice(("new", "new", "new", "new", "new", "transfer", "transition", "transition", "swap", "twins"))
        care = "3-5" if kind == "transition" or chance(rng, self.older) else "0-2"
        if kind == "twins":
            first = self.child(self.birth(care))
            for child in (first, *(self.child(first.birth_date, first) for _ in range(rng.choice((1, 1, 1, 2))))):
                self.apply(child, "new", care)
            return
        if kind == "new" and chance(rng, 12):
            return self.kept_wish(care)
        if kind == "new":
            if chance(rng, 10) and self.apply_beside_a_place():
                return
            like = rng.choice(list(self.children.values())) if self.children and chance(rng, 35) else None
            self.apply(self.child(self.birth(care), like), "new", care)
            return
        present = self.units_of("0-2" if kind == "transition" else care)
        if not present or (kind != "transition" and len(present) == 1):
            return self.apply(self.child(self.birth(care)), "new", care)
        for unit in rng.sample(present, min(len(present), 2 if kind == "swap" else 1)):
            birth = add_months(FIRST, -rng.choice((32, 34, 35, 37))) if kind == "transition" else self.birth(care)
            child = self.child(birth)
            self.enrol(child, unit)
            self.apply(child, "transfer" if kind == "swap" else kind, care)

    def apply_beside_a_place(self) -> bool:
        """A new application of a child who has a place and keeps it: it can start only when that ends. False without such a child."""
        there = sorted({e.child_id for e in self.enrolments})
        if there:
            self.apply(self.children[self.rng.choice(there)], "new", self.rng.choice(("0-2", "3-5", "3-5")))
        return bool(there)

    def several(self) -> None:
        """A child near the age of the transition with two or three applications, with a place or without, now and then offered its own."""
        rng = self.rng
        child = self.child(add_months(FIRST, -rng.choice((20, 31, 33, 34, 35, 36, 40))) - timedelta(days=rng.randrange(0, 28)))
        here = rng.choice(("", "0-2", "0-2", "0-2", "3-5"))
        units = self.units_of(here)
        if here and units:
            self.enrol(child, rng.choice(units))
        moves = {"0-2": ("transfer", "transfer", "new"), "3-5": ("transition", "transition", "new")} if here == "0-2" else {}
        for care in rng.choice((("0-2", "3-5"), ("0-2", "3-5"), ("3-5", "3-5"), ("0-2", "0-2"), ("3-5", "0-2", "3-5"))):
            kind = rng.choice(moves.get(care, ("transfer", "new") if care == here else ("new",)))
            self.apply(child, kind, care)
        mine = [e.unit_id for e in self.enrolments if e.child_id == child.id]
        if mine and chance(rng, 15):
            asked = rng.choice([a.id for a in self.applications.values() if a.child_id == child.id])
            self.offers = [o for o in self.offers if o.application_id != asked]
            self.offers.append(Offer(asked, mine[0], rng.choice(self.grid.dates[:2]), ROUND_DATE))
