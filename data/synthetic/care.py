"""Who wants care from when: take-up by age, the dates of the moves to 3-5 and to school, and who has no place yet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.synthetic import calibration as cal
from data.synthetic.arrays import NO_DAY, Bools, Days, Floats, add_months, as_days, day, month_ceiling, month_floor, shift
from data.synthetic.geography import Geography
from data.synthetic.sizes import Sizes


def _wanted_from(birth: Days, draw: Floats) -> Days:
    """The month nearest the age at which the child's share takes up care, never before 26 weeks and six whole months; NaT = never."""
    ages = np.array([age for age, _ in cal.TAKEUP])
    shares = np.array([share for _, share in cal.TAKEUP])
    level = np.searchsorted(shares, draw)
    reached = add_months(birth, ages[np.minimum(level, len(ages) - 1)])
    nearest = month_floor(reached + np.timedelta64(15, "D"))
    earliest = np.maximum(birth + np.timedelta64(182, "D"), add_months(birth, 6))
    start = np.maximum(nearest, month_ceiling(earliest))
    return np.where(level < len(ages), start, NO_DAY)


def _prefers_dagpleje(rng: np.random.Generator, children: pd.DataFrame, sizes: Sizes, geography: Geography) -> Bools:
    """Which children's families prefer dagpleje; towns below the mean, villages above, the mean as calibrated."""
    district = children["district"].to_numpy()
    odds = np.where(geography.town, cal.DAGPLEJE_IN_TOWN, cal.DAGPLEJE_IN_VILLAGE)[district]
    chance = np.minimum(odds / odds.mean() * sizes.dagpleje_share * cal.DAGPLEJE_MARGIN, 0.9)
    draw = rng.random(int(children["delivery"].max()) + 1)
    prefers: Bools = draw[children["delivery"]] < chance
    return prefers


def school_start(birth: Days) -> Days:
    """The day each child leaves for school: August of the year of the sixth birthday."""
    year = birth.astype("datetime64[Y]") + np.timedelta64(6, "Y")
    return as_days(year.astype("datetime64[M]") + np.timedelta64(cal.SCHOOL_MONTH - 1, "M"))


def draw_care(rng: np.random.Generator, children: pd.DataFrame, sizes: Sizes, geography: Geography) -> pd.DataFrame:
    """Adds to each child:

    `need` (first day of care wanted, NaT = none), `transition` (day of the move to 3-5), `school`, `placed` (enrolled on the
    round date), `late` (should have been placed and still waits), `mover` (has just moved in), `dagpleje` (prefers it).
    Twins share every draw.
    """
    today = day(sizes.round_date)
    birth = as_days(children["birth"].to_numpy())
    delivery, household = children["delivery"].to_numpy(), children["household"].to_numpy()
    deliveries, households = int(delivery.max()) + 1, int(household.max()) + 1
    need = _wanted_from(birth, rng.random(deliveries)[delivery])
    transition = month_ceiling(add_months(birth, cal.TRANSITION_MONTHS))
    school = school_start(birth)
    due = need <= today
    mover = due & (rng.random(households) < cal.MOVER_SHARE)[household]
    moved_need = month_ceiling(shift(np.full(households, today), rng.uniform(10, 100, households)))[household]
    moved_need = np.where(add_months(moved_need, 2) < school, moved_need, NO_DAY)
    recent = due & ~mover & (need > add_months(np.array([today]), -cal.WAITING_MONTHS))
    late = recent & (rng.random(deliveries) < cal.WAITING_SHARE)[delivery]
    return children.assign(
        need=np.where(mover, moved_need, need),
        transition=transition,
        school=school,
        placed=due & ~mover & ~late,
        late=late,
        mover=mover,
        dagpleje=_prefers_dagpleje(rng, children, sizes, geography),
    )


def peak_ratio(children: pd.DataFrame, sizes: Sizes) -> float:
    """Children who want 3-5 care at the next peak over those who have it on the round date (1 or more)."""
    today = day(sizes.round_date)
    year = sizes.round_date.year + (1 if sizes.round_date.month > cal.PEAK_MONTH else 0)
    peak = np.datetime64(f"{year}-{cal.PEAK_MONTH:02d}-01", "D")
    need, transition = as_days(children["need"].to_numpy()), as_days(children["transition"].to_numpy())
    school = as_days(children["school"].to_numpy())
    then: Bools = (need <= peak) & (transition <= peak) & (school > peak)
    now = children["placed"].to_numpy() & (transition <= today)
    return max(1.0, float(then.sum()) / max(1, int(now.sum())))
