"""The forecast as one call: what is known and what is assumed in, places with their chances out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from forecasts.ageing import by_year_of_age, cohort_weights, fold, grouped, pairs, sum_of
from forecasts.assumptions import Assumptions
from forecasts.birthmonths import BornChildren, birth_shares
from forecasts.cohort import fit
from forecasts.control import controlled
from forecasts.draws import ChildDraws
from forecasts.housing import with_housing
from forecasts.inputs import Inputs
from forecasts.months import month_start
from forecasts.outcome import Forecast
from forecasts.places.capacity import places_by_month
from forecasts.places.demand import Demand, demand
from forecasts.places.shortage import keep, quantiles, with_total
from forecasts.places.stages import months_ahead
from forecasts.places.takeup import fit_takeup
from forecasts.register import Part, parted, with_registered
from forecasts.scenario import with_births_and_moves

Numbers = NDArray[np.float64]
Single = NDArray[np.float32]

#: single years of age that a forecast shows
AGES_SHOWN = 7
#: nothing but what the history shows
AS_BEFORE = Assumptions()


@dataclass(frozen=True, slots=True)
class Drawn:
    """All draws of one municipality."""

    children: ChildDraws
    #: the same, in parts that share their birth months alike
    parts: tuple[Part, ...]
    demand: Demand
    #: [area + 1, care, month]
    capacity: Numbers


def draw(inputs: Inputs, children: ChildDraws, assumptions: Assumptions, seed: int) -> Drawn:
    """Draws of places from draws of children, under a scenario."""
    rng = np.random.default_rng(seed)
    children = with_births_and_moves(children, assumptions)
    _, areas, ages, anniversaries = children.counts.shape
    shares = birth_shares(areas, ages, anniversaries - 1, children.month, _born(inputs), inputs.births_by_month)
    registered = None
    if inputs.births_since is not None:
        children, registered = with_registered(children, shares, inputs.births_since, inputs.history, rng)
    if assumptions.housing and inputs.housing:
        children = with_housing(children, inputs.history, inputs.housing, assumptions.housing_delay, rng)
    if inputs.projection is not None:
        children = controlled(children, inputs.projection, assumptions.control_weight)
    parts = parted(children, shares, registered)
    capacity = places_by_month(inputs.capacity, children.areas, months_ahead(children), assumptions)
    asked = demand(parts, fit_takeup(inputs), assumptions, rng, _outsiders(inputs, capacity))
    return Drawn(children, parts, asked, capacity)


def forecast(
    inputs: Inputs,
    assumptions: Assumptions = AS_BEFORE,
    years: int = 10,
    draws: int = 1000,
    seed: int = 1,
    keep_draws: bool = False,
    children: ChildDraws | None = None,
) -> Forecast:
    """Demand for places by area, kind of care and month, from the day of the last count on.

    Args:
        inputs: what is known; the history is needed, all else has a stated default.
        assumptions: the scenario.
        years: years ahead.
        draws: number of draws.
        seed: the same seed gives the same draws.
        keep_draws: keep every draw of the demand.
        children: draws of the children, where another model than `forecasts.cohort` made them; they then decide `years` and `draws`.

    Raises:
        AssumptionFault: the scenario names an area that there is none of.
        ValueError: the history is shorter than four years, or its counts end before the age of six.
    """
    if children is None:
        children = fit(inputs.history, years=years).draws(years, draws, seed)
    drawn = draw(inputs, children, assumptions, seed)
    every = with_total(drawn.demand.places)
    kept = keep(every, drawn.capacity)
    return Forecast(
        origin=date(children.year, children.month, 1),
        areas=(*children.areas, ""),
        names=(*inputs.names, ""),
        months=tuple(month_start(int(number)) for number in months_ahead(children)),
        demand=kept.demand,
        mean=kept.mean,
        capacity=drawn.capacity.astype(np.float32),
        shortage=kept.shortage,
        lack=kept.lack,
        worst=kept.worst,
        children=children_by_age(drawn.parts),
        lines=quantiles(with_total(drawn.demand.lines)),
        draws=every.transpose(3, 0, 1, 2) if keep_draws else None,
    )


def children_by_age(parts: Sequence[Part]) -> Single:
    """[quantile, area + 1, age in years 0..6, month]: children living there."""
    _, areas, ages, anniversaries = parts[0].children.counts.shape
    shown = by_year_of_age(ages, anniversaries - 1)[:AGES_SHOWN]
    groups = sum_of(grouped(fold(cohort_weights(part.shares, shown)), pairs(part.children)) for part in parts)
    draws = groups.shape[-1]
    return quantiles(with_total(groups.transpose(0, 2, 1, 3, 4).reshape(areas, len(shown), -1, draws)))


def _born(inputs: Inputs) -> BornChildren | None:
    if inputs.months_of_age is None:
        return None
    history = inputs.history
    whole = inputs.months_of_age.shape[1] // 12 * 12
    return BornChildren(history.areas, int(history.years[-1]), history.month, inputs.months_of_age[:, :whole])


def _outsiders(inputs: Inputs, capacity: Numbers) -> Numbers | None:
    """[area, care]: children of other municipalities, the mean of the last twelve months, where the places of their kind are."""
    if inputs.enrolled is None or not inputs.enrolled.outsiders.any():
        return None
    now = inputs.enrolled.outsiders[:, -12:].mean(1)
    places = np.nan_to_num(capacity[:-1, :, 0])
    total = places.sum(0)
    where = np.divide(places, total, out=np.full(places.shape, 1 / len(places)), where=total > 0)
    return np.asarray(where * now)
