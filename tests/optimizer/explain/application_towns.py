"""Small towns, one for each way in which an application can end beside its wishes; A's row is looked at unless another is named.

They are made with `build`: the round is 15 January 2027, the window 1 February and 1 March, the look-ahead goes to 1 May.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from optimizer.domain.applications import Offer
from optimizer.domain.facilities import CapacityChange, District
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.decision import Decision
from tests.optimizer.checking.build import APR, FEB, MAR, POLICY
from tests.optimizer.explain.wish_towns import EARLY, LATE, one


def offer_pending() -> Case:
    build = one()
    build.unit("v", 1)
    build.apply("A", "u v")
    build.offers = [Offer("A", "v", FEB, date(2027, 1, 10), date(2027, 1, 24))]
    return build.case()


def two_offers() -> Case:
    build = one()
    build.unit("v", 1)
    build.apply("A", "u v")
    build.offers = [Offer("A", "v", FEB, date(2027, 1, 10)), Offer("A", "u", FEB, date(2027, 1, 10))]
    return build.case()


def second_offer() -> Case:
    """Both start in a listed house, and one place is left outside."""
    build = one(9)
    build.districts["L"] = District("L", "Park", vulnerable_area=True)
    build.facilities["Fu"] = replace(build.facilities["Fu"], district_id="L")
    build.unit("v", 1)
    for name in "AB":
        build.apply(name, "u")
    case = build.case(A=("u", FEB), B=("u", FEB))
    return Case(case.basis, case.options, case.order, Decision(case.decision.moves, {"B": "v"}))


def closing(**moves: tuple[str, date]) -> Case:
    """The child in w, which closes on 1 March, has asked for u, then v."""
    build = one()
    build.unit("v", 1)
    build.unit("w", 1)
    build.enrol("c", "w")
    build.enrol("d", "u")
    build.apply("A", "u v", "transfer", child="c")
    build.changes = [CapacityChange("w", MAR, 0)]
    return build.case(POLICY, **moves)


def moved_as_w_closes() -> Case:
    return closing(Xc=("v", MAR))


def kept() -> Case:
    build = one()
    build.unit("v", 1)
    build.enrol("c", "u")
    build.enrol("d", "v")
    build.apply("A", "v", "transfer", child="c")
    return build.case()


def no_wish() -> Case:
    build = one()
    build.apply("A", wants_guarantee=True, guarantee_date=APR)
    return build.case()


def waiting() -> Case:
    build = one()
    build.unit("v", 1)
    build.enrol("c", "u")
    build.enrol("d", "v")
    build.apply("A", "u v")
    return build.case()


def guarantee_place() -> Case:
    build = one()
    build.facility("Fv", east=500)
    build.unit("v", 1, facility="Fv")
    build.enrol("c", "u")
    build.apply("A", wants_guarantee=True, guarantee_date=date(2027, 2, 10))
    return build.case(A=("v", FEB))


def no_place_in_area() -> Case:
    """B has a guarantee and stands before A; C has none; D stands after A and got its wish."""
    build = one(3)
    build.unit("v", 1)
    build.enrol("c", "v")
    build.apply("A", registered_date=date(2026, 5, 1), wants_guarantee=True, guarantee_date=FEB)
    build.apply("B", registered_date=EARLY, wants_guarantee=True, guarantee_date=FEB)
    build.apply("C", "u", registered_date=EARLY)
    build.apply("D", "u", registered_date=LATE, wants_guarantee=True, guarantee_date=FEB)
    return build.case(B=("u", FEB), C=("u", FEB), D=("u", FEB))


def nothing_in_area() -> Case:
    build = one(max_age_months=36)
    build.apply("A", wants_guarantee=True, guarantee_date=FEB)
    return build.case()


def late() -> Case:
    build = one()
    build.enrol("c", "u", end=MAR)
    build.apply("A", "u", wants_guarantee=True, guarantee_date=FEB)
    return build.case(A=("u", MAR))


def overdue() -> Case:
    build = one()
    build.apply("A", "u", need_date=date(2027, 1, 1), wants_guarantee=True, guarantee_date=date(2027, 1, 31))
    return build.case(A=("u", FEB))


def twins_of_two_kinds() -> Case:
    """A has no place yet, its twin would move."""
    build = one()
    build.unit("v", 2)
    for name in "AB":
        build.child("c" + name, twin_group="T")
    build.enrol("cB", "v")
    build.apply("A", "u", child="cA")
    build.apply("B", "u", "transfer", child="cB")
    return build.case(A=("u", FEB))


def twins_and_an_offer() -> Case:
    build = one(2)
    for name in "AB":
        build.child("c" + name, household_id="H")
        build.apply(name, "u")
    build.offers = [Offer("B", "u", FEB, date(2027, 1, 10), date(2027, 1, 24))]
    return build.case(A=("u", FEB))


def two_applications() -> Case:
    """B is registered after A, which both could meet."""
    build = one()
    build.unit("v", 1)
    build.apply("A", "v", child="c", registered_date=EARLY)
    build.apply("B", "u", child="c", registered_date=LATE)
    return build.case(A=("v", FEB))


def application_of_a_displaced() -> Case:
    """c loses its place in u on 1 March; B asks for another from then on, when its own would have ended."""
    build = one()
    build.unit("v", 1)
    build.enrol("c", "u", end=date(2027, 3, 15))
    build.apply("B", "v", child="c", need_date=APR)
    build.changes = [CapacityChange("u", MAR, 0)]
    return build.case(Xc=("v", MAR))


def younger_and_older() -> Case:
    """c is 35 months old on 1 April."""
    build = one()
    build.unit("v", 1, "vuggestue")
    build.child("c", date(2024, 5, 1))
    build.apply("A", "v", child="c", care="0-2")
    build.apply("B", "u", child="c")
    return build.case(A=("v", FEB), B=("u", APR))


def twins_of_two_places() -> Case:
    """Only A's child lives in another municipality."""
    build = one(2)
    build.child("cA", twin_group="T", residence="707")
    build.child("cB", twin_group="T")
    for name in "AB":
        build.apply(name, "u")
    return build.case(A=("u", FEB), B=("u", FEB))


def twins_and_a_transition() -> Case:
    """B asks for another place, but may go to the boernehave now and waits with it."""
    build = one()
    for name in "vw":
        build.unit(name, 2, "vuggestue", max_age_months=60)
    for name in "AB":
        build.child("c" + name, date(2024, 4, 1), twin_group="T")
        build.enrol("c" + name, "v")
        build.apply(name, "w", "transfer", care="0-2")
    build.apply("T", "u", "transition", child="cB")
    return build.case(A=("w", FEB), T=("u", MAR))


def kept_wish() -> Case:
    """A was written up as new, has taken a place in v, and is now given its wish."""
    build = one()
    build.unit("v", 1)
    build.enrol("cA", "v")
    build.apply("A", "u")
    return build.case(A=("u", FEB))
