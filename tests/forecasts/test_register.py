"""Births registered since the last count: known children, exactly as many; the rest of the year is drawn, moved by how it began."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from forecasts.ageing import by_year_of_age, cohort_weights, fold, grouped, pairs, sum_of
from forecasts.birthmonths import birth_shares
from forecasts.draws import ChildDraws
from forecasts.history import History
from forecasts.register import Part, Registered, first_counts, parted, with_registered
from tests.forecasts.towns import drawn_children

Numbers = NDArray[np.float64]
YEARS = 3


def history(births: Numbers | None = None, counted: Numbers | None = None) -> History:
    """Two areas, ten years; births and children of age 0 as given."""
    counts = np.full((10, 2, 7), 100.0)
    if counted is not None:
        counts[:, :, 0] = counted
    return History(("a", "b"), np.arange(2017, 2027), counts, births=births)


def cohorts(draws: int, spread: float, rng: np.random.Generator) -> ChildDraws:
    """Draws in which nobody moves and each year's births are a level (one for all areas) times 120, with Poisson chance."""
    level = rng.gamma(1 / spread, spread, (draws, 1, YEARS)) if spread else np.ones((draws, 1, YEARS))
    born = rng.poisson(120 * level, (draws, 2, YEARS))
    counts = np.zeros((draws, 2, 7, YEARS + 1), np.float32)
    counts[..., 0] = 100
    for year in range(1, YEARS + 1):
        counts[:, :, 1:, year] = counts[:, :, :-1, year - 1]
        counts[:, :, 0, year] = born[:, :, year - 1]
    return ChildDraws(("a", "b"), 2026, 1, counts)


def by_age(parts: tuple[Part, ...]) -> Numbers:
    """[area, year ahead, age in years, month, draw]."""
    shown = by_year_of_age(7, YEARS)
    return sum_of(grouped(fold(cohort_weights(part.shares, shown)), pairs(part.children)) for part in parts).astype(float)


def registered(
    months: int, births: float = 10.0, spread: float = 0.01, draws: int = 4000
) -> tuple[ChildDraws, ChildDraws, Registered, Numbers]:
    rng = np.random.default_rng(4)
    children = cohorts(draws, spread, rng)
    shares = birth_shares(2, 7, YEARS, 1)
    # births and counts agree to the child, so that a first count is as sure as it can be said
    whole = np.full((10, 2), 120.0)
    after, known = with_registered(children, shares, np.full((2, months), births), history(whole, whole), rng)
    return children, after, known, shares


@pytest.mark.parametrize("months", [1, 5, 12])
def test_registered_children_are_there_month_by_month_and_not_drawn(months: int) -> None:
    _, after, known, shares = registered(months)
    sure, rest = parted(after, shares, known)
    infants, others = by_age((sure,))[:, 0, 0], by_age((rest,))[:, 0, 0]
    every = by_age((sure, rest))[:, 0, 0]
    assert every == pytest.approx(infants + others)
    for month in range(12):
        assert infants[:, month].mean(-1) == pytest.approx(10 * min(month, months), rel=0.01)
        # the spread that is left: moves of a fiftieth of the children, the least that is assumed
        assert infants[:, month].std(-1).max() <= 1.3 * np.sqrt(0.02 * 10 * months) * min(month, months) / months


def test_with_every_month_registered_nothing_of_the_year_is_drawn() -> None:
    _, after, _, _ = registered(12)
    first = after.counts[:, :, 0, 1]
    assert first.mean(0) == pytest.approx([120, 120], rel=0.01)
    assert first.std(0) == pytest.approx(np.sqrt(0.02 * 120), rel=0.1)


def test_later_years_are_as_they_were_drawn_and_the_cohort_grows_up_with_its_size() -> None:
    before, after, known, _ = registered(6)
    assert (after.counts[:, :, 0, 2:] == before.counts[:, :, 0, 2:]).all()
    assert (after.counts[..., 0] == before.counts[..., 0]).all()
    assert after.counts[:, :, 2, 3] == pytest.approx(after.counts[:, :, 0, 1])
    assert (known.counts[:, :, 1, 2] > 0).all()
    assert not known.counts[:, :, :, 0].any()


def test_what_the_rest_is_drawn_as_equals_the_level_given_what_is_known() -> None:
    """Level gamma, births Poisson: the mean and spread of the rest by its formula, and by keeping the draws whose first half was so."""
    rng = np.random.default_rng(8)
    spread, births = 0.02, 75.0
    level = rng.gamma(1 / spread, spread, 2_000_000)
    half = rng.poisson(60 * level)
    rest = rng.poisson(60 * level[half == births])
    children = cohorts(200_000, spread, rng)
    flat = np.full((2, 7 + YEARS, 12), 1 / 12)
    whole = np.full((10, 2), 120.0)
    after, known = with_registered(children, flat, np.full((2, 6), births / 6), history(whole, whole), rng)
    drawn = (after.counts - known.counts)[:, :, 0, 1]
    assert drawn.mean() == pytest.approx(rest.mean(), rel=0.01)
    assert drawn.std() == pytest.approx(rest.std(), rel=0.03)


def test_where_all_years_are_alike_the_beginning_says_nothing_of_the_rest() -> None:
    rng = np.random.default_rng(8)
    children = cohorts(50_000, 0.0, rng)
    flat = np.full((2, 7 + YEARS, 12), 1 / 12)
    after, known = with_registered(children, flat, np.full((2, 6), 20.0), history(), rng)
    assert (after.counts - known.counts)[:, :, 0, 1].mean() == pytest.approx(60, rel=0.01)


def test_more_than_a_year_of_births_fills_the_next_cohort_too() -> None:
    _, after, _, _ = registered(18, births=8.0, spread=0.0)
    assert after.counts[:, :, 0, 1].mean() == pytest.approx(96, rel=0.01)
    assert after.counts[:, :, 0, 2].mean() == pytest.approx(48 + 60, rel=0.02)


def test_first_counts_from_the_history_or_as_assumed() -> None:
    born = np.full((10, 2), 100.0)
    assert first_counts(history(born, 0.9 * born)) == (0.9, 0.02)
    rng = np.random.default_rng(3)
    ratio, spread = first_counts(history(born, rng.normal(95, np.sqrt(0.3 * 95), (10, 2))))
    assert ratio == pytest.approx(0.95, rel=0.02)
    assert 0.15 < spread < 0.5
    assert first_counts(history()) == (1.0, 0.1)


def test_parts_add_up_to_all_children() -> None:
    children = drawn_children(ages=7, years=YEARS, month=1)
    shares = birth_shares(2, 7, YEARS, 1)
    rng = np.random.default_rng(1)
    after, known = with_registered(children, shares, np.array([[3.0, 0, 5], [1, 2, 0]]), replace(history(), areas=children.areas), rng)
    both = parted(after, shares, known)
    assert sum(part.children.counts for part in both) == pytest.approx(after.counts)
    for part in both:
        assert part.shares.sum(2) == pytest.approx(1)
    assert both[0].shares[0, YEARS - 1, :4] == pytest.approx([3 / 8, 0, 5 / 8, 0])
    assert not both[1].shares[:, YEARS - 1, :3].any()
