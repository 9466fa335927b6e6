"""Which children are in which unit in a step when the decision is carried out."""

from __future__ import annotations

from collections import defaultdict

from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.stays import Stay


def present(case: Case, step: int) -> dict[str, list[str]]:
    """Child ids by unit: those enrolled who have not left, and those who have come, by the step."""
    basis = case.basis
    left: dict[tuple[str, str], Stay] = {}
    there: dict[str, list[str]] = defaultdict(list)
    for subject in basis.subjects.values():
        plan = case.plans.get(subject.key)
        for member in subject.members:
            stay = member.present
            if stay is not None and (plan is not None or subject.kind == "displaced"):
                end = stay.end if plan is None else min(stay.end, max(plan.start, stay.start))
                # of two moves out of one place the first counts
                before = left.get((stay.child_id, stay.unit_id))
                end = end if before is None else min(end, before.end)
                left[stay.child_id, stay.unit_id] = Stay(stay.child_id, stay.unit_id, stay.start, end)
        for given in basis.given_stays(subject, plan.unit_id, plan.start) if plan is not None else ():
            if step in basis.resources.steps(given.start, given.end):
                there[given.unit_id].append(given.child_id)
    for enrolled in basis.enrolled:
        cut = left.get((enrolled.child_id, enrolled.unit_id))
        stay = cut if cut is not None and cut.start == enrolled.start else enrolled
        if step in basis.resources.steps(stay.start, stay.end):
            there[stay.unit_id].append(stay.child_id)
    return there
