"""Small vectorised helpers: whole-array date arithmetic that agrees with `optimizer.domain.dates`, and shares of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import KDTree

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
#: days, numpy datetime64[D]
Days = npt.NDArray[np.datetime64]

NO_DAY = np.datetime64("NaT", "D")


def day(value: date) -> np.datetime64:
    """A date as numpy's day."""
    return np.datetime64(value, "D")


def as_days(values: npt.NDArray[Any]) -> Days:
    """Any datetime64 array cut to whole days."""
    return values.astype("datetime64[D]")


def month_floor(days: Days) -> Days:
    """The first of the month that each day lies in."""
    return days.astype("datetime64[M]").astype("datetime64[D]")


def month_ceiling(days: Days) -> Days:
    """The first of a month on or after each day."""
    next_month: Days = (days.astype("datetime64[M]") + np.timedelta64(1, "M")).astype("datetime64[D]")
    return np.where(month_floor(days) == days, days, next_month)


def add_months(days: Days, months: int | Ints) -> Days:
    """The same day `months` later, clipped to the month's last day."""
    month = days.astype("datetime64[M]")
    target = month + np.asarray(months).astype("timedelta64[M]")
    last = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    same = target.astype("datetime64[D]") + (days - month.astype("datetime64[D]"))
    clipped: Days = np.minimum(same, last)
    return clipped


def shift(days: Days, count: Floats | Ints) -> Days:
    """Each day moved by a number of days (rounded down)."""
    moved: Days = days + np.floor(count).astype("timedelta64[D]")
    return moved


def apportion(total: int, weights: Floats, least: int = 0) -> Ints:
    """`total` units split in proportion to `weights` by largest remainder, each part at least `least` where `total` allows."""
    base = np.full(len(weights), least if least * len(weights) <= total else 0, dtype=np.int64)
    exact = weights / weights.sum() * (total - base.sum())
    parts: Ints = base + np.floor(exact).astype(np.int64)
    rest = int(total - parts.sum())
    parts[np.argsort(np.floor(exact) - exact, kind="stable")[:rest]] += 1
    return parts


def pick(rng: np.random.Generator, values: Sequence[str], size: int) -> npt.NDArray[np.object_]:
    """`size` values drawn with equal chance."""
    return np.array(values, dtype=object)[rng.integers(0, len(values), size)]


def nearest(points: Floats, homes: Floats, count: int) -> tuple[Floats, Ints]:
    """Distances (metres) from each home to its `count` nearest points (fewer if there are no more) and their rows, shape (homes, count)."""
    distance, row = KDTree(points).query(homes, k=list(range(1, min(count, len(points)) + 1)))
    return np.asarray(distance, dtype=np.float64), np.asarray(row, dtype=np.int64)


def positions(frame: pd.DataFrame) -> Floats:
    """The columns x and y, metres, shape (rows, 2)."""
    xy: Floats = frame[["x", "y"]].to_numpy(dtype=np.float64)
    return xy
