"""Every hard rule: a decision that breaks it is found, and the like that keeps it is clean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from optimizer.domain.applications import Offer
from optimizer.domain.children import ChildDecision
from optimizer.domain.facilities import CapacityChange, Reservation
from optimizer.rounds import rules
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.check import check
from tests.optimizer.checking.build import APR, FEB, MAR, MAY, POLICY, Build

Example = Callable[[], tuple[Case, Case]]
EXAMPLES: dict[str, list[Example]] = {}


def example(rule: str) -> Callable[[Example], Example]:
    """Register a pair of cases: the first breaks the rule, and only that, the second breaks none."""

    def register(make: Example) -> Example:
        EXAMPLES.setdefault(rule, []).append(make)
        return make

    return register


@example("one_place_per_child")
def two_new_places() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.apply("A", "u")
    build.apply("B", "v", child="cA")
    return build.case(A=("u", FEB), B=("v", APR)), build.case(B=("v", APR))


@example("one_place_per_child")
def a_new_place_beside_the_old() -> tuple[Case, Case]:
    build = Build()
    build.unit("v", 1, "vuggestue")
    build.unit("b", 1)
    build.child("cA", date(2024, 5, 1))
    build.enrol("cA", "v")
    build.apply("A", "b")
    return build.case(A=("b", MAR)), build.case(A=("b", APR))


@example("placed_keep_their_place")
def moved_without_having_asked() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.enrol("c", "u")
    return build.case(Xc=("v", FEB)), build.case()


@example("placed_keep_their_place")
def a_second_place_before_the_answer() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.apply("A", "u v")
    build.offers = [Offer("A", "u", MAR, FEB)]
    return build.case(A=("v", MAR)), build.case(A=("u", MAR))


@example("placed_keep_their_place")
def a_displaced_childs_transfer_by_itself() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.enrol("c", "u")
    build.apply("A", "v", "transfer", child="c")
    build.changes = [CapacityChange("u", MAR, 0)]
    return build.case(A=("v", FEB)), build.case(A=("v", MAR), Xc=("v", MAR))


@example("age_appropriate")
def too_young() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1, min_age_months=36)
    build.apply("A", "u", birth=date(2024, 2, 2))
    return build.case(A=("u", FEB)), build.case(A=("u", MAR))


@example("age_appropriate")
def too_old() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1, max_age_months=37)
    build.apply("A", "u", birth=date(2024, 2, 1))
    return build.case(A=("u", MAR)), build.case(A=("u", FEB))


@example("age_appropriate")
def one_twin_outgrows() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 2, min_age_months=36)
    for name, day in (("1", 1), ("2", 2)):
        build.child("t" + name, date(2024, 2, day), twin_group="t")
        build.apply(name, "u", child="t" + name)
    return build.case(**{"1": ("u", FEB), "2": ("u", FEB)}), build.case(**{"1": ("u", MAR), "2": ("u", MAR)})


@example("earliest_start")
def before_the_need() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u", need_date=date(2027, 2, 2))
    return build.case(A=("u", FEB)), build.case(A=("u", MAR))


@example("earliest_start")
def off_the_grid() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u")
    return build.case(A=("u", date(2027, 2, 16))), build.case(A=("u", FEB))


@example("earliest_start")
def after_the_last_accepted_start() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u", accepts_until=date(2027, 3, 31))
    return build.case(A=("u", APR)), build.case(A=("u", MAR))


@example("earliest_start")
def a_transition_before_its_age() -> tuple[Case, Case]:
    build = Build()
    build.unit("v", 1, "vuggestue")
    build.unit("u", 1)
    build.child("c", date(2024, 4, 2))
    build.enrol("c", "v")
    build.apply("A", "u", "transition", child="c")
    return build.case(A=("u", MAR)), build.case(A=("u", APR))


@example("earliest_start")
def a_stay_that_would_be_over() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1, "vuggestue")
    build.apply("A", "u", care="0-2", birth=date(2024, 5, 1))
    return build.case(A=("u", APR)), build.case(A=("u", MAR))


@example("open_to_list")
def a_private_house() -> tuple[Case, Case]:
    build = Build()
    build.facility("P", operator="private")
    build.facility("I", operator="outsourced")
    build.unit("p", 1, facility="P")
    build.unit("i", 1, facility="I")
    build.apply("A", "p i", wants_guarantee=True, guarantee_date=FEB)
    return build.case(A=("p", FEB)), build.case(A=("i", FEB))


@example("open_to_list")
def a_closed_list() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1, open_to_list=False)
    build.unit("v", 1)
    build.apply("A", "u", wants_guarantee=True, guarantee_date=FEB)
    return build.case(A=("u", FEB)), build.case(A=("v", FEB))


@example("home_conditions")
def smoke() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1, smoke_free=False)
    build.unit("v", 1)
    build.child("cA", smoke_free_needed=True)
    build.apply("A", "u v")
    return build.case(A=("u", FEB)), build.case(A=("v", FEB))


@example("home_conditions")
def pets() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1, pets=True)
    build.unit("v", 1)
    build.child("cA", pets_excluded=True)
    build.apply("A", "u v")
    return build.case(A=("u", FEB)), build.case(A=("v", FEB))


@example("guarantee_area")
def unwished_and_too_far() -> tuple[Case, Case]:
    build = Build()
    build.facility("far", east=1001)
    build.facility("near", north=1000)
    build.unit("f", 1, facility="far")
    build.unit("n", 1, facility="near")
    build.apply("A", wants_guarantee=True, guarantee_date=FEB)
    policy = replace(POLICY, guarantee_area="radius", guarantee_radius_m=1000)
    return build.case(policy, A=("f", FEB)), build.case(policy, A=("n", FEB))


@example("guarantee_area")
def unwished_without_a_guarantee() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.apply("A", guarantee_date=FEB)
    broken = build.case(A=("u", FEB))
    build.apply("A", guarantee_date=FEB, wants_guarantee=True)
    return broken, build.case(A=("u", FEB))


@example("guarantee_area")
def unwished_and_early() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.apply("A", wants_guarantee=True, guarantee_date=date(2027, 3, 31))
    return build.case(A=("u", FEB)), build.case(A=("u", MAR))


@example("guarantee_area")
def unwished_in_another_language() -> tuple[Case, Case]:
    build = Build()
    build.facility("E", language="en")
    build.unit("u", 1, facility="E")
    build.apply("A", wants_guarantee=True, guarantee_date=FEB)
    broken = build.case(A=("u", FEB))
    build.apply("A", "u", wants_guarantee=True, guarantee_date=FEB)
    return broken, build.case(A=("u", FEB))


def closing() -> Build:
    build = Build()
    build.facility("E", language="en")
    build.unit("u", 1)
    build.unit("v", 1)
    build.unit("e", 1, facility="E")
    build.enrol("c", "u")
    build.changes = [CapacityChange("u", MAR, 0)]
    return build


@example("equal_place")
def displaced_too_early() -> tuple[Case, Case]:
    return closing().case(Xc=("v", FEB)), closing().case(Xc=("v", MAR))


@example("equal_place")
def displaced_too_late() -> tuple[Case, Case]:
    return closing().case(Xc=("v", APR)), closing().case(Xc=("v", MAR))


@example("equal_place")
def displaced_to_another_language() -> tuple[Case, Case]:
    return closing().case(Xc=("e", MAR)), closing().case(Xc=("v", MAR))


@example("equal_place")
def displaced_to_where_it_was() -> tuple[Case, Case]:
    """The other child asks for a transfer, which would make room again."""
    build = closing()
    build.units["u"] = replace(build.units["u"], places=2)
    build.changes = [CapacityChange("u", MAR, 1)]
    build.enrol("d", "u", date(2026, 1, 1))
    build.unit("w", 1)
    build.apply("D", "w", "transfer", child="d")
    return build.case(Xc=("u", MAR), D=("w", FEB)), build.case(Xc=("v", MAR), D=("w", FEB))


@example("equal_place")
def displaced_moving_on_too_late() -> tuple[Case, Case]:
    build = Build()
    build.unit("v", 1, "vuggestue")
    build.unit("b", 1)
    build.child("c", date(2024, 3, 1))
    build.enrol("c", "v")
    build.apply("T", "b", "transition", child="c")
    build.changes = [CapacityChange("v", MAR, 0)]
    return build.case(Xc=("b", APR)), build.case(Xc=("b", FEB))


@example("twins_together")
def one_twin_only() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 2)
    for name in "AB":
        build.child("c" + name, household_id="h")
        build.apply(name, "u")
    return build.case(A=("u", FEB)), build.case(A=("u", FEB), B=("u", FEB))


@example("twins_together")
def twins_on_different_days() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 2)
    for name in "AB":
        build.child("c" + name, household_id="h")
        build.apply(name, "u")
    return build.case(A=("u", FEB), B=("u", MAR)), build.case(A=("u", MAR), B=("u", MAR))


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


@example("places")
def a_place_reserved() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u")
    build.reservations = [Reservation("u", "newcomer", 1, FEB, APR)]
    return build.case(A=("u", MAR)), build.case(A=("u", APR))


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


@pytest.mark.parametrize(("rule", "make"), [(rule, make) for rule, makes in EXAMPLES.items() for make in makes])
def test_rule(rule: str, make: Example) -> None:
    broken, clean = make()
    assert {v.rule for v in check(broken)} == {rule}
    assert check(clean) == []
    for violation in check(broken):
        assert violation.subject
        assert violation.message.endswith(".")


def test_every_rule_has_an_example_a_name_a_source_and_its_specification() -> None:
    assert set(EXAMPLES) == {rule.NAME for rule in rules.RULES}
    for rule in rules.RULES:
        assert rule.SOURCE
        assert rule.__name__.endswith("." + rule.NAME)  # type: ignore[attr-defined]
        text = rule.__doc__ or ""
        assert all(part in text for part in ("Formula:", "Symbols:", "Applies to", "Source:")), rule.NAME


def test_an_over_full_unit_is_no_fault_by_itself() -> None:
    build = Build()
    build.unit("u", 1)
    for name in ("one", "two", "three"):
        build.enrol(name, "u")
    assert check(build.case()) == []


def test_one_who_comes_when_the_others_have_left_is_no_fault_of_the_days_before() -> None:
    build = Build()
    build.unit("u", 1)
    for name in ("one", "two"):
        build.enrol(name, "u", end=MAR)
    build.apply("A", "u")
    assert check(build.case(A=("u", MAR))) == []


def test_a_combination_offer_is_left_alone() -> None:
    build = Build()
    for name in "uvw":
        build.unit(name, 1)
    for name in "uv":
        build.enrol("c", name, combination=True)
    build.apply("A", "w", "transfer", child="c")
    assert check(build.case(A=("w", FEB))) == []


def test_an_unknown_unit_is_found() -> None:
    build = Build()
    build.apply("A")
    assert [v.rule for v in check(build.case(A=("nowhere", FEB)))] == ["open_to_list"]
