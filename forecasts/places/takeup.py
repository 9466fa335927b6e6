"""The take-up of places: a curve by age in months, its shift over the years, what areas differ by, and the share of dagpleje."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecasts.inputs import Inputs
from forecasts.places.curve import local_curve, transition_age
from forecasts.places.defaults import DAGPLEJE_SHARE, PRIVATE_SHARE
from forecasts.places.observed import STAGES, Observed, observe
from forecasts.places.odds import counted, logit, share_of, shrunk, solve_shift
from forecasts.places.trend import SPLIT_PRIOR, TAKEUP_PRIOR, Trend, fit_trend

Numbers = NDArray[np.float64]

#: Doubt of the level where nothing was observed, log-odds. Take-up of those under one was 14.8-21.1 % between regions in 2014
#: (Ankestyrelsen): ± 0.2 about the middle; the share of dagpleje is 27 % in the country, 31 % in Randers, 43 % in small municipalities.
UNSEEN_TAKEUP = 0.2
UNSEEN_SPLIT = 0.5
#: weight of an area's year against the year after it, when what it differs by is averaged
FADING = 0.7


@dataclass(frozen=True, slots=True)
class Share:
    """One share on the log-odds scale: the municipality's path, and what each area differs by."""

    trend: Trend
    #: [area] mean and standard deviation of the difference
    mean: Numbers
    deviation: Numbers

    def draws(self, years: int, draws: int, rng: np.random.Generator) -> tuple[Numbers, Numbers]:
        """[anniversary, draw] the municipality's log-odds, and [area, draw] the differences."""
        path = self.trend.draws(years, draws, rng)
        return path, self.mean[:, None] + self.deviation[:, None] * rng.standard_normal((len(self.mean), draws))


@dataclass(frozen=True, slots=True)
class TakeUpModel:
    """Everything that decides which children take which place."""

    #: [age in months] log-odds of taking a place; minus infinity where nobody does
    curve: Numbers
    #: age in months at the move to børnehave, as observed
    transition: int
    #: per stage, the shift of the curve
    shifts: tuple[Share, ...]
    #: log-odds of dagpleje among places for 0-2
    dagpleje: Share
    #: [stage] share of private and other places that the municipality does not assign
    private: Numbers


def fit_takeup(inputs: Inputs) -> TakeUpModel:
    """Estimate take-up and split from stays or shares; where there are none, the national figures with their doubt."""
    transition = transition_age(inputs.enrolled)
    curve = local_curve(inputs, transition)
    seen = observe(inputs, transition)
    shifts = tuple(_shift(seen, stage, curve) for stage in range(len(STAGES)))
    return TakeUpModel(curve, transition, shifts, _split(seen), _private(inputs))


def _shift(seen: Observed, stage: int, curve: Numbers) -> Share:
    children, taken = seen.children[stage], seen.taken[stage]
    years, areas = taken.shape
    series, variance = np.full(years, np.nan), np.ones(years)
    for year in range(years):
        if np.isfinite(taken[year, -1]):
            series[year], variance[year] = solve_shift(curve, children[year, -1], taken[year, -1])
    trend = fit_trend(series, variance, TAKEUP_PRIOR, first=None if np.isfinite(series).any() else (0.0, UNSEEN_TAKEUP))
    values, noise = np.full(areas - 1, np.nan), np.full(areas - 1, np.inf)
    for area in range(areas - 1):
        known = np.isfinite(taken[:, area])
        if known.any():
            weight = _fading(known)
            own, noise[area] = solve_shift(curve, weight @ children[known, area], float(weight @ taken[known, area]))
            values[area] = own - _level(series, known, trend)
    mean, deviation = shrunk(values, noise)
    return Share(trend, _centred(mean, children[-1, :-1], curve + trend.level()), deviation)


def _centred(mean: Numbers, children: Numbers, curve: Numbers) -> Numbers:
    """The areas' differences, moved together so that the areas give the same number of places as the municipality."""
    together = float(children.sum(0) @ np.where(np.isfinite(curve), share_of(np.where(np.isfinite(curve), curve, 0)), 0))
    if together == 0:
        return mean
    return mean + solve_shift((curve + mean[:, None]).ravel(), children.ravel(), together)[0]


def _split(seen: Observed) -> Share:
    taken, dagpleje = seen.taken[0], seen.dagpleje
    known = np.isfinite(taken) & np.isfinite(dagpleje)
    values, noise = counted(np.where(known, dagpleje, 0), np.where(known, taken, 0))
    series = np.where(known[:, -1], values[:, -1], np.nan)
    first = None if known[:, -1].any() else (float(logit(DAGPLEJE_SHARE)), UNSEEN_SPLIT)
    trend = fit_trend(series, noise[:, -1], SPLIT_PRIOR, first=first)
    areas = taken.shape[1] - 1
    own, doubt = np.full(areas, np.nan), np.full(areas, np.inf)
    for area in range(areas):
        here = known[:, area]
        if here.any():
            weight = _fading(here)
            value, variance = counted(weight @ dagpleje[here, area], weight @ taken[here, area])
            own[area], doubt[area] = float(value) - _level(series, here, trend), float(variance)
    mean, deviation = shrunk(own, doubt)
    last = np.nan_to_num(taken[-1, :-1])
    if last.sum() > 0:
        level = np.full(areas, trend.level()) + mean
        mean = mean + solve_shift(level, last, float(last.sum() * share_of(np.array(trend.level()))))[0]
    return Share(trend, mean, deviation)


def _fading(known: NDArray[np.bool_]) -> Numbers:
    """Weights of the years that are known, the last the greatest; they sum to 1, so that the noise is that of one year's children."""
    weight = FADING ** np.arange(len(known))[::-1][known]
    return np.asarray(weight / weight.sum())


def _level(series: Numbers, known: NDArray[np.bool_], trend: Trend) -> float:
    """The municipality's own value over the same years."""
    both = known & np.isfinite(series)
    return float(_fading(both) @ series[both]) if both.any() else trend.level()


def _private(inputs: Inputs) -> Numbers:
    capacity = inputs.capacity
    if capacity is None:
        return np.full(len(STAGES), PRIVATE_SHARE)
    places, closed = capacity.places[:, :, 0].sum(0), capacity.closed[:, :, 0].sum(0)
    total = np.array([places[:2].sum(), places[2]])
    shut = np.array([closed[:2].sum(), closed[2]])
    return np.asarray(np.divide(shut, total, out=np.zeros(len(STAGES)), where=total > 0))
