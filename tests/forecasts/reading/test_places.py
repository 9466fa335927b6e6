"""Places, enrolled children, dwellings and shares read from small tables whose answers are plain to see, and from the synthetic town."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.synthetic import draw_municipality
from forecasts.faults import Unusable, remedy
from forecasts.inputs import Dwellings, Inputs, TakeUp
from forecasts.reading import read_inputs
from tests.forecasts.reading.test_population import DISTRICTS, town

Tables = dict[str, pd.DataFrame]


def table(columns: str, *rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns.split())


def tables(**more: pd.DataFrame) -> Tables:
    """House H in A with vuggestue V (10) and boernehave N (20, nobody queues), dagplejer P in B (4)."""
    return {
        "population": town(),
        "districts": DISTRICTS,
        "facilities": table("facility_id district_id", ("H", "A"), ("P", "B")),
        "units": table(
            "unit_id facility_id kind places open_to_list",
            ("V", "H", "vuggestue", 10, True), ("N", "H", "boernehave", 20, False),
            ("P", "P", "dagpleje", 4, True), ("X", "P", "gaestehus", 3, True),
        ),
        "capacity_changes": table("unit_id from_date places"),
        **more,
    }  # fmt: skip


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def test_places_follow_the_changes() -> None:
    changes = table(
        "unit_id from_date places",
        ("V", day("2023-03-01"), 12),
        ("V", day("2023-05-02"), 0),
        ("P", day("2022-01-01"), 5),
        ("X", day("2023-02-01"), 0),
    )
    capacity = read_inputs(tables(capacity_changes=changes)).capacity
    assert capacity is not None
    assert [month.isoformat()[:7] for month in capacity.months] == ["2023-01", "2023-02", "2023-03", "2023-04", "2023-05", "2023-06"]
    dagpleje, vuggestue, boernehave = range(3)
    assert capacity.places[0, vuggestue].tolist() == [10, 10, 12, 12, 12, 0]
    assert capacity.places[0, boernehave].tolist() == capacity.closed[0, boernehave].tolist() == [20] * 6
    assert capacity.places[1, dagpleje].tolist() == [5] * 6
    assert capacity.closed.sum() == 20 * 6
    assert capacity.places.sum() == 42 + 12 * 3 - 12 + 20 * 6 + 5 * 6 - 10
    assert capacity.on((date(2023, 4, 1), date(2031, 1, 1)))[0, vuggestue].tolist() == [12, 0]
    with pytest.raises(ValueError, match="from 2023-01-01 on, not on 2022-12-01"):
        capacity.on((date(2022, 12, 1),))


def test_a_change_of_an_unknown_unit_is_refused() -> None:
    with pytest.raises(Unusable, match=r"capacity_changes, kolonne unit_id: fandt »Q«"):
        read_inputs(tables(capacity_changes=table("unit_id from_date places", ("Q", day("2023-03-01"), 1))))


CHILDREN = table(
    "child_id birth_date district_id residence",
    ("a", day("2022-01-15"), "A", None), ("b", day("2019-06-01"), "B", None),
    ("c", day("2022-03-01"), "A", "751"), ("d", day("2021-01-01"), None, None),
)  # fmt: skip


def enrolled(*stays: tuple[Any, ...]) -> Inputs:
    rows = table(
        "child_id unit_id from_date to_date",
        *[(child, unit, day(begin), pd.NaT if not end else day(end)) for child, unit, begin, end in stays],
    )
    return read_inputs(tables(children=CHILDREN, enrolments=rows), own="730")


def test_enrolled_children_by_the_area_of_their_home() -> None:
    found = enrolled(
        ("a", "P", "2022-12-01", ""),
        ("b", "V", "2021-09-01", "2022-12-31"),
        ("b", "N", "2022-12-31", ""),
        ("c", "V", "2022-11-01", ""),
        ("d", "V", "2023-01-01", ""),
    )
    told = found.enrolled
    assert told is not None
    assert told.months[-1] == date(2023, 1, 1)
    now = told.counts[:, :, -1]
    assert now.tolist() == [[1, 1, 0], [0, 0, 1], [0, 0, 0]]  # d has no district: counted where V lies
    assert told.outsiders[:, -1].tolist() == [0, 1, 0]
    assert told.counts[:, :, -2].tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 0]]
    assert remedy("homeless", count=1) in found.history.remedies
    assert told.ages.sum(axis=(0, 1)).tolist() == [1, 1, 1]
    assert [told.ages[0, months].sum() for months in (11, 24)] == [1, 1]
    assert told.ages[1, 43].tolist() == [0, 0, 1]
    assert found.birth_months is not None
    assert found.birth_months[0].tolist() == [1, 0, 1, *[0] * 9]


def test_present_stays_tell_of_the_present_only() -> None:
    found = enrolled(("a", "P", "2022-12-01", ""), ("b", "N", "2021-09-01", ""))
    assert found.enrolled is not None
    assert found.enrolled.months == (date(2023, 1, 1),)
    assert remedy("present_stays", month="2023-01-01") in found.history.remedies


def test_dwellings_and_shares() -> None:
    housing = table("area_id year dwelling_kind dwellings probability", ("A", 2025, "etagebolig", 40, 0.5), ("B", 2024, None, 3, None))
    takeup = table(
        "age_months_from age_months_to care_kind share area_id year", (6, 12, "dagpleje", 0.2, None, 2020), (12, 36, "any", 0.9, "B", None)
    )
    found = read_inputs(tables(housing=housing, takeup=takeup))
    assert found.housing == (Dwellings(0, 2025, "etagebolig", 40, 0.5), Dwellings(1, 2024, "", 3, 1.0))
    assert found.takeup == (TakeUp(None, 2020, 6, 12, "dagpleje", 0.2), TakeUp(1, None, 12, 36, "any", 0.9))


@pytest.mark.parametrize(
    ("name", "columns", "row", "code", "value"),
    [
        ("housing", "area_id year dwellings probability", ("Z", 2025, 3, 1), "unknown_area", "Z"),
        ("housing", "area_id year dwellings probability", ("A", 2025, -3, 1), "negative", "-3"),
        ("housing", "area_id year dwellings probability", ("A", 2025, 3, 1.5), "probability", "1.5"),
        ("takeup", "age_months_from age_months_to care_kind share area_id", (6, 12, "any", 0.5, "Z"), "unknown_area", "Z"),
        ("takeup", "age_months_from age_months_to care_kind share", (12, 12, "any", 0.5), "age_interval", "12"),
    ],
)
def test_a_bad_row_is_named(name: str, columns: str, row: tuple[Any, ...], code: str, value: str) -> None:
    with pytest.raises(Unusable) as caught:
        read_inputs(tables(**{name: table(columns, row)}))
    assert [(fault.table, fault.code, fault.value) for fault in caught.value.faults] == [(name, code, value)]


def test_shares_above_one_are_refused() -> None:
    takeup = table("age_months_from age_months_to care_kind share year", (6, 24, "dagpleje", 0.6, 2020), (12, 36, "vuggestue", 0.5, 2020))
    with pytest.raises(Unusable, match=r"1\.100 \(12; 2020\)"):
        read_inputs(tables(takeup=takeup))


@pytest.fixture(scope="module")
def drawn() -> Tables:
    return draw_municipality(300, 2)


def test_the_synthetic_town_is_read_whole(drawn: Tables) -> None:
    found = read_inputs(drawn)
    history, districts = found.history, drawn["districts"].query("parent_id.notna()")
    assert history.areas == tuple(districts["district_id"])
    assert [one.code for one in history.remedies] == ["present_stays"]
    assert len(history.years) == 15
    counts = (
        drawn["population"].query("age <= 9").pivot_table(index=["year", "area_id"], columns="age", values="count").to_numpy(dtype=float)
    )
    assert (history.counts.reshape(counts.shape) == counts).all()
    assert history.births is not None
    assert history.births.sum() == drawn["births"]["count"].sum()
    assert len(found.housing) == len(drawn["housing"])
    assert found.enrolled is not None
    assert found.capacity is not None
    assert found.capacity.places[:, :, 0].sum() == drawn["units"]["places"].sum()
    first = pd.Timestamp(2027, 1, 1)
    stays = drawn["enrolments"]
    assert found.enrolled.counts.sum() == ((stays["from_date"] <= first) & ~(stays["to_date"] <= first)).sum()
    parents = dict(zip(districts["district_id"], districts["parent_id"], strict=True))
    of = {area: int(group) for area, group in zip(history.areas, history.levels[0], strict=True)}
    assert all((of[a] == of[b]) == (parents[a] == parents[b]) for a in of for b in of)
    assert found.birth_months is not None
    assert np.array_equal(found.birth_months.sum(axis=0), np.bincount(drawn["children"]["birth_date"].dt.month, minlength=13)[1:])
