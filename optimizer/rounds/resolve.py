"""A finished round decided again after changes by hand: what is locked holds, what is forbidden is not, and all else stays if it can."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.errors import Contradiction
from optimizer.engine.cpsat import CpSat
from optimizer.engine.lexicographic import Settings
from optimizer.rounds.account import about, account, kept, shortfalls, with_holds
from optimizer.rounds.alternatives import choose
from optimizer.rounds.checking.fairness import find_cases
from optimizer.rounds.demand import Demand
from optimizer.rounds.explain import explain_round
from optimizer.rounds.nearest import EFFORT, Nearest, find_decision
from optimizer.rounds.recertify import recertified
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.shortfall_facts import listed, short_facts
from optimizer.rounds.statement import stated_levels
from optimizer.rounds.taken_up import TakenUp

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lock:
    """The application gets a place in the unit, from that date or any of the round's."""

    application_id: str
    unit_id: str
    start: date | None = None


@dataclass(frozen=True, slots=True)
class Forbid:
    """The application gets no place in the unit (None: in any) from that date (None: any of the round's)."""

    application_id: str
    unit_id: str | None = None
    start: date | None = None


class NoSuch(Exception):
    """A lock or a forbid names what the round cannot give; `what` is application, displaced, unit, start or option."""

    def __init__(self, what: str, change: Lock | Forbid) -> None:
        super().__init__(f"{what}: {change}")
        self.what, self.change = what, change


@dataclass(frozen=True)
class Resolved:
    """The round's decision with the changes, and the record of it; `seconds` the solve alone took."""

    nearest: Nearest
    record: RoundRecord
    seconds: float


def resolve(round_: TakenUp, locks: Sequence[Lock] = (), forbids: Sequence[Forbid] = (), standing: Ints | None = None) -> Resolved:
    """The nearest decision that holds the changes (specification, section 10), checked, explained and certified.

    `standing` ([subject] option or -1): a decision of the round that holds the earlier changes; the nearest to it is looked for, near the
    houses that only the last ones touch. Without it all changes are weighed together against the round's own decision.

    Raises NoSuch for a change that names nothing the round could give, Contradiction when no decision holds all of them, Defect when our
    own check fails.
    """
    begun = time.perf_counter()
    found = decide(round_, locks, forbids, standing)
    seconds = time.perf_counter() - begun
    return Resolved(found, recorded(round_, found, locks, forbids, seconds), round(seconds, 3))


def decide(round_: TakenUp, locks: Sequence[Lock], forbids: Sequence[Forbid], standing: Ints | None = None) -> Nearest:
    """The decision of `resolve` alone, and its errors."""
    found = find_decision(round_ if standing is None else round_.standing(standing), demand_of(round_, locks, forbids))
    if found is None:
        changes: list[Lock | Forbid] = [*locks, *forbids]
        raise Contradiction("Ændringerne kan ikke holdes på én gang.", [f"{c.application_id} {c.unit_id or '-'}" for c in changes])
    return found


def demand_of(round_: TakenUp, locks: Sequence[Lock], forbids: Sequence[Forbid]) -> Demand:
    """What the changes ask of a decision; NoSuch as `resolve`."""
    return Demand(tuple(locked(round_, lock) for lock in locks), barred(round_, forbids))


def options_of(round_: TakenUp, change: Lock | Forbid) -> Ints:
    """The window's options that a change names."""
    instance, table = round_.instance, round_.instance.options
    if change.application_id not in round_.referee.basis.subject_of:
        raise NoSuch("application", change)
    if not round_.decided[round_.subject(change.application_id)]:
        raise NoSuch("displaced", change)
    if change.unit_id is not None and change.unit_id not in instance.places.index:
        raise NoSuch("unit", change)
    if change.start is not None and change.start not in instance.grid.window_dates:
        raise NoSuch("start", change)
    subject = round_.subject(change.application_id)
    rows = np.arange(table.first[subject], table.first[subject + 1])
    rows = rows[table.start[rows] < instance.grid.window]
    if change.unit_id is not None:
        rows = rows[table.unit[rows] == instance.places.index[change.unit_id]]
    if change.start is not None:
        rows = rows[table.start[rows] == instance.grid.dates.index(change.start)]
    return np.asarray(rows, dtype=np.int64)


def locked(round_: TakenUp, lock: Lock) -> Ints:
    """The options of which one is locked; there must be one."""
    rows = options_of(round_, lock)
    if not len(rows):
        raise NoSuch("option", lock)
    return rows


def barred(round_: TakenUp, forbids: Sequence[Forbid]) -> Ints:
    """The options that are forbidden; none is no fault: what could not be given is not given."""
    return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *(options_of(round_, forbid) for forbid in forbids)])).astype(np.int64)


def recorded(round_: TakenUp, found: Nearest, locks: Sequence[Lock], forbids: Sequence[Forbid], seconds: float) -> RoundRecord:
    """The record of the changed decision. Its levels are bounded by the round's own prices (see `recertify`)."""
    instance, referee, old = round_.instance, round_.referee, round_.record
    provisional = with_holds(instance, found.choice, round_.holds)
    idle = frozenset(instance.places.index[case.unit_id] for case in found.cases.idle)
    with CpSat() as cpsat:
        offers = choose(instance, found.choice, provisional, idle, Settings(seed=instance.seed, effort=EFFORT), cpsat)
    case = kept(referee.case(found.choice, provisional, offers.given))
    cases = find_cases(case)
    certificate, solved, proven = recertified(instance, old, round_.window, found.choice)
    short = shortfalls(instance, found.choice)
    allocation, explanations = explain_round(case, short_facts(short, found.choice))
    given: tuple[tuple[str, Sequence[Lock | Forbid]], ...] = (("lock", locks), ("forbid", forbids))
    changes = [
        {"kind": kind, "application_id": c.application_id, "unit_id": c.unit_id, "from": None if c.start is None else c.start.isoformat()}
        for kind, wanted in given
        for c in wanted
    ]
    summary = {
        **about(instance, round_.round_date, True),
        **account(instance, referee, case, cases, provisional, found.choice),
        "data_hash": old.summary["data_hash"],
        "levels": stated_levels(solved, proven, case, cases),
        "impossible_guarantees": listed(short),
        "changed_by_hand": [*old.summary.get("changed_by_hand", []), *changes],
        **{name: old.summary[name] for name in ("baselines", "left_out_rows", "warnings")},
        "seconds": {"solve": round(seconds, 3)},
    }
    return RoundRecord(summary, old.policy_toml, certificate, allocation, explanations, old.ways)
