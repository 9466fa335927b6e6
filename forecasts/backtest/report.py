"""The back-test as tables: every way by horizon, size of the area and year of origin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecasts.backtest.baselines import baselines
from forecasts.backtest.measures import Measures, measure, ranked_score
from forecasts.backtest.origins import GROUPS, HORIZONS, Asked, Method, ask
from forecasts.history import History, Numbers

#: fewest children in a group at the origin for the area to count
LEAST = 20
#: upper ends of the size classes, in children of the group at the origin
SIZES = (100, 500, 2000)


@dataclass(frozen=True, slots=True)
class Line:
    """How one way did in one cell of the tables; `size` and `origin` are empty where all are taken together."""

    method: str
    group: str
    horizon: int
    #: number of the size class, 0 = smallest
    size: int | None
    origin: int | None
    measures: Measures


@dataclass(frozen=True, slots=True)
class Report:
    """A back-test: the answers and the tables made from them."""

    asked: Asked
    lines: tuple[Line, ...]
    least: int
    sizes: tuple[int, ...]

    def line(self, method: str, group: str, horizon: int, size: int | None = None, origin: int | None = None) -> Measures:
        """One cell of the tables. Raises KeyError where there is none."""
        for line in self.lines:
            if (line.method, line.group, line.horizon, line.size, line.origin) == (method, group, horizon, size, origin):
                return line.measures
        raise KeyError((method, group, horizon, size, origin))

    def frame(self) -> pd.DataFrame:
        """All cells, one row each, for files and notebooks."""
        keys = ("method", "group", "horizon", "size", "origin")
        rows = [{**{key: getattr(line, key) for key in keys}, **line.measures.row()} for line in self.lines]
        return pd.DataFrame(rows).astype({"size": "Int64", "origin": "Int64"})

    def size_name(self, size: int) -> str:
        """The size class in figures, as `101-500`."""
        low = 0 if size == 0 else self.sizes[size - 1]
        return f"> {low}" if size == len(self.sizes) else f"{max(low + 1, self.least)}-{self.sizes[size]}"


def run(
    history: History,
    methods: dict[str, Method] | None = None,
    *,
    origins: Sequence[int] | None = None,
    horizons: Sequence[int] = HORIZONS,
    groups: Mapping[str, Sequence[int]] = GROUPS,
    least: int = LEAST,
    sizes: tuple[int, ...] = SIZES,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Back-test ways of forecasting on a history.

    Args:
        history: yearly counts, checked.
        methods: the ways by name; None = the cohort model (`cohort`) and all baselines at hand.
        origins: years from which is forecast; None = every year that has four before it and one after it.
        horizons: years ahead.
        groups: name -> the single ages that are summed.
        least: fewest children in a group at the origin for an area to be measured.
        sizes: upper ends of the size classes.
        progress: told how many origins are done, of how many.

    Raises:
        ValueError: an origin is not among the years, or none is left.
    """
    if methods is None:
        from forecasts.cohort.method import cohort  # noqa: PLC0415 - the model reads these modules for its calibration

        methods = {"cohort": cohort(), **baselines()}
    chosen = list(usual_origins(history) if origins is None else origins)
    if not chosen:
        raise ValueError(f"A back-test needs five years of counts; the history has {len(history.years)}.")
    return tables(ask(history, methods, chosen, horizons, groups, progress), least, sizes)


def usual_origins(history: History, before: int = 3) -> range:
    """Every year that has `before` years before it and one after it."""
    return range(int(history.years[0]) + before, int(history.years[-1]))


def tables(asked: Asked, least: int = LEAST, sizes: tuple[int, ...] = SIZES) -> Report:
    """The measures of every way in every cell."""
    found = [line for method in asked.told for line in _lines(asked, method, least, sizes)]
    return Report(asked, tuple(found), least, sizes)


def _lines(asked: Asked, method: str, least: int, sizes: tuple[int, ...]) -> Iterator[Line]:
    told = asked.told[method]
    expected = np.stack([one.expected for one in told])
    quantiles = None if told[0].quantiles is None else np.stack([_quantiles(one.quantiles) for one in told], axis=1)
    crps = _crps(asked, method, expected)
    for place, group in enumerate(asked.groups):
        size = np.searchsorted(sizes, asked.before[:, :, place])
        counted = asked.before[:, :, place] >= least
        for step, horizon in enumerate(asked.horizons):
            actual = asked.actual[:, step, :, place]
            known = counted & ~np.isnan(actual)

            def cell(chosen: NDArray[np.bool_], step: int = step, place: int = place, actual: Numbers = actual) -> Measures:
                inside = None if quantiles is None else quantiles[:, :, step, :, place][:, chosen]
                return measure(actual[chosen], expected[:, step, :, place][chosen], inside, crps[:, step, :, place][chosen])

            yield Line(method, group, horizon, None, None, cell(known))
            for number in range(len(sizes) + 1):
                yield Line(method, group, horizon, number, None, cell(known & (size == number)))
            for row, origin in enumerate(asked.origins):
                yield Line(method, group, horizon, None, origin, cell(known & (np.arange(len(asked.origins)) == row)[:, None]))


def _quantiles(given: Numbers | None) -> Numbers:
    """The quantiles of a way that has them at every origin."""
    if given is None:
        raise ValueError("A way of forecasting must give intervals at every origin or at none.")
    return given


def _crps(asked: Asked, method: str, expected: Numbers) -> Numbers:
    """Ranked score [origin, horizon, area, group], NaN where nothing came yet; without draws it is the absolute error."""
    scores = np.abs(expected - asked.actual)
    for row, one in enumerate(asked.told[method]):
        if one.draws is not None:
            scores[row] = ranked_score(asked.actual[row], one.draws)
    return scores
