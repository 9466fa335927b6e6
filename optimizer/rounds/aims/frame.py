"""What the aims of a model are made from, and how one of them is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.amounts import AmountBuilder
from optimizer.rounds.instance import Changes, Instance
from optimizer.rounds.resources import loads_at

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Piece:
    """One aim: cost [plan], positions of amounts that cost 1 each, and what it comes to when no plan is chosen, amounts aside."""

    cost: Ints
    constant: int
    amounts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Loads:
    """What plans add (below 0: take away) in window steps: plan `plan[k]` adds `load[k]` to limit `limit[k]` in step `step[k]`."""

    plan: Ints
    limit: Ints
    step: Ints
    load: Ints


@dataclass(frozen=True)
class Frame:
    """A model under way: who is decided, by which plans, and what all others do."""

    instance: Instance
    plans: Ints
    """[plan] option row"""
    decided: Bools
    """[subject] whether this model decides it"""
    fixed: Ints
    """[subject] option row of those decided before, else -1"""
    base: Ints
    """[limit, step] load of all who stay"""
    amounts: AmountBuilder

    @property
    def last(self) -> int:
        """The last step of the window."""
        return self.instance.grid.window - 1

    @cached_property
    def settled(self) -> Ints:
        """Option rows chosen before."""
        return self.fixed[(self.fixed >= 0) & ~self.decided]

    @cached_property
    def plans_of(self) -> tuple[Ints, Ints]:
        """Plans in the order of their subjects, and [subject + 1] where each one's begin."""
        subject = self.instance.options.subject[self.plans]
        order = np.argsort(subject, kind="stable")
        return order, np.searchsorted(subject[order], np.arange(len(self.instance.subjects) + 1))

    def of_subject(self, subject: int) -> Ints:
        """The plans of a subject."""
        order, first = self.plans_of
        return order[first[subject] : first[subject + 1]]

    @cached_property
    def decided_now(self) -> Bools:
        """[option] whether a start counts as decided: in the window, or of a displaced child."""
        instance = self.instance
        displaced = np.array([s.kind == "displaced" for s in instance.subjects], dtype=bool)
        return np.asarray((instance.options.start < instance.grid.window) | displaced[instance.options.subject])

    @cached_property
    def loads(self) -> Loads:
        """What the plans take of places in the steps of the window."""
        instance, window = self.instance, self.instance.grid.window
        plan_of = np.full(len(instance.options), -1, dtype=np.int64)
        plan_of[self.plans] = np.arange(len(self.plans))
        heads = np.array([name == "places" for name in instance.limits.names], dtype=bool)
        kept = np.repeat(heads[:, None], window, axis=1)
        found = []
        for changes in (instance.arrivals, instance.departures):
            rows = np.flatnonzero((changes.step < window) & heads[changes.limit] & (plan_of[changes.option] >= 0))
            part = Changes(changes.option[rows], changes.limit[rows], changes.step[rows], changes.delta[rows])
            found.append(loads_at(part, len(heads), window, kept))
        option, at, load = (np.concatenate([f[k] for f in found]) for k in range(3))
        return Loads(plan_of[option], at // window, at % window, load)


def separable(frame: Frame, waiting: Ints, lost: Callable[[Ints], Ints]) -> Piece:
    """An aim that each subject has by itself: `waiting` [subject] without a start, `lost` (option rows) with one."""
    subject = frame.instance.options.subject
    cost, before = (lost(rows) - waiting[subject[rows]] for rows in (frame.plans, frame.settled))
    return Piece(np.asarray(cost, dtype=np.int64), int(waiting.sum()) + int(before.sum()))
