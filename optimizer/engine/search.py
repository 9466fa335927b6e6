"""The integer search of one aim: among plans that corners of the relaxation use, part by part, at last among all that matter."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.cpsat import UNKNOWN, Answer, CpSat, Task
from optimizer.engine.model import as_it_is
from optimizer.engine.problem import Problem, breaks, restrict
from optimizer.engine.relaxation import TOLERANCE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: plans up to which one search is likely to be brought to its end
SEARCHABLE = 2500
#: plans up to which a model without logic is searched whole at once: steps on the way there would cost more
WHOLE = 3000
#: open plans up to which a model without logic is searched whole at once, given effort for it: the steps that lead there would cost more
WHOLE, WHOLE_NEEDS = 3000, 10.0
#: plans beside those of the relaxation in the first wide search, how much wider the next is, and the share of the effort that one gets
WIDTH, WIDER, WIDE = 1500, 3, 0.7
#: effort that a still wider search is begun with, where logic binds the plans
WIDER_NEEDS = 5.0
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
        self.by_clock = self.cut = False

    def run(self, used: Bools, hint: Ints | None, corners: Iterator[Bools], whole: bool) -> Answer:
        """The best answer found; its bound is proven by search only where `whole`: no plan outside the prices is worth having.

        `used` and `corners` [plan] are what the relaxation, and other corners of it, use: among these plans a solution is found fast.
        """
        nothing = self.settle(np.zeros(self.problem.columns, dtype=np.int64))
        if hint is not None:
            used = used | (hint[: self.problem.plans] > 0)
        sound = hint is not None and not breaks(self.problem, hint)
        x = hint if hint is not None and sound else nothing
        small = not self.problem.logic.switches and int(self.open.sum()) <= WHOLE and self.limits.effort >= WHOLE_NEEDS
        first = self.within(self.open | used if small else used, x, sound, self.limits.effort / 2)
        if small and first.x is not None and first.bound >= first.value:
            return first if whole else replace(first, bound=UNKNOWN)
        if first.x is None and not sound and not first.cut:
            first = self.within(self.open, nothing, False, self.limits.effort)
        if first.x is None and not sound:
            return first
        x = x if first.x is None else first.x
        if not self.done(x):
            x = self.step(x, next(corners))
        x, bound, ended = self.widen(x, used)
        if not ended:
            x = self.improve(x, corners)
        return Answer(x, self.value(x), bound if whole else UNKNOWN, False, self.by_clock, cut=self.cut)

    def step(self, x: Ints, plans: Bools) -> Ints:
        """A short search among some plans and those of x."""
        answer = self.within(plans | (x[: self.problem.plans] > 0), x, True, min(self.limits.effort, 2 * TURN))
        return answer.x if answer.x is not None and answer.value <= self.value(x) else x

    def done(self, x: Ints, least: float = LEAST) -> bool:
        """Nothing can be better, or the effort is spent."""
        return self.proven(self.value(x)) or self.limits.effort < least or self.by_clock

    def widen(self, x: Ints, used: Bools) -> tuple[Ints, int, bool]:
        """Searches among more and more plans, the cheapest first, as long as a search comes to its end and the effort allows a wider one.

        Returns the solution, a bound of the whole, and whether the last search came to its end.
        """
        width, least = WIDTH, LEAST
        while not self.done(x, least):
            matters = np.flatnonzero(self.matter(self.value(x)))
            cheapest = matters[np.argsort(self.reduced[matters], kind="stable")[:width]]
            free = used | (x[: self.problem.plans] > 0)
            free[cheapest] = True
            answer = self.within(free, x, True, self.limits.effort * WIDE)
            x = x if answer.x is None else answer.x
            if answer.x is None or answer.bound < answer.value:
                return x, answer.bound if len(matters) <= width else UNKNOWN, False
            if len(matters) <= width:
                return x, answer.bound, True
            width, least = width * WIDER, WIDER_NEEDS if self.problem.logic.switches else LEAST
        return x, UNKNOWN, True

    def improve(self, x: Ints, corners: Iterator[Bools]) -> Ints:
        """Searches among the plans of corner after corner, and now and then among all plans of one part, until the effort is spent."""
        for turn in count():
            if self.done(x):
                break
            free = next(corners)
            if turn % EVERY == EVERY - 1 and self.parts:
                part = self.parts[(turn // EVERY) % len(self.parts)]
                plans = np.flatnonzero(part & self.matter(self.value(x)))
                free = np.zeros(self.problem.plans, dtype=bool)
                free[plans[np.argsort(self.reduced[plans], kind="stable")[:SEARCHABLE]]] = True
            x = self.step(x, free)
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
        self.cut |= answer.cut
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
