"""What an application's row must say, given the decision (specification, section 9)."""

from __future__ import annotations

from datetime import date

from optimizer.rounds.checking.case import Case, Plan
from optimizer.rounds.checking.subjects import Member, Subject
from optimizer.rounds.record import Outcome


def outcome_of(case: Case, subject: Subject, member: Member) -> Outcome:
    """The first outcome that fits.

    `breach`: the place was due on or before the last window date, and there is no start on or before the day it was due.
    """
    plan = case.plans.get(subject.key)
    if subject.kind == "displaced":
        return "breach" if plan is None else "displaced"
    due = subject.due(member)
    last = case.basis.grid.window_dates[-1]
    if subject.wants_guarantee and due is not None and due <= last and (plan is None or plan.start > due):
        return "breach"
    if plan is None:
        return "waiting" if subject.kind == "new" else "kept"
    return _outcome_of_start(case, subject, plan)


def _outcome_of_start(case: Case, subject: Subject, plan: Plan) -> Outcome:
    if plan.step >= case.basis.grid.window:
        return "provisional"
    if subject.kind == "transition":
        return "moved_on"
    return "wish" if plan.unit_id in subject.ranks else "guarantee"


def days_late(case: Case, subject: Subject, member: Member) -> int | None:
    """Days from the day the place was due to the start, 0 when it is in time; None without a start or a guarantee."""
    plan, due = case.plans.get(subject.key), subject.due(member)
    if plan is None or due is None:
        return None
    return max(0, (plan.start - due).days)


def rank_of(case: Case, subject: Subject) -> int | None:
    """Rank of the unit that the subject got, None when it got none or had not wished it; twins have their joint rank."""
    plan = case.plans.get(subject.key)
    return None if plan is None else subject.ranks.get(plan.unit_id)


def held_places(case: Case) -> set[tuple[str, str, date]]:
    """(application id, unit id, from): the places held for guarantees that fall due later in the horizon."""
    subjects = case.basis.subjects
    return {
        (member.application_id, plan.unit_id, plan.start)
        for key, plan in case.plans.items()
        if case.is_held(subjects[key])
        for member in subjects[key].members
    }


def wish_ranks(case: Case) -> dict[int, int]:
    """Applications by the rank of the wished place that they start in within the window, lowest rank first."""
    ranks = [rank_of(case, s) for s in case.basis.subjects.values() for _ in s.members if case.window_plan(s) is not None]
    counted = [rank for rank in ranks if rank is not None]
    return {rank: counted.count(rank) for rank in sorted(set(counted))}
