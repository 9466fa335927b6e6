"""The tables hold the forecast's own figures, each in its row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from forecasts.outcome import CARES
from forecasts.tables import children_table, demand_table, gap_table
from tests.forecasts.made import forecast


def test_every_figure_stands_in_its_row() -> None:
    made = forecast()
    rng = np.random.default_rng(1)
    made = replace(
        made, **{name: rng.random(made.mean.shape).astype(np.float32) for name in ("mean", "capacity", "shortage", "lack", "worst")}
    )
    table = demand_table(made).set_index(["area_id", "care_kind", "month"])
    assert len(table) == made.mean.size
    for area, care, month in ((0, 0, 0), (2, 1, 17), (4, 2, 35)):
        row = table.loc[(made.areas[area], CARES[care], pd.Timestamp(made.months[month]))]
        assert row["area"] == made.names[area]
        for name in ("mean", "capacity", "shortage", "lack", "worst"):
            assert row[name] == getattr(made, name)[area, care, month]
        assert [row[name] for name in ("q2.5", "q10", "q50", "q90", "q97.5")] == list(made.demand[:, area, care, month])


def test_children_by_age() -> None:
    made = forecast()
    made = replace(made, children=np.random.default_rng(2).random(made.children.shape).astype(np.float32))
    table = children_table(made).set_index(["area_id", "age", "month"])
    row = table.loc[("D3", 4, pd.Timestamp(made.months[20]))]
    assert [row[name] for name in ("q2.5", "q10", "q50", "q90", "q97.5")] == list(made.children[:, 2, 4, 20])


def test_a_year_is_told_in_its_scarcest_month() -> None:
    made = forecast()
    made.shortage[0, 1, :12] = [0.1, 0.2, 0.9, 0.3, *[0.1] * 8]
    table = gap_table(made)
    row = table[(table["area_id"] == "D1") & (table["care_kind"] == "vuggestue") & (table["year"] == 2028)].iloc[0]
    # in March demand has grown by one place from 40, and there are 50
    assert (row["month"], row["q50"], row["capacity"], row["gap"]) == (pd.Timestamp(2028, 3, 1), 41, 50, 9)
    assert np.float32(row["shortage"]) == np.float32(0.9)
    assert len(table) == 5 * 3 * 3


def test_equal_chances_leave_it_to_the_gap() -> None:
    made = forecast()
    made.shortage[0, 1] = 1
    table = gap_table(made)
    chosen = table[(table["area_id"] == "D1") & (table["care_kind"] == "vuggestue")]
    # demand grows all the time: December is the scarcest
    assert list(chosen["month"].dt.month) == [12, 12, 12]


def test_without_known_places_the_year_is_told_in_its_fullest_month() -> None:
    made = forecast()
    made.shortage[0, 1] = np.nan
    made.capacity[0, 1] = np.nan
    made.demand[2, 0, 1, 5] = 99
    row = gap_table(made).query("area_id == 'D1' and care_kind == 'vuggestue' and year == 2028").iloc[0]
    assert (row["month"].month, row["q50"]) == (6, 99)
    assert np.isnan(row["gap"])
