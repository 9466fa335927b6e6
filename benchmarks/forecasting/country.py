"""An invented country for the speed of the stream: 98 municipalities of 30 districts, counted for twelve years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from forecasts.history import History
from forecasts.inputs import Capacity, Inputs

MUNICIPALITIES, DISTRICTS, COUNTS = 98, 30, 12
#: single years of age counted: 84 ages in months
AGES = 7


def municipality(number: int) -> Inputs:
    """One municipality: districts of 10 to 60 children a year, and places for about as many as ask."""
    rng = np.random.default_rng(number)
    size = rng.uniform(10, 60, DISTRICTS)
    trend = np.exp(rng.normal(0, 0.02, (COUNTS, DISTRICTS, 1)).cumsum(0))
    counts = rng.poisson(size[None, :, None] * trend * np.ones(AGES)).astype(float)
    areas = tuple(f"{number}-{district}" for district in range(DISTRICTS))
    history = History(areas, np.arange(2027 - COUNTS, 2027), counts, (np.zeros(DISTRICTS, np.int64),))
    places = (size[:, None] * np.array([0.5, 1.5, 3.4])).round()[:, :, None]
    return Inputs(history, areas, capacity=Capacity((date(2026, 1, 1),), places, np.zeros_like(places)))


def country() -> Iterator[tuple[str, Inputs]]:
    """The municipalities, each made when it is asked for."""
    for number in range(MUNICIPALITIES):
        yield f"M{number}", municipality(number)
