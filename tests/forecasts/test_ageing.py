"""Monthly ageing against a plain expansion, child by birth month and month by month."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from forecasts.ageing import by_year_of_age, cohort_weights, fold, grouped, pairs
from forecasts.assumptions import Assumptions, SchoolStep, TakeUpStep, TransitionStep
from forecasts.birthmonths import BornChildren, birth_shares
from forecasts.draws import ChildDraws
from forecasts.places.defaults import takeup_curve
from forecasts.places.demand import takeup_weights
from forecasts.places.odds import logit
from forecasts.places.takeup import Share, TakeUpModel
from forecasts.places.trend import TAKEUP_PRIOR, fit_trend
from tests.forecasts.towns import drawn_children

Numbers = NDArray[np.float64]


def _born(children: ChildDraws) -> BornChildren:
    """The origin's counts, put in months of age at random."""
    rng = np.random.default_rng(5)
    counts = children.counts[0, :, :, 0].astype(int)
    months = np.array([[rng.multinomial(one, np.full(12, 1 / 12)) for one in area] for area in counts])
    return BornChildren(children.areas, children.year, children.month, months.reshape(len(counts), -1).astype(float))


def _expanded(children: ChildDraws, shares: Numbers) -> dict[tuple[int, int, int, int], float]:
    """Children by (draw, area, birth month, month), written out; months count from the origin."""
    draws, areas, ages, anniversaries = children.counts.shape
    years = anniversaries - 1
    counts = children.counts.astype(float)
    found = {}
    for cohort in range(years + ages):
        for j in range(12):
            birth = 12 * (years - cohort - 1) + j
            for month in range(max(birth + 1, 0), 12 * years):
                year, passed = divmod(month, 12)
                age = cohort - years + year
                for draw in range(draws):
                    for area in range(areas):
                        if age >= ages:
                            continue
                        if age < 0:
                            size = counts[draw, area, 0, year + 1]
                        elif age == ages - 1:
                            size = counts[draw, area, age, year]
                        else:
                            before, after = counts[draw, area, age, year], counts[draw, area, age + 1, year + 1]
                            size = before + (after - before) * passed / 12
                        found[draw, area, birth, month] = size * shares[area, cohort, j]
    return found


@pytest.mark.parametrize("month", [1, 8, 11])
@pytest.mark.parametrize("known", [True, False])
def test_weights_equal_the_expansion(month: int, known: bool) -> None:
    children = drawn_children(month=month)
    shares = birth_shares(2, 7, 3, month, _born(children) if known else None)
    assumptions = Assumptions(
        transition=(TransitionStep("2027-03", 33),),
        school=(SchoolStep("2028-01", 5),),
        late_starters=0.1,
        takeup=(TakeUpStep("2026-06", 9, 20, 5.0, 10),),
    )
    level = Share(fit_trend(np.array([0.0]), np.array([0.01]), TAKEUP_PRIOR), np.zeros(2), np.zeros(2))
    model = TakeUpModel(logit(takeup_curve()), 35, (level, level), level, np.zeros(2))
    weights, _ = takeup_weights(children, shares, model, assumptions)
    fast = grouped(weights, pairs(children))
    slow = np.zeros_like(fast, dtype=float)
    origin = 12 * 2026 + month - 1
    for (draw, area, birth, at), size in _expanded(children, shares).items():
        age = at - birth - 1
        year_of_birth = (origin + birth) // 12
        first = 5 if year_of_birth + 6 >= 2028 else 8
        start = 12 * (year_of_birth + 6) + first - 1
        late = 12 * (year_of_birth + 7) + (5 if year_of_birth + 7 >= 2028 else 8) - 1
        now = origin + at
        here = 1.0 if now < start else 0.1 if now < late else 0.0
        moved = 33 if now >= 12 * 2027 + 2 else 35
        group = 2 if age >= moved else 0 if age < 12 else 1
        share = takeup_curve()[min(age, 95)]
        ramp = min(max((now - (12 * 2026 + 5) + 1) / 10, 0), 1)
        if 9 <= age < 20:
            share = min(share + 0.05 * ramp, 1)
        slow[area, at // 12, 2 * group, at % 12, draw] += size * here * (share > 0)
        slow[area, at // 12, 2 * group + 1, at % 12, draw] += size * here * share
    assert np.allclose(fast, slow, rtol=1e-5, atol=1e-5)


def test_on_anniversaries_the_ages_are_the_counts() -> None:
    children = drawn_children(ages=8, years=4, month=4)
    shares = birth_shares(2, 8, 4, 4, _born(children))
    groups = grouped(fold(cohort_weights(shares, by_year_of_age(8, 4))), pairs(children))
    expected = children.counts.transpose(1, 3, 2, 0)[:, :-1]
    assert np.allclose(groups[:, :, :, 0], expected, rtol=1e-5, atol=1e-5)


def test_known_children_age_by_one_month_each_month() -> None:
    """Ten children born in May 2025 and nobody moves: on 1 February 2026 they are eight months, on 1 May 2026 eleven, in June a year."""
    counts = np.zeros((1, 1, 84))
    counts[0, 0, 7] = 10  # on 1 January 2026: June, July ... December = 7 whole months
    cohort = np.zeros((1, 1, 7, 3), np.float32)
    cohort[0, 0, 0, 0] = cohort[0, 0, 1, 1] = cohort[0, 0, 2, 2] = 10
    children = ChildDraws(("d",), 2026, 1, cohort)
    shares = birth_shares(1, 7, 2, 1, BornChildren(("d",), 2026, 1, counts[0]))
    groups = grouped(fold(cohort_weights(shares, by_year_of_age(7, 2))), pairs(children))[0, :, :, :, 0]
    assert groups[0, 0].tolist() == [10] * 5 + [0] * 7
    assert groups[0, 1].tolist() == [0] * 5 + [10] * 7
    assert groups[1, 1].tolist() == [10] * 5 + [0] * 7
