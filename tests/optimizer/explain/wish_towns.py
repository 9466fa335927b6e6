"""Small towns, one for each way in which a wish can end; A's row is looked at unless another is named.

They are made with `build`: the round is 15 January 2027, the window 1 February and 1 March, the look-ahead goes to 1 May.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from optimizer.domain.applications import Offer, Wish
from optimizer.domain.facilities import CapacityChange
from optimizer.rounds.checking.case import Case
from tests.optimizer.checking.build import APR, FEB, MAR, POLICY, Build

EARLY, LATE = date(2026, 1, 1), date(2026, 11, 1)
#: 20 and 8 months old in February 2027
TODDLER, INFANT = date(2025, 6, 1), date(2026, 6, 1)


def one(places: int = 1, kind: str = "boernehave", **unit: Any) -> Build:
    """A town with the unit u in the house Fu."""
    build = Build()
    build.unit("u", places, kind, **unit)
    return build


def got() -> Case:
    build = one()
    build.apply("A", "u")
    return build.case(A=("u", FEB))


def got_with_twin() -> Case:
    build = one(2)
    build.unit("v", 2)
    build.child("cA", twin_group="T")
    build.child("cB", twin_group="T")
    build.apply("A", "u")
    build.apply("B", "v")
    return build.case(A=("v", FEB), B=("v", FEB))


def got_with_triplets() -> Case:
    build = one(2)
    build.unit("v", 3)
    for name, wish in (("A", "u"), ("B", "v"), ("C", "v")):
        build.child("c" + name, twin_group="T")
        build.apply(name, wish)
    return build.case(A=("v", FEB), B=("v", FEB), C=("v", FEB))


def provisional_from() -> Case:
    build = one()
    build.apply("A", "u", need_date=APR)
    return build.case(A=("u", APR))


def better_wish_met() -> Case:
    build = one()
    build.unit("v", 1)
    build.apply("A", "u v")
    return build.case(A=("u", FEB))


def wish_not_counted() -> Case:
    build = one()
    build.unit("v", 1)
    build.apply("A", "u v")
    return build.case(replace(POLICY, counted_wishes_35=1), A=("u", FEB))


def wished_twice() -> Case:
    """The second wish is the house of the first."""
    build = one()
    build.apply("A", listed=(Wish(1, "unit", "u"), Wish(2, "facility", "Fu")))
    return build.case(A=("u", FEB))


def old_enough_later() -> Case:
    build = one(min_age_months=45)
    build.unit("v", 1)
    build.apply("A", "u v")
    return build.case(A=("v", FEB))


def free_later() -> Case:
    build = one()
    build.unit("v", 1)
    build.enrol("c", "u", end=MAR)
    build.apply("A", "u v")
    return build.case(A=("v", FEB))


def already_there() -> Case:
    build = one()
    build.enrol("c", "u")
    build.apply("A", "u", "transfer", child="c")
    return build.case()


def twin_already_there() -> Case:
    build = one(2)
    build.unit("v", 2)
    for child_id, unit_id in (("cA", "v"), ("cB", "u")):
        build.child(child_id, twin_group="T")
        build.enrol(child_id, unit_id)
    build.apply("A", "u", "transfer", child="cA")
    build.apply("B", "", "transfer", child="cB")
    return build.case()


def not_open() -> Case:
    build = one(open_to_list=False)
    build.apply("A", "u")
    return build.case()


def no_homes() -> Case:
    build = one()
    build.apply("A", care="0-2", birth=TODDLER, listed=(Wish(1, "district_dagpleje", "D"),))
    return build.case()


def private() -> Case:
    build = Build()
    build.facility("Fu", operator="private")
    build.unit("u", 1, facility="Fu")
    build.apply("A", listed=(Wish(1, "facility", "Fu"),))
    return build.case()


def closed_to_outsiders() -> Case:
    build = one(5)
    build.enrol("c", "u")
    for name in "AB":
        build.child("c" + name, residence="707")
        build.apply(name, "u")
    return build.case(replace(POLICY, outsiders_list="closed_above_share", outsiders_share_percent=50, outsiders_measured_per="facility"))


def wish_refused() -> Case:
    """A has refused u, and its house wish goes too; v is still wished."""
    build = one(2)
    build.unit("v", 0)
    build.apply("A", listed=(Wish(1, "facility", "Fu"), Wish(2, "unit", "v"), Wish(3, "unit", "u")))
    build.offers = [Offer("A", "u", date(2026, 12, 1), date(2026, 11, 1), accepted=False)]
    return build.case(replace(POLICY, refused_wish="deleted"))


def guarantee_lapsed() -> Case:
    build = one(0)
    build.apply("A", "u", wants_guarantee=True, guarantee_date=FEB)
    build.offers = [Offer("A", "u", date(2026, 12, 1), date(2026, 11, 1), accepted=False)]
    return build.case(replace(POLICY, refused_guarantee="lapses"))


def guarantee_postponed() -> Case:
    build = one(0)
    build.apply("A", "u", wants_guarantee=True, guarantee_date=FEB)
    build.offers = [Offer("A", "u", date(2026, 12, 1), date(2026, 11, 1), accepted=False)]
    return build.case(replace(POLICY, refused_guarantee="postponed", refused_months=6))


def other_care() -> Case:
    build = one(kind="vuggestue")
    build.apply("A", "u")
    return build.case()


def too_old() -> Case:
    build = one(min_age_months=30, max_age_months=40)
    build.apply("A", "u")
    return build.case()


def too_young() -> Case:
    build = one(min_age_months=60)
    build.apply("A", "u")
    return build.case()


def too_early() -> Case:
    build = one(min_age_months=46)
    build.apply("A", "u")
    return build.case()


def not_due_yet() -> Case:
    build = one()
    build.apply("A", "u", need_date=date(2027, 3, 20))
    return build.case()


def due_after_the_horizon() -> Case:
    build = one()
    build.apply("A", "u", need_date=date(2027, 9, 10))
    return build.case()


def after_latest_start() -> Case:
    build = one()
    build.apply("A", "u", need_date=MAR, accepts_until=date(2027, 2, 15))
    return build.case()


def stay_would_end() -> Case:
    build = one()
    build.apply("A", "u", birth=date(2021, 3, 1))
    return build.case(replace(POLICY, school_start_month=2))


def under_26_weeks() -> Case:
    """An infant already in w, which closes on 1 March; no other place may take it so young."""
    build = one(kind="dagpleje")
    build.unit("w", 1, "dagpleje")
    build.child("c", date(2026, 11, 1))
    build.enrol("c", "w", date(2027, 1, 1))
    build.apply("A", "u", "transfer", "0-2", child="c")
    build.changes = [CapacityChange("w", MAR, 0)]
    return build.case()


def home_conditions() -> Case:
    build = one(kind="dagpleje", smoke_free=False, pets=True)
    build.child("cA", TODDLER, smoke_free_needed=True, pets_excluded=True)
    build.apply("A", "u", care="0-2")
    return build.case()


def other_place() -> Case:
    build = one()
    build.unit("v", 1, "vuggestue", max_age_months=60)
    build.enrol("c", "v", end=APR)
    build.apply("A", "u", child="c")
    return build.case()
