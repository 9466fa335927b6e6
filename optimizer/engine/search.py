"""The integer search of one aim: among plans that corners of the relaxation use, part by part, at last among all that matter."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.cpsat import Answer, CpSat, Task
from optimizer.engine.model import as_it_is
from optimizer.engine.problem import Problem, restrict
from optimizer.engine.relaxation import TOLERANCE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: plans up to which one search is likely to be brought to its end
SEARCHABLE = 2500
#: the same where no logic binds the plans, and the effort that this is worth
PLAIN, CLOSING = 15_000, 4.0
#: effort below which a search would not even be presolved
LEAST = 0.2
#: effort that a search counts for at least
TURN = 0.3
#: every how many turns a part is searched
EVERY = 4


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
        self, problem: Problem, relaxed: float, reduced: Floats, open_plans: Bools, parts: tuple[Bools, ...], cpsat: CpSat, limits: Limits,
        settle: Callable[[Ints], Ints] = as_it_is,
    ) -> None:  # fmt: skip
        self.problem, self.relaxed, self.reduced, self.open, self.parts = problem, relaxed, reduced, open_plans, parts
        self.cpsat, self.limits, self.settle = cpsat, limits, settle
        self.by_clock = False

    def run(self, used: Bools, hint: Ints | None, corners: Iterator[Bools], whole: bool) -> Answer:
        """The best answer found; its bound is proven by search only where `whole`: no plan outside the prices is worth having.

        `used` and `corners` [plan] are what the relaxation, and other corners of it, use: among these plans a solution is found fast.
        """
        nothing = self.settle(np.zeros(self.problem.columns, dtype=np.int64))
        x = nothing if hint is None else hint
        first = self.within(used | (x[: self.problem.plans] > 0), x, hint is not None, self.limits.effort / 2)
        if first.x is not None:
            x = first.x
        elif hint is None:
            first = self.within(self.open, nothing, False, self.limits.effort)
            if first.x is None:
                return first
            x = first.x
        x = self.improve(x, corners)
        value, bound = self.value(x), -(2**62)
        matters = self.matter(value) | (x[: self.problem.plans] > 0)
        most, effort = (SEARCHABLE, LEAST) if self.problem.logic.switches else (PLAIN, CLOSING)
        if not self.proven(value) and whole and matters.sum() <= most:
            last = self.within(matters, x, True, max(self.limits.effort, effort))
            x, bound = (x if last.x is None else last.x), min(last.bound, value)
        return Answer(x, self.value(x), bound, False, self.by_clock)

    def improve(self, x: Ints, corners: Iterator[Bools]) -> Ints:
        """Searches among the plans of corner after corner, and now and then among all plans of one part, until the effort is spent."""
        for turn in count():
            value = self.value(x)
            if self.proven(value) or self.limits.effort < LEAST or self.by_clock:
                break
            if turn % EVERY == EVERY - 1 and self.parts:
                part = self.parts[(turn // EVERY) % len(self.parts)]
                plans = np.flatnonzero(part & self.matter(value))
                free = np.zeros(self.problem.plans, dtype=bool)
                free[plans[np.argsort(self.reduced[plans], kind="stable")[:SEARCHABLE]]] = True
                free |= part & (x[: self.problem.plans] > 0)
            else:
                free = next(corners) | (x[: self.problem.plans] > 0)
            answer = self.within(free, x, True, min(self.limits.effort, 2 * TURN))
            if answer.x is not None and answer.value <= value:
                x = answer.x
        return x

    def within(self, free: Bools, x: Ints, known: bool, effort: float) -> Answer:
        """Searches among the free plans, the others staying as in x; `known`: x is a solution."""
        part = restrict(self.problem, free, x)
        hint = x[part.columns] if known else None
        seconds = None if self.limits.deadline is None else self.limits.deadline - time.monotonic()
        answer = self.cpsat.search(Task(part.problem, hint, self.limits.seed, effort, seconds))
        # prices, building and presolving take time too, even where the answer is at hand
        self.limits.effort -= max(answer.effort, TURN)
        self.by_clock |= answer.by_clock
        if answer.x is None:
            return answer
        found = self.settle(part.whole(x, answer.x))
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
