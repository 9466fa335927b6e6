"""The damped trend: its filter against the normal equations, its intervals on series drawn from it."""

from __future__ import annotations

import numpy as np
import pytest

from forecasts.places.trend import SPLIT_PRIOR, TAKEUP_PRIOR, TrendPrior, fit_trend

#: grid of one setting: every step gives the same σ
SURE = TrendPrior((0.1, 0.0), (0.05, 0.0), (0.03, 0.0), (0.8,), 0.1)


def test_the_state_is_that_of_the_joint_normal_distribution() -> None:
    """Level and slope of the last of five years, one unseen, from the full covariance matrix instead of the filter."""
    rng = np.random.default_rng(1)
    series, variance = rng.normal(0, 0.2, 5), np.full(5, 0.02)
    series[2] = np.nan
    move, shock = np.array([[1, 0.8], [0, 0.8]]), np.diag([0.05**2, 0.03**2])
    mean, covariance = np.array([0.3, 0.0]), np.diag([0.4**2, 0.1**2])
    # states of all years are linear in the first state and the shocks
    size = 2 * 5
    joint = np.zeros((size, size))
    means = np.zeros(size)
    powers = [np.linalg.matrix_power(move, step) for step in range(5)]
    for late in range(5):
        means[2 * late : 2 * late + 2] = powers[late] @ mean
        for early in range(late + 1):
            own = powers[early] @ covariance @ powers[early].T
            own = own + sum((powers[early - step] @ shock @ powers[early - step].T for step in range(1, early + 1)), np.zeros((2, 2)))
            joint[2 * late : 2 * late + 2, 2 * early : 2 * early + 2] = powers[late - early] @ own
            joint[2 * early : 2 * early + 2, 2 * late : 2 * late + 2] = (powers[late - early] @ own).T
    seen = [0, 2, 6, 8]
    noise = joint[np.ix_(seen, seen)] + np.diag(np.full(4, 0.02 + 0.01))
    gain = joint[np.ix_([8, 9], seen)] @ np.linalg.inv(noise)
    expected = means[8:] + gain @ (series[[0, 1, 3, 4]] - means[seen])
    doubt = joint[8:, 8:] - gain @ joint[np.ix_(seen, [8, 9])]
    found = fit_trend(series, variance, SURE, first=(0.3, 0.4))
    assert np.allclose(found.mean, expected)
    assert np.allclose(found.covariance, doubt)


@pytest.mark.parametrize("prior", [TAKEUP_PRIOR, SPLIT_PRIOR])
def test_intervals_hold_on_series_drawn_from_the_model(prior: TrendPrior) -> None:
    rng = np.random.default_rng(7)
    inside = []
    for _ in range(300):
        (noise, level, slope), damping = (median * np.exp(0.5 * rng.normal()) for median, _ in (prior.noise, prior.level, prior.slope)), 0.8
        state, trend, path = -1.0, prior.first_slope * rng.normal(), []
        for _ in range(15):
            path.append(state + noise * rng.normal())
            state += damping * trend + level * rng.normal()
            trend = damping * trend + slope * rng.normal()
        seen = np.array(path[:12]) + rng.normal(0, 0.05, 12)
        draws = fit_trend(seen, np.full(12, 0.05**2), prior).draws(3, 400, rng)
        low, high = np.quantile(draws[3], (0.1, 0.9))
        inside.append(low <= path[14] <= high)
    # 80 % of 300, within three standard errors
    assert 0.73 < np.mean(inside) < 0.87


def test_a_steady_fall_goes_on_and_is_damped() -> None:
    series = -1.4 - 0.1 * np.arange(6)
    paths = fit_trend(series, np.full(6, 1e-6), SPLIT_PRIOR).draws(8, 4000, np.random.default_rng(1)).mean(1)
    steps = np.diff(paths)
    assert -0.12 < steps[0] < -0.05
    assert (steps < 0.005).all()
    assert steps[-1] > steps[0] / 2


def test_nothing_seen_needs_a_first_level() -> None:
    with pytest.raises(ValueError, match="at least one year"):
        fit_trend(np.full(3, np.nan), np.ones(3), TAKEUP_PRIOR)
    found = fit_trend(np.full(3, np.nan), np.ones(3), TAKEUP_PRIOR, first=(0.5, 0.2))
    assert found.level() == pytest.approx(0.5)
