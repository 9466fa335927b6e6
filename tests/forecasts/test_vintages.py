"""An earlier forecast beside what came: each figure stands beside the one of its area, kind and day, and nothing else is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from forecasts.history import History
from forecasts.inputs import Enrolled, Inputs
from forecasts.vintages import COLUMNS, HIGH, LOW, MEDIAN, against_actuals
from tests.forecasts.made import forecast

AREAS = ("D1", "D2", "D3", "D4")


def later(areas: tuple[str, ...] = AREAS) -> Inputs:
    """Counts of 2027 to 2030 and enrolments of three months, each figure its own."""
    counts = np.arange(4.0 * len(areas) * 8).reshape(4, len(areas), 8)
    months = (date(2028, 1, 1), date(2028, 2, 1), date(2029, 6, 1))
    enrolled = Enrolled(months, 40 + np.arange(9.0 * len(areas)).reshape(len(areas), 3, 3), np.zeros((3, 3)), np.zeros((len(areas), 84, 3)))
    return Inputs(History(areas, np.arange(2027, 2031), counts), names=areas, enrolled=enrolled)


def test_each_figure_stands_beside_what_came() -> None:
    made, found = forecast(), later()
    table = against_actuals(made, found).set_index(["area", "kind", "date"])
    assert found.enrolled is not None
    assert tuple(against_actuals(made, found).columns) == COLUMNS
    row = table.loc[("D2", "vuggestue", date(2029, 6, 1))]
    assert row["came"] == found.enrolled.counts[1, 1, 2]
    assert row["months_ahead"] == 17
    assert row[["low", "median", "high"]].tolist() == pytest.approx([made.demand[q, 1, 1, 17] for q in (LOW, MEDIAN, HIGH)])
    assert table.loc[("D3", "age_4", date(2030, 1, 1)), "came"] == found.history.counts[3, 2, 4]
    assert table.loc[("ALL", "age_4", date(2030, 1, 1)), "came"] == found.history.counts[3, :, 4].sum()
    assert table["inside"].tolist() == [low <= came <= high for low, came, high in table[["low", "came", "high"]].to_numpy()]
    assert 0 < table["inside"].sum() < len(table)


def test_only_days_after_the_origin_are_told() -> None:
    table = against_actuals(forecast(), later())
    assert set(table["date"]) == {date(2028, 2, 1), date(2029, 6, 1), date(2029, 1, 1), date(2030, 1, 1)}
    assert len(table) == 5 * (2 * 3 + 2 * 7)
    assert not table.duplicated(["area", "kind", "date"]).any()


def test_an_area_that_is_gone_is_left_out_and_so_is_the_sum() -> None:
    table = against_actuals(forecast(), later(("D1", "D3", "D9")))
    assert set(table["area"]) == {"D1", "D3"}


def test_nothing_came_yet() -> None:
    found = replace(later(), enrolled=None)
    early = replace(found, history=found.history.until(2028))
    assert against_actuals(forecast(), early).empty
