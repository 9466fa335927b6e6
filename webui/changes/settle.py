"""A round solved again with the changes of a draft, or what stands against them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data.stores.drafts import Change
from optimizer.domain.errors import Contradiction
from optimizer.rounds.nearest import worth
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.resolve import Forbid, Lock, NoSuch, Resolved, decide, demand_of, resolve
from optimizer.rounds.taken_up import TakenUp
from optimizer.rounds.whatif import Answer, ask
from webui.i18n import N_

#: why a change names nothing that the round could give
NOT_GIVEN = {
    "application": N_("%(id)s bliver ikke besluttet i runden: et svar eller en anden ansøgning går forud"),
    "displaced": N_("%(id)s bliver ikke besluttet med de andre: barnet mister sin plads og får en ny før alle andre (§ 29)"),
    "unit": N_("%(unit)s er ingen enhed i rundens data"),
    "start": N_("%(day)s er ingen af rundens startdatoer"),
    "option": N_("%(id)s kan efter reglerne ikke få plads i %(unit)s i runden: »redekasse explain« siger hvorfor"),
}


@dataclass(frozen=True)
class Obstacle:
    """A change that cannot be held; `what` is a key of NOT_GIVEN, empty where `answer` alone says why."""

    lock: Lock | Forbid
    what: str
    #: what asking for the place alone comes to: broken rules, limits; None where it cannot be asked
    answer: Answer | None


@dataclass(frozen=True, eq=False)
class Settled:
    """The round solved again; without `record` the changes cannot be held (together, where there are no obstacles)."""

    record: RoundRecord | None
    obstacles: tuple[Obstacle, ...] = ()
    #: the decision: [subject] option or -1; None where there is none
    choice: NDArray[np.int64] | None = None


def key_of(round_id: int, changes: Iterable[Change], together: bool = False) -> Hashable:
    """By what the answer to these changes is known; the reason given and who gave it do not matter to it."""
    told = tuple((c.kind, c.application_id, c.unit_id, c.start_date) for c in changes)
    return "together" if together else "changes", round_id, told


#: what was worked out for some changes; None where nothing was
Known = Callable[[Sequence[Change]], Settled | None]


def settle(round_: TakenUp, changes: Sequence[Change], known: Known) -> Settled:
    """The changes laid upon the round one after the other in their order, each moving as few as it can; or which stand in the way.

    The answer follows from the changes alone: what is `known` of the earlier ones only saves the work.
    """

    def last_laid() -> Resolved:
        standing = None
        for k in range(1, len(changes)):
            before = known(changes[:k])
            found = before.choice if before is not None else None
            standing = decide(round_, *_parts(changes[:k]), standing).choice if found is None else found
        return resolve(round_, *_parts(changes), standing)

    return _answered(round_, changes, last_laid)


def settle_together(round_: TakenUp, changes: Sequence[Change], standing: Settled | None) -> Settled:
    """The changes weighed together against the round, which takes longer; `standing` is kept where that finds nothing nearer."""

    def best() -> Resolved:
        locks, forbids = _parts(changes)
        found = resolve(round_, locks, forbids)
        if standing is None or standing.record is None or standing.choice is None:
            return found
        demand = demand_of(round_, locks, forbids)
        nearer = worth(round_, demand, found.nearest.choice) < worth(round_, demand, standing.choice)
        return found if nearer else replace(found, record=standing.record, nearest=replace(found.nearest, choice=standing.choice))

    return _answered(round_, changes, best)


def _parts(changes: Sequence[Change]) -> tuple[list[Lock], list[Forbid]]:
    """The changes as the solver takes them."""
    locks = [Lock(c.application_id, c.unit_id, c.start_date) for c in changes if c.kind == "lock" and c.unit_id is not None]
    return locks, [Forbid(c.application_id, c.unit_id, c.start_date) for c in changes if c.kind == "forbid"]


def _answered(round_: TakenUp, changes: Sequence[Change], solve: Callable[[], Resolved]) -> Settled:
    """What the solver finds, or what stands against the changes."""
    try:
        found = solve()
        return Settled(found.record, choice=found.nearest.choice)
    except NoSuch as wrong:
        return Settled(None, (_obstacle(round_, wrong.change, wrong.what),))
    except Contradiction:
        alone = [_obstacle(round_, lock, "") for lock in _parts(changes)[0]]
        held = ("nearest", "has_it")
        return Settled(None, tuple(one for one in alone if one.answer is not None and one.answer.verdict not in held))


def _obstacle(round_: TakenUp, change: Lock | Forbid, what: str) -> Obstacle:
    """What stands against a change; only a place in a known unit can be asked about."""
    if what in ("", "option") and change.unit_id is not None:
        return Obstacle(change, what, ask(round_, change.application_id, change.unit_id, change.start))
    return Obstacle(change, what, None)
