"""Wishes are met as far as they can be (specification, section 8, level 3).

Formula: sum over subjects with some option in the window, per member, of  points(1) - points(rank of the result);
a result in the window that was not wished, waiting, keeping the present place, or a later start: points(1).

Symbols: points(r) - the policy's points of rank r, the last figure for all further ranks. Displaced children without wishes lose
nothing.

Source: a choice of the policy (`wish_points`); dagtilbudsloven § 27 c (the families' wishes).
"""

from __future__ import annotations

from optimizer.rounds.checking.case import Case, Plan
from optimizer.rounds.checking.subjects import Subject

NAME = "wishes"
UNIT = "points lost"


def points(case: Case, rank: int) -> int:
    """The policy's points of a rank."""
    figures = case.policy.wish_points
    return figures[min(rank, len(figures)) - 1]


def lost(case: Case, subject: Subject, plan: Plan | None) -> int:
    """Points that the subject's members lose by a plan, or by none."""
    if subject.kind == "displaced" and not subject.ranks:
        return 0
    rank = None if plan is None else subject.ranks.get(plan.unit_id)
    best = points(case, 1)
    return len(subject.members) * (best if rank is None else best - points(case, rank))


def value(case: Case) -> int:
    """Points lost by the subjects with an option in the window."""
    deciding = (s for s in case.basis.subjects.values() if case.options.has_window_option(s))
    return sum(lost(case, s, case.window_plan(s)) for s in deciding)
