"""Rules about how many: places, support, infants, the house that units share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from optimizer.domain.children import ChildDecision
from optimizer.domain.facilities import CapacityChange, Reservation
from optimizer.rounds.checking.case import Case
from tests.optimizer.checking.build import APR, FEB, MAR, MAY, POLICY, Build
from tests.optimizer.checking.examples.registry import Examples

example = Examples()


@example("places")
def one_too_many() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.enrol("there", "u", end=MAR)
    build.apply("A", "u")
    return build.case(A=("u", FEB)), build.case(A=("u", MAR))


@example("places")
def a_later_fall_in_places() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 2)
    build.enrol("there", "u")
    build.apply("A", "u")
    build.changes = [CapacityChange("u", date(2027, 5, 20), 1)]
    broken = build.case(A=("u", FEB))
    build.changes = [CapacityChange("u", date(2027, 6, 1), 1)]
    return broken, build.case(A=("u", FEB))


@example("reservations")
def a_place_reserved() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u")
    build.reservations = [Reservation("u", "newcomer", 1, FEB, APR)]
    return build.case(A=("u", MAR)), build.case(A=("u", APR))


@example("reservations")
def a_newcomer_no_longer_on_the_start() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.child("cA", newcomer_until=MAR)
    build.apply("A", "u")
    build.reservations = [Reservation("u", "newcomer", 1, FEB)]
    return build.case(A=("u", MAR)), build.case(A=("u", FEB))


@example("reservations")
def the_learning_offer_from_its_day() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.child("cA", learning_offer_from=MAR)
    build.apply("A", "u")
    build.reservations = [Reservation("u", "learning_offer", 1, FEB)]
    return build.case(A=("u", FEB)), build.case(A=("u", MAR))


@example("reservations")
def a_guarantee_due_in_the_window() -> tuple[Case, Case]:
    """The latest lawful start is 1 March on 31 March, and 1 April a day later."""
    build = Build()
    build.unit("u", 1)
    build.reservations = [Reservation("u", "guarantee", 1, FEB)]
    build.apply("A", "u", wants_guarantee=True, guarantee_date=APR)
    broken = build.case(A=("u", FEB))
    build.apply("A", "u", wants_guarantee=True, guarantee_date=date(2027, 3, 31))
    return broken, build.case(A=("u", FEB))


@example("reservations")
def two_kinds_at_once() -> tuple[Case, Case]:
    """Of three places one is for newcomers and one for the learning offer: two newcomers and a child of neither kind are one too many."""
    build = Build()
    build.unit("u", 3)
    build.child("cA", newcomer_until=APR)
    build.child("cB", newcomer_until=APR)
    for name in "ABC":
        build.apply(name, "u")
    build.reservations = [Reservation("u", "newcomer", 1, FEB), Reservation("u", "learning_offer", 1, FEB)]
    broken = build.case(A=("u", FEB), B=("u", FEB), C=("u", FEB))
    build.child("cB", learning_offer_from=FEB)
    return broken, build.case(A=("u", FEB), B=("u", FEB), C=("u", FEB))


@example("reservations")
def whoever_is_there_takes_an_ordinary_place() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 2)
    build.child("c", newcomer_until=APR)
    build.enrol("c", "u")
    build.apply("A", "u")
    build.reservations = [Reservation("u", "newcomer", 1, FEB)]
    broken = build.case(A=("u", FEB))
    build.reservations = [Reservation("u", "newcomer", 0, FEB)]
    return broken, build.case(A=("u", FEB))


@example("places")
def weights_in_dagpleje() -> tuple[Case, Case]:
    build = Build()
    build.unit("d", 3, "dagpleje")
    build.child("heavy", date(2025, 6, 1), place_weight=2)
    build.enrol("heavy", "d")
    build.child("cA", date(2025, 6, 1))
    build.apply("A", "d", care="0-2")
    build.decisions = [ChildDecision("cA", "place_weight", 2, MAY)]
    broken = build.case(A=("d", FEB))
    build.decisions = []
    return broken, build.case(A=("d", FEB))


@example("places")
def over_full_takes_nobody_even_when_one_leaves() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    for name in ("one", "two"):
        build.enrol(name, "u")
    build.apply("A", "u")
    build.apply("B", "v", "transfer", child="two")
    return build.case(A=("u", FEB), B=("v", FEB)), build.case(B=("v", FEB))


@example("places")
def a_swap_needs_both() -> tuple[Case, Case]:
    build = Build()
    for name in "uv":
        build.unit(name, 1)
        build.enrol("c" + name, name)
    build.apply("A", "v", "transfer", child="cu")
    build.apply("B", "u", "transfer", child="cv")
    return build.case(A=("v", FEB)), build.case(A=("v", FEB), B=("u", FEB))


@example("support_points")
def too_little_support() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 5, support_points=2)
    build.child("there", support_points=1)
    build.enrol("there", "u")
    build.child("cA", support_points=2)
    build.child("cB", support_points=1)
    build.apply("A", "u")
    build.apply("B", "u")
    return build.case(A=("u", FEB)), build.case(B=("u", FEB))


@example("support_points")
def short_of_support_takes_only_those_who_need_none() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 5, support_points=0)
    build.child("there", support_points=1)
    build.enrol("there", "u")
    build.child("cA", support_points=1)
    build.apply("A", "u")
    build.apply("B", "u")
    return build.case(A=("u", FEB)), build.case(B=("u", FEB))


@example("infants")
def one_infant_too_many() -> tuple[Case, Case]:
    build = Build()
    build.unit("d", 4, "dagpleje", max_infants=1)
    build.child("there", date(2026, 3, 1))
    build.enrol("there", "d")
    build.apply("A", "d", care="0-2", birth=date(2026, 7, 1))
    # the other is twelve months on 1 March
    return build.case(A=("d", FEB)), build.case(A=("d", MAR))


@example("infants")
def the_policys_limit() -> tuple[Case, Case]:
    build = Build()
    build.unit("d", 4, "dagpleje")
    build.unit("v", 4, "vuggestue")
    build.apply("A", "d v", care="0-2", birth=date(2026, 7, 1))
    policy = replace(POLICY, max_infants=0)
    return build.case(policy, A=("d", FEB)), build.case(policy, A=("v", FEB))


@example("integrated_house")
def above_the_shared_ceiling() -> tuple[Case, Case]:
    build = Build()
    build.facility("H", max_units=4)
    build.unit("v", 5, "vuggestue", "H")
    build.unit("b", 5, "boernehave", "H")
    build.child("there", date(2025, 6, 1))
    build.enrol("there", "v")
    build.enrol("older", "b")
    build.apply("A", "v", care="0-2", birth=date(2025, 6, 1))
    build.apply("B", "b")
    return build.case(A=("v", FEB)), build.case(B=("b", FEB))
