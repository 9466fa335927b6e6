"""The housing programme, net of the building that the history already holds.

Cohort ratios were measured while houses were built, so they already bring the children of that many houses each year. Only what
the programme has more, or less, than this background changes the forecast; after the programme's last year building goes on as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from forecasts.draws import ChildDraws
from forecasts.history import History
from forecasts.inputs import Dwellings
from forecasts.yields import Yields, fit_yields

Numbers = NDArray[np.float64]
Single = NDArray[np.float32]

#: years after which a year's building counts half in the background, as in the cohort model's age profile
HALF_LIFE = 4.0


def with_housing(
    children: ChildDraws, history: History, dwellings: Sequence[Dwellings], delay: float, rng: np.random.Generator
) -> ChildDraws:
    """Add the children of the programme's dwellings, and take off those of the background in the programme's years.

    Each site is built or not with its probability, late by an exponential number of years with mean `delay`, and brings its expected
    children times a gamma number of mean 1 whose variance is that of a Poisson count. The yields of each kind are drawn once a draw.

    Args:
        dwellings: those that stand (years before the origin) and the programme (from the origin's year on).
        delay: mean delay in years.
    """
    ahead = [row for row in dwellings if row.year >= children.year]
    if not ahead:
        return children
    past = [row for row in dwellings if row.year < children.year]
    yields = fit_yields(history, [*past, *ahead])
    draws, _, ages, anniversaries = children.counts.shape
    day = np.arange(anniversaries, dtype=np.float64) + children.year + (children.month - 1) / 12
    levels = {kind: _levels(yields, kind, ages, draws, rng) for kind in yields.kinds}
    counts = children.counts.astype(np.float32, copy=True)
    for row in ahead:
        moved = _moved_in(row.year + delay * np.asarray(rng.standard_exponential(draws)), day)
        expected = max(row.count * float(yields.of(row.kind)[0].sum()), 1e-6)
        built = (np.asarray(rng.random(draws)) < row.probability) * np.asarray(rng.gamma(expected, 1 / expected, draws))
        counts[:, row.area] += (row.count * built[:, None, None] * levels[row.kind][:, :, None] * moved[:, None, :]).astype(np.float32)
    years = np.arange(children.year, max(row.year for row in ahead) + 1)
    for (area, kind), number in background(children, past, ahead).items():
        since = _moved_in(years.astype(np.float64), day).sum(0)
        counts[:, area] -= (number * levels[kind][:, :, None] * since).astype(np.float32)
    return replace(children, counts=np.maximum(counts, 0))


def background(children: ChildDraws, past: Sequence[Dwellings], ahead: Sequence[Dwellings]) -> dict[tuple[int, str], float]:
    """Dwellings a year that the history already holds, by area and kind.

    The mean of the years for which past building is stated, a year counting half after `HALF_LIFE` years. Where none is stated, the
    programme's own mean per year, spread over the areas as the children are: the programme then says where and when, not how much.
    """
    if past:
        years = np.arange(min(row.year for row in past), children.year)
        weight = 0.5 ** ((children.year - 1 - years) / HALF_LIFE)
        found: dict[tuple[int, str], float] = {}
        for row in past:
            share = float(weight[row.year - years[0]] / weight.sum())
            found[row.area, row.kind] = found.get((row.area, row.kind), 0.0) + row.count * row.probability * share
        return found
    span = max(row.year for row in ahead) - children.year + 1
    living = children.counts[0, :, :, 0].sum(1)
    spread = living / living.sum() if living.sum() > 0 else np.full(len(living), 1 / len(living))
    kinds = {row.kind: sum(one.count * one.probability for one in ahead if one.kind == row.kind) / span for row in ahead}
    return {(area, kind): number * float(spread[area]) for kind, number in kinds.items() for area in range(len(living))}


def _moved_in(start: Numbers, day: Numbers) -> Numbers:
    """[draw, anniversary]: the share moved in since the first anniversary, moves spread evenly over a year from `start`."""
    share = np.clip(day[None] - start[:, None], 0, 1)
    return np.asarray(share - share[:, :1])


def _levels(yields: Yields, kind: str, ages: int, draws: int, rng: np.random.Generator) -> Numbers:
    """[draw, age]: children per dwelling; one number moves all ages of a kind."""
    mean, deviation = yields.of(kind)
    mean, deviation = mean[:ages], deviation[:ages]
    if mean.sum() == 0:
        return np.zeros((draws, ages))
    relative = float(np.sqrt((deviation**2).sum()) / mean.sum())
    shape = 1 / max(relative, 1e-3) ** 2
    return np.asarray(mean * rng.gamma(shape, 1 / shape, draws)[:, None])
