"""Applications: a first place, the move from 0-2 to 3-5, and another place for those who have one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.synthetic import calibration as cal
from data.synthetic.arrays import NO_DAY, Bools, Days, Floats, add_months, as_days, day, month_ceiling, shift
from data.synthetic.sizes import Sizes


class _Draws:
    """The random numbers of one kind of application, one per delivery, so that twins are treated alike."""

    def __init__(self, rng: np.random.Generator, delivery: pd.Series[int], deliveries: int) -> None:
        self._rng, self._delivery, self._deliveries = rng, delivery.to_numpy(), deliveries

    def uniform(self, low: float = 0.0, high: float = 1.0) -> Floats:
        """A number from `low` to `high` for each application."""
        values: Floats = self._rng.uniform(low, high, self._deliveries)[self._delivery]
        return values

    def exponential(self, mean: float) -> Floats:
        """A waiting time with that mean for each application."""
        values: Floats = self._rng.exponential(mean, self._deliveries)[self._delivery]
        return values


def _table(children: pd.DataFrame, chosen: Bools) -> pd.DataFrame:
    rows = np.flatnonzero(chosen)
    return children.iloc[rows].assign(child=rows).reset_index(drop=True)


def _soon_after_birth(draws: _Draws, birth: Days) -> Days:
    return shift(birth, 2 + draws.exponential(cal.REGISTRATION_DAYS))


def new_applications(rng: np.random.Generator, children: pd.DataFrame, sizes: Sizes) -> pd.DataFrame:
    """Children without a place who want one within the demand months and whose family has registered by the round date."""
    today = day(sizes.round_date)
    need = as_days(children["need"].to_numpy())
    last = add_months(np.array([today]), cal.DEMAND_MONTHS)
    rows = _table(children, (children["unit"] < 0).to_numpy() & (need <= last) & (need < as_days(children["school"].to_numpy())))
    draws = _Draws(rng, rows["delivery"], int(children["delivery"].max()) + 1)
    birth, need = as_days(rows["birth"].to_numpy()), as_days(rows["need"].to_numpy())
    early = np.minimum(_soon_after_birth(draws, birth), need)
    # who wants a place long after the first birthday registers some months before it is needed
    later = np.maximum(shift(need, -draws.uniform(90, 360)), birth + np.timedelta64(2, "D"))
    registered = np.where(need > add_months(birth, 18), later, early)
    registered = np.where(rows["late"], np.maximum(shift(need, -draws.uniform(30, 180)), birth + np.timedelta64(2, "D")), registered)
    moved_in = np.maximum(shift(np.full(len(rows), today), -draws.uniform(0, 60)), birth)
    registered = np.where(rows["mover"], moved_in, registered)
    wants = draws.uniform() < cal.WANTS_GUARANTEE_SHARE
    # who registers less than three months ahead is promised a place three months after that (§ 23; bek. § 3)
    promised = np.maximum(need, add_months(registered, 3))
    written = wants & (draws.uniform() < cal.WRITTEN_GUARANTEE_SHARE)
    table = rows.assign(
        kind="new",
        care=np.where(need < as_days(rows["transition"].to_numpy()), "0-2", "3-5"),
        registered_date=registered,
        need_date=need,
        guarantee_date=np.where(written, promised, NO_DAY),
        wants_guarantee=wants,
        priority=draws.uniform() < cal.PRIORITY_SHARE,
        accepts_until=np.where(draws.uniform() < cal.ACCEPTS_UNTIL_SHARE, add_months(np.maximum(need, today), 4), NO_DAY),
    )
    return table[registered <= today].reset_index(drop=True)


def transition_applications(rng: np.random.Generator, children: pd.DataFrame, units: pd.DataFrame, sizes: Sizes) -> pd.DataFrame:
    """Children in 0-2 care who move on within the demand months; a private house with a boernehave moves its own."""
    today = day(sizes.round_date)
    moves_on = as_days(children["transition"].to_numpy())
    facility = units["facility"].to_numpy()
    moves_its_own = (~units["open_to_list"]).to_numpy() & np.isin(facility, facility[units["kind"] == "boernehave"])
    unit = children["unit"].to_numpy()
    ours = (unit >= 0) & ~children["older"].to_numpy() & ~moves_its_own[unit]
    rows = _table(children, ours & (moves_on <= add_months(np.array([today]), cal.DEMAND_MONTHS)))
    draws = _Draws(rng, rows["delivery"], int(children["delivery"].max()) + 1)
    birth, need = as_days(rows["birth"].to_numpy()), as_days(rows["transition"].to_numpy())
    with_the_first = draws.uniform() < 0.5
    registered = np.where(with_the_first, _soon_after_birth(draws, birth), shift(need, -draws.uniform(90, 360)))
    return rows.assign(
        kind="transition",
        care="3-5",
        registered_date=np.clip(registered, birth + np.timedelta64(2, "D"), today),
        need_date=need,
        guarantee_date=NO_DAY,
        wants_guarantee=draws.uniform() < cal.WANTS_GUARANTEE_SHARE,
        priority=draws.uniform() < cal.PRIORITY_SHARE,
        accepts_until=NO_DAY,
    )


def transfer_applications(rng: np.random.Generator, children: pd.DataFrame, busy: Bools, sizes: Sizes) -> pd.DataFrame:
    """Placed children whose family wants another place of the same care; no twins, nobody `busy` with a move or close to school."""
    today = np.array([day(sizes.round_date)])
    placed = (children["unit"] >= 0).to_numpy()
    may = placed & ~busy & ~children["twin"].to_numpy() & (as_days(children["school"].to_numpy()) > add_months(today, 10))
    may &= children["older"].to_numpy() | (as_days(children["transition"].to_numpy()) > add_months(today, 12))
    share = min(1.0, cal.TRANSFER_SHARE * float(placed.sum()) / max(1, int(may.sum())))
    rows = _table(children, may & (rng.random(len(children)) < share))
    start = np.where(rows["older"], np.maximum(as_days(rows["need"].to_numpy()), as_days(rows["transition"].to_numpy())), rows["need"])
    draws = _Draws(rng, rows["delivery"], int(children["delivery"].max()) + 1)
    asked = np.maximum(shift(np.full(len(rows), today[0]), -draws.uniform(0, 240)), as_days(start))
    return rows.assign(
        kind="transfer",
        care=np.where(rows["older"], "3-5", "0-2"),
        registered_date=asked,
        need_date=np.maximum(month_ceiling(add_months(asked, 2)), month_ceiling(today)),
        guarantee_date=NO_DAY,
        wants_guarantee=False,
        priority=False,
        accepts_until=NO_DAY,
    )


def draw_applications(rng: np.random.Generator, children: pd.DataFrame, units: pd.DataFrame, sizes: Sizes) -> pd.DataFrame:
    """All applications, each with its child's columns and `child` (row of the children), in order of child."""
    new = new_applications(rng, children, sizes)
    transitions = transition_applications(rng, children, units, sizes)
    busy = np.zeros(len(children), dtype=bool)
    busy[transitions["child"]] = True
    transfers = transfer_applications(rng, children, busy, sizes)
    together = pd.concat([new, transitions, transfers], ignore_index=True)
    return together.sort_values("child", kind="stable", ignore_index=True)
