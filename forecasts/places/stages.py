"""Which group each child belongs to in each month: an infant, a toddler, in the age of børnehave, or at school."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from forecasts.ageing import ages_in_months, birth_months
from forecasts.assumptions import Assumptions, Step
from forecasts.draws import ChildDraws
from forecasts.places.defaults import AGES, SCHOOL_MONTH, TRANSITION_MONTHS

Numbers = NDArray[np.float64]
Index = NDArray[np.int64]

#: groups by age: infants and toddlers ask for dagpleje or vuggestue, the third for børnehave
GROUPS = ("infants", "toddlers", "boernehave")
#: age in months of the first toddlers
TODDLERS_FROM = 12


def in_force(steps: Sequence[Step], field: str, default: float, months: Index) -> Numbers:
    """[month]: the value that holds in each: of the latest step begun by then, else the default."""
    values = np.full(len(months), float(default))
    for step in sorted(steps, key=lambda step: step.month):
        values[months >= step.month] = getattr(step, field)
    return values


def months_ahead(children: ChildDraws) -> Index:
    """The numbers of the months of a forecast, the origin's first: twelve to each year ahead."""
    first = 12 * children.year + children.month - 1
    return np.arange(first, first + 12 * (children.counts.shape[3] - 1))


def stages(children: ChildDraws, assumptions: Assumptions, transition: int = TRANSITION_MONTHS) -> Numbers:
    """How much of a child of each birth month belongs to each group in each month.

    School takes a child in the month of `assumptions.school` of the year it turns six; the share of late starters a year later.

    Args:
        transition: age in months at the move to børnehave where the assumptions say nothing else.

    Returns:
        [group, year ahead, month, position, j], 0 to 1; positions and j as in `ageing.ages_in_months`.

    Raises:
        ValueError: the counts end before the age of six, so that children would be lost before school.
    """
    ages = children.counts.shape[2]
    if ages < 7:
        raise ValueError(f"Children are counted up to age {ages - 1}; places need the ages 0 to 6, one year each.")
    months = months_ahead(children).reshape(-1, 12)
    years = len(months)
    moved = in_force(assumptions.transition, "age", transition, months.ravel()).reshape(years, 12, 1, 1)
    old = ages_in_months(ages).transpose(1, 0, 2)[None]
    born = birth_months(children)[:, None]
    here = np.where(old >= 0, 1 - _at_school(born // 12 + 6, months, assumptions), 0.0)
    infants = (old < TODDLERS_FROM) & (old < moved)
    kindergarten = np.broadcast_to(old >= moved, here.shape)
    return np.stack([here * infants, here * ~(infants | kindergarten), here * kindergarten])


def _at_school(sixth: Index, months: Index, assumptions: Assumptions) -> Numbers:
    """[year ahead, month, position, j]: the share at school; `sixth` is the calendar year of the sixth birthday."""
    years = np.arange(sixth.min(), sixth.max() + 2)
    # the rule of a year is the one in force in its January
    start = 12 * years + in_force(assumptions.school, "calendar_month", SCHOOL_MONTH, 12 * years).astype(np.int64) - 1
    now = months[:, :, None, None]
    on_time = now >= start[sixth - years[0]]
    late = now >= start[sixth + 1 - years[0]]
    return np.asarray(np.where(on_time, np.where(late, 1.0, 1 - assumptions.late_starters), 0.0))


def ages_of(children: ChildDraws) -> Index:
    """[month, position, j]: ages in months for looking up a curve; those not yet born look up the first, the oldest the last."""
    return np.clip(ages_in_months(children.counts.shape[2]).transpose(1, 0, 2), 0, AGES - 1)
