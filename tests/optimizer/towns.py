"""Small random municipalities in which many rules meet: for the checker, the oracle and the solver.

`random_town` draws everything from the generator that it is given, so that a seed names a town for good. Demand exceeds supply more
often than not, so that the order, the guarantee and the limits all bind.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from optimizer.domain.children import Child
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from tests.optimizer.town_corners import Corners
from tests.optimizer.town_places import ROUND_DATE
from tests.optimizer.town_policies import chance, random_aims
from tests.optimizer.town_ways import measured

Town = tuple[Snapshot, Policy, date]


class _Drawer(Corners):
    """Draws one town, table by table."""

    def town(self) -> Town:
        """The whole."""
        self.settle()
        if self.wanted >= 4 and chance(self.rng, 8):
            self.unlucky()
        while len(self.applications) < self.wanted:
            self.applicant()
        if chance(self.rng, 60):
            self.listed_areas()
        snapshot = Snapshot(
            "v" * 64,
            self.districts,
            self.facilities,
            self.units,
            self.children,
            self.applications,
            tuple(self.enrolments),
            tuple(self.changes),
            tuple(self.reservations),
            tuple(self.decisions),
            tuple(self.offers),
        )
        snapshot, policy = measured(random.Random(self.rng.random()), snapshot, self.policy)  # noqa: S311 - a town, no secret
        return self.with_aims(snapshot, policy)

    def with_aims(self, snapshot: Snapshot, policy: Policy) -> Town:
        """The town with what the aims look at: legestue groups, languages, siblings who apply together, a last run; drawn last of all."""
        rng = self.rng
        groups = ("P1", "P1", "P2", None)
        homes = {u.id: u for u in snapshot.units.values() if u.kind == "dagpleje"}
        units = {
            **snapshot.units,
            **{
                i: replace(u, playgroup_id=rng.choice(groups), max_places=rng.choice((None, u.places, u.places + 1)))
                for i, u in homes.items()
            },
        }
        joined = rng.choice(("", "H1", "H1")) if chance(rng, 50) else ""
        children = {
            i: replace(c, bilingual=chance(rng, 40), household_id=joined if joined and chance(rng, 40) else c.household_id)
            for i, c in snapshot.children.items()
        }
        children = with_guardians(random.Random(rng.getstate()[1][3]), children)  # noqa: S311 - a town, no secret
        ids = [*snapshot.applications, *(f"X{e.child_id}" for e in snapshot.enrolments)]
        promised = {i: (rng.choice(list(units)), rng.choice(self.grid.dates[:2])) for i in ids if chance(rng, 40)}
        return replace(snapshot, units=units, children=children, promised=promised), random_aims(rng, policy), ROUND_DATE


def with_guardians(rng: random.Random, children: dict[str, Child]) -> dict[str, Child]:
    """The children with the guardian of their household; now and then instead, or besides, that of another child's."""
    homes = {household: n for n, household in enumerate(dict.fromkeys(c.household_id for c in children.values()))}
    found = {}
    for name, child in children.items():
        others = rng.sample(sorted(homes.values()), 1) if chance(rng, 30) else []
        own = [] if others and chance(rng, 40) else [homes[child.household_id]]
        found[name] = replace(child, guardians=frozenset(own + others))
    return found


def random_town(rng: random.Random, applications: int | None = None, units: int | None = None) -> Town:
    """A town of 2-7 applications (one more when the last are twins or swap) and 2-5 units (one more when the last house is integrated)."""
    return _Drawer(rng, applications or rng.choice((2, 3, 4, 5, 5, 6, 6, 7)), units or rng.choice((2, 3, 4, 4, 4))).town()


def towns(applications: int | None = None, units: int | None = None) -> st.SearchStrategy[Town]:
    """Hypothesis strategy: a town by its seed, which is what a failing example shows."""
    return st.integers(0, 2**32 - 1).map(lambda seed: random_town(random.Random(seed), applications, units))  # noqa: S311 - a town, no secret
