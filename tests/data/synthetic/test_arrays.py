"""The vectorised date arithmetic agrees with the core's, and shares add up."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.synthetic.arrays import add_months, apportion, month_ceiling
from data.synthetic.figures import whole_months
from optimizer.domain import dates

days = st.dates(date(2015, 1, 1), date(2032, 12, 31))


def numpy_days(*values: date) -> np.ndarray:
    return np.array(values, dtype="datetime64[D]")


@given(days, st.integers(-40, 90))
def test_adding_months_is_the_core_s(start: date, months: int) -> None:
    assert add_months(numpy_days(start), months)[0].astype(date) == dates.add_months(start, months)


@given(days, days)
def test_whole_months_are_the_core_s(birth: date, today: date) -> None:
    assert whole_months(numpy_days(birth), np.datetime64(today, "D"))[0] == dates.age_in_months(birth, today)


@pytest.mark.parametrize(
    ("given_day", "first"),
    [(date(2027, 1, 1), date(2027, 1, 1)), (date(2027, 1, 2), date(2027, 2, 1)), (date(2027, 12, 31), date(2028, 1, 1)),
     (date(2027, 1, 31), date(2027, 2, 1)), (date(2028, 2, 29), date(2028, 3, 1))],
)  # fmt: skip
def test_month_ceiling(given_day: date, first: date) -> None:
    assert month_ceiling(numpy_days(given_day))[0].astype(date) == first


@given(st.integers(0, 500), st.lists(st.floats(0.01, 100), min_size=1, max_size=12), st.integers(0, 3))
def test_shares_add_up_to_the_whole(total: int, weights: list[float], least: int) -> None:
    parts = apportion(total, np.array(weights), least)
    assert parts.sum() == total
    assert parts.min() >= (least if least * len(weights) <= total else 0)


def test_shares_follow_the_weights() -> None:
    assert apportion(10, np.array([1.0, 2.0, 7.0])).tolist() == [1, 2, 7]
    assert apportion(4, np.array([1.0, 1.0, 1.0])).tolist() == [2, 1, 1]
