"""A finished round taken up again from its record: what a change by hand is weighed against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.certify import decided_options, rebuild
from optimizer.rounds.checking.case import Case
from optimizer.rounds.instance import Instance, make_instance
from optimizer.rounds.lookahead import look_ahead
from optimizer.rounds.promises import with_promises
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.referee import Referee
from optimizer.rounds.solve import Hold
from optimizer.rounds.window import Window

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class TakenUp:
    """A finished round taken up again: its arrays, its decision and the places held before it."""

    instance: Instance
    round_date: date
    window: Window
    choice: Ints
    """[subject] option or -1"""
    holds: list[Hold]
    referee: Referee
    case: Case
    record: RoundRecord

    @property
    def decided(self) -> Bools:
        """[subject] decided in the window's model: all but the displaced."""
        return np.array([s.kind != "displaced" for s in self.instance.subjects], dtype=bool)

    @property
    def window_choice(self) -> Ints:
        """[subject] the decision without the displaced children's part: -1 for them."""
        return np.where(self.decided, self.choice, -1)

    def subject(self, application_id: str) -> int:
        """Position of the application's subject; KeyError when it is none of its own."""
        return self.referee.subject(self.referee.basis.subject_of[application_id])

    def standing(self, choice: Ints) -> TakenUp:
        """The same round with another decision in place of its own: the one that further changes are weighed against."""
        return replace(self, choice=choice, case=self.with_choice(choice))

    def with_choice(self, choice: Ints) -> Case:
        """Another decision of the same round, looked ahead from."""
        held = {i: (u, s) for i, u, s in self.holds if choice[i] < 0}
        return self.referee.case(choice, look_ahead(self.instance, choice, held))


def take_up(snapshot: Snapshot, policy: Policy, round_date: date, record: RoundRecord) -> TakenUp:
    """The round of a record, from its data and rules."""
    return take_up_in(make_instance(with_promises(snapshot, record), policy, round_date, int(record.summary["seed"])), round_date, record)


def take_up_in(instance: Instance, round_date: date, record: RoundRecord) -> TakenUp:
    """The record's decision laid upon an instance, which may hold more places or wishes than the round's own."""
    displaced = decided_options(instance, record, True)
    choice = np.where(displaced >= 0, displaced, decided_options(instance, record, False))
    index = {s.id: i for i, s in enumerate(instance.subjects)}
    steps = {d.isoformat(): k for k, d in enumerate(instance.grid.dates)}
    holds = [(index[a], instance.places.index[u], steps[d]) for a, u, d in record.certificate.get("held", [])]
    window = rebuild(instance, record, "window")
    referee = Referee(instance, round_date)
    held = {i: (u, s) for i, u, s in holds if choice[i] < 0}
    return TakenUp(instance, round_date, window, choice, holds, referee, referee.case(choice, look_ahead(instance, choice, held)), record)
