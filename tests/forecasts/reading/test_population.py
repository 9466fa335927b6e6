"""Every fault of the counts is refused with its place and its mending, or mended and told; never guessed in silence."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from forecasts.faults import _FAULTS, _REMEDIES, Fault, Unusable, remedy, told
from forecasts.history import Remedy
from forecasts.inputs import Inputs
from forecasts.reading import read_inputs

YEARS = range(2018, 2024)
DISTRICTS = pd.DataFrame(
    {"district_id": ["G", "A", "B", "C"], "name": ["Byen", "Ask", "Birk", "Ceder"], "parent_id": [None, "G", "G", "G"]}
)


def town(years: range = YEARS, sizes: tuple[int, ...] = (100, 60, 40), ages: int = 8) -> pd.DataFrame:
    """Counts of the districts A, B, C: cohorts that neither grow nor shrink, of sizes that differ from year to year."""
    rng = np.random.default_rng(1)
    births = {
        (area, born): int(rng.integers(size * 0.9, size * 1.1))
        for area, size in zip("ABC", sizes, strict=True)
        for born in range(1990, 2040)
    }
    rows = [(area, year, age, births[area, year - age]) for area in "ABC" for year in years for age in range(ages)]
    return pd.DataFrame(rows, columns=["area_id", "year", "age", "count"])


def adults(years: range = YEARS) -> pd.DataFrame:
    """A hundred adults of each age in each district, and one more for each year of age."""
    rows = [(area, year, age, 100 + age) for area in "ABC" for year in years for age in range(18, 50)]
    return pd.DataFrame(rows, columns=["area_id", "year", "age", "count"])


def read(population: pd.DataFrame, **more: object) -> Inputs:
    return read_inputs({"population": population, "districts": DISTRICTS}, **more)  # type: ignore[arg-type]


def mended(found: Inputs) -> tuple[Remedy, ...]:
    """What was mended, beside that most of these towns have no adults."""
    return tuple(one for one in found.history.remedies if one.code != "no_adults")


def codes(found: Inputs) -> list[str]:
    return [one.code for one in mended(found)]


def refused(population: pd.DataFrame, **more: object) -> list[Fault]:
    with pytest.raises(Unusable) as caught:
        read(population, **more)
    return list(caught.value.faults)


def cells(rows: pd.DataFrame, **where: object) -> pd.Series:
    """Which rows have those values."""
    return pd.concat([rows[name] == value for name, value in where.items()], axis=1).all(axis=1)


def test_a_sound_town_is_read_as_it_stands() -> None:
    table = pd.concat([town(), adults()], ignore_index=True)
    found = read(table.sample(frac=1, random_state=3))
    history = found.history
    assert (history.areas, found.names, history.month) == (("A", "B", "C"), ("Ask", "Birk", "Ceder"), 1)
    assert history.years.tolist() == list(YEARS)
    assert history.levels == ()
    expected = table[table["age"] < 8].pivot(index=["year", "area_id"], columns="age", values="count").to_numpy().reshape(6, 3, 8)
    assert (history.counts == expected).all()
    assert history.adults is not None
    assert history.adults.counts[0, 0].tolist() == [sum(100 + age for age in range(low, high + 1)) for low, high in history.adults.bands]
    assert history.remedies == ()


def test_a_day_or_its_eve_stands_for_the_year() -> None:
    table = town().assign(date=lambda rows: pd.to_datetime(rows["year"].astype(str) + "-12-31")).drop(columns="year")
    assert read(table).history.years.tolist() == [year + 1 for year in YEARS]
    odd = table.assign(date=table["date"].mask(table.index == 3, pd.Timestamp(2020, 5, 17)))
    assert [(fault.code, fault.value) for fault in refused(odd)] == [("day_of_count", "2020-05-17")]


def test_other_days_are_left_out_and_told() -> None:
    table = town().assign(date=lambda rows: pd.to_datetime(rows["year"].astype(str) + "-01-01")).drop(columns="year")
    extra = table[table["date"].dt.year == 2023].assign(date=pd.Timestamp(2023, 7, 1))
    found = read(pd.concat([table, extra], ignore_index=True))
    assert mended(found) == (remedy("other_days", count=24, month=1),)


@pytest.mark.parametrize(
    ("change", "code", "column", "value"),
    [
        ({"count": -3.0}, "negative", "count", "-3 (A, 2018, 5)"),
        ({"count": np.nan}, "no_count", "count", "A, 2018, 5"),
        ({"year": np.nan}, "no_day", "date", None),
        ({"age": np.nan}, "no_age", "age", None),
        ({"age_months": 30.0}, "age_disagrees", "age", "5 / 30"),
        ({"age": 4}, "twice", "count", "A, 2018, 4"),
        ({"area_id": "X"}, "unknown_area", "area_id", "X"),
    ],
)
def test_a_bad_row_is_named(change: dict[str, object], code: str, column: str, value: str | None) -> None:
    table = town().astype({"count": float, "year": float, "age": float})
    table.index = pd.RangeIndex(2, len(table) + 2, name="row")
    for name, cell in change.items():
        table.loc[7, name] = cell
    found = [fault for fault in refused(table) if fault.code == code]
    assert [(fault.table, fault.column, fault.value) for fault in found] == [("population", column, value)]
    assert found[0].row == (None if code == "unknown_area" else 7)
    assert ("række 7" in found[0].text("da")) == (found[0].row == 7)
    assert found[0].text("da") != found[0].text("en")


def test_all_bad_rows_are_told_at_once() -> None:
    table = town()
    table.loc[[1, 5, 9], "count"] = -1
    table.loc[20, "count"] = -2
    faults = refused(table)
    assert len(faults) == 4
    assert len(str(Unusable(faults * 6)).splitlines()) == 21


def test_a_few_fractions_are_rounded_and_many_refused() -> None:
    table = town().astype({"count": float})
    table.loc[[3, 4], "count"] += 0.4
    found = read(table)
    assert (found.history.counts == read(town()).history.counts).all()
    assert mended(found) == (remedy("rounded", count=2),)
    table["count"] += 0.25
    assert next((fault.code, fault.value) for fault in refused(table)) == ("fractional", f"{table['count'][0]:g} (A, 2018, 0); 144 / 144")


def test_a_missing_year_is_set_between_its_neighbours() -> None:
    table = town()
    found = read(table[table["year"] != 2020])
    assert mended(found) == (remedy("missing_year", year=2020),)
    # no cohort grows or shrinks here, so what lies between is what was there
    assert (found.history.counts == read(table).history.counts).all()
    assert "2020 mangler" in told(mended(found)[0])


def test_years_before_two_missing_ones_are_left_out() -> None:
    table = town(range(2012, 2024))
    found = read(table[~table["year"].isin([2014, 2015])])
    assert found.history.years.tolist() == list(range(2016, 2024))
    assert mended(found) == (remedy("years_left_out", years="2012-2015"),)


def test_an_age_missing_in_one_year() -> None:
    table = town()
    found = read(table[~cells(table, year=2020, age=3)])
    assert mended(found) == (remedy("missing_age", age=3, year=2020),)
    assert (found.history.counts == read(table).history.counts).all()
    assert [(fault.code, fault.value) for fault in refused(table[~cells(table, year=2023, age=3)])] == [("age_missing", "3 (2023)")]
    assert [(fault.code, fault.value) for fault in refused(table[table["age"] != 2])] == [("age_missing", "2")]


def test_the_oldest_ages_may_be_missing() -> None:
    table = town()
    assert read(table[(table["age"] < 7) | (table["year"] > 2019)]).history.counts.shape[2] == 7


def test_copies_of_the_last_year_are_left_out() -> None:
    table = town()
    copies = [table[table["year"] == 2023].assign(year=year) for year in range(2024, 2034)]
    found = read(pd.concat([table, *copies], ignore_index=True))
    assert found.history.years.tolist() == list(YEARS)
    assert mended(found) == (remedy("repeated_years", years="2024-2033"),)


def test_a_copied_year_among_others_is_a_missing_one() -> None:
    table = town()
    table.loc[table["year"] == 2020, "count"] = table.loc[table["year"] == 2019, "count"].to_numpy()
    assert codes(read(table)) == ["repeated_years", "missing_year"]


def test_a_copied_area_is_refused() -> None:
    table = town()
    table.loc[cells(table, year=2021, area_id="B"), "count"] = table.loc[cells(table, year=2020, area_id="B"), "count"].to_numpy()
    (fault,) = refused(table)
    assert fault.code == "copied_area"
    assert fault.value is not None
    assert fault.value.endswith("(B, 2021)")


def test_zeros_left_out_are_filled_where_few_live() -> None:
    table = town(sizes=(100, 60, 2)).assign(count=lambda rows: rows["count"].mask((rows["area_id"] == "C") & (rows["age"] == 2), 0))
    found = read(table[table["count"] > 0])
    assert (found.history.counts == read(table).history.counts).all()
    assert mended(found) == (remedy("zeros", count=6),)
    assert [(fault.code, fault.value) for fault in refused(table.drop(index=10))] == [("cell_missing", "A, 2019, 2")]


def test_a_district_without_children_stays_and_is_told() -> None:
    found = read(town().assign(count=lambda rows: rows["count"].mask(rows["area_id"] == "C", 0)))
    assert (found.history.counts[:, 2] == 0).all()
    assert mended(found) == (remedy("no_children", area="Ceder"),)


def test_a_district_that_was_split_gets_a_past() -> None:
    """C was a part of A until 2021: A falls by as many as C has from then on."""
    table = town()
    true = read(table).history.counts
    early = table["year"] < 2021
    joined = table[early & (table["area_id"] == "A")].copy()
    joined["count"] += table.loc[early & (table["area_id"] == "C"), "count"].to_numpy()
    found = read(pd.concat([joined, table[early & (table["area_id"] == "B")], table[~early]], ignore_index=True))
    assert mended(found) == (remedy("borders", areas="A, C", year=2021),)
    counts = found.history.counts
    assert counts.sum(axis=1) == pytest.approx(true.sum(axis=1))
    assert (counts[3:] == true[3:]).all()
    assert (counts[:, 1] == true[:, 1]).all()
    assert counts[:3, 2].sum() == pytest.approx(true[:3, 2].sum(), rel=0.1)


def test_a_district_that_was_joined_to_another() -> None:
    """C became a part of B in 2021 and is no area any more."""
    table = town()
    late = table["year"] >= 2021
    joined = table[late & (table["area_id"] == "B")].copy()
    joined["count"] += table.loc[late & (table["area_id"] == "C"), "count"].to_numpy()
    rows = pd.concat([table[~late], table[late & (table["area_id"] == "A")], joined], ignore_index=True)
    found = read_inputs({"population": rows, "districts": DISTRICTS})
    assert found.history.areas == ("A", "B")
    assert mended(found) == (remedy("borders", areas="B, C", year=2021),)
    assert found.history.counts.sum(axis=1) == pytest.approx(read(table).history.counts.sum(axis=1))


def test_a_district_from_nowhere_is_refused_and_a_jump_told() -> None:
    table = town()
    (fault,) = refused(table[~((table["area_id"] == "C") & (table["year"] < 2021))])
    assert (fault.code, fault.value) == ("area_appears", "C, 2021")
    table.loc[(table["area_id"] == "C") & (table["year"] >= 2021), "count"] *= 2
    assert codes(read(table)) == ["jump"]


def test_fewer_than_four_years_are_refused_unless_the_municipality_has_more() -> None:
    short = town(range(2021, 2024))
    assert [(fault.code, fault.value) for fault in refused(short)] == [("few_years", "2021-2023")]
    table = town(range(2012, 2024))
    whole = table.groupby(["year", "age"])["count"].sum().reset_index().assign(area_id="751")
    found = read(pd.concat([short, whole], ignore_index=True))
    assert codes(found) == ["whole", "carried_back"]
    assert found.history.years.tolist() == list(range(2012, 2024))
    assert found.history.counts.sum(axis=1) == pytest.approx(read(table).history.counts.sum(axis=1))


def test_the_municipality_alone_is_one_area() -> None:
    whole = town().groupby(["year", "age"])["count"].sum().reset_index().assign(area_id="751")
    found = read(whole)
    assert (found.history.areas, found.names) == (("751",), ("751",))
    assert codes(found) == ["whole"]


def test_sums_of_districts_are_left_out() -> None:
    above = town().groupby(["year", "age"])["count"].sum().reset_index().assign(area_id="G")
    found = read(pd.concat([town(), above], ignore_index=True))
    assert (found.history.areas, codes(found)) == (("A", "B", "C"), ["parents"])


def test_a_district_of_the_table_has_counts() -> None:
    table = town()
    assert [(fault.code, fault.value) for fault in refused(table[table["area_id"] != "B"])] == [("area_without_counts", "B")]


def test_counts_in_months_are_summed_and_kept() -> None:
    table = town()
    last = table["year"] == 2023
    months = (
        table[last].loc[table[last].index.repeat(12)].assign(age_months=lambda rows: rows["age"] * 12 + np.tile(np.arange(12), last.sum()))
    )
    months["count"] = months["count"] // 12 + (months["age_months"] % 12 < months["count"] % 12)
    found = read(pd.concat([table[~last], months], ignore_index=True))
    assert (found.history.counts == read(table).history.counts).all()
    assert found.months_of_age is not None
    assert found.months_of_age.shape == (3, 96)
    assert (found.months_of_age.reshape(3, 8, 12).sum(axis=2) == found.history.counts[-1]).all()
    mixed = months.assign(count=months["count"] + (months.index == months.index[0]))
    assert {fault.code for fault in refused(pd.concat([table, mixed], ignore_index=True))} == {"ages_mixed"}


def test_months_read_as_years_are_refused() -> None:
    table = town()
    table.loc[table["year"] < 2020, "count"] //= 12
    assert [fault.code for fault in refused(table)] == ["ages_in_months"]


def test_an_adult_age_missing_in_the_file() -> None:
    table = pd.concat([town(), adults()], ignore_index=True)
    found = read(table[table["age"] != 38])
    assert mended(found) == (remedy("adult_age", ages="38"),)
    whole = read(table).history.adults
    assert found.history.adults is not None
    assert whole is not None
    assert found.history.adults.counts == pytest.approx(whole.counts)
    few = read(table[table["age"] < 30])
    assert few.history.adults is None
    assert few.history.remedies == (remedy("no_adults"),)


def test_years_to_come_are_a_projection() -> None:
    later = town(range(2024, 2030)).astype({"count": float}).assign(count=lambda rows: rows["count"] + 0.5)
    found = read(pd.concat([town(), later], ignore_index=True), last_day=date(2023, 6, 1))
    assert found.history.years.tolist() == list(YEARS)
    assert mended(found) == (remedy("projected", years="2024-2029", day="2023-06-01"),)
    assert found.projection is not None
    assert found.projection.years.tolist() == list(range(2024, 2030))
    assert not found.projection.whole
    assert found.projection.counts.sum() == later["count"].sum()


def births(table: pd.DataFrame, shift: int = 1, factor: float = 1.0) -> pd.DataFrame:
    rows = table[table["age"] == 0]
    return pd.DataFrame({"area_id": rows["area_id"], "year": rows["year"] - shift, "count": rows["count"] * factor})


def test_births_stand_beside_the_count_that_follows() -> None:
    table = town()
    found = read_inputs({"population": table, "districts": DISTRICTS, "births": births(table)})
    assert found.history.births is not None
    assert (found.history.births == found.history.counts[:, :, 0]).all()


def test_births_that_cannot_be_those_children_are_left_out() -> None:
    table = town()
    found = read_inputs({"population": table, "districts": DISTRICTS, "births": births(table, factor=0.5)})
    assert found.history.births is None
    assert codes(found) == ["births_left_out"]
    bad = births(table)
    bad.iloc[2, 2] = -1
    with pytest.raises(Unusable, match="births"):
        read_inputs({"population": table, "districts": DISTRICTS, "births": bad})


def test_an_empty_table_says_what_to_do() -> None:
    (fault,) = refused(pd.DataFrame())
    assert fault.code == "no_rows"
    assert "redekasse statbank" in fault.text("da")


def test_every_code_is_told_in_both_languages() -> None:
    for code, (da, en) in _FAULTS.items():
        assert len({*da, *en}) == 4, code
    for code, (da, en) in _REMEDIES.items():
        assert da != en, code


def months(table: pd.DataFrame, first: str, count: int, each: float = 4.0, areas: str = "ABC") -> pd.DataFrame:
    """Rows of `births` for so many months on."""
    days = pd.period_range(first, periods=count, freq="M")
    return pd.DataFrame([{"area_id": area, "year": day.year, "month": day.month, "count": each} for area in areas for day in days])


def test_births_after_the_last_count_are_known_until_the_first_gap_and_the_last_day() -> None:
    table = town()
    last = YEARS[-1]
    rows = pd.concat([births(table), months(table, f"{last}-01", 5), months(table, f"{last}-07", 1)], ignore_index=True)
    found = read_inputs({"population": table, "districts": DISTRICTS, "births": rows})
    assert found.births_since is not None
    assert found.births_since.tolist() == [[4.0] * 5] * 3
    assert mended(found)[-2:] == (remedy("births_rows", count=3), remedy("births_since", count="60", months=5))
    seen = read_inputs({"population": table, "districts": DISTRICTS, "births": rows}, last_day=date(last, 3, 31))
    assert seen.births_since is not None
    assert seen.births_since.shape == (3, 3)
    eve = read_inputs({"population": table, "districts": DISTRICTS, "births": rows}, last_day=date(last, 3, 30))
    assert eve.births_since is not None
    assert eve.births_since.shape == (3, 2)


def test_births_by_month_before_the_counts_make_years_and_a_profile() -> None:
    table = town()
    by_month = births(table)
    parts = pd.concat([by_month.assign(month=month, count=by_month["count"] / 12) for month in range(1, 13)], ignore_index=True)
    found = read_inputs({"population": table, "districts": DISTRICTS, "births": parts})
    assert found.history.births is not None
    assert found.history.births == pytest.approx(found.history.counts[:, :, 0])
    assert found.births_by_month is not None
    assert found.births_by_month.sum() == pytest.approx(found.history.births.sum())
    assert found.births_since is None


def test_births_of_the_municipality_alone_are_shared_out_as_its_infants_are() -> None:
    table = pd.concat([town(), town().groupby(["year", "age"], as_index=False)["count"].sum().assign(area_id="101")], ignore_index=True)
    last = YEARS[-1]
    rows = months(table, f"{last}-01", 2, each=30.0).assign(area_id="101").drop_duplicates()
    found = read_inputs({"population": table, "districts": DISTRICTS, "births": rows}, whole="101")
    assert found.births_since is not None
    newborn = found.history.counts[-3:, :, 0].sum(0)
    assert found.births_since == pytest.approx(np.outer(30 * newborn / newborn.sum(), [1, 1]))


@pytest.mark.parametrize(("row", "code"), [({"month": 13}, "no_month"), ({"month": 2}, "births_twice")])
def test_births_by_month_that_cannot_be_are_refused(row: dict[str, int], code: str) -> None:
    table = town()
    rows = pd.concat([births(table), pd.DataFrame([{"area_id": "A", "year": YEARS[2], "count": 3.0, **row}])], ignore_index=True)
    with pytest.raises(Unusable) as refused_:
        read_inputs({"population": table, "districts": DISTRICTS, "births": rows})
    assert [fault.code for fault in refused_.value.faults] == [code]
