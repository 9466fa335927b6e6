"""The order of the law as logic for the integer search: chains of switches, and claims that only a full place may leave unmet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.clauses import Logic, gather_parts
from optimizer.rounds.blocking import UnitView
from optimizer.rounds.order_rows import OrderRows

Ints = NDArray[np.int64]
Marks = list[list[int]]


def make_logic(rows: OrderRows) -> Logic:
    """The whole logic of the order.

    At each unit and start stand, in order, the plans there and all claims on the unit from that start or an earlier one. For each
    load profile of the plans a chain runs through the claims: a claim is met when the child is satisfied, or where it would not fit in
    the place of such a plan (section 7 of docs/handbook/round.md). A plan needs all claims before it to be met; a claim of the same
    key is the child's own from an earlier start.
    """
    return Chains(rows).logic()


class Chains:
    """Collects switches and marks unit by unit."""

    def __init__(self, rows: OrderRows) -> None:
        self.claims, self.blocking, self.window = rows.claims, rows.blocking, rows.window
        self.marks: dict[tuple[int, int], int] = {}
        self.chains: list[Ints] = []
        """claims of each chain, in order"""
        self.chain_marks: Marks = []
        self.chain_kinds: list[Ints] = []
        """position in `chain_marks` for each switch"""
        self.plan: list[Ints] = []
        self.switch: list[Ints] = []
        self.count = 0
        self.idle: Marks = [[] for _ in range(len(self.claims))]

    def blocked_at(self, view: UnitView, kind: int, gone: Ints) -> list[int]:
        """Marks of the pairs, those of the intake last, at which the kind might not fit even with the loads `gone` taken away.

        A junior who is not listed takes less than nothing of the intake: without it, a listed child has less room there.
        """
        load = np.concatenate([view.kind_load[kind], view.intake.kind_load[kind]])
        room = np.concatenate([view.room, view.intake.room])
        at = np.flatnonzero((load > gone) & (load > 0))
        need = room[at] - load[at] + gone[at] + 1
        row = self.window.row_of[np.concatenate([view.pairs, view.intake.pairs])[at]]
        return [self.marks.setdefault(key, len(self.marks)) for key in zip(row.tolist(), need.tolist(), strict=True)]

    def add_unit(self, view: UnitView) -> None:
        """The chains of one unit, one for each start and load of its plans, and what could block each claim."""
        idle = [
            self.blocked_at(view, k, np.zeros(len(view.pairs) + len(view.intake.pairs), dtype=np.int64)) for k in range(len(view.whole))
        ]
        for claim, kind in zip(view.claims.tolist(), view.kind.tolist(), strict=True):
            self.idle[claim] = idle[kind]
        begun = view.profile_start >= 0
        takes = np.concatenate([view.profile_start[:, None], view.profile_arrives, view.intake.profile_load], axis=1)
        loads, same = np.unique(takes[begun], axis=0, return_inverse=True)
        alike = np.full(len(view.profile_start), -1, dtype=np.int64)
        alike[begun] = same.ravel()
        by_order = np.argsort(self.claims.key[view.claims], kind="stable")
        starts = self.claims.start[view.claims]
        keys = self.window.keys[self.window.options[view.columns]]
        inside = self.window.instance.options.start[self.window.options[view.columns]] < self.window.instance.grid.window
        for number, load in enumerate(loads):
            plans = np.flatnonzero((alike[view.profile] == number) & inside)
            chain = by_order[starts[by_order] <= load[0]]
            before = np.searchsorted(self.claims.key[view.claims[chain]], keys[plans], side="right")
            chain = chain[: before.max(initial=0)]
            if not len(chain):
                continue
            kinds, place = np.unique(view.kind[chain], return_inverse=True)
            self.chain_kinds.append(place.ravel() + len(self.chain_marks))
            self.chain_marks += [self.blocked_at(view, k, load[1:]) for k in kinds.tolist()]
            self.chains.append(view.claims[chain])
            self.plan.append(view.columns[plans[before > 0]])
            self.switch.append(self.count + before[before > 0] - 1)
            self.count += len(chain)

    def claims_met(self) -> Ints:
        """[switch] the claim that it stands for."""
        return _joined(self.chains)

    def logic(self) -> Logic:
        """All that was collected."""
        for unit in self.blocking.units:
            self.add_unit(self.blocking.at(unit))
        claims = self.claims_met()
        begins, columns = gather_parts(self.claims.begins, self.claims.columns, claims)
        mark_begins, marks = _parts(self.chain_marks)
        switch_mark_begins, switch_marks = gather_parts(mark_begins, marks, _joined(self.chain_kinds))
        begins_chain = np.zeros(self.count, dtype=bool)
        begins_chain[np.cumsum([0, *(len(c) for c in self.chains)])[:-1]] = True
        idle_begins, idle = _parts(self.idle)
        return Logic(
            begins_chain=begins_chain,
            begins=begins,
            columns=columns,
            switch_mark_begins=switch_mark_begins,
            switch_marks=switch_marks,
            plan=_joined(self.plan),
            switch=_joined(self.switch),
            full_row=np.array([row for row, _ in self.marks], dtype=np.int64),
            full_need=np.array([need for _, need in self.marks], dtype=np.int64),
            claim_begins=self.claims.begins,
            claim_columns=self.claims.columns,
            mark_begins=idle_begins,
            marks=idle,
        )


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts]).astype(np.int64)


def _parts(lists: Marks) -> tuple[Ints, Ints]:
    begins = np.concatenate([[0], np.cumsum([len(part) for part in lists])]).astype(np.int64)
    return begins, np.array([value for part in lists for value in part], dtype=np.int64)
