"""Idle wished places and justified envy: each clause of the specification's section 7, both ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from optimizer.domain.applications import Wish
from optimizer.domain.facilities import CapacityChange
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.check import check
from optimizer.rounds.checking.fairness import find_cases
from tests.optimizer.checking.build import APR, FEB, MAR, POLICY, Build

EARLY, LATE = date(2026, 1, 1), date(2026, 9, 1)
WAIT = replace(POLICY, wait_for_wish=True)


def idle(case: Case) -> set[tuple[str, date]]:
    assert check(case) == []
    found = [(place.unit_id, place.start) for place in find_cases(case).idle]
    assert len(found) == len(set(found))
    return set(found)


def envy(case: Case) -> list[tuple[str, str, date, str]]:
    assert check(case) == []
    return [(e.subject, e.unit_id, e.start, e.other) for e in find_cases(case).envy]


# --- idle places ------------------------------------------------------------------------------------------------------------


def test_free_wished_place_is_idle_once_per_date_in_the_window() -> None:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u")
    build.apply("B", "u")
    assert idle(build.case()) == {("u", FEB), ("u", MAR)}
    assert {place.subject for place in find_cases(build.case()).idle} == {"A"}
    assert idle(build.case(A=("u", FEB))) == set()
    # the earlier date of the same wish is preferred, and from 1 February the place is free
    assert idle(build.case(A=("u", MAR))) == {("u", FEB)}


def test_nothing_is_idle_before_the_need_or_for_the_unwilling() -> None:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.apply("A", "u", need_date=MAR)
    assert idle(build.case()) == {("u", MAR)}
    build.apply("A", "u", accepts_until=date(2027, 2, 15))
    assert idle(build.case()) == {("u", FEB)}
    build.apply("A", "")
    assert idle(build.case()) == set()


def test_a_dearer_wish_is_claimed_but_not_later_than_one_has_started() -> None:
    build = Build()
    build.unit("u", 0)
    build.unit("v", 1)
    build.apply("A", "u v")
    build.changes = [CapacityChange("u", MAR, 1)]
    assert idle(build.case(A=("v", FEB))) == set()
    assert idle(build.case(WAIT, A=("v", FEB))) == {("u", MAR)}
    assert idle(build.case(A=("v", MAR))) == {("u", MAR), ("v", FEB)}


def test_units_of_one_rank_and_date_are_equally_liked() -> None:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.apply("A", listed=(Wish(1, "unit", "u"), Wish(1, "unit", "v")))
    assert idle(build.case(A=("u", FEB))) == set()
    assert idle(build.case(A=("u", MAR))) == {("u", FEB), ("v", FEB)}


def test_unwished_places_and_later_starts_are_liked_less_than_any_wish() -> None:
    build = Build()
    build.unit("u", 1)
    build.unit("g", 1)
    build.apply("A", "u", wants_guarantee=True, guarantee_date=FEB)
    assert idle(build.case(A=("g", FEB))) == {("u", FEB)}
    assert idle(build.case(A=("u", APR))) == {("u", FEB), ("u", MAR)}


def test_held_places_are_taken_only_with_reserve_a_guarantee_and_a_date_before_the_horizons_end() -> None:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u")
    build.apply("B", "u", need_date=APR, wants_guarantee=True, guarantee_date=APR)
    assert idle(build.case(B=("u", APR))) == set()
    assert idle(build.case(replace(POLICY, reserve=False), B=("u", APR))) == {("u", FEB), ("u", MAR)}
    build.apply("B", "u", need_date=APR, wants_guarantee=True, guarantee_date=date(2027, 6, 1))
    assert idle(build.case(B=("u", APR))) == {("u", FEB), ("u", MAR)}
    build.apply("B", "u", need_date=APR, guarantee_date=APR)
    assert idle(build.case(B=("u", APR))) == {("u", FEB), ("u", MAR)}


def test_a_place_that_is_free_only_for_a_while_is_not_idle() -> None:
    build = Build()
    build.unit("u", 1)
    build.enrol("later", "u", APR)
    build.apply("A", "u")
    assert idle(build.case()) == set()


def test_limits_other_than_places_stand_in_the_way_too() -> None:
    build = Build()
    build.unit("u", 5, support_points=1)
    build.child("cA", support_points=2)
    build.apply("A", "u")
    assert idle(build.case()) == set()
    build.units["u"] = replace(build.units["u"], support_points=2)
    assert idle(build.case()) == {("u", FEB), ("u", MAR)}


def test_a_move_within_the_house_frees_what_it_leaves() -> None:
    build = Build()
    build.facility("H", max_units=2)
    build.unit("v", 1, "vuggestue", "H")
    build.unit("b", 1, "boernehave", "H")
    build.child("c", date(2024, 2, 1))
    build.enrol("c", "v")
    build.apply("T", "", "transition", child="c")
    assert idle(build.case()) == {("b", FEB), ("b", MAR)}
    build.facility("H", max_units=1)
    # over its ceiling already without T; when T moves on, one unit is taken of one
    assert idle(build.case()) == {("b", FEB), ("b", MAR)}
    build.facility("H", max_units=0)
    assert idle(build.case()) == set()


def test_an_old_place_given_on_excuses_nothing() -> None:
    build = Build()
    for name, places in (("w", 1), ("x", 1), ("u", 0)):
        build.unit(name, places)
    build.changes = [CapacityChange("u", MAR, 1)]
    build.enrol("cA", "w")
    build.apply("A", "u x", "transfer")
    build.apply("B", "w")
    assert idle(build.case(WAIT, A=("x", FEB), B=("w", MAR))) == {("w", FEB), ("u", MAR)}
    # B has A's old place from 1 February, so that A could not be back there until 1 March
    assert idle(build.case(WAIT, A=("x", FEB), B=("w", FEB))) == {("u", MAR)}


def test_a_childs_other_new_place_stands_in_the_way() -> None:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.apply("A", "u")
    build.apply("B", "v", child="cA")
    assert idle(build.case(A=("u", FEB))) == set()


# --- envy -------------------------------------------------------------------------------------------------------------------


def two(places: int = 1) -> Build:
    """One unit; A stands before B."""
    build = Build()
    build.unit("u", places)
    build.apply("A", "u", registered_date=EARLY)
    build.apply("B", "u", registered_date=LATE)
    return build


def test_who_stands_before_is_passed_over_and_who_stands_behind_is_not() -> None:
    assert envy(two().case(B=("u", FEB))) == [("A", "u", FEB, "B")]
    assert envy(two().case(A=("u", FEB))) == []


def test_no_envy_before_ones_own_need() -> None:
    build = two()
    build.apply("A", "u", registered_date=EARLY, need_date=MAR)
    assert envy(build.case(B=("u", FEB))) == []
    assert envy(build.case(B=("u", MAR))) == [("A", "u", MAR, "B")]


def test_a_place_kept_empty_for_a_later_start_of_one_behind() -> None:
    build = two()
    assert envy(build.case(B=("u", MAR))) == [("A", "u", FEB, "B")]
    build.enrol("there", "u", end=MAR)
    # taken until 1 March: then that is the first start that A could have had
    assert envy(build.case(B=("u", MAR))) == [("A", "u", MAR, "B")]


def test_later_starts_of_others_are_not_envied() -> None:
    build = two()
    build.apply("B", "u", registered_date=LATE, wants_guarantee=True, guarantee_date=APR)
    assert envy(build.case(B=("u", APR))) == []


def test_only_what_is_preferred_is_envied() -> None:
    build = two()
    build.unit("v", 1)
    build.apply("A", "v u", registered_date=EARLY)
    assert envy(build.case(A=("v", FEB), B=("u", FEB))) == []
    # a later date in a dearer unit is still dearer
    assert envy(build.case(A=("v", MAR), B=("u", FEB))) == []
    build.apply("A", "u v", registered_date=EARLY)
    assert envy(build.case(A=("v", FEB), B=("u", FEB))) == [("A", "u", FEB, "B")]
    # once started elsewhere one claims nothing later, unless the policy lets children wait for their wish
    assert envy(build.case(A=("v", FEB), B=("u", MAR))) == [("A", "u", FEB, "B")]
    build.enrol("there", "u", end=MAR)
    assert envy(build.case(A=("v", FEB), B=("u", MAR))) == []
    assert envy(build.case(WAIT, A=("v", FEB), B=("u", MAR))) == [("A", "u", MAR, "B")]


def test_an_unwished_place_of_another_is_envied() -> None:
    build = two()
    build.apply("B", "", registered_date=LATE, wants_guarantee=True, guarantee_date=FEB)
    assert envy(build.case(B=("u", FEB))) == [("A", "u", FEB, "B")]


def test_one_who_needs_more_than_the_other_leaves_is_not_passed_over() -> None:
    build = Build()
    build.unit("d", 1, "dagpleje")
    for name, since, weight in (("A", EARLY, 2), ("B", LATE, 1)):
        build.child("c" + name, date(2025, 6, 1), place_weight=weight)
        build.apply(name, "d", care="0-2", registered_date=since)
    assert envy(build.case(B=("d", FEB))) == []
    build.units["d"] = replace(build.units["d"], places=2)
    assert envy(build.case(B=("d", FEB))) == [("A", "d", FEB, "B")]


def test_twins_are_passed_over_when_the_place_and_a_free_one_would_do() -> None:
    build = two(2)
    del build.applications["A"]
    for name in ("A1", "A2"):
        build.child("t" + name, household_id="h")
        build.apply(name, "u", child="t" + name, registered_date=EARLY)
    case = build.case(B=("u", FEB))
    assert envy(case) == [("A1", "u", FEB, "B")]
    assert idle(case) == set()
    build.enrol("there", "u")
    assert envy(build.case(B=("u", FEB))) == []


def test_once_per_subject_and_unit_with_the_first_that_could_give_way() -> None:
    build = two(2)
    build.apply("C", "u", registered_date=date(2026, 10, 1))
    assert envy(build.case(B=("u", FEB), C=("u", FEB))) == [("A", "u", FEB, "B")]
    build.apply("D", "u", registered_date=date(2025, 1, 1))
    assert envy(build.case(D=("u", FEB), C=("u", FEB))) == [("A", "u", FEB, "C"), ("B", "u", FEB, "C")]
    assert envy(build.case(B=("u", FEB), C=("u", FEB))) == [("A", "u", FEB, "B"), ("D", "u", FEB, "B")]


def test_going_back_to_a_place_that_is_over_full_without_newcomers_is_no_obstacle() -> None:
    build = two()
    build.unit("w", 1)
    build.enrol("cB", "w")
    build.enrol("there", "w")
    build.apply("B", "u", "transfer", registered_date=LATE)
    assert envy(build.case(B=("u", FEB))) == [("A", "u", FEB, "B")]


def test_leaving_a_place_that_is_short_without_one_is_no_obstacle() -> None:
    """Two will leave w in April, when two others come; were they to stay, w would be over by more than A's leaving mends."""
    build = Build()
    build.unit("u", 1)
    build.unit("w", 4)
    build.unit("z", 2)
    for name in ("cA", "k", "l"):
        build.enrol(name, "w")
    for name in ("e", "f"):
        build.enrol(name, "w", APR)
    build.apply("A", "u", "transfer")
    build.apply("K", "z", "transfer", child="k", need_date=APR)
    build.apply("L", "z", "transfer", child="l", need_date=APR)
    build.apply("N", "w")
    assert idle(build.case(K=("z", APR), L=("z", APR), N=("w", FEB))) == {("u", FEB), ("u", MAR)}


def test_a_juniors_old_place_given_on_excuses_nothing() -> None:
    """B came to u, and N to the place that B left: A is passed over all the same, though B could not go back."""
    build = two()
    build.unit("w", 1)
    build.enrol("cB", "w")
    build.apply("A", "u w", registered_date=EARLY)
    build.apply("B", "u", "transfer", registered_date=LATE)
    build.apply("N", "w", registered_date=LATE)
    assert envy(build.case(A=("w", FEB), B=("u", FEB))) == [("A", "u", FEB, "B")]
    assert ("A", "u", FEB, "B") in envy(build.case(B=("u", FEB), N=("w", FEB)))


def test_tiers_are_those_at_the_unit_and_date() -> None:
    policy = replace(POLICY, tiers=("learning_offer",))
    build = two()
    build.child("cB", learning_offer_from=MAR)
    assert envy(build.case(policy, B=("u", FEB))) == [("A", "u", FEB, "B")]
    # A at 1 March stands behind B at 1 March, and at 1 February too: B's key is that of its own start
    assert envy(build.case(policy, B=("u", MAR))) == []


def test_displaced_children_neither_claim_nor_are_envied() -> None:
    build = two()
    build.unit("w", 1)
    build.enrol("c", "w")
    build.changes = [CapacityChange("w", MAR, 0)]
    assert envy(build.case(Xc=("u", MAR))) == []
    case = build.case()
    assert idle(case) == {("u", FEB), ("u", MAR)}
    assert {place.subject for place in find_cases(case).idle} <= {"A", "B"}


def test_a_displaced_childs_new_place_is_taken_though_it_begins_after_the_window() -> None:
    build = Build()
    build.unit("u", 1)
    build.unit("w", 1)
    build.enrol("c", "w")
    build.changes = [CapacityChange("w", APR, 0)]
    build.apply("A", "u")
    assert idle(build.case(Xc=("u", APR))) == set()


def test_a_swap_is_fair_and_a_broken_swap_is_not_idle() -> None:
    build = Build()
    for name in "uv":
        build.unit(name, 1)
        build.enrol("c" + name, name)
    build.apply("A", "v", "transfer", child="cu")
    build.apply("B", "u", "transfer", child="cv")
    assert idle(build.case()) == set()
    assert idle(build.case(A=("v", FEB), B=("u", FEB))) == set()
    assert envy(build.case(A=("v", FEB), B=("u", FEB))) == []
