"""A town whose births, moves and yields are known: what new homes bring is found, and counted once."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from forecasts.cohort import fit
from forecasts.control import controlled
from forecasts.draws import ChildDraws
from forecasts.history import History
from forecasts.housing import background, with_housing
from forecasts.inputs import Dwellings, Projection
from forecasts.yields import Yields, assumed, built_between, fit_yields

Numbers = NDArray[np.float64]

#: children aged 0 .. 7 that a new parcelhus brings here: twice what is assumed
TRUTH = np.full(8, 2 * assumed("parcelhus") / 7)
AREAS, YEARS = 20, 14


def _town(seed: int, built: Numbers, noise: bool = True) -> History:
    """Births by area, ratios of 1, and `built` [year, area] dwellings a year, each with children of every age as it is moved into."""
    rng = np.random.default_rng(seed)
    births = np.linspace(20, 80, AREAS)
    counts = np.zeros((len(built) + 1, AREAS, 8))
    counts[0] = births[:, None]
    for year, dwellings in enumerate(built):
        counts[year + 1, :, 1:] = counts[year, :, :-1]
        counts[year + 1, :, 0] = births
        arrived = dwellings[:, None] * TRUTH
        counts[year + 1] += rng.poisson(arrived) if noise else arrived
        if noise:
            counts[year + 1] = np.maximum(counts[year + 1] + rng.normal(0, 1, (AREAS, 8)), 0)
    return History(tuple(f"d{area}" for area in range(AREAS)), np.arange(2027 - len(built) - 1, 2027), counts, (np.zeros(AREAS, np.int64),))


def _rows(built: Numbers, first: int) -> list[Dwellings]:
    return [
        Dwellings(area, first + year, "parcelhus", float(number), 1.0)
        for year, row in enumerate(built)
        for area, number in enumerate(row)
        if number
    ]


def test_yields_are_found_without_bias() -> None:
    """Twelve towns: the mean of the estimates lies within three standard errors of the truth, though the prior is half of it."""
    found = []
    for seed in range(12):
        built = np.random.default_rng(100 + seed).integers(0, 80, (YEARS, AREAS)).astype(float)
        history = _town(seed, built)
        found.append(fit_yields(history, _rows(built, int(history.years[0]))).mean[0, 1:7].sum())
    truth = TRUTH[1:7].sum()
    error = np.std(found, ddof=1) / np.sqrt(len(found))
    assert abs(np.mean(found) - truth) < 3 * error + 0.02 * truth
    assert abs(np.mean(found) - truth / 2) > 10 * error


def test_without_building_the_assumed_yields_stay() -> None:
    history = _town(1, np.zeros((YEARS, AREAS)))
    found = fit_yields(history, [Dwellings(0, 2027, "Etageboliger", 10, 1.0)])
    assert found.mean[0, :7].sum() == pytest.approx(0.16)
    assert fit_yields(history, [Dwellings(0, 2027, "plejeboliger", 10, 1.0)]).mean.sum() == 0


def test_dwellings_are_put_between_the_counts_around_their_moving_in() -> None:
    counts = np.ones((3, 1, 7))
    january = History(("d",), np.array([2024, 2025, 2026]), counts)
    row = Dwellings(0, 2024, "parcelhus", 12, 0.5)
    assert built_between(january, [row], ("parcelhus",))[:, 0, 0].tolist() == [6, 0]
    july = History(("d",), np.array([2024, 2025, 2026]), counts, month=7)
    assert built_between(july, [row], ("parcelhus",))[:, 0, 0].tolist() == [3, 0]


def _flat(areas: int = 2, draws: int = 4000, years: int = 4) -> ChildDraws:
    return ChildDraws(tuple(f"d{area}" for area in range(areas)), 2026, 1, np.full((draws, areas, 7, years + 1), 30, np.float32))


def _history(children: ChildDraws) -> History:
    return History(children.areas, np.arange(2020, 2027), np.full((7, len(children.areas), 7), 30.0))


def test_a_programme_as_large_as_the_background_changes_nothing() -> None:
    """40 a year before and 40 a year to come: in the mean of the draws the forecast is as without a programme."""
    children = _flat()
    rows = [Dwellings(0, year, "parcelhus", 40, 1.0) for year in range(2020, 2030)]
    found = with_housing(children, _history(children), rows, 0.0, np.random.default_rng(1))
    assert np.allclose(found.counts.mean(0), 30, atol=0.15)
    assert np.array_equal(found.counts[:, 1], children.counts[:, 1])
    assert np.array_equal(found.counts[..., 0], children.counts[..., 0])


def test_the_excess_over_the_background_brings_its_children() -> None:
    children = _flat()
    past = [Dwellings(0, year, "rækkehus", 10, 1.0) for year in range(2020, 2026)]
    ahead = [Dwellings(0, 2026, "rækkehus", 110, 0.5)]
    history = _history(children)
    level = fit_yields(history, [*past, *ahead]).mean[0]
    found = with_housing(children, history, [*past, *ahead], 0.0, np.random.default_rng(1))
    # half the draws build 110, and the ten of the background are off in the one year of the programme
    expected = 30 + (110 * 0.5 - 10) * level
    for ahead_years in (1, 2, 4):
        assert np.allclose(found.counts[:, 0, :, ahead_years].mean(0), expected, rtol=0.02)


def test_delay_moves_the_children_later() -> None:
    children = _flat(1)
    rows = [Dwellings(0, 2025, "parcelhus", 0, 1.0), Dwellings(0, 2026, "parcelhus", 100, 1.0)]
    history = _history(children)
    soon, late = (with_housing(children, history, rows, delay, np.random.default_rng(1)).counts.mean((0, 1, 2)) - 30 for delay in (0, 1))
    # all have moved in by year 1 without delay; E clip(h − D, 0, 1) = 1 − e^(1 − h) (1 − 1/e) where D is exponential with mean 1
    share = 1 - np.exp(1.0 - np.arange(1, 5)) * (1 - np.exp(-1.0))
    assert np.allclose(late[1:] / soon[1:], share, atol=0.03)


def test_no_stated_past_means_the_programme_says_where_not_how_much() -> None:
    children = _flat()
    found = background(children, [], [Dwellings(0, 2026, "parcelhus", 30, 1.0), Dwellings(0, 2028, "parcelhus", 30, 0.5)])
    assert found == {(0, "parcelhus"): pytest.approx(7.5), (1, "parcelhus"): pytest.approx(7.5)}


def test_the_forecast_of_a_known_town_counts_building_once() -> None:
    """Steady building for 14 years and five more: the cohort model alone has it already, so with the programme it must not double."""
    built = np.full((YEARS, AREAS), 20.0)
    history = _town(3, built)
    rows = [*_rows(built, int(history.years[0])), *_rows(np.full((5, AREAS), 20.0), int(history.years[-1]))]
    children = fit(history, years=5).draws(5, 300, 1)
    without = children.counts[..., 1:5, :].sum((1, 2)).mean(0)
    found = with_housing(children, history, rows, 0.0, np.random.default_rng(2)).counts[..., 1:5, :].sum((1, 2)).mean(0)
    assert np.allclose(found, without, rtol=0.01)


def test_control_moves_the_mean_and_keeps_the_spread() -> None:
    rng = np.random.default_rng(4)
    children = ChildDraws(("a", "b"), 2026, 1, rng.gamma(50, 1, (500, 2, 7, 3)).astype(np.float32))
    official = Projection(np.array([2027, 2028]), np.full((2, 1, 7), 130.0), whole=True)
    full = controlled(children, official, 1.0).counts
    assert np.allclose(full.sum(1).mean(0)[:, 1:], 130, rtol=1e-4)
    assert np.array_equal(full[..., 0], children.counts[..., 0])
    spread = full.std(0) / full.mean(0)
    assert np.allclose(spread, children.counts.std(0) / children.counts.mean(0), rtol=1e-4)
    half = controlled(children, official, 0.5).counts.sum(1).mean(0)[:, 1:]
    own = children.counts.sum(1).mean(0)[:, 1:]
    assert np.allclose(half, np.sqrt(own * 130), rtol=1e-4)
    assert controlled(children, official, 0.0) is children


def test_yields_by_name() -> None:
    assert [assumed(kind) for kind in ("Ungdomsboliger", "Tæt-lav", "Parcelhuse", "")] == [0.0, 0.30, 0.45, 0.25]
    assert Yields(("a",), np.ones((1, 7)), np.ones((1, 7))).of("a")[0].sum() == 7
