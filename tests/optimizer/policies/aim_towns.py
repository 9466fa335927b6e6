"""Small towns in which an aim decides, most of them where children lose their place; told as in `towns`."""

from __future__ import annotations

from datetime import date

from optimizer.domain.facilities import CapacityChange, District
from optimizer.domain.policy import Policy
from tests.optimizer.checking.build import MAR, Build
from tests.optimizer.policies.family_towns import better_wish_in_march
from tests.optimizer.policies.towns import EARLY, D


def _displaced(*wishes: str) -> Build:
    """Children x, y, ... of the unit "old", which closes on 1 March; each has a transfer application with wishes."""
    build = Build()
    build.unit("old", 2)
    build.changes = [CapacityChange("old", MAR, 0)]
    for child, wished in zip("xy", wishes, strict=False):
        build.child(child)
        build.enrol(child, "old")
        build.apply("T" + child, wished, "transfer", child=child, registered_date=EARLY)
    return build


def by_the_sibling_or_near(policy: Policy, until: date | None = None) -> Build:
    """x loses its place; u lies beside the unit of its sibling, in one house, 2 km away, and v is next door."""
    build = _displaced("")
    build.facility("H", east=2000)
    build.unit("u", 1, facility="H")
    build.unit("w", 1, facility="H")
    build.unit("v", 1)
    build.child("x", household_id="h")
    build.child("s", D(2022, 9, 1), household_id="h")
    build.enrol("s", "w", end=until)
    return build


def by_the_half_sibling_or_near(policy: Policy) -> Build:
    """The same, but they only share a parent."""
    build = by_the_sibling_or_near(policy)
    for name, home in (("x", "h"), ("s", "other")):
        build.child(name, build.children[name].birth_date, household_id=home, guardians=frozenset({1}))
    return build


def by_the_sibling_until_mid_may(policy: Policy) -> Build:
    return by_the_sibling_or_near(policy, D(2027, 5, 15))


def one_more_bilingual(policy: Policy) -> Build:
    """x, who is bilingual, loses its place; next door, in v, one of two is bilingual, and in u, 2 km away, one child is not."""
    build = _displaced("")
    build.facility("far", east=2000)
    build.unit("u", 2, facility="far")
    build.unit("v", 3)
    build.child("x", bilingual=True)
    build.child("y", bilingual=True)
    for name, unit in (("y", "v"), ("k", "v"), ("z", "u")):
        build.enrol(name, unit)
    return build


def a_third_of_one_half_year(policy: Policy) -> Build:
    """x loses its home; in the home next door, v, are two born in its half-year, and u, 2 km away, is empty."""
    build = Build()
    build.unit("old", 1, "dagpleje")
    build.changes = [CapacityChange("old", MAR, 0)]
    build.facility("far", "dagpleje", east=2000)
    build.unit("u", 3, "dagpleje", facility="far")
    build.unit("v", 3, "dagpleje")
    for name, unit in (("x", "old"), ("y", "v"), ("z", "v")):
        build.child(name, D(2025, 9, 1))
        build.enrol(name, unit)
    return build


def emptier_than_its_neighbour(policy: Policy) -> Build:
    """x loses its place and may go to u or v, all at one spot. Taken of places in March: in the north u 1 of 2 and q 1 of 1, in the south
    v 1 of 3 and r (for the oldest) 0 of 3. In v it would be one over its share of the south; in u one over its share of the whole.
    """
    build = _displaced("")
    build.districts |= {"N": District("N", "Nord"), "S": District("S", "Syd")}
    for name, district, places, taken in (("u", "N", 2, 1), ("q", "N", 1, 1), ("v", "S", 3, 1), ("r", "S", 3, 0)):
        build.facility("F" + name, district=district)
        build.unit(name, places, facility="F" + name, min_age_months=60 if name == "r" else 30)
        if taken:
            build.enrol("in" + name, name)
    build.child("x", district_id=None)
    return build


def wished_or_near(policy: Policy) -> Build:
    """x loses its place; it has wished u, 2 km away, and v is next door."""
    build = _displaced("u")
    build.facility("far", east=2000)
    build.unit("u", 1, facility="far")
    build.unit("v", 1)
    return build


def soon_far_away_or_later_near(policy: Policy) -> Build:
    """A may have v, 2 km away, in February, and B u in March; or A its first wish u, near by, in March, and B nothing."""
    build = better_wish_in_march(policy)
    build.facility("far", east=2000)
    build.unit("v", 1, facility="far")
    return build
