"""Take-up and split where the truth is known, from stays and from shares."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from forecasts.api import forecast
from forecasts.history import History
from forecasts.inputs import Capacity, Enrolled, Inputs, TakeUp
from forecasts.places.curve import transition_age
from forecasts.places.defaults import AGES, takeup_curve
from forecasts.places.noise import chance, scattered
from forecasts.places.observed import by_month_of_age, school_age
from forecasts.places.odds import logit, share_of, shrunk, solve_shift
from forecasts.places.takeup import fit_takeup

AREAS = 8
#: log-odds by which the areas' take-up differs from the national curve, and their share of dagpleje
SHIFT = np.linspace(-0.6, 0.4, AREAS)
DAGPLEJE = np.linspace(0.15, 0.45, AREAS)
MOVE = 34


def _town(children: float = 400.0, seed: int = 1) -> Inputs:
    """Eight areas with steady counts; every child takes its place by chance, at the age curve shifted by area."""
    rng = np.random.default_rng(seed)
    years = np.arange(2018, 2027)
    history = History(tuple(f"d{area}" for area in range(AREAS)), years, np.full((9, AREAS, 7), children), (np.zeros(AREAS, np.int64),))
    living = by_month_of_age(history)[-1]
    share = share_of(logit(np.maximum(takeup_curve(), 1e-9)) + SHIFT[:, None])
    share[:, takeup_curve() == 0] = 0
    under, over = np.arange(AGES) < MOVE, (np.arange(AGES) >= MOVE) & (np.arange(AGES) < school_age(1))
    months = tuple(date(int(year), 1, 1) for year in years)
    counts = np.zeros((AREAS, 3, len(months)))
    for at in range(len(months)):
        small = rng.binomial(np.round(living * under).astype(int), share).sum(1)
        counts[:, 0, at] = rng.binomial(small, DAGPLEJE)
        counts[:, 1, at] = small - counts[:, 0, at]
        counts[:, 2, at] = rng.binomial(np.round(living * over).astype(int), share).sum(1)
    ages = np.zeros((AREAS, 84, 3))
    ages[:, :, 1] = (living * share * under)[:, :84]
    ages[:, :, 2] = (living * share * over)[:, :84]
    return Inputs(history, history.areas, enrolled=Enrolled(months, counts, np.zeros((3, len(months))), ages))


def test_stays_give_transition_areas_and_split() -> None:
    inputs = _town()
    assert transition_age(inputs.enrolled) == MOVE
    model = fit_takeup(inputs)
    for stage in range(2):
        found = model.shifts[stage].mean + model.shifts[stage].trend.level()
        # the curve itself holds the municipality's level; what is left is the difference of the areas
        assert np.corrcoef(found, SHIFT)[0, 1] > 0.98
        assert np.allclose(found - found.mean(), SHIFT - SHIFT.mean(), atol=0.12)
    dagpleje = share_of(model.dagpleje.mean + model.dagpleje.trend.level())
    assert np.allclose(dagpleje, DAGPLEJE, atol=0.03)


def test_the_forecast_starts_where_the_stays_are() -> None:
    inputs = _town()
    assert inputs.enrolled is not None
    found = forecast(inputs, years=1, draws=400)
    now = inputs.enrolled.counts[:, :, -3:].mean(2)
    # the capacity is not known, so the national share of private places is taken off
    assert np.allclose(found.mean[:-1, :, 0], now * (1 - 0.0625), rtol=0.1)
    closed = replace(inputs, capacity=Capacity((date(2026, 1, 1),), np.full((AREAS, 3, 1), 90.0), np.zeros((AREAS, 3, 1))))
    assert np.allclose(forecast(closed, years=1, draws=400).mean[:-1, :, 0], now, rtol=0.1)


def test_private_places_are_a_line_of_their_own() -> None:
    inputs = _town()
    shut = np.zeros((AREAS, 3, 1))
    shut[:, 2] = 30
    capacity = Capacity((date(2026, 1, 1),), np.full((AREAS, 3, 1), 90.0), shut)
    found = forecast(replace(inputs, capacity=capacity), years=1, draws=400)
    assert found.lines is not None
    whole = found.mean[-1, 2] + found.lines[2, -1, 1]
    assert np.allclose(found.lines[2, -1, 1] / whole, 1 / 3, atol=0.01)
    assert not found.lines[:, :, 0].any()
    assert (found.capacity[:-1, 2] == 60).all()


def test_shares_by_age_are_met_at_the_origin() -> None:
    base = replace(_town(), enrolled=None)
    rows = (
        TakeUp(None, None, 0, 12, "0-2", 0.25),
        TakeUp(None, None, 12, 35, "dagpleje", 0.30),
        TakeUp(None, None, 12, 35, "vuggestue", 0.50),
        TakeUp(None, None, 35, 72, "boernehave", 0.9),
        TakeUp(2, None, 35, 72, "boernehave", 0.6),
    )
    capacity = Capacity((date(2026, 1, 1),), np.full((AREAS, 3, 1), 90.0), np.zeros((AREAS, 3, 1)))
    found = forecast(replace(base, takeup=rows, capacity=capacity), years=1, draws=1000)
    living = by_month_of_age(base.history)[-1].sum(0)
    small = 0.25 * living[:12].sum() + 0.8 * living[12:35].sum()
    assert found.mean[-1, :2, 0].sum() == pytest.approx(small, rel=0.03)
    assert found.mean[-1, 2, 0] == pytest.approx(0.9 * living[35:72].sum(), rel=0.03)


def test_shares_of_every_area_make_the_municipality_s() -> None:
    base = replace(_town(), enrolled=None)
    rows = tuple(TakeUp(area, 2026, 35, 72, "boernehave", 0.70 + 0.02 * area) for area in range(AREAS))
    apart, together = (fit_takeup(replace(base, takeup=found)) for found in (rows, (*rows, TakeUp(None, 2026, 35, 72, "boernehave", 0.77))))
    level = [share_of(model.curve[50] + model.shifts[1].trend.level()) for model in (apart, together)]
    assert level == pytest.approx([0.77, 0.77], abs=0.01)


def test_a_share_of_a_later_year_is_not_seen() -> None:
    base = replace(_town(), enrolled=None)
    later = replace(base, takeup=(TakeUp(None, 2030, 35, 72, "boernehave", 0.1),))
    assert np.allclose(fit_takeup(later).curve, fit_takeup(base).curve)
    assert fit_takeup(later).shifts[1].trend.level() == pytest.approx(0)


def test_shrinking_takes_all_noise_and_leaves_real_differences() -> None:
    rng = np.random.default_rng(1)
    noise, _ = shrunk(rng.normal(0, 0.3, 200), np.full(200, 0.09))
    assert np.abs(noise).max() < 0.2
    truth = rng.normal(0, 1, 500)
    found, deviation = shrunk(truth + rng.normal(0, 0.3, 500), np.full(500, 0.09))
    assert np.mean((found - truth) ** 2) == pytest.approx(0.09 / 1.09, rel=0.2)
    assert deviation == pytest.approx(np.sqrt(0.09 / 1.09), rel=0.2)
    assert shrunk(np.array([np.nan, 1.0, -1.0]), np.array([np.inf, 0.01, 0.01]))[0][0] == 0


def test_the_shift_gives_the_total() -> None:
    curve, children = logit(takeup_curve()), np.full(AGES, 10.0)
    shift, variance = solve_shift(curve, children, 700.0)
    reached = float(children @ np.where(np.isfinite(curve), share_of(np.where(np.isfinite(curve), curve, 0) + shift), 0))
    assert reached == pytest.approx(700)
    assert 0 < variance < 1
    assert np.isfinite(solve_shift(curve, children, 0.0)[0])
    assert np.isfinite(solve_shift(curve, children, 5_000.0)[0])
    assert solve_shift(curve, np.zeros(AGES), 3.0) == (0.0, np.inf)


@pytest.mark.parametrize(("part", "whole"), [(1.5, 60), (57.0, 60), (30.0, 60), (2.9, 3.0)])
def test_chance_has_the_mean_and_spread_of_a_binomial(part: float, whole: float) -> None:
    rng = np.random.default_rng(1)
    numbers = chance((1,), 1, 200_000, rng)
    shape = numbers.shape
    variance = np.full((*shape[:-1], 1), part * (1 - part / whole), np.float32)
    found = scattered(np.full(shape, part, np.float32), np.full(shape, whole, np.float32), variance, numbers)
    assert found.mean() == pytest.approx(part, rel=0.01)
    if whole > 10:
        # of three children the log-normal is cut off at three, so that its spread is smaller
        assert found.std() == pytest.approx(np.sqrt(part * (1 - part / whole)), rel=0.06)
    assert found.min() >= 0
    assert found.max() <= whole


def test_chance_has_variance_one_in_every_month() -> None:
    spread = chance((2,), 3, 100_000, np.random.default_rng(1)).var(-1)
    assert np.allclose(spread, 1, atol=0.03)
