"""The measures against figures worked out by hand and against their definitions."""

from __future__ import annotations

import numpy as np
import pytest

from forecasts.backtest.measures import interval_score, measure, ranked_score


def test_measures_of_two_cases_by_hand() -> None:
    actual, expected = np.array([100.0, 50.0]), np.array([110.0, 45.0])
    quantiles = np.array([[90.0, 46.0], [95.0, 47.0], [110.0, 48.0], [120.0, 49.0], [130.0, 60.0]])
    found = measure(actual, expected, quantiles, np.array([5.0, 3.0]))
    assert found.n == 2
    assert found.mape == pytest.approx((0.1 + 0.1) / 2)
    assert found.wape == pytest.approx(15 / 150)
    assert found.rmse == pytest.approx(np.sqrt((100 + 25) / 2))
    assert found.bias == pytest.approx(5 / 150)
    assert (found.inside80, found.inside95) == (0.5, 1.0)
    # 25 wide and inside; 2 wide and 1 above its end
    assert found.score80 == pytest.approx((25 + 2 + 2 / 0.2 * 1) / 150)
    assert found.score95 == pytest.approx((40 + 14) / 150)
    assert found.width80 == pytest.approx(27 / 150)
    assert found.crps == pytest.approx(8 / 150)


def test_without_intervals_or_cases_there_is_nothing_to_say() -> None:
    found = measure(np.array([100.0]), np.array([90.0]), None, np.array([10.0]))
    assert found.mape == pytest.approx(0.1)
    assert np.isnan(found.inside80)
    assert measure(np.array([]), np.array([]), None, np.array([])).n == 0


def test_the_true_quantiles_have_the_smallest_score() -> None:
    actual = np.random.default_rng(1).normal(size=20000)
    best = interval_score(actual, -1.2816, 1.2816, 0.2).mean()
    assert all(interval_score(actual, -end, end, 0.2).mean() > best for end in (0.9, 1.1, 1.5, 2.0))


def test_the_ranked_score_is_its_definition() -> None:
    random = np.random.default_rng(2)
    draws, actual = random.normal(size=(7, 3)), random.normal(size=3)
    pairs = [np.abs(draws[a] - draws[b]) for a in range(7) for b in range(7) if a != b]
    assert ranked_score(actual, draws) == pytest.approx(np.abs(draws - actual).mean(axis=0) - np.mean(pairs, axis=0) / 2)
