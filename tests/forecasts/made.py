"""A forecast made by hand: four districts, two years, figures that a test can foresee."""

from __future__ import annotations

from datetime import date

import numpy as np

from forecasts.outcome import CARES, QUANTILES, Forecast

DISTRICTS = ("Stilling", "Skovby", "Hørning & omegn", "<Øen>")
MONTHS = tuple(date(2028 + k // 12, 1 + k % 12, 1) for k in range(36))


def forecast(names: tuple[str, ...] = DISTRICTS, months: tuple[date, ...] = MONTHS) -> Forecast:
    """Demand grows by half a place a month from 40 places, wider with time; 50 places of each kind; a normal error of known width."""
    areas, count = len(names) + 1, len(months)
    time = np.arange(count, dtype=np.float32)
    size = np.array([1 + 0.2 * number for number in range(len(names))] + [len(names)], np.float32)
    median = np.broadcast_to((40 + time / 2) * size[:, None, None], (areas, len(CARES), count))
    spread = 0.04 * median * np.sqrt(1 + time / 6)
    normal = np.array([-1.96, -1.2816, 0, 1.2816, 1.96], np.float32)
    demand = (median + spread * normal[:, None, None, None]).astype(np.float32)
    assert len(demand) == len(QUANTILES)
    capacity = np.broadcast_to(50 * size[:, None, None], median.shape).astype(np.float32)
    return Forecast(
        origin=date(2028, 1, 1), areas=(*(f"D{number + 1}" for number in range(len(names))), "ALL"), names=(*names, "Kommunen"),
        months=months, demand=demand, mean=demand[2].copy(), capacity=capacity,
        shortage=np.clip((median - capacity) / (4 * spread) + 0.5, 0, 1).astype(np.float32),
        lack=np.maximum(demand[3] - capacity, 0), worst=np.maximum(demand[3] - capacity, 0),
        children=np.ones((len(QUANTILES), areas, 7, count), np.float32),
    )  # fmt: skip
