"""What has been seen of the use of places: children who lived there and children who had one, by year, area and age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecasts.birthmonths import shrunk_profiles
from forecasts.history import History
from forecasts.inputs import Enrolled, Inputs, TakeUp
from forecasts.months import month_number, month_of
from forecasts.outcome import CARES
from forecasts.places.defaults import AGES

Numbers = NDArray[np.float64]

#: stages: places for 0-2 (dagpleje and vuggestue), and for 3 years to school (børnehave)
STAGES = ("0-2", "3-5")
DAGPLEJE, VUGGESTUE, BOERNEHAVE = range(len(CARES))


@dataclass(frozen=True, slots=True)
class Observed:
    """Use of places on the day of each yearly count, for the whole municipality (last area) and its areas."""

    #: [year, area + 1, age in months]: children of the ages that `taken` speaks of, per stage: [stage, ...]
    children: Numbers
    #: [stage, year, area + 1]: children with a place; NaN where not known
    taken: Numbers
    #: [year, area + 1]: of those of stage 0-2, children in dagpleje; NaN where not known
    dagpleje: Numbers


def by_month_of_age(history: History, birth_months: Numbers | None = None) -> Numbers:
    """[year, area, age in months 0..95]: the yearly counts, shared over the twelve months by the areas' births over the year."""
    areas = len(history.areas)
    profile = shrunk_profiles(np.zeros((areas, 12)) if birth_months is None else birth_months)
    # the youngest of an age were born in the month before the count
    youngest_first = np.roll(profile, 1 - history.month, axis=1)[:, ::-1]
    counts = history.counts[:, :, : AGES // 12, None] * youngest_first[None, :, None, :]
    months = counts.reshape(*counts.shape[:2], -1)
    return np.pad(months, ((0, 0), (0, 0), (0, AGES - months.shape[2])))


def observe(inputs: Inputs, transition: int) -> Observed:
    """Bring stays, or else the table of shares, to the days of the yearly counts.

    Stays are better than shares and are used for every year that they cover; a share without a year stands for the last year.
    """
    history = inputs.history
    living = by_month_of_age(history, inputs.birth_months)
    living = np.concatenate([living, living.sum(1, keepdims=True)], axis=1)
    years, areas = living.shape[:2]
    children = np.zeros((len(STAGES), years, areas, AGES))
    children[0, :, :, :transition] = living[:, :, :transition]
    gone = school_age(history.month)
    children[1, :, :, transition:gone] = living[:, :, transition:gone]
    found = Observed(children.copy(), np.full((len(STAGES), years, areas), np.nan), np.full((years, areas), np.nan))
    if inputs.takeup:
        _from_shares(found, inputs.takeup, history, living, transition)
    if inputs.enrolled is not None:
        _from_stays(found, inputs.enrolled, history, children)
    return found


def _from_stays(found: Observed, enrolled: Enrolled, history: History, children: Numbers) -> None:
    months = {month_of(day): at for at, day in enumerate(enrolled.months)}
    counts = np.concatenate([enrolled.counts, enrolled.counts.sum(0, keepdims=True)])
    for year, number in enumerate(history.years):
        at = months.get(month_number(int(number), history.month))
        if at is None:
            continue
        found.children[:, year] = children[:, year]
        found.taken[0, year] = counts[:, DAGPLEJE, at] + counts[:, VUGGESTUE, at]
        found.taken[1, year] = counts[:, BOERNEHAVE, at]
        found.dagpleje[year] = counts[:, DAGPLEJE, at]


def school_age(month: int, school_month: int = 8) -> int:
    """Age in months on the first day of `month` of the youngest child of the latest year that has started school.

    Children of one calendar year start together: in January the oldest in børnehave are those born in January six years before
    (71 months), in August the ones born in January five years before (66 months).
    """
    return 72 + month - 1 if month < school_month else 60 + month - 1


def _from_shares(found: Observed, rows: Sequence[TakeUp], history: History, living: Numbers, transition: int) -> None:
    last = int(history.years[-1])
    groups: dict[tuple[int, int, int], list[TakeUp]] = {}
    for row in rows:
        year = last if row.year is None else row.year
        if history.years[0] <= year <= last:
            area = living.shape[1] - 1 if row.area is None else row.area
            key = (stage_of(row, transition), year - int(history.years[0]), area)
            groups.setdefault(key, []).append(row)
    for (stage, year, area), group in groups.items():
        bands: dict[tuple[int, int], dict[str, float]] = {}
        for row in group:
            bands.setdefault((row.age_from, row.age_to), {})[row.care] = row.share
        found.children[stage, year, area] = 0
        taken = dagpleje = 0.0
        for (low, high), shares in bands.items():
            here = living[year, area, low:high]
            found.children[stage, year, area, low:high] = here
            taken += here.sum() * whole_share(shares)
            dagpleje += here.sum() * shares.get("dagpleje", np.nan)
        found.taken[stage, year, area] = taken
        if stage == 0:
            found.dagpleje[year, area] = dagpleje
    # where every area has its share, the municipality's is their sum
    whole = np.isnan(found.taken[:, :, -1]) & np.isfinite(found.taken[:, :, :-1]).all(2)
    found.taken[whole, -1] = found.taken[whole, :-1].sum(1)
    found.children[whole, -1] = found.children[whole, :-1].sum(1)
    found.dagpleje[whole[0], -1] = found.dagpleje[whole[0], :-1].sum(1)


def stage_of(row: TakeUp, transition: int) -> int:
    """The stage that a row speaks of: by its kind of care, else by the middle of its ages."""
    if row.care == "any":
        return int((row.age_from + row.age_to) / 2 >= transition)
    return int(row.care in ("boernehave", "3-5"))


def whole_share(shares: dict[str, float]) -> float:
    """The share with any place in one band of ages: as stated, else the sum over the kinds of care."""
    for whole in ("any", "0-2", "3-5"):
        if whole in shares:
            return shares[whole]
    return min(sum(shares.values()), 1.0)
