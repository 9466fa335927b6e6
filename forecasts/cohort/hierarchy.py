"""Effects of groups and areas on expected counts, each level shrunk toward the one above it by its own noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecasts.cohort.process import Foretold, Single, Variances, foretell
from forecasts.history import Index, Numbers

#: ages from which the effects of places are estimated: those of childcare; older children move less and otherwise
YOUNG = 6


@dataclass(frozen=True, slots=True)
class Usual:
    """Variances that are usual, by level, and how many series they are worth."""

    common: Variances
    group: Variances
    area: Variances
    #: area and age together
    cell: Variances
    weight: float


@dataclass(frozen=True, slots=True)
class Level:
    """One level: the group that each area belongs to, and the effects of the groups."""

    #: [area]
    group: Index
    effects: Foretold


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Relative effects of all levels: what is common to all, groups from the widest on, the areas, area and age together."""

    levels: tuple[Level, ...]
    #: series number area * ages + age; None where there is one age
    cells: Foretold | None
    ages: int

    def ahead(self) -> Numbers:
        """Factor on the expected count, [year ahead, area, age]."""
        effects = [level.effects.ahead[:, level.group] for level in self.levels]
        found = 1 + np.sum(effects, axis=0)[:, :, None]
        if self.cells is not None:
            found = found + self.cells.ahead.reshape(*found.shape[:2], self.ages)
        return np.asarray(np.maximum(found, 0.2))

    @property
    def noise(self) -> float:
        """Variance of a single count, as a multiple of Poisson's.

        The areas' where that is less than the cells': then ages next to one another err in opposite ways, as when one total was divided.
        """
        areas = self.levels[-1].effects.variances.noise
        return areas if self.cells is None else min(areas, self.cells.variances.noise)

    def draw(self, count: int, random: np.random.Generator) -> Single:
        """Draws of the factor without cells, [draw, year ahead, area]; areas of a group share its draw.

        What a level is noisier than the one below it is a shock that its areas share in a year.
        """
        years = len(self.levels[0].effects.ahead)
        found = np.ones((count, years, len(self.levels[0].group)), dtype=np.float32)
        below = [*(level.effects.variances.noise for level in self.levels[1:]), self.noise]
        for level, noise in zip(self.levels, below, strict=True):
            more = max(level.effects.variances.noise - noise, 0.0)
            found += level.effects.draw(count, more, random)[:, :, level.group]
        return found


def fit_hierarchy(actual: Numbers, expected: Numbers, groups: Sequence[Index], years: int, usual: Usual, by_cell: bool = True) -> Hierarchy:
    """Effects of all levels from counts and from what was expected of them.

    Args:
        actual: [year, area, age].
        expected: the same, without any effect of year or place.
        groups: group of each area, nearest level first; levels with one group are passed over.
        years: years ahead.
        usual: usual variances.
        by_cell: also effects of area and age together, where there is more than one age.
    """
    areas, ages = actual.shape[1:]
    counted, hoped = actual[:, :, :YOUNG].sum(axis=2), expected[:, :, :YOUNG].sum(axis=2)
    found: list[Level] = []
    so_far = np.ones_like(counted)
    wider = [group for group in reversed(groups) if len(np.unique(group)) > 1]
    for group in (np.zeros(areas, dtype=np.int64), *wider, np.arange(areas)):
        prior = usual.common if not found else usual.area if len(found) == len(wider) + 1 else usual.group
        effects = _level(counted, hoped * so_far, group, years, prior, usual.weight)
        so_far = so_far * (1 + effects.seen[:, group])
        found.append(Level(group, effects))
    cells = None
    if ages > 1 and by_cell:
        remaining = expected * so_far[:, :, None]
        deviations = np.divide(actual, remaining, out=np.ones_like(actual), where=remaining > 0) - 1
        flat = (len(actual), areas * ages)
        cells = foretell(deviations.reshape(flat), remaining.reshape(flat), years, usual.cell, usual.weight, passing=False)
    return Hierarchy(tuple(found), cells, ages)


def _level(actual: Numbers, expected: Numbers, group: Index, years: int, prior: Variances, weight: float) -> Foretold:
    """Effects of the groups of one level on counts [year, area]."""
    member = np.zeros((len(group), int(group.max()) + 1))
    member[np.arange(len(group)), group] = 1
    size = expected @ member
    deviations = np.divide((actual - expected) @ member, size, out=np.zeros_like(size), where=size > 0)
    return foretell(deviations, size, years, prior, weight)
