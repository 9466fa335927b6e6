"""The annual model: cohorts grow a year older and change by migration, and births join them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forecasts.cohort.births import Births, fit_births
from forecasts.cohort.calibrate import Calibration, as_drawn, calibrate
from forecasts.cohort.hierarchy import Hierarchy, fit_hierarchy
from forecasts.cohort.learn import Lessons, learn, no_lessons
from forecasts.cohort.process import Single
from forecasts.cohort.settings import Settings
from forecasts.draws import ChildDraws
from forecasts.history import History, Numbers

#: fewest years of counts from which a model is made
FEWEST = 4


@dataclass(frozen=True, slots=True)
class CohortModel:
    """Children by area and age in the years ahead: expected, and as draws."""

    history: History
    #: most years ahead
    years: int
    #: [age]: share of a cohort that is counted a year later, one year older, before effects of year and place
    profile: Numbers
    moves: Hierarchy
    births: Births
    lessons: Lessons
    calibration: Calibration

    def expected(self, years: int) -> Numbers:
        """Expected children, [area, age, years ahead 0..years]. Raises ValueError where `years` is more than the model was made for."""
        self._check(years)
        ratios = self.moves.ahead() * self.profile * self.lessons.moves[:, :, None]
        births = self.births.expected * self.lessons.births
        found = [self.history.counts[-1]]
        for year in range(years):
            survivors = found[-1][:, :-1] * ratios[year]
            found.append(np.concatenate([births[year][:, None], survivors], axis=1))
        return np.stack(found, axis=2)

    def draws(self, years: int, count: int, seed: int) -> ChildDraws:
        """`count` draws of the years ahead; the same seed gives the same draws.

        Raises:
            ValueError: `years` is more than the model was made for, or `count` is below 1.
        """
        self._check(years)
        if count < 1:
            raise ValueError(f"At least one draw is needed, not {count}.")
        random = np.random.default_rng(seed)
        births = self.births.draw(count, random) * self.lessons.births.astype(np.float32)
        moves = self.moves.draw(count, random)
        areas, ages = self.history.counts.shape[1:]
        found = np.empty((count, areas, ages, years + 1), dtype=np.float32)
        found[..., 0] = self.history.counts[-1]
        own, spread = self._cells()
        steady = (self.profile * self.lessons.moves[:, :, None]).astype(np.float32)
        birth_noise, noise = self.births.fertility.noise, self.moves.noise
        for year in range(years):
            newborn = np.maximum(births[:, year], 1e-3)
            found[:, :, 0, year + 1] = random.standard_gamma(newborn / birth_noise, dtype=np.float32) * birth_noise
            ratio = np.maximum(moves[:, year, :, None] + own[year], 0.2) * steady[year]
            survivors = found[:, :, :-1, year] * ratio
            deviation = np.sqrt(noise * survivors + spread[year] * survivors**2)
            survivors += deviation * random.standard_normal(survivors.shape, dtype=np.float32)
            np.maximum(survivors, 0, out=found[:, :, 1:, year + 1])
        self._widen(found)
        return ChildDraws(self.history.areas, int(self.history.years[-1]), self.history.month, found)

    def _widen(self, counts: Single) -> None:
        """Stretch the draws about what is expected, by the factor of their year ahead and of whether the cohort is born yet."""
        expected = self.expected(counts.shape[3] - 1).astype(np.float32)
        for year in range(1, counts.shape[3]):
            part = counts[..., year]
            part -= expected[..., year]
            part *= self.calibration.factors(year, counts.shape[2])
            part += expected[..., year]
            np.maximum(part, 0, out=part)

    def _cells(self) -> tuple[Single, Single]:
        """Mean and variance of the effects of area and age together, [year ahead, area, age]."""
        cells, shape = self.moves.cells, (self.years, len(self.history.areas), len(self.profile))
        if cells is None:
            return np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
        variance = np.diagonal(cells.covariance, axis1=1, axis2=2).T
        return cells.ahead.reshape(shape).astype(np.float32), variance.reshape(shape).astype(np.float32)

    def _check(self, years: int) -> None:
        if not 0 < years <= self.years:
            raise ValueError(f"The model was made for 1 to {self.years} years ahead, not {years}.")


def fit(history: History, settings: Settings | None = None, years: int = 12) -> CohortModel:
    """Fit the annual model.

    Args:
        history: at least four years of counts; adults, births and levels where known.
        settings: what is not estimated; None = the usual ones.
        years: most years ahead that will be asked for.

    Raises:
        ValueError: fewer than four years, or no area.
    """
    settings = settings or Settings()
    if len(history.years) < FEWEST or not history.areas:
        raise ValueError(f"A forecast needs an area and {FEWEST} years of counts; here are {len(history.areas)} and {len(history.years)}.")
    model = plain(history, settings, years)
    if settings.lessons:
        lessons = learn(history, years, lambda seen, ahead: plain(seen, settings, ahead, by_cell=False), settings.lessons)
        model = replace(model, lessons=lessons)
    if settings.calibrations:
        model = replace(
            model, calibration=calibrate(history, years, lambda seen, ahead: plain(seen, settings, ahead), settings.calibrations)
        )
    return model


def plain(history: History, settings: Settings, years: int, by_cell: bool = True) -> CohortModel:
    """The model before it learns from its own earlier errors."""
    before, after = history.counts[:-1, :, :-1], history.counts[1:, :, 1:]
    weight = 0.5 ** (np.arange(len(before))[::-1] / settings.profile_half_life)
    base = np.einsum("t,tia->a", weight, before)
    profile = np.divide(np.einsum("t,tia->a", weight, after), base, out=np.ones_like(base), where=base > 0)
    moves = fit_hierarchy(after, before * profile, history.levels, years, settings.moves, by_cell)
    return CohortModel(
        history, years, profile, moves, fit_births(history, settings, years), no_lessons(years, len(history.areas)), as_drawn(years)
    )
