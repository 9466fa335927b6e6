"""Who is where until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from optimizer.domain.applications import Offer
from optimizer.domain.children import Child, ChildDecision
from optimizer.domain.facilities import CapacityChange, Reservation
from optimizer.rounds.checking.stays import enrolled_stays, present_stay, transition_date
from optimizer.rounds.facts import transition_date as of_the_solver
from tests.optimizer.checking.build import APR, FEB, JUN, MAR, MAY, POLICY, Build


def ends(build: Build) -> dict[str, date]:
    return {stay.child_id: stay.end for stay in enrolled_stays(build.snapshot(), POLICY, FEB)}


def test_transition_is_on_the_first_grid_day_of_any_month() -> None:
    build = Build()
    build.child("a", date(2024, 5, 1))
    build.child("b", date(2024, 5, 2))
    both = replace(POLICY, start_days=(1, 16))
    assert transition_date(build.children["a"], POLICY) == date(2027, 4, 1)
    assert transition_date(build.children["b"], POLICY) == date(2027, 5, 1)
    assert transition_date(build.children["b"], both) == date(2027, 4, 16)


@pytest.mark.parametrize(
    ("counted", "days", "found"),
    [
        ("day", (1,), date(2027, 6, 1)),
        ("month", (1,), date(2027, 5, 1)),
        ("month", (16,), date(2027, 5, 16)),
        ("next_month", (1,), date(2027, 6, 1)),
        ("next_month", (16,), date(2027, 6, 16)),
    ],
)
def test_the_age_of_the_transition_is_counted_from_the_day_the_month_or_the_next(counted: str, days: tuple[int, ...], found: date) -> None:
    """Three years old on 17 May 2027."""
    changed: dict[str, Any] = {"transition_counted": counted, "start_days": days, "transition_age_months": 36}
    policy, child = replace(POLICY, **changed), Child("a", date(2024, 5, 17), 0.0, 0.0)
    assert transition_date(child, policy) == of_the_solver(child, policy) == found


def test_the_month_after_december_is_in_the_next_year() -> None:
    policy, child = replace(POLICY, transition_counted="next_month", transition_age_months=36), Child("a", date(2023, 12, 1), 0.0, 0.0)
    assert transition_date(child, policy) == of_the_solver(child, policy) == date(2027, 1, 1)


def test_younger_stays_end_at_transition_unless_it_is_asked_for_or_already_past() -> None:
    build = Build()
    build.unit("v", 9, "vuggestue")
    build.unit("b", 9)
    for name, birth in (("waits", date(2024, 5, 1)), ("asks", date(2024, 5, 1)), ("past", date(2024, 3, 1)), ("leaves", date(2024, 5, 1))):
        build.child(name, birth)
        build.enrol(name, "v", end=MAR if name == "leaves" else None)
    build.apply("A", "b", "transition", child="asks")
    assert ends(build) == {"waits": APR, "asks": date(2030, 8, 1), "past": date(2030, 8, 1), "leaves": MAR}


def test_older_stays_end_at_school_start_unless_begun_after_it() -> None:
    build = Build()
    build.unit("b", 9)
    build.child("school", date(2021, 12, 31))
    build.enrol("school", "b")
    build.child("late", date(2020, 5, 5))
    build.enrol("late", "b", date(2026, 9, 1), JUN)
    assert ends(build) == {"school": date(2027, 8, 1), "late": JUN}


def test_waiting_offer_is_a_stay_and_its_application_no_subject() -> None:
    build = Build()
    build.unit("b", 1)
    build.apply("A", "b")
    build.apply("B", "b")
    build.offers = [Offer("A", "b", MAR, FEB), Offer("B", "b", MAR, FEB, accepted=False)]
    case = build.case()
    assert list(case.basis.subjects) == ["B"]
    assert case.basis.enrolled_load.total["places", "b"] == [0, 1, 1, 1]
    assert present_stay([s for s in case.basis.enrolled if s.child_id == "cA"], FEB) is None


def test_present_place_is_the_one_running_now() -> None:
    build = Build()
    for unit_id in "uvw":
        build.unit(unit_id, 1)
    build.enrol("a", "u", date(2026, 1, 1), FEB)
    build.enrol("a", "v", date(2026, 9, 1))
    build.enrol("a", "w", MAR)
    build.enrol("b", "w", APR)
    by_child = {c: [s for s in enrolled_stays(build.snapshot(), POLICY, FEB) if s.child_id == c] for c in "ab"}
    now, later = present_stay(by_child["a"], FEB), present_stay(by_child["b"], FEB)
    assert now is not None
    assert now.unit_id == "v"
    assert later is not None
    assert later.unit_id == "w"


def test_a_step_holds_the_least_places_of_its_days_and_everybody_there_on_any_day() -> None:
    build = Build()
    build.unit("d", 4, "dagpleje")
    build.changes = [CapacityChange("d", date(2027, 2, 20), 2), CapacityChange("d", MAY, 5)]
    build.reservations = [Reservation("d", "newcomer", 1, APR, date(2027, 4, 10))]
    build.child("c", date(2025, 6, 1))
    build.enrol("c", "d", date(2026, 9, 1), date(2027, 3, 2))
    build.decisions = [ChildDecision("c", "place_weight", 2, date(2027, 2, 28))]
    case = build.case()
    assert case.basis.resources.places["d"] == [2, 2, 2, 5]
    assert case.basis.resources.caps["places", "d"] == [2, 2, 2, 5]
    assert case.basis.resources.caps["ordinary:newcomer", "d"] == [2, 2, 1, 5]
    assert case.basis.enrolled_load.total["places", "d"] == [2, 2, 0, 0]


def test_decisions_override_both_ways_and_only_while_in_force() -> None:
    build = Build()
    build.unit("d", 4, "dagpleje")
    build.child("c", date(2025, 6, 1), place_weight=2, support_points=1)
    build.decisions = [ChildDecision("c", "place_weight", 1, FEB, APR), ChildDecision("c", "support_points", 2, MAR, APR)]
    resources = build.case().basis.resources
    assert resources.value(build.children["c"], "place_weight") == [1, 1, 2, 2]
    assert resources.value(build.children["c"], "support_points") == [1, 2, 1, 1]
