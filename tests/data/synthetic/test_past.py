"""The years before the round: they end in the children who live there now, and the truth that they were drawn from can be found again."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.synthetic import calibration as cal
from data.synthetic import draw_municipality
from data.synthetic.families import draw_families
from data.synthetic.geography import draw_geography
from data.synthetic.past import Past, draw_past
from data.synthetic.sizes import sizes_for

Tables = dict[str, pd.DataFrame]
BIRTHS = 20_000


@pytest.fixture(scope="module")
def town() -> Tables:
    return draw_municipality(700, 1)


@pytest.fixture(scope="module")
def past() -> Past:
    """The past of a large municipality, so that chance is small."""
    sizes, rng = sizes_for(BIRTHS, date(2027, 1, 15)), np.random.default_rng(4)
    geography = draw_geography(rng, sizes)
    return draw_past(rng, draw_families(rng, sizes, geography), sizes, geography)


def counted(tables: Tables, year: int) -> pd.Series:
    """Children of the population table by district and age on 1 January."""
    rows = tables["population"].query("year == @year and age <= 9")
    return rows.groupby(["area_id", "age"])["count"].sum()


@pytest.mark.parametrize("day", [date(2027, 1, 15), date(2026, 8, 1), date(2028, 2, 29)])
def test_the_last_count_is_that_of_the_children(day: date) -> None:
    tables = draw_municipality(120, 3, day)
    children = tables["children"].assign(born=tables["children"]["birth_date"].dt.year).query("born < @day.year")
    living = children.groupby(["district_id", day.year - 1 - children["born"]]).size()
    told = counted(tables, day.year)
    grid = pd.MultiIndex.from_product([sorted(set(told.index.get_level_values(0))), sorted(set(living.index.get_level_values(1)))])
    pd.testing.assert_series_equal(told.reindex(grid).astype(int), living.reindex(grid, fill_value=0), check_names=False)


def test_every_year_district_and_age_is_counted(town: Tables) -> None:
    population, districts = town["population"], town["districts"].query("parent_id.notna()")["district_id"]
    assert sorted(set(population["year"])) == list(range(2013, 2028))
    assert set(population["area_id"]) == set(districts) == set(town["births"]["area_id"])
    assert set(population["age"]) == set(range(10)) | set(range(18, 50))
    assert len(population) == 15 * len(districts) * 42
    assert sorted(set(town["births"]["year"])) == list(range(2012, 2027))


def test_the_past_leaves_the_other_draws_alone(town: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cal, "DWELLINGS_PER_BIRTH", 0.5)
    monkeypatch.setattr(cal, "TAKEUP_YEAR_SPREAD", 0.1)
    other = draw_municipality(700, 1)
    changed = {name for name in town if not town[name].equals(other[name])}
    assert changed == {"population", "births", "housing", "takeup"}


def test_growth_and_yield_of_dwellings_are_found_again(past: Past) -> None:
    """Every district's cohorts at each age, less the children of new dwellings, over those of the year before: the growth drawn from."""
    built = past.built[np.searchsorted(past.built_years, past.years[:-1])]
    for age in range(1, 10):
        per_dwelling = np.array([cal.CHILDREN_PER_DWELLING[kind][age] for kind in cal.DWELLING_KINDS])
        before, now, new = past.children[:-1, :, age - 1], past.children[1:, :, age], built @ per_dwelling
        excess = (now - new).sum() - (before * past.growth[:, age]).sum()
        assert abs(excess) < 4 * np.sqrt(2 * (1 - cal.STAY_SHARE) * before.sum() + new.sum()), age
        # where nothing is built nobody comes to live in new dwellings; where much is built, as many as expected
        much = new > 4
        surplus = now - before * past.growth[:, age]
        assert surplus[much].sum() == pytest.approx(new[much].sum(), abs=4 * np.sqrt(0.3 * before[much].sum() + new[much].sum()))
        assert new[much].sum() > 6 * np.sqrt(0.3 * before[much].sum() + new[much].sum())


def test_births_follow_the_adults_and_their_fertility(past: Past) -> None:
    low, high = cal.ADULT_AGES
    weight = np.exp(-(((np.arange(low, high + 1) - cal.PARENT_AGE) / cal.PARENT_AGE_SPREAD) ** 2) / 2)
    expected = (past.adults @ weight) * past.fertility
    assert past.births.sum() / expected.sum() == pytest.approx(1, abs=0.01)
    by_district = past.births.sum(axis=0) / expected.sum(axis=0)
    assert np.abs(by_district - 1).max() < 0.2


def test_as_many_moved_in_and_were_born_as_calibrated(past: Past) -> None:
    """The cohorts grow by age as `COHORT_FACTOR` says, new dwellings included."""
    growth = past.children[1:, :, 1:].sum(axis=(0, 1)) / past.children[:-1, :, :-1].sum(axis=(0, 1))
    factor = np.array([*cal.COHORT_FACTOR, *[cal.COHORT_FACTOR[-1]] * 3])
    assert growth == pytest.approx(factor[1:] / factor[:-1], abs=0.01)
    assert past.built.sum() / len(past.built) / BIRTHS == pytest.approx(cal.DWELLINGS_PER_BIRTH, abs=0.01)


def test_take_up_ends_in_what_was_drawn_from(town: Tables) -> None:
    takeup = town["takeup"]
    last = takeup.query("year == 2027").groupby("age_months_from")["share"].sum()
    assert last.to_dict() == pytest.approx(dict(cal.TAKEUP), abs=2e-4)
    young = takeup.query("age_months_from == 24").pivot(index="year", columns="care_kind", values="share")
    share = young["dagpleje"] / (young["dagpleje"] + young["vuggestue"])
    assert share[2027] == pytest.approx(sizes_for(700, date(2027, 1, 15)).dagpleje_share, abs=1e-3)
    assert np.polyfit(share.index.astype(int), np.log(share / (1 - share)), 1)[0] == pytest.approx(cal.DAGPLEJE_DRIFT, abs=0.01)
    assert not takeup.duplicated(["year", "age_months_from", "care_kind"]).any()
