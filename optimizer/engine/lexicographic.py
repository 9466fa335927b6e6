"""Aim by aim: price the aim's best value by a linear programme, search for an integer solution as good, freeze the value, go on."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.child import NoAnswer
from optimizer.engine.clauses import Clause
from optimizer.engine.cpsat import UNKNOWN, Answer, CpSat
from optimizer.engine.highs import LpResult
from optimizer.engine.model import Aim, Model, NamedRow, rows_matrix
from optimizer.engine.packing import pack
from optimizer.engine.problem import Problem, breaks, refute, restrict
from optimizer.engine.relaxation import TOLERANCE, Relaxation, Separator
from optimizer.engine.search import AimSearch, Limits
from optimizer.engine.small import SMALL, search_small
from optimizer.engine.witness import Refusal

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Report = Callable[[str, float], None]
#: how far costs are shaken to come to another corner, as a share of the mean cost; and simplex iterations to get there
SHAKE, CORNER = 0.02, 5_000
#: aims that get the whole effort and all pivots, and the share that each later one gets: the first ones leave little to choose
FIRST, LATER = 2, 0.35
#: simplex iterations that the rows found on the way are worth
AGAIN = 2_000


@dataclass(frozen=True)
class Settings:
    """How hard to try: `effort` is a deterministic limit (about seconds) on the search of each of the first aims."""

    effort: float = 120.0
    #: ends the work by the clock: then the run is not repeatable
    seconds: float | None = None
    seed: int = 1
    #: simplex iterations per aim after which no more rows are added
    pivots: int = 8_000


@dataclass(frozen=True)
class Level:
    """What one aim reached: `price_bound` is proven by prices alone, `bound` by prices or search."""

    name: str
    unit: str
    value: int
    bound: int
    price_bound: int
    proven_by: str
    prices: Floats
    frozen: tuple[int, ...]
    #: the watchdog ended a search of this aim: the value is that of the best solution known by then
    cut: bool = False

    @property
    def gap(self) -> float:
        """(value - bound) / max(|value|, 1 unit)."""
        return (self.value - self.bound) / max(abs(self.value), 1)


@dataclass
class Solution:
    """The chosen columns, the levels reached, the rows added."""

    x: Ints
    levels: list[Level] = field(default_factory=list)
    #: rows beyond the model's, in the order of the prices: cuts and frozen aims
    extra: list[NamedRow] = field(default_factory=list)
    repeatable: bool = True
    feasible: bool = True
    #: who says that there is no solution; None where there is one, or none was found in time
    refusal: Refusal | None = None


def with_value(level: Level, value: int) -> Level:
    """The level with the value that the final decision has."""
    return replace(level, value=value, bound=min(level.bound, value), price_bound=min(level.price_bound, value))


def free_level(aim: Aim, rows: int, frozen: tuple[int, ...]) -> Level:
    """The level of an aim that no column costs anything: its constant, whatever is chosen."""
    return Level(aim.name, aim.unit, aim.constant, aim.constant, aim.constant, "prices", np.zeros(rows), frozen)


class Lexicographic:
    """One solve of one model. `cpsat` searches models that are not small; `rows` are rows that an earlier solve has found."""

    def __init__(
        self,
        model: Model,
        separate: Separator,
        settings: Settings,
        report: Report,
        cpsat: CpSat,
        clauses: tuple[Clause, ...] = (),
        rows: Sequence[NamedRow] = (),
    ) -> None:
        self.model, self.settings, self.report, self.clauses = model, settings, report, clauses
        self.relaxation = Relaxation(model, separate, settings.seed)
        self.relaxation.know(list(rows))
        self.cpsat = cpsat
        self.small = model.plans + model.logic.switches <= SMALL
        if not self.small:
            cpsat.start()
        self.by_row = sparse.csr_array(model.matrix)
        self.frozen: list[int] = []
        self.deadline = None if settings.seconds is None else time.monotonic() + settings.seconds
        self.repeatable = True
        #: plans that some solution as good as the values reached so far may still use
        self.open = np.ones(model.plans, dtype=bool)

    def out_of_time(self) -> bool:
        """The clock has run out (only with a time limit)."""
        if self.deadline is not None and time.monotonic() > self.deadline:
            self.repeatable = False
            return True
        return False

    def problem(self, aim: Aim, relaxed: LpResult | None = None) -> Problem:
        """The integer problem of one aim. The rows found on the way that have a price follow from the logic; the search prices by them."""
        limits = tuple((a.cost, v) for a, v in zip(self.model.aims, self.frozen, strict=False) if a.cost.any())
        model = self.model
        priced = np.abs(relaxed.prices[len(model.lower) :]) > TOLERANCE if relaxed is not None else np.zeros(0, dtype=bool)
        rows = [r for r, has in zip(self.relaxation.extra, priced.tolist(), strict=False) if has and r.name[0] != "frozen"]
        lower, upper = (np.array([getattr(r, side) for r in rows], dtype=np.int64) for side in ("lower", "upper"))
        matrix = sparse.csr_array(sparse.vstack([self.by_row, rows_matrix(rows, model.columns)])) if rows else self.by_row
        sides = np.concatenate([model.lower, lower]), np.concatenate([model.upper, upper])
        return Problem(matrix, *sides, model.plans, model.logic, self.clauses, aim.cost, limits)

    def close(self, aim: Aim, relaxed: LpResult, value: int) -> None:
        """Closes, for all later aims, the plans that `value` of this aim rules out: bound plus reduced cost would exceed it.

        Exact while every column left out of the prices has a reduced cost of 0 or more. Half a unit is left for rounding.
        """
        reduced = self.relaxation.reduced_costs(aim.cost.astype(np.float64), relaxed.prices)
        if self.relaxation.priced(reduced):
            self.open &= reduced[: self.model.plans] <= value - relaxed.value + 0.5

    def nothing(self) -> Ints:
        """The columns when no plan is chosen."""
        return self.model.settle(np.zeros(self.model.columns, dtype=np.int64))

    def share(self) -> float:
        """The part of effort and pivots that the present aim gets: the whole where no logic binds the plans, as searches end there."""
        return 1.0 if len(self.frozen) < FIRST or not self.model.logic.switches else LATER

    def search(self, aim: Aim, relaxed: LpResult, hint: Ints | None, also: Bools | None) -> Answer:
        """An integer solution of the aim; small models are searched whole."""
        problem = self.problem(aim, relaxed)
        limits = Limits(self.settings.effort * self.share(), self.settings.seed, self.deadline)
        packed = pack(problem, self.open, relaxed.prices, hint, limits, self.cpsat)
        if packed is not None:
            return packed
        if self.small:
            nothing = self.nothing()
            part = restrict(problem, self.open, nothing)
            answer = search_small(part.problem)
            return answer if answer.x is None else replace(answer, x=part.whole(nothing, answer.x), bound=answer.bound + part.fixed)
        used = self.relaxation.seen[: problem.plans].copy()
        if also is not None:
            used |= also
        reduced = self.relaxation.reduced_costs(aim.cost.astype(np.float64), relaxed.prices)
        search = AimSearch(
            problem, relaxed.value, reduced[: problem.plans], self.open, self.model.parts(), self.cpsat, limits, self.model.settle
        )
        return search.run(used, hint, self.corners(aim), whole=self.relaxation.priced(reduced))

    def corners(self, aim: Aim) -> Iterator[Bools]:
        """[plan] what other corners of the relaxation use, about as good for the aim: first one that is good for the next aim too."""
        cost, rng = aim.cost.astype(np.float64), np.random.default_rng(self.settings.seed)
        pivots = int(CORNER * self.share())
        size = SHAKE * float(np.abs(cost[cost != 0]).mean()) if cost.any() else 1.0
        following = [later for later in self.model.aims[len(self.frozen) + 1 :] if later.cost.any()]
        if following:
            beside = following[0].cost.astype(np.float64)
            yield self.relaxation.near(cost + beside * (size / float(np.abs(beside[beside != 0]).mean())), pivots)
        while True:
            shaken = cost.copy()
            shaken[: self.model.plans] += rng.uniform(-size, size, self.model.plans)
            yield self.relaxation.near(shaken, pivots)

    def reach(self, aim: Aim, hint: Ints | None, also: Bools | None, search: bool) -> tuple[LpResult, Answer]:
        """The relaxation of an aim, and an integer solution. Where HiGHS gives no answer, no more than the hint is known."""
        cost = aim.cost.astype(np.float64)
        relaxed = self.relaxation.unpriced(cost)
        try:
            if hint is not None:
                self.relaxation.activate(np.flatnonzero(hint), cost)
            limit = self.settings.pivots if len(self.frozen) > FIRST else None
            found = self.relaxation.solve(cost, int(self.settings.pivots * self.share()), self.out_of_time, limit)
            if found is None:
                return relaxed, Answer(None, 0, UNKNOWN, True, False, by="HiGHS")
            relaxed = found
            answer = self.search(aim, relaxed, hint, also) if search else Answer(hint, 0, UNKNOWN, False, False)
            if len(self.relaxation.extra) + len(self.model.lower) > len(relaxed.prices):
                relaxed = self.relaxation.again(cost, AGAIN) or relaxed
        except NoAnswer:
            answer = Answer(None, 0, UNKNOWN, False, True, by="HiGHS", cut=True)
        return relaxed, answer

    def solution_of(self, aim: Aim, answer: Answer, hint: Ints | None) -> Ints | None:
        """What was found, or the hint where that is a solution; Defect where it is one although the answer is that there is none."""
        if answer.infeasible:
            refute(self.problem(aim), hint, answer.by, aim.name)
            return None
        if answer.x is not None:
            return self.model.settle(answer.x)
        return hint if hint is not None and not breaks(self.problem(aim), hint) else None

    def run(self, hint: Ints | None = None, also: Bools | None = None, search: bool = True) -> Solution:
        """All aims in order; `feasible` False when the rows and clauses have no common solution.

        `hint` is a solution to begin with, `also` [plan] marks plans that are worth a look; without `search` the hint is kept as it
        is, and only priced. Defect where a solver calls impossible what a known solution reaches.
        """
        levels: list[Level] = []
        x = self.nothing()
        costly = [number for number, aim in enumerate(self.model.aims) if aim.cost.any()]
        for number, aim in enumerate(self.model.aims):
            self.report(aim.name, number / len(self.model.aims))
            # an aim that nothing costs is reached by any solution; where none costs anything, the first one finds a solution
            if number not in costly and (costly or number):
                levels.append(free_level(aim, len(self.model.lower), tuple(self.frozen)))
                self.frozen.append(0)
                continue
            frozen = tuple(self.frozen)
            cost = aim.cost.astype(np.float64)
            relaxed, answer = self.reach(aim, hint, also, search)
            self.repeatable &= not answer.by_clock
            found = self.solution_of(aim, answer, hint)
            if found is None:
                refusal = Refusal(self.problem(aim), aim.name, answer.by) if answer.infeasible else None
                return Solution(np.zeros(0, dtype=np.int64), levels, self.relaxation.extra, self.repeatable, False, refusal)
            hint = x = found
            value = int(aim.cost @ x)
            priced = self.relaxation.priced(self.relaxation.reduced_costs(cost, relaxed.prices))
            price_bound = min(math.ceil(relaxed.value - TOLERANCE), value) if priced else UNKNOWN
            bound = min(max(answer.bound, price_bound), value)
            levels.append(
                Level(
                    name=aim.name,
                    unit=aim.unit,
                    value=value + aim.constant,
                    bound=bound + aim.constant,
                    price_bound=price_bound + aim.constant,
                    proven_by="prices" if bound <= price_bound else "search",
                    prices=relaxed.prices,
                    frozen=frozen,
                    cut=answer.cut,
                )
            )
            if any(later > number for later in costly):
                self.close(aim, relaxed, value)
                self.frozen.append(value)
                self.relaxation.freeze(aim, value)
        # a later search that was cut short may have found something better for an earlier aim
        levels = [with_value(level, int(aim.cost @ x) + aim.constant) for level, aim in zip(levels, self.model.aims, strict=True)]
        return Solution(x, levels, self.relaxation.extra, self.repeatable)
