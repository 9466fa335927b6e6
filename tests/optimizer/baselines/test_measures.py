"""The measures of a decision are those that the checker finds from the data alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.outcomes import outcome_of, wish_ranks
from optimizer.rounds.instance import Instance, make_instance
from optimizer.rounds.lookahead import look_ahead
from optimizer.rounds.measures import measure
from optimizer.rounds.objectives import breaches, distance, wishes
from tests.optimizer.baselines.decisions import BASELINES, case_of, town
from tests.optimizer.checking.build import APR, FEB, MAR, POLICY, ROUND_DATE, Build


def rows(case: Case) -> dict[str, int]:
    """Outcomes of all rows, also of the applications that are no subject of their own."""
    subjects = case.basis.subjects
    found: Counter[str] = Counter(outcome_of(case, s, m) for s in subjects.values() for m in s.members)
    found.update("waiting" for a in case.basis.pending if a in case.snapshot.applications)
    found.update("waiting" for _ in case.basis.several.behind)
    found.update(outcome_of(case, subjects[key], subjects[key].members[0]) for key in case.basis.replaced.values())
    return dict(found)


def alike(instance: Instance, case: Case) -> bool:
    """Whether both see the same wishes and candidates, which is for other tests to say."""
    for i, subject in enumerate(instance.subjects):
        other = case.basis.subjects[subject.id]
        ranks = {instance.places.ids[u]: rank for rank, units in subject.wishes for u in units}
        if subject.transition is not None or ranks != other.ranks or instance.facts.in_window[i] != case.options.has_window_option(other):
            return False
        nearest, farthest = case.options.reach(other)
        if instance.facts.in_window[i] and instance.facts.farthest[i] != farthest - nearest:
            return False
    return True


@pytest.mark.parametrize("baseline", BASELINES)
def test_the_measures_are_the_checkers(baseline: Callable[[Instance], NDArray[np.int64]]) -> None:
    compared = 0
    for seed in range(150):
        drawn = town(seed)
        instance = make_instance(*drawn)
        choice = baseline(instance)
        provisional = look_ahead(instance, choice)
        case = case_of(drawn, instance, choice, provisional)
        found = measure(instance, choice, provisional)
        assert found["outcomes"] == rows(case)
        assert found["breaches"] == breaches.value(case)
        assert found["breach_months"] == breaches.expected(case)
        if alike(instance, case):
            compared += 1
            assert found["wish_ranks"] == {str(rank): n for rank, n in wish_ranks(case).items()}
            assert found["wishes"] == wishes.value(case)
            assert found["distance"] == distance.value(case)
    assert compared > 50


def test_the_measures_of_a_small_town_worked_out_by_hand() -> None:
    build = Build()
    for name, metres in (("u", 100), ("v", 400)):
        build.facility("F" + name, east=metres)
        build.unit(name, 1, facility="F" + name)
    build.apply("A", "u v", wants_guarantee=True, guarantee_date=FEB)
    build.apply("B", "u v", wants_guarantee=True, guarantee_date=MAR, registered_date=date(2026, 7, 1))
    build.apply("C", "v", wants_guarantee=True, guarantee_date=FEB, registered_date=date(2026, 8, 1))
    build.enrol("x", "v", end=APR)
    instance = make_instance(build.snapshot(), POLICY, ROUND_DATE)
    choice = BASELINES[0](instance)
    provisional = look_ahead(instance, choice)
    assert provisional == {1: (1, 2, 2)}
    assert measure(instance, choice, provisional) == {
        # A has u; B waits until 1 April for v, a month late; C gets nothing at all
        "outcomes": {"breach": 2, "wish": 1},
        "wish_ranks": {"1": 1},
        "breaches": 3 + 4,
        "breach_months": 1 + 4,
        "wishes": 20,
        # waiting costs the farthest: 300 metres beyond u, for B and C alike (u is C's guarantee place)
        "distance": 600,
        "mean_distance_m": 100,
    }


def test_nobody_placed_has_no_mean_distance() -> None:
    build = Build()
    build.unit("u", 0)
    build.apply("A", "u")
    instance = make_instance(build.snapshot(), POLICY, ROUND_DATE)
    found = measure(instance, np.array([-1]), {})
    assert found["mean_distance_m"] is None
    assert found["outcomes"] == {"waiting": 1}
    assert found["wish_ranks"] == {}
