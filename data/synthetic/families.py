"""Families: deliveries spaced in time, twins, homes around the district's centre, and what the municipality knows of each child."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.synthetic import calibration as cal
from data.synthetic.arrays import Bools, Days, Floats, Ints, day, shift
from data.synthetic.geography import Geography
from data.synthetic.sizes import Sizes

YEAR_DAYS = 365.25
#: Years before the oldest child's birth in which a family's first child may have been born.
LEAD_YEARS = 12


def _spacing_days(rng: np.random.Generator, size: int) -> Floats:
    """Days between two births of one mother: a least spacing and a log-normal part above it."""
    mean_above = cal.SPACING_MEAN_MONTHS - cal.SPACING_LEAST_MONTHS
    above = rng.lognormal(np.log(mean_above) - cal.SPACING_LOG_SPREAD**2 / 2, cal.SPACING_LOG_SPREAD, size)
    spacing: Floats = (cal.SPACING_LEAST_MONTHS + above) * YEAR_DAYS / 12
    return spacing


def _deliveries(rng: np.random.Generator, births: int, span_days: int) -> tuple[Ints, Floats, Bools]:
    """Household, day (0 = oldest birth date) and twins of more deliveries than needed, spread evenly over the span."""
    per_family = 1 + cal.SECOND_CHILD_SHARE * (1 + cal.THIRD_CHILD_SHARE)
    surplus = 1.1 + 2.5 / births**0.5
    yearly = births * max(cal.COHORT_FACTOR) * surplus / (1 + cal.TWIN_SHARE)
    families = int(yearly * (span_days / YEAR_DAYS + LEAD_YEARS) / per_family)
    first = rng.uniform(-LEAD_YEARS * YEAR_DAYS, span_days + 1, families)
    second = np.where(rng.random(families) < cal.SECOND_CHILD_SHARE, first + _spacing_days(rng, families), np.inf)
    third = np.where(rng.random(families) < cal.THIRD_CHILD_SHARE, second + _spacing_days(rng, families), np.inf)
    household = np.tile(np.arange(families), 3)
    when = np.concatenate([first, second, third])
    inside = (when >= 0) & (when < span_days + 1)
    return household[inside], np.floor(when[inside]), rng.random(int(inside.sum())) < cal.TWIN_SHARE


def _keep_cohorts(rng: np.random.Generator, births: int, age_days: Floats, twins: Bools, span_days: int) -> Bools:
    """Which deliveries stay, so that each year of age has the children that `COHORT_FACTOR` says."""
    years = len(cal.COHORT_FACTOR)
    cohort = np.minimum((age_days / YEAR_DAYS).astype(np.int64), years - 1)
    lived = np.clip(span_days / YEAR_DAYS - np.arange(years), 0, 1)
    quota = np.round(births * np.array(cal.COHORT_FACTOR) * lived)
    order = np.lexsort([rng.permutation(len(cohort)), cohort])
    children = np.cumsum(np.where(twins, 2, 1)[order])
    before = np.concatenate([[0], children])[np.searchsorted(cohort[order], np.arange(years))]
    keep = np.zeros(len(cohort), dtype=bool)
    keep[order] = children - before[cohort[order]] <= quota[cohort[order]]
    return keep


def draw_households(rng: np.random.Generator, count: int, geography: Geography) -> pd.DataFrame:
    """Homes in metres with their district, and the traits that all children of a home share."""
    district = rng.choice(len(geography.share), count, p=geography.share)
    home = geography.centre[district] + rng.normal(0, 1, (count, 2)) * geography.spread_m[district, None]
    from_block = np.where(geography.listed[district], np.linalg.norm(home - geography.block[district], axis=1), np.inf)
    vulnerable = np.zeros(count, dtype=bool)
    vulnerable[np.argsort(from_block)[: round(cal.VULNERABLE_SHARE * count)]] = True
    vulnerable &= np.isfinite(from_block)
    # the shares outside the listed areas differ from district to district around what is left of the whole
    local = rng.lognormal(0, 0.6, len(geography.share))
    left = max(0.0, cal.BILINGUAL_SHARE - cal.BILINGUAL_IN_LISTED_AREA * float(vulnerable.mean()))
    outside = local[district] / local[district][~vulnerable].mean() * left / (1 - vulnerable.mean())
    return pd.DataFrame({
        "district": district,
        "x": np.round(home[:, 0]),
        "y": np.round(home[:, 1]),
        "vulnerable_area": vulnerable,
        "bilingual": rng.random(count) < np.where(vulnerable, cal.BILINGUAL_IN_LISTED_AREA, np.minimum(outside, 0.9)),
        "employed_parents": rng.random(count) < np.where(vulnerable, cal.EMPLOYED_IN_LISTED_AREA, cal.EMPLOYED_SHARE),
        "protected_address": rng.random(count) < cal.PROTECTED_SHARE,
        "smoke_free_needed": rng.random(count) < cal.SMOKE_FREE_SHARE,
        "pets_excluded": rng.random(count) < cal.PETS_EXCLUDED_SHARE,
    })  # fmt: skip


def _needs(rng: np.random.Generator, count: int) -> tuple[Ints, Ints]:
    """Places that each child takes in dagpleje, and its support points."""
    draw = rng.random(count)
    heavy, double = cal.WEIGHT_THREE_SHARE, cal.WEIGHT_THREE_SHARE + cal.WEIGHT_TWO_SHARE
    weight = np.where(draw < heavy, 3, np.where(draw < double, 2, 1))
    points = np.where(draw < heavy, 2, np.where(draw < double + cal.LIGHT_SUPPORT_SHARE, 1, 0))
    return weight, points


def draw_families(rng: np.random.Generator, sizes: Sizes, geography: Geography) -> pd.DataFrame:
    """All children before school start, oldest first, one row each: birth, household, delivery, home and needs."""
    oldest, today = day(sizes.oldest_birth), day(sizes.round_date)
    span_days = int((today - oldest).astype(np.int64))
    household, when, twins = _deliveries(rng, sizes.births, span_days)
    keep = _keep_cohorts(rng, sizes.births, span_days - when, twins, span_days)
    household, when, twins = household[keep], when[keep], twins[keep]
    order = np.lexsort([household, when])
    household, when, twins = np.unique(household[order], return_inverse=True)[1], when[order], twins[order]
    homes = draw_households(rng, int(household.max()) + 1, geography)
    delivery = np.repeat(np.arange(len(when)), np.where(twins, 2, 1))
    birth: Days = shift(np.full(len(when), oldest), when)
    weight, points = _needs(rng, len(delivery))
    children = pd.DataFrame({
        "birth": birth[delivery],
        "delivery": delivery,
        "twin": twins[delivery],
        "household": household[delivery],
        "place_weight": weight,
        "support_points": points,
    })  # fmt: skip
    return children.join(homes.loc[children["household"]].reset_index(drop=True))
