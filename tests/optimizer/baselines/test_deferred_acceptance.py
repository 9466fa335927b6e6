"""Deferred acceptance: lawful always; where children are alike to a unit, nobody is passed over and nothing wished stands idle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from optimizer.domain.facilities import CapacityChange
from optimizer.rounds.baselines.deferred_acceptance import deferred_acceptance
from optimizer.rounds.baselines.queue import queue
from optimizer.rounds.checking.check import check
from optimizer.rounds.checking.fairness import find_cases
from optimizer.rounds.instance import make_instance
from tests.optimizer.baselines.decisions import case_of, plain_town, starts, town
from tests.optimizer.checking.build import FEB, MAR, POLICY, ROUND_DATE, Build

EARLY, MIDDLE, LATE = date(2026, 1, 1), date(2026, 5, 1), date(2026, 9, 1)


def accepted(build: Build) -> dict[str, tuple[str, str]]:
    instance = make_instance(build.snapshot(), POLICY, ROUND_DATE)
    return starts(instance, deferred_acceptance(instance))


@pytest.mark.parametrize("seed", range(150))
def test_it_keeps_every_rule_and_says_the_same_again(seed: int) -> None:
    drawn = town(seed)
    instance = make_instance(*drawn)
    choice = deferred_acceptance(instance)
    assert check(case_of(drawn, instance, choice)) == []
    assert (deferred_acceptance(make_instance(*drawn)) == choice).all()


def test_nobody_is_passed_over_where_children_are_alike() -> None:
    """The same towns' lists do pass children over, so that the assertion has something to say."""
    passed_over = 0
    for seed in range(400):
        drawn = plain_town(seed)
        instance = make_instance(*drawn)
        choice = deferred_acceptance(instance)
        assert find_cases(case_of(drawn, instance, choice)).envy == [], seed
        passed_over += len(find_cases(case_of(drawn, instance, queue(instance))).envy)
    assert passed_over >= 5


def test_who_is_turned_away_turns_another_away() -> None:
    """A before B before C at v by date; B, turned away at u by A, takes v from C."""
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.apply("C", "v", registered_date=LATE)
    build.apply("B", "u v", registered_date=MIDDLE)
    build.apply("A", "u", registered_date=EARLY)
    assert accepted(build) == {"A": ("u", "02-01"), "B": ("v", "02-01")}


def test_a_later_start_of_one_before_in_the_order_keeps_the_place() -> None:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u", registered_date=EARLY, need_date=MAR)
    build.apply("B", "u", registered_date=LATE)
    assert accepted(build) == {"A": ("u", "03-01")}


def test_places_left_by_those_who_move_are_given_too_a_whole_chain() -> None:
    build = Build()
    for name in "uvw":
        build.unit(name, 1)
    build.enrol("cB", "u")
    build.enrol("cC", "v")
    build.apply("A", "u")
    build.apply("B", "v", "transfer")
    build.apply("C", "w", "transfer")
    assert accepted(build) == {"A": ("u", "02-01"), "B": ("v", "02-01"), "C": ("w", "02-01")}


def test_a_place_that_is_left_goes_by_the_order_also_before_those_with_another_place() -> None:
    """A has v until B has left u, which A wishes more than C does who stands behind it."""
    build = Build()
    for name in "uvw":
        build.unit(name, 1)
    build.enrol("cB", "u")
    build.apply("A", "u v", registered_date=EARLY)
    build.apply("B", "w", "transfer", registered_date=MIDDLE)
    build.apply("C", "u v", registered_date=LATE)
    assert accepted(build) == {"A": ("u", "02-01"), "B": ("w", "02-01"), "C": ("v", "02-01")}


def test_a_place_left_is_not_counted_on_when_sharing_it_out_keeps_its_child_from_moving() -> None:
    """With M gone, H (two places) would have u before L, L x before M: then M would be in u still, and u over full."""
    build = Build()
    build.unit("u", 2, "dagpleje")
    build.unit("x", 1, "dagpleje")
    young = date(2026, 1, 1)
    build.child("cH", young, place_weight=2)
    build.apply("H", "u", care="0-2", registered_date=EARLY)
    build.apply("L", "u x", care="0-2", registered_date=MIDDLE, birth=young)
    build.child("cM", young)
    build.enrol("cM", "u")
    build.apply("M", "x", "transfer", care="0-2", registered_date=LATE)
    assert accepted(build) == {"L": ("u", "02-01"), "M": ("x", "02-01")}


def test_units_that_share_a_limit_choose_together() -> None:
    """D, turned away at y, takes x from A by its sibling there; A then comes to a, and B, behind it, must leave b: the house is full."""
    build = Build()
    build.facility("F", max_units=1)
    build.unit("a", 1, facility="F")
    build.unit("b", 1, facility="F")
    build.unit("x", 2)
    build.unit("y", 1)
    build.child("sibling", household_id="H")
    build.enrol("sibling", "x")
    build.apply("Y", "y", registered_date=date(2025, 1, 1))
    build.apply("A", "x a", registered_date=EARLY)
    build.apply("B", "b", registered_date=MIDDLE)
    build.child("cD", household_id="H", birth=date(2023, 8, 1))
    build.apply("D", "y x", registered_date=LATE)
    instance = make_instance(build.snapshot(), replace(POLICY, tiers=("sibling",)), ROUND_DATE)
    expected = {"Y": ("y", "02-01"), "D": ("x", "02-01"), "A": ("a", "02-01")}
    assert starts(instance, deferred_acceptance(instance)) == expected


def test_a_child_moving_on_leaves_its_place_to_the_best_claim_not_to_the_first_in_the_file() -> None:
    build = Build()
    build.unit("v", 1, "vuggestue", max_age_months=60)
    build.unit("b", 1)
    build.enrol("cA", "v")
    build.apply("A", "b", "transition")
    for name, day in (("N", LATE), ("O", EARLY)):
        build.apply(name, "v", care="0-2", birth=date(2026, 1, 1), registered_date=day)
    assert accepted(build) == {"A": ("b", "02-01"), "O": ("v", "02-01")}


def test_nobody_comes_to_a_place_that_its_child_does_not_leave_after_all() -> None:
    """B would leave u for v, but A, before it in the order, gets v: u stays B's, and C waits."""
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.enrol("cB", "u")
    build.apply("A", "v", registered_date=EARLY)
    build.apply("B", "v", "transfer", registered_date=MIDDLE)
    build.apply("C", "u", registered_date=LATE)
    assert accepted(build) == {"A": ("v", "02-01")}


def test_the_displaced_come_first_and_guarantees_last() -> None:
    build = Build()
    build.facility("far", east=100)
    build.unit("u", 1, facility="far")
    build.unit("x", 1)
    build.unit("n", 1)
    build.enrol("d", "x")
    build.changes = [CapacityChange("x", MAR, 0), CapacityChange("n", MAR, 2)]
    build.apply("A", "u", registered_date=EARLY, wants_guarantee=True, guarantee_date=FEB)
    build.apply("W", "n", registered_date=LATE)
    assert accepted(build) == {"Xd": ("n", "03-01"), "A": ("u", "02-01"), "W": ("n", "02-01")}
    build.apply("B", "u", registered_date=MIDDLE, wants_guarantee=True, guarantee_date=FEB)
    # n from February is W's wish; from March the displaced child has the second place there
    assert accepted(build) == {"Xd": ("n", "03-01"), "A": ("u", "02-01"), "W": ("n", "02-01")}
    del build.applications["W"]
    assert accepted(build) == {"Xd": ("n", "03-01"), "A": ("u", "02-01"), "B": ("n", "02-01")}
