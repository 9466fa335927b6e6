"""The later dates as they are expected: by the same rules, in the same order, and held only where the law's guarantee asks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from optimizer.domain.applications import Wish
from optimizer.domain.facilities import CapacityChange
from optimizer.rounds.baselines.queue import queue
from optimizer.rounds.checking import outcomes
from optimizer.rounds.checking.check import check
from optimizer.rounds.instance import make_instance
from optimizer.rounds.lookahead import held_places, look_ahead
from tests.optimizer.baselines.decisions import case_of, starts, town
from tests.optimizer.checking.build import APR, JUN, MAY, POLICY, ROUND_DATE, Build

EARLY, LATE = date(2026, 1, 1), date(2026, 9, 1)


def later(build: Build, **policy: object) -> dict[str, tuple[str, str]]:
    """What is expected after a window in which the list gave nobody anything else."""
    instance = make_instance(build.snapshot(), replace(POLICY, **policy), ROUND_DATE)  # type: ignore[arg-type]
    nobody = np.full(len(instance.subjects), -1, dtype=np.int64)
    return starts(instance, nobody, look_ahead(instance, nobody))


@pytest.mark.parametrize("seed", range(150))
def test_it_keeps_every_rule_and_holds_what_the_checker_says_is_held(seed: int) -> None:
    drawn = town(seed)
    instance = make_instance(*drawn)
    choice = queue(instance)
    provisional = look_ahead(instance, choice)
    case = case_of(drawn, instance, choice, provisional)
    assert check(case) == []
    for i, (unit, step, rank) in provisional.items():
        assert choice[i] < 0
        assert step >= instance.grid.window
        assert rank == {u: r for r, units in instance.subjects[i].wishes for u in units}.get(unit, 0)
    held = {
        (a.id, instance.places.ids[unit], instance.grid.dates[step])
        for i, unit, step in held_places(instance, provisional)
        for a in instance.subjects[i].applications
    }
    assert held == outcomes.held_places(case)
    assert look_ahead(make_instance(*drawn), choice) == provisional


def test_nobody_is_left_without_a_start_that_fits_on_the_last_date() -> None:
    """With everything laid in: earlier dates may have room that came too late, the last one has none for those still waiting."""
    left = 0
    for seed in range(200):
        drawn = town(seed)
        instance = make_instance(*drawn)
        choice = queue(instance)
        provisional = look_ahead(instance, choice)
        case = case_of(drawn, instance, choice, provisional)
        last = instance.steps - 1
        for i, decided in enumerate(instance.subjects):
            if choice[i] >= 0 or i in provisional or decided.kind == "displaced" or last < instance.grid.window:
                continue
            subject = case.basis.subjects[decided.id]
            for unit_id, steps in case.options.unit_steps(subject).items():
                # a guarantee that falls due after the horizon is no matter of this round
                if last in steps and (unit_id in subject.ranks or instance.facts.lawful[i] >= 0):
                    more = {**provisional, i: (instance.places.index[unit_id], last, 0)}
                    laid = case_of(drawn, instance, choice, more)
                    beside = laid.clashes(subject, laid.plans[decided.id], {})
                    assert beside or any(True for _ in laid.load.broken()), (seed, decided.id, unit_id)
                    left += 1
    assert left > 50


def test_the_first_date_with_room_goes_by_the_order() -> None:
    build = Build()
    build.unit("u", 0)
    build.changes = [CapacityChange("u", APR, 1), CapacityChange("u", MAY, 2)]
    build.apply("A", "u", registered_date=LATE)
    build.apply("B", "u", registered_date=EARLY)
    build.apply("C", "u", registered_date=EARLY, accepts_until=date(2027, 3, 15))
    assert later(build) == {"B": ("u", "04-01"), "A": ("u", "05-01")}
    build.apply("A", "u", registered_date=LATE, priority=True)
    assert later(build, tiers=("special_need",)) == {"A": ("u", "04-01"), "B": ("u", "05-01")}


def test_wishes_by_rank_before_the_nearest_guarantee_and_that_not_before_it_is_due() -> None:
    build = Build()
    for name, metres in (("near", 100), ("far", 900)):
        build.facility("F" + name, east=metres)
        build.unit(name, 1, facility="F" + name)
    build.unit("u", 0)
    build.apply("A", "u far", wants_guarantee=True, guarantee_date=MAY, need_date=MAY)
    build.apply("B", "u", wants_guarantee=True, guarantee_date=MAY, registered_date=LATE)
    assert later(build) == {"A": ("far", "05-01"), "B": ("near", "05-01")}
    # due beyond the horizon: the last grid date is the latest lawful start within it (section 4)
    build.apply("B", "u", wants_guarantee=True, guarantee_date=JUN)
    assert later(build) == {"A": ("far", "05-01"), "B": ("near", "05-01")}
    build.apply("B", "u", wants_guarantee=False)
    assert later(build) == {"A": ("far", "05-01")}


def test_the_room_that_one_leaves_is_the_next_ones_on_the_same_date() -> None:
    """The child in the nursery may move on from April; the one before it in the order has waited for its place."""
    build = Build()
    build.unit("v", 1, "vuggestue", max_age_months=60)
    build.unit("b", 1)
    build.enrol("cA", "v")
    build.apply("A", "b", "transition", need_date=APR)
    build.apply("N", "v", care="0-2", birth=date(2026, 1, 1), registered_date=EARLY)
    assert later(build) == {"A": ("b", "04-01"), "N": ("v", "04-01")}


def test_a_unit_that_the_child_is_not_old_enough_for_is_not_tried_until_it_is() -> None:
    build = Build()
    build.unit("u", 1, min_age_months=47)
    build.unit("v", 1, max_age_months=46)
    build.apply("A", "v u")
    assert later(build) == {"A": ("u", "05-01")}


def test_of_units_liked_alike_the_nearest() -> None:
    build = Build()
    build.facility("F", east=900)
    build.facility("G", east=100)
    build.unit("u", 1, facility="F")
    build.unit("v", 1, facility="G")
    build.apply("A", listed=(Wish(1, "unit", "u"), Wish(1, "unit", "v")))
    assert later(build) == {"A": ("v", "04-01")}


def test_what_the_window_gave_is_taken() -> None:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u", registered_date=EARLY)
    build.apply("B", "u", registered_date=LATE)
    instance = make_instance(build.snapshot(), POLICY, ROUND_DATE)
    choice = queue(instance)
    assert starts(instance, choice, look_ahead(instance, choice)) == {"A": ("u", "02-01")}


def test_only_guarantees_that_fall_due_in_the_horizon_are_held_and_only_when_the_policy_reserves() -> None:
    build = Build()
    build.unit("u", 0)
    build.changes = [CapacityChange("u", APR, 9)]
    build.apply("A", "u", wants_guarantee=True, guarantee_date=MAY)
    build.apply("B", "u", wants_guarantee=True, guarantee_date=JUN)
    build.apply("C", "u")
    for reserve, expected in ((True, [(0, 0, 2)]), (False, [])):
        instance = make_instance(build.snapshot(), replace(POLICY, reserve=reserve), ROUND_DATE)
        provisional = look_ahead(instance, np.full(3, -1, dtype=np.int64))
        assert provisional == {0: (0, 2, 1), 1: (0, 2, 1), 2: (0, 2, 1)}
        assert held_places(instance, provisional) == expected
