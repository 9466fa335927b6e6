"""A decision laid upon a round: what is left behind, and what the year's intake is when somebody starts elsewhere."""

from __future__ import annotations

from datetime import date

from optimizer.domain.facilities import CapacityChange
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.check import check
from optimizer.rounds.checking.fairness import find_cases
from tests.optimizer.checking.build import APR, FEB, MAR, Build
from tests.optimizer.checking.examples.intake import house_with_intake

EARLY = date(2026, 1, 1)


def broken(case: Case) -> set[tuple[str, str]]:
    """The rules that are broken, and where or by whom."""
    return {(v.rule, v.subject) for v in check(case)}


def test_a_place_left_twice_on_one_day_is_free_once() -> None:
    """The stay in w would be over on the day on which it begins. Whatever comes of that, c has left v: N may take its place, not O too."""
    build = Build()
    for name in "vw":
        build.unit(name, 1, "vuggestue", max_age_months=60)
    build.unit("b", 1)
    build.child("c", date(2024, 3, 1))
    build.enrol("c", "v")
    build.apply("A", "w", "transfer", child="c", care="0-2")
    build.apply("T", "b", "transition", child="c")
    for name in "NO":
        build.apply(name, "v", care="0-2", birth=date(2025, 12, 1))
    leaving = {key: s.members[0].present for key, s in build.case().basis.subjects.items() if s.members[0].present is not None}
    assert set(leaving) == {"A", "T"}
    assert len(set(leaving.values())) == 1
    wrong = ("earliest_start", "A")
    assert broken(build.case(A=("w", FEB), T=("b", FEB), N=("v", FEB))) == {wrong}
    assert broken(build.case(A=("w", FEB), T=("b", FEB), N=("v", FEB), O=("v", FEB))) == {wrong, ("places", "v")}


def idle_days(case: Case) -> list[date]:
    """The days on which a place stands idle that somebody has wished."""
    return [place.start for place in find_cases(case).idle]


def test_who_starts_earlier_in_the_window_is_counted_once_in_the_years_intake() -> None:
    """One listed child beside three others is no more than 30 %, two would be 40 %: L itself, in March and in February."""
    build = house_with_intake(3)
    del build.applications["N"]
    assert idle_days(build.case(L=("u", MAR))) == [FEB]
    build.apply("M", "u", child=build.child("cM", vulnerable_area=True))
    assert idle_days(build.case(L=("u", MAR), M=("u", FEB))) == []


def test_who_is_to_start_after_the_window_is_not_counted_in_the_years_intake_yet() -> None:
    """Of three one is listed, and that is above 30 %: L has no claim, and its start in April makes no room for one before."""
    build = house_with_intake(2)
    del build.applications["N"]
    assert idle_days(build.case(L=("u", APR))) == []
    build.enrol("one more", "u", date(2027, 1, 4))
    assert idle_days(build.case(L=("u", APR))) == [FEB, MAR]


def test_a_listed_child_is_passed_over_for_one_of_its_kind_behind_it() -> None:
    """Three others have come: one listed child may, and that is L, who stands before K; beside K it would be one too many."""
    build = house_with_intake(3)
    del build.applications["N"]
    build.apply("L", "u", registered_date=EARLY)
    build.apply("K", "u", child=build.child("cK", vulnerable_area=True))
    found = find_cases(build.case(K=("u", FEB)))
    assert [(case.subject, case.other) for case in found.envy] == [("L", "K")]
    assert found.idle == []


def test_a_share_that_is_passed_already_keeps_no_other_child_out() -> None:
    """Two of four are listed, and with N two of five: above 30 % still, but N is none of them."""
    build = house_with_intake(2, listed=2)
    assert {place.subject for place in find_cases(build.case()).idle} == {"N"}
    assert idle_days(build.case()) == [FEB, MAR]


def test_displaced_children_are_intake_of_the_year_though_they_move_after_the_window() -> None:
    """Three others make one listed child lawful; the third of them must leave "old" on 1 April."""
    build = house_with_intake(2)
    build.unit("old", 1)
    build.child("cD", vulnerable_area=False)
    build.enrol("cD", "old")
    build.changes = [CapacityChange("old", APR, 0)]
    assert check(build.case(L=("u", FEB), XcD=("u", APR))) == []
    assert {rule for rule, _ in broken(build.case(L=("u", FEB)))} >= {"composition"}
