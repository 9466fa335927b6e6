"""The independent checker's view of what the solver has found: positions become ids and dates, and cases positions again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from optimizer.rounds.checking.basis import Basis, make_basis
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.decision import Decision, Move
from optimizer.rounds.checking.fairness import Cases
from optimizer.rounds.checking.options import Options
from optimizer.rounds.checking.order import Order
from optimizer.rounds.instance import Instance
from optimizer.rounds.lookahead import Provisional
from optimizer.rounds.solve import Case as Found

Ints = NDArray[np.int64]


class Referee:
    """The independent checker's view of any decision of this round."""

    def __init__(self, instance: Instance, round_date: date) -> None:
        self.instance = instance
        basis: Basis = make_basis(instance.written, instance.policy, round_date, instance.seed)
        self.basis, self.options, self.order = basis, Options(basis), Order(basis)
        self.index = {s.id: i for i, s in enumerate(instance.subjects)}
        self.step = {d: k for k, d in enumerate(instance.grid.dates)}

    def case(self, choice: Ints, provisional: Provisional, second: Mapping[int, int] | None = None) -> Case:
        """A decision as the checker sees it; `second` by subject the unit of its second offer, None while these are not chosen."""
        instance, table = self.instance, self.instance.options
        moves: dict[str, Move] = {}
        alternatives: dict[str, str] = {}
        for i, subject in enumerate(instance.subjects):
            if choice[i] >= 0:
                unit, step = int(table.unit[choice[i]]), int(table.start[choice[i]])
            elif i in provisional:
                unit, step, _ = provisional[i]
            else:
                continue
            own = subject.applications[:1] if subject.kind == "displaced" else subject.applications
            for application in own:
                moves[application.id] = Move(application.id, instance.places.ids[unit], instance.grid.dates[step])
                if second is not None and i in second:
                    alternatives[application.id] = instance.places.ids[second[i]]
        return Case(self.basis, self.options, self.order, Decision(moves, None if second is None else alternatives))

    def subject(self, key: str) -> int:
        """Position of the subject that the checker calls `key`."""
        return self.index[self.basis.subjects[key].members[0].application_id] if key not in self.index else self.index[key]

    def found(self, cases: Cases) -> list[Found]:
        """Cases in positions."""
        units = self.instance.places.index
        idle = [(self.subject(c.subject), units[c.unit_id], self.step[c.start], -1) for c in cases.idle]
        return idle + [(self.subject(c.subject), units[c.unit_id], self.step[c.start], self.subject(c.other)) for c in cases.envy]
