"""A round solved again with the changes of a draft, or what stands against them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from data.stores.drafts import Change
from optimizer.domain.errors import Contradiction
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.resolve import Forbid, Lock, NoSuch, resolve
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


@dataclass(frozen=True)
class Settled:
    """The round solved again; without `record` the changes cannot be held (together, where there are no obstacles)."""

    record: RoundRecord | None
    obstacles: tuple[Obstacle, ...] = ()


def key_of(round_id: int, changes: Iterable[Change]) -> Hashable:
    """By what the answer to these changes is known; the reason given and who gave it do not matter to it."""
    return "changes", round_id, tuple((c.kind, c.application_id, c.unit_id, c.start_date) for c in changes)


def settle(round_: TakenUp, changes: Iterable[Change]) -> Settled:
    """The nearest decision that holds the changes, or which of them stand in the way."""
    told = tuple(changes)
    locks = [Lock(c.application_id, c.unit_id, c.start_date) for c in told if c.kind == "lock" and c.unit_id is not None]
    forbids = [Forbid(c.application_id, c.unit_id, c.start_date) for c in told if c.kind == "forbid"]
    try:
        return Settled(resolve(round_, locks, forbids).record)
    except NoSuch as wrong:
        return Settled(None, (_obstacle(round_, wrong.change, wrong.what),))
    except Contradiction:
        alone = [_obstacle(round_, lock, "") for lock in locks]
        held = ("nearest", "has_it")
        return Settled(None, tuple(one for one in alone if one.answer is not None and one.answer.verdict not in held))


def _obstacle(round_: TakenUp, change: Lock | Forbid, what: str) -> Obstacle:
    """What stands against a change; only a place in a known unit can be asked about."""
    if what in ("", "option") and change.unit_id is not None:
        return Obstacle(change, what, ask(round_, change.application_id, change.unit_id, change.start))
    return Obstacle(change, what, None)
