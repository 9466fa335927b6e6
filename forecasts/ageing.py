"""Children month by month between the anniversaries, and the weights that turn yearly cohorts into groups by age.

A cohort is twelve months of births between two anniversaries of the origin, so its size is known on every anniversary
(`ChildDraws`); between two of them it is interpolated linearly, which keeps sums over areas and the mean over draws exact. A cohort
that is being born has the size of its first count, shared over its birth months. All of this is linear in the yearly counts: whatever
is asked about children by age in months is a weighted sum of the counts on the two anniversaries around the month.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from forecasts.draws import ChildDraws
from forecasts.months import month_number

Numbers = NDArray[np.float64]
Single = NDArray[np.float32]
Index = NDArray[np.int64]


def ages_in_months(ages: int) -> Index:
    """[position, month, j]: whole months of age in month 0..11 after an anniversary, negative = not born.

    Position 0 is the cohort being born in the year, position a + 1 the one of age a on the anniversary; j counts its birth months.
    """
    position = np.arange(ages + 1)[:, None, None]
    return np.asarray(12 * position + np.arange(12)[None, :, None] - 1 - np.arange(12))


def birth_months(children: ChildDraws) -> Index:
    """[year ahead, position, j]: the number of the calendar month of birth."""
    _, _, ages, anniversaries = children.counts.shape
    first = month_number(children.year, children.month)
    year = np.arange(anniversaries - 1)[:, None, None]
    position = np.arange(ages + 1)[None, :, None]
    return np.asarray(first + 12 * (year - position) + np.arange(12))


def cohort_weights(shares: Numbers, groups: Numbers) -> Numbers:
    """What each cohort adds to each group, per child of the cohort.

    Args:
        shares: [area, cohort, j] as `birth_shares` gives them.
        groups: [group, year ahead, month, position, j]: how much a child of that birth month counts in that month; must be 0 for the
            months before its birth.

    Returns:
        [area, year ahead, group, month, position].
    """
    years, positions = groups.shape[1], groups.shape[3]
    # the cohort at a position in a year: cohort c is c − years old at the origin, position p is p − 1 years old
    cohort = years + np.arange(positions)[None, :] - 1 - np.arange(years)[:, None]
    return np.asarray(np.einsum("ahpj,ghmpj->ahgmp", shares[:, cohort], groups, optimize=True))


def fold(weights: Numbers) -> Single:
    """Weights of the yearly counts: interpolation between the two anniversaries put into the weights of the cohorts.

    Args:
        weights: [area, year ahead, group, month, position].

    Returns:
        [area, year ahead, group × month, 2 × age]: of the counts at the anniversary before, then of those at the one after.
    """
    area, years, groups, _, positions = weights.shape
    ages = positions - 1
    passed = (np.arange(12) / 12)[:, None]
    folded = np.zeros((area, years, groups, 12, 2 * ages))
    before, after = folded[..., :ages], folded[..., ages:]
    before += weights[..., 1:] * (1 - passed)
    # who grows out of the last age that is counted keeps the size of that count
    before[..., -1] += weights[..., -1] * passed[:, 0]
    after[..., 1:] += weights[..., 1:-1] * passed
    after[..., 0] += weights[..., 0]
    return folded.reshape(area, years, groups * 12, 2 * ages).astype(np.float32)


def pairs(children: ChildDraws) -> Single:
    """[area, year ahead, 2 × age, draw]: the counts at the anniversaries before and after, as `fold` weighs them."""
    counts = np.ascontiguousarray(children.counts.transpose(1, 3, 2, 0))
    return np.concatenate([counts[:, :-1], counts[:, 1:]], axis=2)


def grouped(folded: Single, counts: Single) -> Single:
    """[area, year ahead, group, month, draw]: the groups of every draw."""
    area, years, rows, _ = folded.shape
    groups: Single = np.matmul(folded, counts).reshape(area, years, rows // 12, 12, counts.shape[3])
    return groups


def sum_of(groups: Iterable[Single]) -> Single:
    """Groups of several parts of the children, added up in place."""
    found, *more = groups
    for other in more:
        found += other
    return found


def by_year_of_age(ages: int, years: int) -> Numbers:
    """Groups for `cohort_weights` that count children by whole years of age: [age, year ahead, month, position, j]."""
    old = ages_in_months(ages).transpose(1, 0, 2)
    one = (old[None] // 12 == np.arange(ages)[:, None, None, None]) & (old[None] >= 0)
    return np.repeat(one[:, None].astype(np.float64), years, axis=1)
