"""A town with a known course of births: infants month by month are forecast without bias."""

from __future__ import annotations

import numpy as np

from forecasts.api import forecast
from forecasts.birthmonths import national_profile
from forecasts.history import History
from forecasts.inputs import Inputs
from forecasts.outcome import QUANTILES
from forecasts.places.defaults import takeup_curve

#: this town's births: twice as many in June to August as in other months, and as many each year
COURSE = np.where(np.isin(np.arange(12), (5, 6, 7)), 2.0, 1.0)
BIRTHS = 400 * COURSE / COURSE.sum()


def _town(seed: int, months: bool) -> Inputs:
    """Four areas; nobody moves; seven cohorts counted by month of age on 1 April 2026."""
    rng = np.random.default_rng(seed)
    # age in months i on 1 April was born i + 1 months before: March first
    born = BIRTHS[(2 - np.arange(84)) % 12]
    living = rng.poisson(born, (4, 84)).astype(float)
    yearly = np.repeat(living.reshape(4, 7, 12).sum(2)[None], 8, axis=0)
    history = History(tuple("abcd"), np.arange(2019, 2027), yearly, (np.zeros(4, np.int64),), month=4)
    return Inputs(history, history.areas, months_of_age=living if months else None)


def _infants(inputs: Inputs) -> np.ndarray:
    """[month]: infants of the whole town, the median."""
    found = forecast(inputs, years=3, draws=200)
    return np.asarray(found.children[QUANTILES.index(0.5), -1, 0])


def test_infants_by_month_follow_the_town_s_own_course_of_births() -> None:
    """From month 12 on every infant is yet to be born: the number each month is that of the last twelve months' births."""
    found = np.mean([_infants(_town(seed, months=True)) for seed in range(6)], axis=0)
    # four areas of 400 births a year, the same in every month: a rolling year holds every calendar month once
    assert np.allclose(found[12:], 1600, rtol=0.03)


def test_half_year_olds_swing_with_the_births_and_the_plain_profile_would_miss_it() -> None:
    """Dagpleje and vuggestue take infants of six months and more: their number swings with the months of birth."""
    course = {}
    for months in (True, False):
        means = [forecast(_town(seed, months), years=3, draws=200).mean[-1, :2].sum(0) for seed in range(6)]
        course[months] = np.mean(means, axis=0)[12:]
    # of the truth: births of the months before, weighted by the share with a place at each age below the transition
    ages = np.arange(35)
    truth = np.array([4 * BIRTHS[(3 + month - 1 - ages) % 12] @ takeup_curve()[:35] for month in range(12, 36)]) * (1 - 0.0625)
    assert np.allclose(course[True], truth, rtol=0.03)
    # the level has the chance of six towns' births in it; the course over the year has not
    shape = {months: np.abs(found / found.mean() - truth / truth.mean()).mean() for months, found in course.items()}
    assert shape[True] < 0.004
    assert shape[False] > 2 * shape[True]
    assert not np.allclose(national_profile(), COURSE / COURSE.sum(), atol=0.02)
