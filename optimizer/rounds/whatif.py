"""A change by hand, answered: the nearest decision that holds it and who pays, or what stands against it (specification, section 10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.errors import Defect
from optimizer.rounds.account import kept
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.check import check
from optimizer.rounds.checking.decision import Decision, Move
from optimizer.rounds.checking.fairness import Cases, find_cases
from optimizer.rounds.checking.levels import levels
from optimizer.rounds.checking.violation import Violation
from optimizer.rounds.helps import key_of, retaken, roomier, same_option
from optimizer.rounds.nearest import Nearest, find_nearest, moved
from optimizer.rounds.objectives.breaches import months
from optimizer.rounds.state import arrivals
from optimizer.rounds.taken_up import TakenUp

Ints = NDArray[np.int64]
#: what can be said of a change by hand
Verdict = Literal["has_it", "displaced", "pending", "waits", "unlawful", "no_room", "too_few_leave", "nearest"]
Place = tuple[str, date] | None


@dataclass(frozen=True)
class Change:
    """An application whose result is another in the nearest decision; `months` of guarantee lost (below 0: won)."""

    application_id: str
    child_id: str
    before: Place
    after: Place
    months: int
    #: that of the child that was asked for
    own: bool


@dataclass(frozen=True)
class Limit:
    """A limit that is passed whoever moves: `what` (places, support_points, infants, integrated_house) of a unit or facility `owner`."""

    what: str
    owner: str
    day: date
    need: int
    free: int


@dataclass(frozen=True)
class Answer:
    """What comes of asking for a place. Only the verdict `nearest` has `after`, `changes`, `cases` and `proofs`."""

    verdict: Verdict
    before: Mapping[str, int]
    """the policy's levels now"""
    after: Mapping[str, int]
    changes: tuple[Change, ...] = ()
    #: (envy or idle, application passed over, unit, date)
    cases: tuple[tuple[str, str, str, date], ...] = ()
    #: months paid and children moved: (value, proven bound)
    proofs: Mapping[str, tuple[int, int]] | None = None
    #: rules that the place breaks by itself
    broken: tuple[Violation, ...] = ()
    #: each of them by itself stands against the place
    limits: tuple[Limit, ...] = ()

    @property
    def others(self) -> tuple[Change, ...]:
        """The changes of other children."""
        return tuple(change for change in self.changes if not change.own)


def ask(round_: TakenUp, application_id: str, unit_id: str | None, start: date | None = None) -> Answer:
    """What giving an application a place in a unit (on a date) would take; `unit_id` None: any place in time for its guarantee.

    KeyError when the round has no such application or unit.
    """
    basis = round_.referee.basis
    now = levels(round_.case)
    if unit_id is not None and unit_id not in round_.instance.places.index:
        raise KeyError(unit_id)
    if not undecided(round_, application_id):
        verdict: Verdict = "waits" if application_id in basis.several.behind else "displaced"
        return Answer("pending" if application_id in basis.pending else verdict, now, now)
    subject = round_.subject(application_id)
    rows = wanted(round_, subject, unit_id, start)
    if not len(rows):
        return Answer("unlawful", now, now, broken=broken_rules(round_, subject, unit_id, start))
    if round_.choice[subject] in rows:
        return Answer("has_it", now, now)
    found = find_nearest(round_, rows)
    if found is not None:
        return described(round_, subject, found)
    if np.isin(round_.window.options, rows).any():
        return Answer("too_few_leave", now, now, limits=limits_that_free(round_, subject, rows))
    return Answer("no_room", now, now, limits=limits_against(round_, rows))


def undecided(round_: TakenUp, application_id: str) -> bool:
    """Whether the application is decided with the others: it awaits no answer, and no other application or new place goes before it."""
    known = application_id in round_.referee.basis.subject_of
    return known and bool(round_.decided[round_.subject(application_id)])


def wanted(round_: TakenUp, subject: int, unit_id: str | None, start: date | None) -> Ints:
    """The options that are asked for."""
    table, grid = round_.instance.options, round_.instance.grid
    rows = np.arange(table.first[subject], table.first[subject + 1])
    rows = rows[table.start[rows] < grid.window]
    if unit_id is None:
        return np.asarray(rows[table.breach[rows] == 0] if round_.instance.facts.wait_breach[subject] else rows[:0], dtype=np.int64)
    rows = rows[table.unit[rows] == round_.instance.places.index[unit_id]]
    if start is not None:
        rows = rows[table.start[rows] == (grid.dates.index(start) if start in grid.dates else -1)]
    return np.asarray(rows, dtype=np.int64)


def described(round_: TakenUp, subject: int, found: Nearest) -> Answer:
    """The nearest decision in ids. Defect where the checker finds a rule broken, or counts other months paid or children moved."""
    first = {key: s.members[0].application_id for key, s in round_.referee.basis.subjects.items()}
    case = kept(found.case)
    changes = [change for i in moved(round_, found.choice) for change in changes_of(round_, i, case, i == subject)]
    proofs = {level.name: (level.value, level.bound) for level in found.levels[:2]}
    counted = {"paid": sum(max(0, change.months) for change in changes), "moved": len(changes)}
    if counted != {name: value for name, (value, _) in proofs.items()}:
        raise Defect(f"the checker counts {counted} for a change by hand, the search {proofs}")
    return Answer(
        "nearest", levels(round_.case), levels(case), tuple(changes), tuple(new_cases(round_.case, found.cases, first)), proofs,
    )  # fmt: skip


def new_cases(before: Case, cases: Cases, first: Mapping[str, str]) -> list[tuple[str, str, str, date]]:
    """The cases of a decision that the round's own has not."""
    known = find_cases(before)
    envied = {(c.subject, c.unit_id) for c in known.envy}
    idle = {(c.unit_id, c.start) for c in known.idle}
    found = [("envy", first[c.subject], c.unit_id, c.start) for c in cases.envy if (c.subject, c.unit_id) not in envied]
    return found + [("idle", first[c.subject], c.unit_id, c.start) for c in cases.idle if (c.unit_id, c.start) not in idle]


def changes_of(round_: TakenUp, i: int, after: Case, own: bool) -> list[Change]:
    """What changes for each member of a subject."""
    subject = round_.case.basis.subjects[key_of(round_, i)]
    old, new = round_.case.window_plan(subject), after.window_plan(subject)
    last = round_.instance.grid.window_dates[-1]
    lost = months(after, subject, new, last) - months(round_.case, subject, old, last)
    places = [None if plan is None else (plan.unit_id, plan.start) for plan in (old, new)]
    return [Change(m.application_id, m.child.id, places[0], places[1], lost if k == 0 else 0, own) for k, m in enumerate(subject.members)]


# --- what stands against it -----------------------------------------------------------------------------------------------------


def broken_rules(round_: TakenUp, subject: int, unit_id: str | None, start: date | None) -> tuple[Violation, ...]:
    """The rules that the place breaks by itself, on the window date on which it breaks fewest; capacity is left out."""
    if unit_id is None:
        return ()
    asker = round_.case.basis.subjects[key_of(round_, subject)]
    found = []
    for day in [start] if start is not None else round_.instance.grid.window_dates:
        others = {a: m for a, m in round_.case.decision.moves.items() if a not in {m.application_id for m in asker.members}}
        mine = {m.application_id: Move(m.application_id, unit_id, day) for m in asker.members}
        case = Case(round_.case.basis, round_.case.options, round_.case.order, Decision({**others, **mine}))
        names = {asker.key, *mine, *(m.child.id for m in asker.members)}
        found.append(tuple(v for v in check(case) if v.subject in names))
    return min(found, key=len)


def limits_against(round_: TakenUp, rows: Ints) -> tuple[Limit, ...]:
    """For the option that lacks least: the limits that it passes even when all who can move have moved."""
    instance = round_.instance
    room = round_.window.resources.room + instance.leavable
    comes, found = arrivals(instance), []
    for option in rows.tolist():
        lacks = []
        for limit, begin, end, load in comes.of(option):
            left = room[limit, begin:end]
            if left.min() < load:
                k = begin + int(np.flatnonzero(left < load)[0])
                free = max(0, int(room[limit, k]))
                lacks.append(Limit(instance.limits.names[limit], instance.limits.owner[limit], instance.grid.dates[k], load, free))
        found.append(tuple({(lack.what, lack.owner): lack for lack in reversed(lacks)}.values()))
    return min((lacks for lacks in found if lacks), key=len, default=())


def limits_that_free(round_: TakenUp, subject: int, rows: Ints) -> tuple[Limit, ...]:
    """The unit's limits without which the place could be given, each tried by a fresh solve: those who are there cannot all leave."""
    table, instance = round_.instance.options, round_.instance
    unit_id, day = instance.places.ids[int(table.unit[rows[0]])], instance.grid.dates[int(table.start[rows[0]])]
    heads = max(load for limit, _, _, load in arrivals(instance).of(int(rows[0])) if instance.limits.names[limit] == "places")
    support = sum(c.support_points for c in instance.subjects[subject].children)
    found = []
    for what, name, amount in (("places", "places", heads), ("support", "support_points", support)):
        other = retaken(round_, roomier(instance.written, unit_id, what, amount, day)) if amount else None
        if other is not None and find_nearest(other, same_option(other.instance, subject, unit_id, day)) is not None:
            found.append(Limit(name, unit_id, day, amount, 0))
    return tuple(found)


def document(answer: Answer) -> dict[str, Any]:
    """The answer as JSON."""

    def place(found: Place) -> dict[str, str] | None:
        return None if found is None else {"unit_id": found[0], "start_date": found[1].isoformat()}

    return {
        "verdict": answer.verdict,
        "levels": [{"name": n, "before": v, "after": answer.after[n]} for n, v in answer.before.items()],
        "changes": [
            {
                "application_id": c.application_id, "child_id": c.child_id, "before": place(c.before), "after": place(c.after),
                "guarantee_months_lost": c.months, "own": c.own,
            }
            for c in answer.changes
        ],
        "cases": [{"kind": k, "application_id": a, "unit_id": u, "from": d.isoformat()} for k, a, u, d in answer.cases],
        "proofs": {name: {"value": v, "bound": b} for name, (v, b) in (answer.proofs or {}).items()},
        "broken_rules": [{"rule": v.rule, "text": v.message} for v in answer.broken],
        "limits": [
            {"limit": x.what, "owner": x.owner, "from": x.day.isoformat(), "need": x.need, "free": x.free} for x in answer.limits
        ],
    }  # fmt: skip
