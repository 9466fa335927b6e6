"""Draws of the places asked for, by area, kind of care and month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecasts.ageing import cohort_weights, fold, grouped, pairs, sum_of
from forecasts.assumptions import Assumptions
from forecasts.draws import ChildDraws
from forecasts.outcome import CARES, LINES
from forecasts.places.defaults import AGES
from forecasts.places.noise import chance, scattered
from forecasts.places.observed import BOERNEHAVE, DAGPLEJE, VUGGESTUE
from forecasts.places.odds import share_of
from forecasts.places.stages import GROUPS, ages_of, months_ahead, stages
from forecasts.places.takeup import Share, TakeUpModel
from forecasts.register import Part

Numbers = NDArray[np.float64]
Single = NDArray[np.float32]

#: Draws are kept in steps of 1/64 place: sums of so many binary fractions are exact in single precision, in any order.
STEP = np.float32(64)
#: the stage of each group of `GROUPS`
STAGE_OF = (0, 0, 1)


@dataclass(frozen=True, slots=True)
class Demand:
    """What the families of each area ask for; areas only, the municipality is their sum."""

    #: [area, care, month, draw]: places of the municipality, outsiders' included
    places: Single
    #: [area, line, month, draw]: places beside these, as `outcome.LINES` names them
    lines: Single


def demand(
    parts: Sequence[Part],
    model: TakeUpModel,
    assumptions: Assumptions,
    rng: np.random.Generator,
    outsiders: Numbers | None = None,
) -> Demand:
    """Places asked for in every month from the origin to the last anniversary.

    Args:
        parts: the children, together all of them.
        outsiders: [area, care] places that children of other municipalities take.
    """
    children = parts[0].children
    draws, areas, _, anniversaries = children.counts.shape
    years = anniversaries - 1
    takeup = [(*takeup_weights(part.children, part.shares, model, assumptions), pairs(part.children)) for part in parts]
    groups = sum_of(grouped(weights, counts) for weights, _, counts in takeup)
    variance = sum_of(grouped(spread, counts.mean(-1, keepdims=True, dtype=np.float32)) for _, spread, counts in takeup)
    odds = [_odds(share, years, draws, rng) for share in model.shifts]
    numbers = chance((areas, len(GROUPS)), years, draws, rng)
    takers = []
    for group, stage in enumerate(STAGE_OF):
        able, taking = groups[:, :, 2 * group], groups[:, :, 2 * group + 1]
        moved = taking * odds[stage]
        expected = np.asarray(able * moved / np.maximum(able - taking + moved, np.float32(1e-9)), dtype=np.float32)
        doubt = np.asarray(np.maximum(variance[:, :, group], 0), dtype=np.float32)
        takers.append(scattered(expected, able, doubt, numbers[:, group]))
    under_three = takers[0] + takers[1]
    return _split(under_three, takers[2], model, assumptions, children, rng, outsiders)


def takeup_weights(children: ChildDraws, shares: Numbers, model: TakeUpModel, assumptions: Assumptions) -> tuple[Single, Single]:
    """Weights for `ageing.grouped`.

    Returns:
        (for each group of `GROUPS` the children who could take a place and those expected to; for each the variance of the latter).
    """
    member = stages(children, assumptions, model.transition)
    curves = takeup_curves(children, model, assumptions)
    month = np.arange(len(curves)).reshape(-1, 12)[:, :, None, None]
    share = curves[month, ages_of(children)[None]]
    able = member * (share > 0)
    taking = member * share
    both = np.stack([able, taking], axis=1).reshape(2 * len(GROUPS), *member.shape[1:])
    spread = taking * (1 - share)
    return fold(cohort_weights(shares, both)), fold(cohort_weights(shares, spread))


def takeup_curves(children: ChildDraws, model: TakeUpModel, assumptions: Assumptions) -> Numbers:
    """[month, age in months]: the share with a place, with the steps that are assumed."""
    months = months_ahead(children)
    finite = np.isfinite(model.curve)
    curves = np.tile(np.where(finite, share_of(np.where(finite, model.curve, 0)), 0), (len(months), 1))
    for step in assumptions.takeup:
        reached = np.clip((months - step.month + 1) / max(step.over_months, 1), 0, 1)
        here = slice(step.age_from, min(step.age_to, AGES))
        curves[:, here] += reached[:, None] * step.points / 100
    return np.asarray(np.clip(curves, 0, 1))


def _odds(share: Share, years: int, draws: int, rng: np.random.Generator) -> Single:
    """[area, year, month, draw]: what the odds are multiplied by."""
    path, differences = share.draws(years, draws, rng)
    return np.asarray(_monthly(path)[None] * np.exp(differences).astype(np.float32)[:, None, None, :])


def _monthly(path: Numbers) -> Single:
    """Odds in every month from log-odds on the anniversaries: [year, month, draw]."""
    passed = (np.arange(12) / 12)[:, None]
    return np.exp(path[:-1, None, :] * (1 - passed) + path[1:, None, :] * passed).astype(np.float32)


def _split(
    under_three: Single,
    older: Single,
    model: TakeUpModel,
    assumptions: Assumptions,
    children: ChildDraws,
    rng: np.random.Generator,
    outsiders: Numbers | None,
) -> Demand:
    """Private places off, then dagpleje and vuggestue apart, then places elsewhere off and outsiders' places on."""
    areas, years, _, draws = under_three.shape
    places = np.empty((areas, len(CARES), 12 * years, draws), dtype=np.float32)
    lines = np.zeros((areas, len(LINES), 12 * years, draws), dtype=np.float32)
    monthly = under_three.shape
    private = [_binomial(whole, np.float32(model.private[stage]), rng) for stage, whole in enumerate((under_three, older))]
    own = under_three - private[0]
    odds = _odds(model.dagpleje, years, draws, rng)
    share = odds / (1 + odds)
    share *= dagpleje_factor(children, assumptions)
    np.minimum(share, 1, out=share)
    dagpleje = _binomial(own, share, rng)
    kinds = {DAGPLEJE: dagpleje, VUGGESTUE: own - dagpleje, BOERNEHAVE: older - private[1]}
    elsewhere = (assumptions.dagpleje_elsewhere, assumptions.vuggestue_elsewhere, assumptions.boernehave_elsewhere)
    for care, asked in kinds.items():
        here = asked
        if elsewhere[care]:
            away = np.float32(elsewhere[care]) * asked
            lines[:, LINES.index("placed_elsewhere")] += _steps(away).reshape(areas, -1, draws)
            here = here - away
        if outsiders is not None and outsiders[:, care].any():
            guests = _guests(outsiders[:, care], monthly, rng)
            lines[:, LINES.index("from_elsewhere")] += _steps(guests).reshape(areas, -1, draws)
            here = here + guests
        places[:, care] = _steps(here).reshape(areas, -1, draws)
    for stage, name in enumerate(("private_0_2", "private_3_5")):
        if model.private[stage]:
            lines[:, LINES.index(name)] = _steps(private[stage]).reshape(areas, -1, draws)
    return Demand(places, lines)


def _binomial(whole: Single, share: Single | np.float32, rng: np.random.Generator) -> Single:
    """A share of a whole, with the chance of a binomial."""
    part = whole * share
    if not np.any(share):
        return part
    rest = 1 - part.mean(-1, keepdims=True) / np.maximum(whole.mean(-1, keepdims=True), np.float32(1e-9))
    variance = part.mean(-1, keepdims=True) * rest
    areas, years, _, draws = whole.shape
    return scattered(part, whole, variance, chance((areas,), years, draws, rng))


def _guests(expected: Numbers, shape: tuple[int, ...], rng: np.random.Generator) -> Single:
    """Outsiders: as many as now, with the chance of a Poisson number."""
    areas, years, _, draws = shape
    mean = expected.astype(np.float32)[:, None, None, None]
    return np.maximum(mean + np.sqrt(mean) * chance((areas,), years, draws, rng), 0)


def _steps(draws: Single) -> Single:
    whole: Single = draws * STEP
    np.rint(whole, out=whole)
    whole /= STEP
    return whole


def dagpleje_factor(children: ChildDraws, assumptions: Assumptions) -> Single:
    """[area, year, month, 1]: what the share of dagpleje is multiplied by."""
    months = months_ahead(children)
    factor = np.ones((len(children.areas), len(months)), dtype=np.float32)
    for step in sorted(assumptions.dagpleje, key=lambda step: step.month):
        reached = np.clip((months - step.month + 1) / max(step.over_months, 1), 0, 1)
        here = [at for at, area in enumerate(children.areas) if step.area in ("", area)]
        # a later step goes on from where the one before has come to
        factor[here] += (reached * (step.factor - factor[here])).astype(np.float32)
    return factor.reshape(len(children.areas), -1, 12, 1)
