"""What the model's own earlier errors teach: the plain model is asked at earlier origins, its errors explained by what was known then.

A ridge regression across areas, one for births and one for cohorts that were born already, at each number of years ahead. Errors common
to all areas of an origin are taken out first, so that one year's turn teaches nothing. With few areas or years the penalty keeps all
coefficients near 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from forecasts.cohort.births import Births
from forecasts.cohort.hierarchy import Hierarchy
from forecasts.history import History, Numbers

#: fewest years before an origin, and most years ahead, that are learned from
BEFORE, REACH = 4, 5
#: oldest age of the cohorts whose errors are looked at
OLDEST = 6
#: usual size of an effect (of one standard deviation of a feature): on births; on cohorts, for each year ahead
USUAL_BIRTHS, USUAL_MOVES = 0.005, 0.002
#: standard deviations beyond which a feature is taken for no more, so that the largest city is not a lever
FARTHEST = 2.0
#: a feature that differs less than this between areas (in logs) is not blown up
SMALLEST = 1e-3


class Plain(Protocol):
    """What is learned about."""

    @property
    def history(self) -> History:
        """What was known."""
        ...

    @property
    def moves(self) -> Hierarchy:
        """Effects on cohorts."""
        ...

    @property
    def births(self) -> Births:
        """Births of the years ahead."""
        ...

    def expected(self, years: int) -> Numbers:
        """Expected children, [area, age, years ahead]."""
        ...


@dataclass(frozen=True, slots=True)
class Lessons:
    """Factors on what the plain model expects."""

    #: [year ahead, area]
    births: Numbers
    #: [year ahead, area]: on the share of every cohort that is there a year later
    moves: Numbers


def no_lessons(years: int, areas: int) -> Lessons:
    """Factors of one."""
    return Lessons(np.ones((years, areas)), np.ones((years, areas)))


def learn(history: History, years: int, plain: Callable[[History, int], Plain], most: int) -> Lessons:
    """Lessons from at most `most` earlier origins, for forecasts from the last year of the history."""
    origins = [int(year) for year in history.years[BEFORE - 1 : -1]][-most:]
    lessons = no_lessons(years, len(history.areas))
    if not origins:
        return lessons
    first, reach = int(history.years[0]), min(REACH, years, len(origins))
    models = [plain(history.until(origin), reach) for origin in origins]
    known = [features(model) for model in models]
    now = features(plain(history, reach))
    expected = [model.expected(reach) for model in models]
    total = np.zeros(len(history.areas))
    for ahead in range(1, reach + 1):
        rows = [row for row, origin in enumerate(origins) if origin + ahead <= history.years[-1]]
        came = [history.counts[origins[row] + ahead - first] for row in rows]
        hoped = [expected[row][:, :, ahead] for row in rows]
        newborn = [(actual[:, 0], guess[:, 0]) for actual, guess in zip(came, hoped, strict=True)]
        lessons.births[ahead - 1] = np.exp(_taught(newborn, [known[row] for row in rows], now, 1.0, 0.01, USUAL_BIRTHS))
        cohorts = slice(ahead, max(OLDEST, ahead) + 1)
        older = [(actual[:, cohorts].sum(axis=1), guess[:, cohorts].sum(axis=1)) for actual, guess in zip(came, hoped, strict=True)]
        noise = (0.14 * ahead, 0.0004 * ahead, USUAL_MOVES * ahead)
        change = _taught(older, [known[row] for row in rows], now, *noise)
        lessons.moves[ahead - 1] = np.exp(change - total)
        total = change
    lessons.births[reach:] = lessons.births[reach - 1]
    return lessons


def _taught(pairs: list[tuple[Numbers, Numbers]], known: list[Numbers], now: Numbers, noise: float, more: float, usual: float) -> Numbers:
    """Expected log error of each area now, from (actual, expected) pairs with the features known at the time; none of the total."""
    errors, weights, rows = [], [], []
    for (actual, guess), feature in zip(pairs, known, strict=True):
        weight = 1 / (noise / (guess + 1) + more)
        error = np.log((actual + 0.5) / (guess + 0.5))
        errors.append(error - weight @ error / weight.sum())
        rows.append(feature - weight @ feature / weight.sum())
        weights.append(weight)
    error, weight, row = np.concatenate(errors), np.concatenate(weights), np.concatenate(rows)
    scale = np.maximum(np.sqrt(weight @ row**2 / weight.sum()), SMALLEST)
    row = np.clip(row / scale, -FARTHEST, FARTHEST)
    penalty = np.eye(row.shape[1]) / usual**2
    slopes = np.linalg.solve(row.T @ (weight[:, None] * row) + penalty, row.T @ (weight * error))
    latest, guess = weights[-1], pairs[-1][1]
    change = np.clip((now - latest @ now / latest.sum()) / scale, -FARTHEST, FARTHEST) @ slopes
    return np.asarray(change - np.log((guess @ np.exp(change) + 1) / (guess.sum() + 1)))


def features(model: Plain) -> Numbers:
    """What is known of each area, [area, feature]: cohorts, adults and size, relative to the births expected next year."""
    history, counts = model.history, model.history.counts
    births = model.births.expected[0]
    found = [np.log(births + 1)]
    groups = [(0, 1), (1, 3), (3, 6), (6, counts.shape[2])]
    for low, high in groups:
        if high > low:
            width = high - low
            found.append(np.log((counts[-1, :, low:high].sum(axis=1) + width) / (width * (births + 1))))
    found.append(np.log((counts[-2:, :, 0].mean(axis=0) + 1) / (births + 1)))
    found.append(np.log((counts[-5:, :, 0].mean(axis=0) + 1) / (births + 1)))
    for hierarchy in (model.moves, model.births.fertility):
        found += [level.effects.ahead[0][level.group] for level in hierarchy.levels[1:]]
    if history.adults is not None:
        adults = history.adults.counts
        whole = adults.sum(axis=2)
        found += list(np.log((adults[-1] + 1) / (whole[-1][:, None] + 1)).T)
        back = min(3, len(adults) - 1)
        middle = [place for place, (low, high) in enumerate(history.adults.bands) if low >= 25 and high < 40]
        some = adults[:, :, middle].sum(axis=2) + 1
        found += [np.log(some[-1] / some[-1 - back]) / back, np.log(some[-1] / some[-2])]
    return np.stack(found, axis=1)
