"""Rolling origins: a way of forecasting is asked at each origin, and shown nothing that was counted later."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from forecasts.history import History, Numbers

#: ages of the groups that are compared, by name: before and after the usual change from vuggestue to børnehave
GROUPS = {"0-2": (0, 1, 2), "3-5": (3, 4, 5)}
HORIZONS = (1, 3, 5)
#: quantiles that an interval needs: the ends of the 80 % and of the 95 % interval, with the median between
LEVELS = (0.025, 0.1, 0.5, 0.9, 0.975)

Single = NDArray[np.float32]
Counted = TypeVar("Counted", bound=np.floating)


@dataclass(frozen=True, slots=True)
class Told:
    """What a way of forecasting says of the groups of each area, at one origin."""

    #: [horizon, area, group]
    expected: Numbers
    #: [level of LEVELS, horizon, area, group]; None where the way has no intervals
    quantiles: Numbers | None = None
    #: [draw, horizon, area, group]; None where the way does not draw
    draws: Single | None = None


#: asked with the history until the origin, the years ahead and the groups of ages
Method = Callable[[History, Sequence[int], Sequence[Sequence[int]]], Told]


def grouped(counts: NDArray[Counted], groups: Sequence[Sequence[int]], axis: int) -> NDArray[Counted]:
    """Sums of the single ages of each group; the axis of ages becomes the last axis, of groups."""
    moved = np.moveaxis(counts, axis, -1)
    return np.stack([moved[..., list(ages)].sum(axis=-1) for ages in groups], axis=-1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Answers of every way at every origin, with what came."""

    origins: tuple[int, ...]
    horizons: tuple[int, ...]
    groups: tuple[str, ...]
    areas: tuple[str, ...]
    #: [origin, area, group]: children at the origin
    before: Numbers
    #: [origin, horizon, area, group]: what came; NaN where it is not yet known
    actual: Numbers
    #: way -> one answer per origin
    told: dict[str, list[Told]]


def ask(
    history: History,
    methods: dict[str, Method],
    origins: Sequence[int],
    horizons: Sequence[int] = HORIZONS,
    groups: Mapping[str, Sequence[int]] = GROUPS,
    progress: Callable[[int, int], None] | None = None,
) -> Asked:
    """Ask every way at every origin for the children of each group so many years ahead.

    Args:
        history: all that is known today; each way gets `history.until(origin)`.
        methods: the ways by name.
        origins: years whose count is the last that is seen.
        horizons: years ahead.
        groups: name -> the single ages that are summed.
        progress: told how many origins are done, of how many.

    Raises:
        ValueError: an origin is not among the history's years, or a group has an age that the history lacks.
    """
    ages = list(groups.values())
    if max(max(group) for group in ages) >= history.counts.shape[2]:
        raise ValueError(f"The history has the ages 0 to {history.counts.shape[2] - 1}; the groups ask for {list(groups)}.")
    known = grouped(history.counts, ages, axis=2)
    place = {int(year): row for row, year in enumerate(history.years)}
    actual = np.full((len(origins), len(horizons), *known.shape[1:]), np.nan)
    told: dict[str, list[Told]] = {name: [] for name in methods}
    for row, origin in enumerate(origins):
        seen = history.until(origin)
        for column, ahead in enumerate(horizons):
            if origin + ahead in place:
                actual[row, column] = known[place[origin + ahead]]
        for name, method in methods.items():
            told[name].append(method(seen, horizons, ages))
        if progress is not None:
            progress(row + 1, len(origins))
    before = np.stack([known[place[origin]] for origin in origins])
    return Asked(tuple(origins), tuple(horizons), tuple(groups), history.areas, before, actual, told)
