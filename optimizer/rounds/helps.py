"""What would have helped a child: a place more, or a wish more; only what a decision shows is said (specification, section 10).

That the family might have registered earlier is never said: nobody can do that any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.applications import Application, Wish
from optimizer.domain.facilities import CapacityChange
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.check import check
from optimizer.rounds.checking.fairness import find_cases
from optimizer.rounds.explain.scene import Scene
from optimizer.rounds.instance import Instance, make_instance
from optimizer.rounds.nearest import find_nearest, moved
from optimizer.rounds.options import OptionMaker
from optimizer.rounds.taken_up import TakenUp, take_up_in

Ints = NDArray[np.int64]
#: places and wishes that are tried for one child, and how many that helped are told
TRIED, TOLD = 5, 2
#: what a unit may have too little of
Room = Literal["places", "support"]


@dataclass(frozen=True)
class Help:
    """With `amount` more of `what` in the unit from `since` to the horizon's end, or with the unit as one more wish, the child could start
    there on `start` without anybody losing; `others` children would get another place that they like at least as well.
    """

    what: Literal["places", "support", "wish"]
    unit_id: str
    start: date
    amount: int = 1
    since: date | None = None
    others: int = 0
    metres: int | None = None


def what_would_help(round_: TakenUp, subject: int) -> list[Help]:
    """The verified helps of one subject: places first, then wishes; none for the displaced, who were served before all."""
    if not round_.decided[subject]:
        return []
    return [*islice(more_room(round_, subject), TOLD), *islice(one_wish_more(round_, subject), TOLD)]


def better_options(round_: TakenUp, subject: int) -> Ints:
    """Options that the subject would rather have than its result, or that keep its guarantee better: the most useful first."""
    table, facts = round_.instance.options, round_.instance.facts
    rows = np.arange(table.first[subject], table.first[subject + 1])
    now = int(round_.choice[subject])
    breach = int(table.breach[now]) if now >= 0 else int(facts.wait_breach[subject])
    wished = table.rank[rows] > 0
    better = wished if now < 0 or table.rank[now] == 0 else wished & (table.rank[rows] < table.rank[now])
    saves = table.breach[rows] < breach
    rows = rows[(better | saves) & (table.start[rows] < round_.instance.grid.window)]
    worth = np.where(table.rank[rows] > 0, table.rank[rows], 10**6)
    return rows[np.lexsort((table.start[rows], table.excess[rows], worth, table.breach[rows]))]


# --- a place more ---------------------------------------------------------------------------------------------------------------


def more_room(round_: TakenUp, subject: int) -> Iterator[Help]:
    """Places (or support points) that would have helped, one unit at a time: where the fewest are lacking first, then the most useful."""
    for option, what, amount, since in sorted(lacking(round_, subject), key=lambda lack: lack[2])[:TRIED]:
        found = with_more_room(round_, subject, option, what, amount, since)
        if found is not None:
            yield found


def lacking(round_: TakenUp, subject: int) -> list[tuple[int, Room, int, date]]:
    """Of each unit the most useful option where just one thing of the unit is lacking: (option, what, how much, from when)."""
    table, ids = round_.instance.options, round_.instance.places.ids
    scene, asker = Scene(round_.case), round_.case.basis.subjects[key_of(round_, subject)]
    found: dict[int, tuple[int, Room, int, date]] = {}
    for option in better_options(round_, subject).tolist():
        unit = int(table.unit[option])
        lack = [] if unit in found else scene.shortages(asker, ids[unit], int(table.start[option]))
        if len({short.limit for short in lack}) == 1 and lack[0].limit in (("places", ids[unit]), ("support", ids[unit])):
            what: Room = "places" if lack[0].limit[0] == "places" else "support"
            found[unit] = (option, what, max(short.missing for short in lack), scene.dates[min(short.step for short in lack)])
    return list(found.values())


def key_of(round_: TakenUp, subject: int) -> str:
    """The checker's name of a subject."""
    return round_.referee.basis.subject_of[round_.instance.subjects[subject].applications[0].id]


def with_more_room(round_: TakenUp, subject: int, option: int, what: Literal["places", "support"], amount: int, since: date) -> Help | None:
    """The help of so much more room, when a fresh solve shows it."""
    table = round_.instance.options
    unit_id, start = round_.instance.places.ids[int(table.unit[option])], round_.instance.grid.dates[int(table.start[option])]
    snapshot = roomier(round_.instance.written, unit_id, what, amount, since)
    other = retaken(round_, snapshot)
    if other is None:
        return None
    found = find_nearest(other, same_option(other.instance, subject, unit_id, start), gentle=True)
    if found is None or found.levels[0].value or not holds(round_, found.case):
        return None
    members = sum(other.instance.subjects[i].members for i in moved(other, found.choice) if i != subject)
    return Help(what, unit_id, start, amount, since, members)


def holds(round_: TakenUp, case: Case) -> bool:
    """Whether the checker passes a decision: every rule is kept and, in mode legal, nobody more is passed over."""
    return not check(case) and (case.policy.mode == "points" or count(case) <= count(round_.case))


def count(case: Case) -> int:
    """Cases of section 7."""
    found = find_cases(case)
    return len(found.idle) + len(found.envy)


def roomier(snapshot: Snapshot, unit_id: str, what: str, amount: int, since: date) -> Snapshot:
    """The data with more places in a unit from a date on, or with more support points."""
    unit = snapshot.units[unit_id]
    if what == "support":
        return replace(snapshot, units={**snapshot.units, unit_id: replace(unit, support_points=unit.support_points + amount)})
    own = sorted((c for c in snapshot.capacity_changes if c.unit_id == unit_id), key=lambda c: c.from_date)
    before = [c.places for c in own if c.from_date <= since]
    more = [CapacityChange(unit_id, since, (before[-1] if before else unit.places) + amount)]
    more += [replace(c, places=c.places + amount) if c.from_date > since else c for c in own if c.from_date != since]
    return replace(snapshot, capacity_changes=(*(c for c in snapshot.capacity_changes if c.unit_id != unit_id), *more))


def retaken(round_: TakenUp, snapshot: Snapshot) -> TakenUp | None:
    """The round's decision in other data; None when other children would then have to be decided on."""
    instance = make_instance(snapshot, round_.instance.policy, round_.round_date, round_.instance.seed)
    if [s.id for s in instance.subjects] != [s.id for s in round_.instance.subjects]:
        return None
    return take_up_in(instance, round_.round_date, round_.record)


def same_option(instance: Instance, subject: int, unit_id: str, start: date) -> Ints:
    """The subject's option (unit, start), if it has it."""
    table = instance.options
    rows = np.arange(table.first[subject], table.first[subject + 1])
    there = (table.unit[rows] == instance.places.index[unit_id]) & (table.start[rows] == instance.grid.dates.index(start))
    found: Ints = rows[there]
    return found


# --- a wish more ----------------------------------------------------------------------------------------------------------------


def one_wish_more(round_: TakenUp, subject: int) -> Iterator[Help]:
    """The nearest units with room that the subject has not wished, when it has no place in time."""
    instance, table = round_.instance, round_.instance.options
    now = int(round_.choice[subject])
    late = now >= 0 and table.breach[now] > 0
    decided = instance.subjects[subject]
    if (now >= 0 and not late) or decided.earliest >= instance.grid.window or decided.kind == "transition":
        return
    scene, asker = Scene(round_.case), round_.case.basis.subjects[key_of(round_, subject)]
    ids, units, options = instance.places.ids, round_.case.snapshot.units, round_.case.options
    present = {m.present.unit_id for m in asker.members if m.present is not None}
    maker = OptionMaker(instance.snapshot, instance.policy, instance.grid, instance.places, instance.profiles)
    fits = np.flatnonzero(maker.fits(decided))
    away = sorted((options.distance(asker, ids[u]), ids[u]) for u in fits.tolist() if ids[u] not in asker.ranks)
    last = int(table.start[now]) if late else instance.grid.window
    tried = 0
    for metres, unit_id in away:
        if unit_id in present:
            continue
        steps = [k for k in options.suitable_steps(asker, units[unit_id]) if k < last and not scene.shortages(asker, unit_id, k)]
        if not steps:
            continue
        tried += 1
        if (found := with_a_wish(round_, subject, unit_id, steps[0])) is not None:
            yield replace(found, metres=metres)
        if tried >= TRIED:
            return


def with_a_wish(round_: TakenUp, subject: int, unit_id: str, step: int) -> Help | None:
    """The help of a wish for the unit, last on the list, when the checker passes the decision that has it met."""
    start = round_.instance.grid.dates[step]
    applications = dict(round_.instance.written.applications)
    for application in round_.instance.subjects[subject].applications:
        applications[application.id] = wishing(application, unit_id)
    other = retaken(round_, replace(round_.instance.written, applications=applications))
    if other is None:
        return None
    options = same_option(other.instance, subject, unit_id, start)
    if not len(options):
        return None
    choice = other.choice.copy()
    choice[subject] = options[0]
    case = other.with_choice(choice)
    return Help("wish", unit_id, start) if holds(round_, case) else None


def wishing(application: Application, unit_id: str) -> Application:
    """The application with one wish more, last on its list."""
    rank = max((wish.rank for wish in application.wishes), default=0) + 1
    return replace(application, wishes=(*application.wishes, Wish(rank, "unit", unit_id)))
