"""The share of children with a place by age in months: the national shape, bent to what is known here."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from forecasts.inputs import Enrolled, Inputs
from forecasts.outcome import CARES
from forecasts.places.defaults import AGES, TRANSITION_MONTHS, takeup_curve
from forecasts.places.observed import by_month_of_age, stage_of, whole_share
from forecasts.places.odds import counted, logit, shrunk, solve_shift
from forecasts.places.stages import TODDLERS_FROM

Numbers = NDArray[np.float64]

#: ages in months among which the move to børnehave is looked for
MOVE_BETWEEN = (24, 48)


def transition_age(enrolled: Enrolled | None) -> int:
    """Age in whole months at the move to børnehave, from the enrolled of the last month; the default where none are known.

    Those not yet moved, summed over the ages at which children move, are the months that the move lies above the first of them.
    """
    if enrolled is None:
        return TRANSITION_MONTHS
    low, high = MOVE_BETWEEN
    by_care = enrolled.ages[:, low:high].sum(0)
    total = by_care.sum(1)
    if by_care.shape[0] < high - low or not (total > 0).all():
        return TRANSITION_MONTHS
    moved = by_care[:, CARES.index("boernehave")] / total
    return low + round(float((1 - moved).sum()))


def local_curve(inputs: Inputs, transition: int) -> Numbers:
    """[age in months] log-odds of having a place: from the ages of the enrolled, else from the shares by age, else national."""
    national = logit(takeup_curve())
    if inputs.enrolled is not None and inputs.enrolled.ages.sum() > 0:
        return _from_ages(inputs.enrolled, _living(inputs), national, transition)
    if inputs.takeup:
        return _from_bands(inputs, national, transition)
    return national


def _living(inputs: Inputs) -> Numbers:
    """[age in months] children of the whole municipality at the last count."""
    if inputs.months_of_age is not None:
        counts = inputs.months_of_age.sum(0)[:AGES]
        return np.pad(counts, (0, AGES - len(counts)))
    return np.asarray(by_month_of_age(inputs.history, inputs.birth_months)[-1].sum(0))


def _from_ages(stays: Enrolled, living: Numbers, national: Numbers, transition: int) -> Numbers:
    """Each month's log-odds against the national ones, drawn toward their mean among infants, toddlers and older children."""
    enrolled = np.zeros(AGES)
    ages = stays.ages.sum((0, 2))[:AGES]
    enrolled[: len(ages)] = ages
    value, variance = counted(np.minimum(enrolled, living), living)
    curve = national.copy()
    # the year in which children leave for school says nothing of the wish for a place
    for low, high in ((0, TODDLERS_FROM), (TODDLERS_FROM, transition), (transition, 60)):
        here = np.arange(low, high)[np.isfinite(national[low:high]) & (living[low:high] > 0)]
        if len(here) == 0:
            continue
        common, _ = solve_shift(national[here], living[here], float(enrolled[here].sum()))
        bent, _ = shrunk(value[here] - national[here] - common, variance[here])
        curve[low:high] += common
        curve[here] += bent
        if high == 60:
            curve[60:] += common
    return curve


def _from_bands(inputs: Inputs, national: Numbers, transition: int) -> Numbers:
    """The national curve, shifted in each band so that it gives the band's latest share in the whole municipality."""
    living = _living(inputs)
    last = int(inputs.history.years[-1])
    bands: dict[tuple[int, int, int], dict[str, float]] = {}
    rows = [row for row in inputs.takeup if row.area is None and (row.year is None or row.year <= last)]
    for row in sorted(rows, key=lambda row: last if row.year is None else row.year):
        bands.setdefault((stage_of(row, transition), row.age_from, row.age_to), {})[row.care] = row.share
    curve = national.copy()
    for (_, low, high), shares in bands.items():
        here = living[low:high]
        if here.sum() > 0 and np.isfinite(national[low:high]).any():
            curve[low:high] = national[low:high] + solve_shift(national[low:high], here, float(here.sum() * whole_share(shares)))[0]
    return curve
