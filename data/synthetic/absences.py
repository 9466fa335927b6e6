"""Absence of dagplejere over the calendar year of the round: sickness, holidays, courses, in spells of working days."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.synthetic import calibration as cal
from data.synthetic.arrays import Days, Ints
from data.synthetic.sizes import Sizes

#: Spells that fall on another spell of the same home are dropped; so many more are drawn (measured).
OVERLAP_MARGIN = 1.22


def _starts(rng: np.random.Generator, year: int, count: int) -> Days:
    """Working days of the year, likelier in the months of `ABSENCE_BY_MONTH`."""
    days = np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="datetime64[D]")
    days = days[np.is_busday(days)]
    weight = np.array(cal.ABSENCE_BY_MONTH)[days.astype("datetime64[M]").astype(np.int64) % 12]
    return rng.choice(days, count, p=weight / weight.sum())


def draw_absences(rng: np.random.Generator, units: pd.DataFrame, sizes: Sizes) -> pd.DataFrame:
    """Spells per home: unit_id, from_date, to_date (last day away), kind; never two at once in one home."""
    homes = np.flatnonzero((units["kind"] == "dagpleje") & ~units["hired"])
    spells = {
        "sickness": (cal.SICK_DAYS, cal.SICK_SPELL_DAYS),
        "holiday": (cal.PLANNED_DAYS - cal.COURSE_DAYS, cal.HOLIDAY_SPELL_DAYS),
        "course": (cal.COURSE_DAYS, 1.5),
    }
    parts = []
    for kind, (days, mean) in spells.items():
        count = rng.poisson(days / mean * OVERLAP_MARGIN, len(homes))
        unit = np.repeat(homes, count)
        length: Ints = rng.geometric(1 / mean, len(unit))
        start = _starts(rng, sizes.round_date.year, len(unit))
        parts.append(pd.DataFrame({"unit": unit, "from_date": start, "to_date": np.busday_offset(start, length - 1), "kind": kind}))
    drawn = pd.concat(parts, ignore_index=True).sort_values(["unit", "from_date", "kind"], kind="stable", ignore_index=True)
    before = drawn.groupby("unit")["to_date"].cummax().groupby(drawn["unit"]).shift()
    kept = drawn[~(before >= drawn["from_date"])].reset_index(drop=True)
    return kept.assign(unit_id=units["unit_id"].to_numpy()[kept["unit"]])
