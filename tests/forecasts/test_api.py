"""From what is known to the result: sums that hold exactly, the same seed the same draws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.api import forecast
from forecasts.assumptions import AssumptionFault, Assumptions, CapacityStep, DagplejeStep
from forecasts.inputs import Capacity, Enrolled, Inputs
from forecasts.outcome import QUANTILES
from tests.forecasts.towns import drawn_children, known


def _with_capacity(inputs: Inputs, places: float = 12.0) -> Inputs:
    shape = (len(inputs.names), 3, 2)
    full = np.full(shape, places)
    full[0, 0] = 0
    return replace(inputs, capacity=Capacity((date(2026, 1, 1), date(2027, 3, 1)), full, np.zeros(shape)))


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 4), st.integers(1, 12), st.integers(0, 99), st.floats(0, 1))
def test_districts_sum_to_the_municipality_draw_by_draw(areas: int, month: int, seed: int, elsewhere: float) -> None:
    children = drawn_children(areas, month=month, seed=seed)
    found = forecast(known(children), Assumptions(vuggestue_elsewhere=elsewhere), seed=seed, keep_draws=True, children=children)
    assert found.draws is not None
    # exactly, in any order of summation
    assert np.array_equal(found.draws[:, -1], found.draws[:, :-1].sum(1))
    assert np.array_equal(found.draws[:, -1], found.draws[:, :-1][:, ::-1].sum(1))
    assert (found.draws >= 0).all()


def test_the_result_is_what_its_draws_say() -> None:
    children = drawn_children(3, draws=200)
    inputs = _with_capacity(known(children))
    found = forecast(inputs, keep_draws=True, children=children)
    assert found.draws is not None
    assert found.areas == ("d0", "d1", "d2", "")
    assert len(found.months) == 36
    assert found.months[0] == date(2026, 1, 1)
    assert np.allclose(found.demand, np.quantile(found.draws, QUANTILES, axis=0), rtol=1e-5)
    assert np.isnan(found.capacity[0, 0]).all()
    assert found.capacity[-1, 0, 0] == 24
    over = found.draws[:, 1, 1] - 12
    assert np.allclose(found.shortage[1, 1], (over > 0).mean(0))
    assert np.allclose(found.worst[1, 1], np.quantile(np.maximum(over, 0), 0.9, axis=0), rtol=1e-5)
    lacking = np.array([column[column > 0].mean() if (column > 0).any() else 0 for column in over.T])
    assert np.allclose(found.lack[1, 1], lacking, rtol=1e-4)
    assert np.isnan(found.shortage[0, 0]).all()


def test_the_same_seed_gives_the_same_draws_and_another_others() -> None:
    children = drawn_children()
    inputs = known(children)
    one, again, other = (forecast(inputs, seed=seed, children=children) for seed in (1, 1, 2))
    assert np.array_equal(one.demand, again.demand)
    assert not np.array_equal(one.demand, other.demand)


def test_boernehave_is_fullest_before_school_starts_and_emptiest_after() -> None:
    children = drawn_children(4, draws=60)
    whole = forecast(known(children), children=children).mean[-1, 2]
    for year in range(3):
        months = whole[12 * year : 12 * year + 12]
        assert int(months.argmax()) == 6  # 1 July: nobody has left yet
        assert int(months.argmin()) == 7


def test_a_phased_out_dagpleje_gives_its_children_to_the_vuggestue() -> None:
    children = drawn_children(3, draws=100)
    inputs = known(children)
    before, after = (
        forecast(inputs, scenario, children=children) for scenario in (Assumptions(), Assumptions(dagpleje=(DagplejeStep("2027-01", 0.0),)))
    )
    assert np.array_equal(before.mean[:, :, :12], after.mean[:, :, :12])
    assert (after.mean[:, 0, 12:] == 0).all()
    assert np.allclose(before.mean[-1, :2, 12:].sum(0), after.mean[-1, 1, 12:], rtol=0.02)


def test_places_opened_and_closed_by_a_scenario() -> None:
    children = drawn_children(2)
    inputs = _with_capacity(known(children))
    steps = (CapacityStep("2026-03", "d1", "vuggestue", 5), CapacityStep("2026-05", "d0", "dagpleje", 2))
    found = forecast(inputs, Assumptions(capacity=steps), children=children)
    assert found.capacity[1, 1, :4].tolist() == [12, 12, 17, 17]
    assert found.capacity[0, 0, 3:5].tolist() == [0, 2]
    assert found.capacity[-1, 1, :4].tolist() == [24, 24, 29, 29]
    for step, words in (
        (CapacityStep("2026-03", "d9", "vuggestue", 5), "no area 'd9'; known are d0, d1"),
        (CapacityStep("2026-03", "d1", "vuggestue", -13), "13 places of vuggestue closed in d1 from 2026-03, more than there are"),
    ):
        with pytest.raises(AssumptionFault, match=words):
            forecast(inputs, Assumptions(capacity=(step,)), children=children)


def test_from_a_history_alone() -> None:
    children = drawn_children(3)
    found = forecast(known(children), years=3, draws=50, keep_draws=True)
    assert found.draws is not None
    assert found.draws.shape == (50, 4, 3, 36)
    # what lives is known: at the origin the children are those counted
    assert np.allclose(found.children[2, :-1, :, 0], children.counts[0, :, :, 0])
    assert np.array_equal(found.demand[:, -1].argmax(-1)[:, 2] % 12, np.full(5, 6))


def test_places_elsewhere_and_children_from_elsewhere_are_lines_of_their_own() -> None:
    children = drawn_children(3, draws=100)
    inputs = _with_capacity(known(children))
    plain = forecast(inputs, children=children)
    away = forecast(inputs, Assumptions(boernehave_elsewhere=0.25), children=children)
    assert plain.lines is not None
    assert away.lines is not None
    assert np.allclose(away.mean[:, 2], 0.75 * plain.mean[:, 2], atol=0.02)
    assert np.array_equal(away.mean[:, :2], plain.mean[:, :2])
    assert not plain.lines[:, :, 2].any()
    assert np.allclose(away.lines[2, -1, 2], plain.demand[2, -1, 2] / 4, atol=0.02)
    outsiders = np.zeros((3, 1))
    outsiders[1] = 9
    stays = Enrolled((date(2026, 1, 1),), np.full((3, 3, 1), 5.0), outsiders, np.zeros((3, 84, 3)))
    guests = forecast(replace(inputs, enrolled=stays), children=children)
    own = forecast(replace(inputs, enrolled=replace(stays, outsiders=0 * outsiders)), children=children)
    assert guests.lines is not None
    # nine guests of vuggestue among twelve places in each of three areas
    assert np.allclose((guests.mean - own.mean)[:-1, 1], 3, atol=0.5)
    assert np.allclose(guests.lines[2, -1, 3], 9, atol=1.5)
    assert np.array_equal(guests.mean[:, 0], own.mean[:, 0])
