"""The annual model: what must hold of every forecast, whatever the history."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.cohort import fit
from forecasts.history import Adults, History
from tests.forecasts.histories import towns


def test_the_first_year_of_a_forecast_is_the_last_count() -> None:
    history = towns(10, 8, 1).whole
    model = fit(history, years=5)
    draws = model.draws(5, 20, seed=3)
    assert draws.counts.shape == (20, 10, 7, 6)
    assert draws.counts.dtype == np.float32
    assert np.array_equal(model.expected(5)[:, :, 0], history.counts[-1])
    assert (draws.counts[..., 0] == history.counts[-1].astype(np.float32)).all()
    assert (draws.areas, draws.year, draws.month) == (history.areas, 2007, 1)


def test_the_seed_repeats_and_another_seed_differs() -> None:
    model = fit(towns(10, 8, 1).whole, years=3)
    first, again, other = (model.draws(3, 15, seed=seed).counts for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.array_equal(first[..., 1:], other[..., 1:])


def test_draws_lie_about_what_is_expected() -> None:
    model = fit(towns(20, 12, 2).whole, years=5)
    expected, mean = model.expected(5).sum(axis=1), model.draws(5, 2000, seed=1).counts.sum(axis=2).mean(axis=0)
    assert np.allclose(mean / expected, 1, atol=0.03)


@given(seed=st.integers(0, 50), origin=st.integers(2003, 2009))
@settings(max_examples=15, deadline=None)
def test_nothing_after_the_origin_changes_a_forecast(seed: int, origin: int) -> None:
    history = towns(6, 12, seed, levels=(np.array([0, 0, 0, 1, 1, 1]),)).whole
    other = history.counts.copy()
    other[history.years > origin] = 1e6
    assert history.adults is not None
    adults = Adults(history.adults.bands, np.where((history.years > origin)[:, None, None], 1.0, history.adults.counts))
    changed = replace(history, counts=other, adults=adults)
    assert np.array_equal(fit(history.until(origin)).expected(5), fit(changed.until(origin)).expected(5))


@given(seed=st.integers(0, 50), order=st.permutations(range(8)))
@settings(max_examples=15, deadline=None)
def test_neither_names_nor_order_change_a_forecast(seed: int, order: list[int]) -> None:
    history = towns(8, 9, seed, levels=(np.array([0, 0, 0, 0, 1, 1, 1, 1]),)).whole
    renamed = replace(history.of(np.array(order)), areas=tuple("abcdefgh"))
    assert np.allclose(fit(history).expected(6)[order], fit(renamed).expected(6), rtol=1e-8)


@pytest.mark.parametrize("adults", [True, False])
def test_four_years_of_ten_districts_are_enough(adults: bool) -> None:
    model = fit(towns(10, 4, 4, size=60, adults=adults).whole, years=10)
    counts = model.draws(10, 50, seed=1).counts
    assert np.isfinite(counts).all()
    assert (counts >= 0).all()
    assert np.isfinite(model.expected(10)).all()


def test_areas_without_children_stay_quiet() -> None:
    history = towns(6, 8, 5, size=4).whole
    counts = history.counts.copy()
    counts[:, 0] = 0
    counts[:, 1, 3:] = 0
    model = fit(replace(history, counts=counts), years=6)
    assert np.isfinite(model.expected(6)).all()
    assert np.isfinite(model.draws(6, 30, seed=1).counts).all()
    assert model.expected(6)[0, :, 6].sum() < model.expected(6)[2, :, 6].sum()


def test_a_single_area_is_enough() -> None:
    model = fit(towns(1, 10, 6).whole, years=5)
    assert (model.draws(5, 30, seed=1).counts >= 0).all()
    assert model.expected(5).shape == (1, 7, 6)


def test_short_histories_and_far_years_are_refused() -> None:
    history = towns(3, 8, 1).whole
    with pytest.raises(ValueError, match="4 years"):
        fit(history.until(2002))
    with pytest.raises(ValueError, match="1 to 5 years ahead, not 6"):
        fit(history, years=5).expected(6)
    with pytest.raises(ValueError, match="one draw"):
        fit(history, years=5).draws(2, 0, seed=1)
    with pytest.raises(ValueError, match="an area"):
        fit(history.of(np.array([], dtype=np.int64)))


def test_lasting_effects_are_found_without_bias() -> None:
    truth = towns(120, 16, 7, size=800, moves=0.03, fertility=0.1)
    model = fit(truth.whole, years=3)
    ratios = (model.moves.ahead() * model.profile).mean(axis=(0, 2))
    slope, level = np.polyfit(ratios - 1, truth.ratios - 1, 1)
    assert slope == pytest.approx(1, abs=0.15)
    assert level == pytest.approx(0, abs=0.003)
    births = model.expected(1)[:, 0, 1]
    adults = truth.whole.adults
    assert adults is not None
    real = truth.fertility * adults.counts[-1, :, 2]
    assert births.sum() == pytest.approx(real.sum(), rel=0.02)
    assert np.polyfit(births, real, 1)[0] == pytest.approx(1, abs=0.1)


def _inside(history: History, origin: int, ahead: int, draws: int) -> float:
    counts = fit(history.until(origin), years=ahead).draws(ahead, draws, seed=1).counts[..., ahead]
    drawn = np.stack([counts[:, :, :3].sum(axis=2), counts[:, :, 3:6].sum(axis=2)])
    low, high = np.quantile(drawn, (0.1, 0.9), axis=1)
    came = history.counts[origin + ahead - int(history.years[0])]
    actual = np.stack([came[:, :3].sum(axis=1), came[:, 3:6].sum(axis=1)])
    return float(((actual >= low) & (actual <= high)).mean())


@pytest.mark.parametrize("ahead", [1, 3, 5])
def test_intervals_hold_what_is_drawn_from_a_known_truth(ahead: int) -> None:
    found = [_inside(towns(80, 18, seed, passing=0.01).whole, 2012, ahead, 300) for seed in range(3)]
    assert 0.7 <= np.mean(found) <= 0.93
