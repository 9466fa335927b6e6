"""The list as practised: lawful always, and in the order that a placement officer would follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from optimizer.domain.facilities import CapacityChange
from optimizer.rounds.baselines.queue import queue
from optimizer.rounds.checking.check import check
from optimizer.rounds.instance import make_instance
from tests.optimizer.baselines.decisions import case_of, starts, town
from tests.optimizer.checking.build import APR, FEB, MAR, POLICY, ROUND_DATE, Build

EARLY, LATE = date(2026, 1, 1), date(2026, 9, 1)


def served(build: Build, **policy: object) -> dict[str, tuple[str, str]]:
    instance = make_instance(build.snapshot(), replace(POLICY, **policy), ROUND_DATE)  # type: ignore[arg-type]
    return starts(instance, queue(instance))


@pytest.mark.parametrize("seed", range(150))
def test_it_keeps_every_rule_and_says_the_same_again(seed: int) -> None:
    drawn = town(seed)
    instance = make_instance(*drawn)
    choice = queue(instance)
    assert check(case_of(drawn, instance, choice)) == []
    assert (queue(make_instance(*drawn)) == choice).all()


def test_the_earlier_date_goes_first_and_the_rest_take_their_next_wish() -> None:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.apply("A", "u v", registered_date=LATE)
    build.apply("B", "u v", registered_date=EARLY)
    build.apply("C", "u v", registered_date=date(2026, 12, 1))
    assert served(build) == {"B": ("u", "02-01"), "A": ("v", "02-01")}


def test_a_tier_goes_before_seniority_that_of_the_dearest_wish_counts() -> None:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u", registered_date=EARLY)
    build.apply("B", "u", registered_date=LATE, priority=True)
    assert served(build, tiers=("special_need",)) == {"B": ("u", "02-01")}
    assert served(build) == {"A": ("u", "02-01")}


def test_a_dearer_wish_on_a_later_date_of_the_window_goes_before_the_next_wish() -> None:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.enrol("x", "u", end=MAR)
    build.apply("A", "u v")
    assert served(build) == {"A": ("u", "03-01")}


def test_the_guarantee_gives_the_nearest_place_at_the_latest_lawful_date() -> None:
    build = Build()
    for name, metres in (("near", 100), ("far", 900)):
        build.facility("F" + name, east=metres)
        build.unit(name, 1, facility="F" + name)
    build.unit("u", 0)
    build.enrol("x", "near", end=APR)
    build.apply("A", "u", wants_guarantee=True, guarantee_date=date(2027, 3, 20))
    build.apply("B", "u")
    assert served(build) == {"A": ("far", "03-01")}
    build.enrolments.clear()
    assert served(build) == {"A": ("near", "03-01")}
    build.apply("A", "u", wants_guarantee=True, guarantee_date=APR)
    assert served(build) == {}


def test_a_guarantee_missed_on_its_date_is_kept_on_the_next() -> None:
    build = Build()
    build.unit("n", 1)
    build.unit("u", 0)
    build.enrol("x", "n", end=MAR)
    build.apply("A", "u", wants_guarantee=True, guarantee_date=FEB)
    assert served(build) == {"A": ("n", "03-01")}
    build.facility("far", east=900)
    build.unit("far", 1, facility="far")
    assert served(build) == {"A": ("far", "02-01")}


def test_displaced_children_come_first() -> None:
    build = Build()
    build.unit("u", 1)
    build.unit("x", 1)
    build.enrol("d", "x")
    build.changes = [CapacityChange("x", MAR, 0)]
    build.apply("A", "u", registered_date=EARLY, priority=True)
    assert served(build, tiers=("special_need",)) == {"Xd": ("u", "03-01")}


def test_a_place_that_is_left_is_offered_once_more_down_the_list() -> None:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.apply("A", "u", registered_date=EARLY)
    build.enrol("cB", "u")
    build.apply("B", "v", "transfer", registered_date=LATE)
    assert served(build) == {"B": ("v", "02-01"), "A": ("u", "02-01")}
