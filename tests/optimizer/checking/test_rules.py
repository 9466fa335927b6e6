"""Every hard rule: a decision that breaks it is found, and the like that keeps it is clean."""

from __future__ import annotations

import pytest

from optimizer.rounds import rules
from optimizer.rounds.checking.check import check
from tests.optimizer.checking.build import APR, FEB, MAR, Build
from tests.optimizer.checking.examples import intake, outside, room, second_offer, where, who
from tests.optimizer.checking.examples.registry import Example

EXAMPLES = {**who.example, **where.example, **room.example, **outside.example, **intake.example, **second_offer.example}


@pytest.mark.parametrize(("rule", "make"), [(rule, make) for rule, makes in EXAMPLES.items() for make in makes])
def test_rule(rule: str, make: Example) -> None:
    broken, clean = make()
    assert {v.rule for v in check(broken)} == {rule}
    assert check(clean) == []
    for violation in check(broken):
        assert violation.subject
        assert violation.message.endswith(".")


def test_every_rule_has_an_example_a_name_and_a_source() -> None:
    assert set(EXAMPLES) == {rule.NAME for rule in rules.RULES}
    for rule in rules.RULES:
        assert rule.SOURCE
        assert rule.__name__.endswith("." + rule.NAME)  # type: ignore[attr-defined]


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


def test_a_part_of_a_combination_offer_stays_when_the_other_moves() -> None:
    build = Build()
    for name in "uvw":
        build.unit(name, 1)
    build.enrol("c", "u")
    build.enrol("c", "v", combination=True)
    build.apply("A", "w", "transfer", child="c")
    build.apply("B", "u")
    build.apply("C", "v")
    assert check(build.case(A=("w", FEB), B=("u", FEB))) == []
    assert {(v.rule, v.subject) for v in check(build.case(A=("w", FEB), C=("v", FEB)))} == {("places", "v")}


def test_of_two_parts_of_a_combination_offer_the_latest_begun_is_given_up() -> None:
    build = Build()
    for name in "uvw":
        build.unit(name, 1)
    build.enrol("c", "u", combination=True)
    build.enrol("c", "v", MAR, combination=True)
    build.apply("A", "w", "transfer", child="c")
    build.apply("B", "u")
    assert check(build.case(A=("w", FEB), B=("u", FEB))) == []


def test_a_new_application_of_a_child_with_a_place_is_one_to_move() -> None:
    """It gives up its place, never names it, and has no guarantee; a place that ends by its earliest start makes it no mover."""
    build = Build()
    for name in "uv":
        build.unit(name, 1)
    build.enrol("cA", "u")
    build.apply("A", "v u", wants_guarantee=True, guarantee_date=FEB)
    build.apply("B", "u")
    case = build.case(A=("v", FEB), B=("u", FEB))
    assert check(case) == []
    subject = case.basis.subjects["A"]
    assert (subject.kind, subject.wants_guarantee, dict(subject.ranks)) == ("transfer", False, {"v": 1})
    build.enrolments = []
    build.enrol("cA", "u", end=FEB)
    subject = build.case().basis.subjects["A"]
    assert (subject.kind, subject.wants_guarantee, dict(subject.ranks)) == ("new", True, {"v": 1, "u": 2})


def test_a_start_outside_the_familys_dates_says_which_way() -> None:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u", need_date=MAR, accepts_until=MAR)
    assert [v.message for v in check(build.case(A=("u", FEB)))] == ["A starter 2027-02-01, før pladsen tidligst kan begynde."]
    assert [v.message.split(",")[1] for v in check(build.case(A=("u", APR)))] == [" efter den sidste dato"]


def test_an_unknown_unit_is_found() -> None:
    build = Build()
    build.apply("A")
    assert [v.rule for v in check(build.case(A=("nowhere", FEB)))] == ["open_to_list"]
