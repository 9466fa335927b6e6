"""A solver's word that nothing is possible is checked: a known solution refutes it, a proof or the other solver confirms it.

No solver's word is taken alone for what a user is told as impossible: a proof in whole numbers is looked for (`farkas`); where the rows
alone give none, HiGHS' word is put to CP-SAT, CP-SAT's to HiGHS.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimizer.domain.errors import Defect, Undecided
from optimizer.engine.child import NoAnswer
from optimizer.engine.cpsat import Answer, CpSat, Task
from optimizer.engine.farkas import proven_impossible
from optimizer.engine.problem import Problem, breaks
from optimizer.engine.small import search_small

#: effort and seconds that the other solver gets
EFFORT, SECONDS = 60.0, 600.0


@dataclass(frozen=True)
class Refusal:
    """Solver `by` (HiGHS or CP-SAT) has said that `problem`, of aim `aim`, has no solution."""

    problem: Problem
    aim: str
    by: str


def confirm(refusal: Refusal | None, cpsat: CpSat, seed: int) -> None:
    """Finds a proof that nothing is possible, or has the other solver confirm it.

    Undecided where it cannot within its limits, or where no solver has said so (`refusal` None: they only found nothing); Defect where it
    finds a solution that keeps every row.
    """
    if refusal is None:
        raise Undecided("no decision was found within the limits of the search, and none is proven not to exist")
    if proven_impossible(refusal.problem):
        return
    answer, other = ask_other(refusal, cpsat, seed)
    if answer is not None and answer.x is not None and not breaks(refusal.problem, answer.x):
        raise Defect(f"{refusal.by} finds nothing possible for {refusal.aim}, but {other} found a solution that keeps every row")
    if answer is None or not answer.infeasible:
        raise Undecided(f"{refusal.by} finds nothing possible for {refusal.aim}, but {other} could not confirm it")


def ask_other(refusal: Refusal, cpsat: CpSat, seed: int) -> tuple[Answer | None, str]:
    """What the other solver says (None: nothing in time), and its name."""
    problem = replace(refusal.problem, cost=np.zeros_like(refusal.problem.cost))
    if refusal.by == "CP-SAT":
        try:
            return search_small(problem, seconds=SECONDS), "HiGHS"
        except NoAnswer:
            return None, "HiGHS"
    return cpsat.search(Task(problem, None, seed, EFFORT, None)), "CP-SAT"
