"""Places there are, by area, kind of care and month: what is known, and what a scenario opens or closes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from forecasts.assumptions import AssumptionFault, Assumptions
from forecasts.inputs import Capacity
from forecasts.months import month_of
from forecasts.outcome import CARES

Numbers = NDArray[np.float64]
Index = NDArray[np.int64]


def places_by_month(capacity: Capacity | None, areas: tuple[str, ...], months: Index, assumptions: Assumptions) -> Numbers:
    """[area + 1, care, month]: places that families can be given; the municipality, last, has the sum of its areas.

    NaN in months before capacity is known, and for a kind of care that an area never has a place of: its families use other areas',
    so that only the municipality can lack that kind.

    Raises:
        AssumptionFault: a step names an area that there is none of, or closes more places than there are.
    """
    shape = (len(areas), len(CARES), len(months))
    places = np.full(shape, np.nan)
    if capacity is not None:
        known = np.array([month_of(day) for day in capacity.months])
        at = np.searchsorted(known, months, side="right") - 1
        places[:, :, at >= 0] = (capacity.places - capacity.closed)[:, :, at[at >= 0]]
        places[(np.nan_to_num(places) == 0).all(2)] = np.nan
    for step in assumptions.capacity:
        if step.area not in areas:
            raise AssumptionFault(
                f"CapacityStep.area: der er intet område »{step.area}«; kendte er {', '.join(areas)}.",
                f"CapacityStep.area: there is no area '{step.area}'; known are {', '.join(areas)}.",
            )
        area, care = areas.index(step.area), CARES.index(step.care)
        open_now = months >= step.month
        if capacity is not None and np.isnan(places[area, care]).all():
            places[area, care] = 0
        places[area, care, open_now] += step.places
        if (places[area, care] < 0).any():
            raise AssumptionFault(
                f"CapacityStep: {-step.places:g} pladser ({step.care}) lukkes i {step.area} fra {step.start}, flere end der er.",
                f"CapacityStep: {-step.places:g} places of {step.care} closed in {step.area} from {step.start}, more than there are.",
            )
    every = np.where(np.isnan(places).all(0), np.nan, np.nansum(np.nan_to_num(places), axis=0))
    return np.concatenate([places, every[None]])
