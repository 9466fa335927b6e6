"""A scenario's births and moves, put on the draws of children."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from forecasts.assumptions import Assumptions
from forecasts.draws import ChildDraws


def with_births_and_moves(children: ChildDraws, assumptions: Assumptions) -> ChildDraws:
    """Cohorts yet to be born times `fertility`; what each cohort gains or loses by moves after its first count times `migration`.

    A cohort of N₀ children that a draw takes to N has N₀ + migration × (N − N₀), never below 0. Deaths are so few at these ages that
    they count as moves.
    """
    if assumptions.fertility == 1 and assumptions.migration == 1:
        return children
    counts = children.counts.copy()
    ages, anniversaries = counts.shape[2:]
    for age in range(ages):
        for ahead in range(1, anniversaries):
            # the cohort's first count: at the origin, or on the first anniversary after its birth
            first = children.counts[:, :, max(age - ahead, 0), max(ahead - age, 0)]
            size = np.maximum(first + np.float32(assumptions.migration) * (children.counts[:, :, age, ahead] - first), 0)
            counts[:, :, age, ahead] = size * np.float32(assumptions.fertility if ahead > age else 1)
    return replace(children, counts=counts)
