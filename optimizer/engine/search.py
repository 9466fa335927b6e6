"""The integer search of one aim: among the plans that the relaxation uses, then part by part, at last among all that may still matter."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.cpsat import Answer, CpSat, Task
from optimizer.engine.problem import Problem, restrict
from optimizer.engine.relaxation import TOLERANCE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: plans up to which one search is likely to be brought to its end
SEARCHABLE = 2500


@dataclass
class Limits:
    """How long to search: `effort` is what is left of it (deterministic, about seconds)."""

    effort: float
    seed: int
    deadline: float | None


class AimSearch:
    """One aim. `relaxed` is its relaxation's value, `reduced` and `open` [plan] reduced costs and whether a plan may still be used.

    `parts` are the plans of groups that compete with each other: one is searched at a time while the others keep their plans.
    """

    def __init__(
        self, problem: Problem, relaxed: float, reduced: Floats, open_plans: Bools, parts: tuple[Bools, ...], cpsat: CpSat, limits: Limits
    ) -> None:
        self.problem, self.relaxed, self.reduced, self.open, self.parts = problem, relaxed, reduced, open_plans, parts
        self.cpsat, self.limits = cpsat, limits
        self.by_clock = False

    def run(self, used: Bools, hint: Ints | None, whole: bool) -> Answer:
        """The best answer found; its bound is proven by search only where `whole`: no plan outside the prices is worth having."""
        nothing = np.zeros(self.problem.columns, dtype=np.int64)
        x = nothing if hint is None else hint
        first = self.within(used | (x[: self.problem.plans] > 0), x, hint is not None, self.limits.effort / 2)
        if first.x is not None:
            x = first.x
        elif hint is None:
            first = self.within(self.open, nothing, False, self.limits.effort)
            if first.x is None:
                return first
            x = first.x
        x = self.part_by_part(x)
        value, bound = self.value(x), -(2**62)
        matters = self.matter(value) | (x[: self.problem.plans] > 0)
        if not self.proven(value) and whole and matters.sum() <= SEARCHABLE and self.limits.effort > 0:
            last = self.within(matters, x, True, self.limits.effort)
            x, bound = (x if last.x is None else last.x), min(last.bound, value)
        return Answer(x, self.value(x), bound, False, self.by_clock)

    def part_by_part(self, x: Ints) -> Ints:
        """Searches one part after the other, around and around until none gets better."""
        stale, at = 0, 0
        while stale < len(self.parts) and not self.proven(self.value(x)) and self.limits.effort > 0:
            value, part = self.value(x), self.parts[at % len(self.parts)]
            plans = np.flatnonzero(part & self.matter(value))
            plans = plans[np.argsort(self.reduced[plans], kind="stable")[:SEARCHABLE]]
            free = part & (x[: self.problem.plans] > 0)
            free[plans] = True
            answer = self.within(free, x, True, self.limits.effort)
            at += 1
            stale += 1
            if answer.x is not None and answer.value < value:
                x, stale = answer.x, 0 if len(self.parts) > 1 else 1
        return x

    def within(self, free: Bools, x: Ints, known: bool, effort: float) -> Answer:
        """Searches among the free plans, the others staying as in x; `known`: x is a solution."""
        part = restrict(self.problem, free, x)
        hint = x[part.columns] if known else None
        seconds = None if self.limits.deadline is None else self.limits.deadline - time.monotonic()
        answer = self.cpsat.search(Task(part.problem, hint, self.limits.seed, effort, seconds))
        # building and presolving take time too, even where the answer is at hand
        self.limits.effort -= max(answer.effort, 0.1)
        self.by_clock |= answer.by_clock
        if answer.x is None:
            return answer
        found = part.whole(x, answer.x)
        return Answer(found, self.value(found), answer.bound + part.fixed, False, answer.by_clock)

    def value(self, x: Ints) -> int:
        """The aim's value of a solution."""
        return int(self.problem.cost @ x)

    def proven(self, value: int) -> bool:
        """Nothing can be better."""
        return value <= math.ceil(self.relaxed - TOLERANCE)

    def matter(self, value: int) -> Bools:
        """[plan] whether a solution better than `value` may use it; half a unit is left for rounding."""
        return np.asarray(self.open & (self.reduced <= value - self.relaxed + 0.5))
