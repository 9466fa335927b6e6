"""What is learned from earlier errors, and how intervals are scaled by them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from forecasts.cohort import Settings, fit
from forecasts.cohort.calibrate import as_drawn, calibrate
from forecasts.cohort.learn import learn
from forecasts.cohort.model import plain
from forecasts.draws import ChildDraws
from forecasts.history import History
from tests.forecasts.histories import towns


def test_lessons_keep_the_total_and_stay_small_where_nothing_is_to_learn() -> None:
    history = towns(60, 14, 3, size=500).whole
    settings = Settings()
    lessons = learn(history, 8, lambda seen, years: plain(seen, settings, years, by_cell=False), 10)
    births = plain(history.until(2012), settings, 1).births.expected[0]
    assert (births * lessons.births[0]).sum() == pytest.approx(births.sum(), rel=0.01)
    assert np.abs(lessons.births[0] - 1).max() < 0.1
    assert np.array_equal(lessons.births[5], lessons.births[4])
    assert (lessons.moves[5:] == 1).all()


def test_a_momentum_of_the_adults_is_learned() -> None:
    truth = towns(80, 16, 4, size=900, fertility=0.02)
    history = truth.whole
    assert history.adults is not None
    speed = np.linspace(-0.04, 0.04, 80)
    grown = np.exp(speed[None, :, None] * (history.years - 2000)[:, None, None])
    random = np.random.default_rng(1)
    counts = history.counts.copy()
    counts[:, :, 0] = random.poisson(history.adults.counts[0, :, 2] * 0.12 * grown[:, :, 0])
    growing = replace(history, counts=counts, adults=replace(history.adults, counts=history.adults.counts * grown))
    without, taught = (fit(growing, Settings(lessons=number, calibrations=0), years=5).expected(5)[:, 0, 5] for number in (0, 10))
    real = growing.adults.counts[-1, :, 2] * 0.12 * np.exp(speed * 5) if growing.adults else None
    assert real is not None
    errors = [np.abs(np.log(found / real) - np.log(found / real).mean()).mean() for found in (without, taught)]
    assert errors[1] < 0.8 * errors[0]


class _Spread:
    """Draws of the given spread about the last count."""

    def __init__(self, seen: History, spread: float) -> None:
        self.seen, self.spread = seen, spread

    def draws(self, years: int, count: int, seed: int) -> ChildDraws:
        noise = np.random.default_rng(seed).normal(0, self.spread, (count, len(self.seen.areas), 7, years + 1))
        return ChildDraws(self.seen.areas, int(self.seen.years[-1]), 1, (self.seen.counts[-1][None, :, :, None] + noise).astype(np.float32))


def _walk(spread: float) -> History:
    counts = 1000 + np.random.default_rng(1).normal(0, spread / np.sqrt(2), (14, 50, 7))
    return History(tuple(map(str, range(50))), np.arange(2000, 2014), counts)


@pytest.mark.parametrize(("drawn", "low", "high"), [(10.0, 0.9, 1.1), (4.0, 1.25, 2.0), (30.0, 0.6, 0.9)])
def test_intervals_are_widened_narrowed_or_left(drawn: float, low: float, high: float) -> None:
    found = calibrate(_walk(10.0), 7, lambda seen, years: _Spread(seen, drawn), 6)
    assert low <= found.born[0] <= high
    assert low <= found.unborn[0] <= high
    assert found.born[6] == found.born[4]
    assert bool(found.too_narrow()) == (drawn == 4.0)


def test_factors_by_age() -> None:
    found = replace(as_drawn(3), born=np.array([1.0, 2, 3]), unborn=np.array([4.0, 5, 6]))
    assert found.factors(2, 5).tolist() == [5, 5, 2, 2, 2]
    assert found.too_narrow() == []


def test_one_earlier_origin_hardly_scales() -> None:
    found = calibrate(_walk(10.0).until(2005), 3, lambda seen, years: _Spread(seen, 4.0), 6)
    assert 1 < found.born[0] < 1.2
