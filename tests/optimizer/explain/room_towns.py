"""Small towns, one for each way in which there can be no room; A's row is looked at unless another is named.

They are made with `build`: the round is 15 January 2027, the window 1 February and 1 March, the look-ahead goes to 1 May.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from optimizer.domain.applications import Wish
from optimizer.domain.children import ChildDecision
from optimizer.domain.facilities import CapacityChange, Reservation
from optimizer.rounds.checking.case import Case
from tests.optimizer.checking.build import APR, FEB, MAR, POLICY, Build
from tests.optimizer.explain.wish_towns import EARLY, INFANT, LATE, TODDLER, one


def earlier_date() -> Case:
    build = one()
    build.apply("A", "u", registered_date=LATE)
    build.apply("B", "u", registered_date=EARLY)
    return build.case(B=("u", FEB))


def same_date() -> Case:
    build = one(2)
    build.apply("A", "u", registered_date=EARLY)
    for name in "BC":
        build.apply(name, "u", registered_date=EARLY, birth=date(2023, 1, 1))
    return build.case(B=("u", FEB), C=("u", MAR))


def higher_groups() -> Case:
    """B has a documented special need, C a sibling in the house: only the sibling is named. D comes by its date."""
    build = one(4)
    build.child("cC", household_id="H")
    build.child("s", household_id="H")
    build.enrol("s", "u")
    build.apply("A", "u", registered_date=date(2026, 5, 1))
    build.apply("B", "u", priority=True, registered_date=LATE)
    build.apply("C", "u", registered_date=LATE)
    build.apply("D", "u", registered_date=EARLY)
    policy = replace(POLICY, tiers=("special_need", "sibling"), sibling_overlap_months=0)
    return build.case(policy, B=("u", FEB), C=("u", FEB), D=("u", FEB))


def special_need_only() -> Case:
    build = one()
    build.apply("A", "u")
    build.apply("B", "u", priority=True, registered_date=LATE)
    return build.case(replace(POLICY, tiers=("special_need",)), B=("u", FEB))


def pool_by_order() -> Case:
    """Two homes; the place in one went to an earlier child, the other is full; one more takes no child so old."""
    build = one(1, "dagpleje")
    build.unit("v", 1, "dagpleje")
    build.unit("w", 1, "dagpleje", max_age_months=12)
    build.child("c", TODDLER)
    build.enrol("c", "v")
    build.apply("A", care="0-2", birth=TODDLER, registered_date=LATE, listed=(Wish(1, "district_dagpleje", "D"),))
    build.apply("B", "u", care="0-2", birth=TODDLER, registered_date=EARLY)
    return build.case(B=("u", FEB))


def full_before_start() -> Case:
    build = one()
    build.apply("A", "u", need_date=MAR, registered_date=EARLY)
    build.apply("B", "u", registered_date=LATE)
    return build.case(B=("u", FEB))


def no_free_place() -> Case:
    build = one()
    build.enrol("c", "u")
    build.apply("A", "u")
    return build.case()


def room_later() -> Case:
    build = one()
    build.enrol("c", "u", end=APR)
    build.apply("A", "u")
    return build.case()


def no_places() -> Case:
    build = one(0)
    build.apply("A", "u")
    return build.case()


def reserved() -> Case:
    build = one()
    build.apply("A", "u")
    build.reservations = [Reservation("u", "newcomer", 1, FEB)]
    return build.case()


def reserved_beside_an_earlier_child() -> Case:
    build = one(3)
    build.apply("A", "u", registered_date=LATE)
    build.apply("B", "u", registered_date=EARLY)
    build.reservations = [Reservation("u", "learning_offer", 1, FEB), Reservation("u", "guarantee", 1, FEB)]
    return build.case(B=("u", FEB))


def reserved_and_taken() -> Case:
    build = one()
    build.child("cB", newcomer_until=APR)
    build.apply("A", "u", registered_date=EARLY)
    build.apply("B", "u", registered_date=LATE)
    build.reservations = [Reservation("u", "newcomer", 1, FEB)]
    return build.case(B=("u", FEB))


def reserved_later() -> Case:
    build = one()
    build.apply("A", "u")
    build.reservations = [Reservation("u", "newcomer", 1, APR)]
    return build.case()


def held() -> Case:
    build = one()
    build.apply("A", "u")
    build.apply("B", "u", need_date=APR, wants_guarantee=True, guarantee_date=APR)
    return build.case(B=("u", APR))


def taken_later() -> Case:
    build = one()
    build.enrol("c", "u", APR)
    build.apply("A", "u")
    return build.case()


def fewer_places() -> Case:
    build = one(2)
    build.enrol("c", "u")
    build.apply("A", "u")
    build.changes = [CapacityChange("u", APR, 1)]
    return build.case()


def heavy() -> Case:
    build = one(2, "dagpleje")
    build.child("c", TODDLER)
    build.enrol("c", "u")
    build.child("cA", TODDLER, place_weight=2)
    build.apply("A", "u", care="0-2")
    return build.case()


def heavy_in_a_pool() -> Case:
    build = one(2, "dagpleje")
    build.unit("v", 0, "dagpleje")
    build.child("c", TODDLER)
    build.enrol("c", "u")
    build.child("cA", TODDLER, place_weight=2)
    build.apply("A", care="0-2", listed=(Wish(1, "district_dagpleje", "D"),))
    return build.case()


def passed_for_its_weight() -> Case:
    """B stands after A and got the last place, which is not enough for A."""
    build = one(1, "dagpleje")
    build.child("cA", TODDLER, place_weight=2)
    build.apply("A", "u", care="0-2", registered_date=EARLY)
    build.apply("B", "u", care="0-2", birth=TODDLER, registered_date=LATE)
    return build.case(B=("u", FEB))


def twins() -> Case:
    build = one()
    for name in "AB":
        build.child("c" + name, twin_group="T")
        build.apply(name, "u")
    return build.case()


def triplets() -> Case:
    build = one(2)
    for name in "ABC":
        build.child("c" + name, twin_group="T")
        build.apply(name, "u")
    return build.case()


def support() -> Case:
    build = one(support_points=3)
    build.child("cA", support_points=4)
    build.apply("A", "u")
    return build.case()


def support_by_decision() -> Case:
    """The child's own need would be met."""
    build = one(support_points=3)
    build.child("cA", support_points=1)
    build.decisions = [ChildDecision("cA", "support_points", 4, date(2026, 9, 1), date(2027, 6, 1))]
    build.apply("A", "u")
    return build.case()


def heavy_by_decision() -> Case:
    """One place is left; by a decision without an end the child takes two."""
    build = one(2, "dagpleje")
    build.child("c", TODDLER)
    build.enrol("c", "u")
    build.child("cA", TODDLER)
    build.decisions = [ChildDecision("cA", "place_weight", 2, date(2026, 9, 1))]
    build.apply("A", "u", care="0-2")
    return build.case()


def infants() -> Case:
    build = one(2, "dagpleje", max_infants=1)
    build.child("c", INFANT)
    build.enrol("c", "u", date(2026, 12, 15))
    build.apply("A", "u", care="0-2", birth=INFANT)
    return build.case()


def shared_house() -> Case:
    build = Build()
    build.facility("Fu", max_units=1)
    build.unit("u", 1, "vuggestue", facility="Fu")
    build.apply("A", "u", care="0-2", birth=TODDLER)
    return build.case()


def present_place_taken() -> Case:
    """A leaves w for its second wish on 1 February, B comes to w; the first wish has room a month later."""
    build = one()
    build.unit("v", 1)
    build.unit("w", 1)
    build.enrol("c", "u", end=MAR)
    build.enrol("cA", "w")
    build.apply("A", "u v", "transfer", child="cA")
    build.apply("B", "w", registered_date=LATE)
    return build.case(replace(POLICY, wait_for_wish=True), A=("v", FEB), B=("w", FEB))


def passed_over() -> Case:
    build = one()
    build.apply("A", "u", registered_date=EARLY)
    build.apply("B", "u", registered_date=LATE)
    return build.case(B=("u", FEB))


def idle_place() -> Case:
    build = one()
    build.apply("A", "u")
    return build.case(replace(POLICY, mode="points"))


def present_place_over_full() -> Case:
    """As above, but w is only over its places through those who are there: A could stay a month longer."""
    build = one()
    build.unit("v", 1)
    build.unit("w", 1)
    build.enrol("c", "u", end=MAR)
    build.enrol("cA", "w")
    build.enrol("d", "w")
    build.apply("A", "u v", "transfer", child="cA")
    return build.case(replace(POLICY, wait_for_wish=True), A=("v", FEB))


def listed_share() -> Case:
    build = one(9)
    for name in "xy":
        build.enrol(name, "u", date(2027, 1, 4))
    build.child("cA", vulnerable_area=True)
    build.apply("A", "u")
    return build.case()


def listed_share_in_place_of_another() -> Case:
    build = one(1)
    build.child("cA", vulnerable_area=True)
    build.apply("A", "u", registered_date=EARLY)
    build.apply("B", "u", registered_date=LATE)
    return build.case(B=("u", FEB))
