"""A forecast as tables: for files, workbooks, pages and notebooks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecasts.outcome import CARES, QUANTILES, Forecast

#: names of the columns of quantiles, as the files have them
QUANTILE_COLUMNS = tuple(f"q{100 * share:g}" for share in QUANTILES)


def demand_table(forecast: Forecast) -> pd.DataFrame:
    """A row per area, kind of care and month: `mean`, the quantiles `q2.5` to `q97.5`, and how the places meet them.

    `capacity` and `shortage` (a share of 1) are empty where no capacity is known; `lack` and `worst` are places, see `Forecast`.
    """
    cells = forecast.mean.shape
    area, care, month = (axis.ravel() for axis in np.indices(cells))
    quantiles = {name: forecast.demand[number].ravel() for number, name in enumerate(QUANTILE_COLUMNS)}
    return pd.DataFrame(
        {
            "area_id": np.array(forecast.areas, dtype=object)[area],
            "area": np.array(forecast.names, dtype=object)[area],
            "care_kind": np.array(CARES, dtype=object)[care],
            "month": pd.to_datetime(list(forecast.months))[month],
            "mean": forecast.mean.ravel(),
            **quantiles,
            **{name: getattr(forecast, name).ravel() for name in ("capacity", "shortage", "lack", "worst")},
        }
    )


def children_table(forecast: Forecast) -> pd.DataFrame:
    """A row per area, age in years and month: the children living there, as quantiles `q2.5` to `q97.5`."""
    _, areas, ages, months = forecast.children.shape
    area, age, month = (axis.ravel() for axis in np.indices((areas, ages, months)))
    quantiles = {name: forecast.children[number].ravel() for number, name in enumerate(QUANTILE_COLUMNS)}
    return pd.DataFrame(
        {
            "area_id": np.array(forecast.areas, dtype=object)[area],
            "area": np.array(forecast.names, dtype=object)[area],
            "age": age,
            "month": pd.to_datetime(list(forecast.months))[month],
            **quantiles,
        }
    )


def gap_table(forecast: Forecast) -> pd.DataFrame:
    """A row per area, kind of care and calendar year, told in the month in which places are scarcest.

    That is the month with the greatest chance of a shortage, of several the one whose median demand is furthest above the places;
    where no capacity is known, the month with the greatest median demand. `gap` is places less median demand: below 0 they lack.
    """
    years = np.array([month.year for month in forecast.months])
    median = forecast.demand[QUANTILES.index(0.5)]
    rows = []
    for area, care in np.ndindex(median.shape[:2]):
        for year in np.unique(years):
            when = _scarcest(forecast, area, care, np.flatnonzero(years == year), median[area, care])
            rows.append({
                "area_id": forecast.areas[area], "area": forecast.names[area], "care_kind": CARES[care], "year": int(year),
                "month": pd.Timestamp(forecast.months[when]),
                **{name: float(forecast.demand[number, area, care, when]) for number, name in enumerate(QUANTILE_COLUMNS)},
                **{name: float(getattr(forecast, name)[area, care, when]) for name in ("capacity", "shortage", "lack", "worst")},
                "gap": float(forecast.capacity[area, care, when] - median[area, care, when]),
            })  # fmt: skip
    return pd.DataFrame(rows)


def _scarcest(forecast: Forecast, area: int, care: int, months: np.ndarray, median: np.ndarray) -> int:
    risk, places = forecast.shortage[area, care, months], forecast.capacity[area, care, months]
    if np.isnan(risk).all():
        return int(months[median[months].argmax()])
    known = np.nan_to_num(risk, nan=-1.0)
    over = np.where(known == known.max(), np.nan_to_num(median[months] - places, nan=-np.inf), -np.inf)
    return int(months[over.argmax()])
