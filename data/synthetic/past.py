"""The years before the round: children by district and age, births, adults, homes, drawn backwards from the children who live there now.

Forward, each child of a district stays there for the year with chance s, movers in are Poisson, and so are the children of new
dwellings; a cohort of m expected children becomes r m, and h in the new dwellings. That process run backwards is drawn here: of the
children at a count with M = r m + h expected, each lived there a year before with chance s m / M, and those who have moved away
since are Poisson with mean (1 - s) m. So the years end in the children who were drawn, and r and h are known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.synthetic import calibration as cal
from data.synthetic.arrays import Floats, Ints
from data.synthetic.building import background_growth, draw_building, housing_table, movers_in
from data.synthetic.geography import Geography
from data.synthetic.sizes import Sizes

AGES = cal.OLDEST_COUNTED + 1


@dataclass(frozen=True)
class Past:
    """What was counted, and the truth that it was drawn from."""

    #: years of the counts, taken on 1 January, oldest first
    years: Ints
    #: [year, district, age 0 ... 9]
    children: Ints
    #: [year, district]: born in the calendar year before the count
    births: Ints
    #: [year, district, age 18 ... 49]
    adults: Ints
    #: years of building, past and planned; [year, district, kind]
    built_years: Ints
    built: Ints
    #: truth, [district, age]: yearly growth of a cohort up to that age, without new dwellings; the first from birth
    growth: Floats
    #: truth, [district]: births a year per adult, weighed by age
    fertility: Floats


def draw_past(rng: np.random.Generator, children: pd.DataFrame, sizes: Sizes, geography: Geography) -> Past:
    """Draw the years before the round; the last count is that of `children`, those of them who were born before its day."""
    last = sizes.round_date.year
    years = np.arange(last - cal.COUNT_YEARS + 1, last + 1)
    cohorts = np.arange(years[0] - AGES, last)
    built_years = np.arange(cohorts[0], last + len(cal.PLAN_CHANCE))
    built = draw_building(rng, sizes, geography, built_years)
    local = rng.normal(0, cal.DISTRICT_GROWTH_SPREAD, len(geography.share))
    growth = background_growth() * np.exp(local)[:, None]
    expected, expected_births = _expected(cohorts, local, growth, movers_in(built), sizes, geography)
    alive, born = _follow_back(rng, _counted_now(rng, children, cohorts, expected, last), expected, expected_births)
    fertility = cal.BIRTHS_PER_ADULT * np.exp(rng.normal(0, cal.DISTRICT_FERTILITY_SPREAD, len(geography.share)))
    of_year = years - 1 - cohorts[0]
    return Past(
        years=years,
        children=np.stack([alive[year - np.arange(AGES), :, np.arange(AGES)].T for year in of_year]),
        births=born[of_year],
        adults=_adults(rng, expected_births[of_year], fertility),
        built_years=built_years[built_years >= years[0]],
        built=built[built_years >= years[0]],
        growth=growth,
        fertility=fertility,
    )


def _expected(cohorts: Ints, local: Floats, growth: Floats, moved: Floats, sizes: Sizes, geography: Geography) -> tuple[Floats, Floats]:
    """[cohort, district, age] children expected at each count, and [cohort, district] births, back from those expected at the last.

    A district that grows faster than others was smaller before. At most four fifths of a cohort come with new dwellings.
    """
    last = sizes.round_date.year
    level = 1 + np.minimum(cal.BIRTHS_FALL * np.maximum(sizes.oldest_birth.year - cohorts, 0), cal.BIRTHS_MOST_ABOVE)
    factor = np.array(cal.COHORT_FACTOR)
    expected = np.zeros((len(cohorts), len(local), AGES))
    births = np.zeros((len(cohorts), len(local)))
    for row, cohort in enumerate(cohorts):
        oldest = min(last - 1 - int(cohort), cal.OLDEST_COUNTED)
        back = last - 1 - int(cohort) - oldest
        size = sizes.births * level[row] * factor[min(oldest, len(factor) - 1)] * geography.share * np.exp(-local * back)
        for age in range(oldest, -1, -1):
            expected[row, :, age] = size
            # the year before the count at this age begins in row `row + age` of the years of building
            size = np.maximum(size - moved[row + age, :, age], size / 5) / growth[:, age]
        births[row] = size
    return expected, births


def _counted_now(rng: np.random.Generator, children: pd.DataFrame, cohorts: Ints, expected: Floats, last: int) -> Ints:
    """[cohort, district]: size at the last count, or at the last age counted; today's children where they are drawn, else Poisson."""
    age = np.minimum(last - 1 - cohorts, cal.OLDEST_COUNTED)
    now: Ints = rng.poisson(expected[np.arange(len(cohorts)), :, age])
    born = children["birth"].dt.year.to_numpy()
    before = born < last
    now[cohorts >= born.min()] = 0
    np.add.at(now, (born[before] - cohorts[0], children["district"].to_numpy()[before]), 1)
    return now


def _follow_back(rng: np.random.Generator, now: Ints, expected: Floats, expected_births: Floats) -> tuple[Ints, Ints]:
    """[cohort, district, age] at every count up to `now` (0 after it), and [cohort, district] births."""
    alive = np.zeros((*now.shape, AGES), dtype=np.int64)
    births = np.zeros_like(now)
    for row in range(len(now)):
        here = now[row]
        for age in range(min(len(now) - 1 - row, cal.OLDEST_COUNTED), -1, -1):
            alive[row, :, age] = here
            before = expected[row, :, age - 1] if age else expected_births[row]
            stayed = rng.binomial(here, np.minimum(cal.STAY_SHARE * before / expected[row, :, age], 1))
            here = stayed + rng.poisson((1 - cal.STAY_SHARE) * before)
        births[row] = here
    return alive, births


def _adults(rng: np.random.Generator, expected_births: Floats, fertility: Floats) -> Ints:
    """[year, district, age]: adults for whom births as expected are `fertility` each; who belong to a year of birth stay as many."""
    low, high = cal.ADULT_AGES
    ages = np.arange(low, high + 1)
    parents = np.exp(-(((ages - cal.PARENT_AGE) / cal.PARENT_AGE_SPREAD) ** 2) / 2)
    # some of those in their first twenties live in larger towns
    profile = 1 - 0.25 * np.exp(-(((ages - 22) / 4) ** 2))
    level = expected_births / fertility / (profile @ parents)
    years, districts = expected_births.shape
    mean = level.mean(axis=0)
    of_cohort = rng.poisson(mean, (years + len(ages), districts)) / mean
    cohort = np.arange(years)[:, None] - np.arange(len(ages)) + len(ages) - 1
    counts: Ints = np.round(level[:, :, None] * profile * of_cohort[cohort].transpose(0, 2, 1)).astype(np.int64)
    return counts


def population_table(past: Past, geography: Geography) -> pd.DataFrame:
    """The rows of `population`: every year, district and age."""
    ages = np.concatenate([np.arange(AGES), np.arange(cal.ADULT_AGES[0], cal.ADULT_AGES[1] + 1)])
    counts = np.concatenate([past.children, past.adults], axis=2)
    index = pd.MultiIndex.from_product([past.years, geography.district_ids(), ages], names=["year", "area_id", "age"])
    return pd.DataFrame({"count": counts.reshape(-1)}, index=index).reset_index()


def births_table(past: Past, geography: Geography) -> pd.DataFrame:
    """The rows of `births`: every district and calendar year."""
    index = pd.MultiIndex.from_product([past.years - 1, geography.district_ids()], names=["year", "area_id"])
    return pd.DataFrame({"count": past.births.reshape(-1)}, index=index).reset_index()


def past_tables(past: Past, geography: Geography) -> dict[str, pd.DataFrame]:
    """The tables of the data package that tell of the past and of building to come."""
    return {
        "population": population_table(past, geography),
        "births": births_table(past, geography),
        "housing": housing_table(past.built, past.built_years, int(past.years[-1]), geography),
    }
