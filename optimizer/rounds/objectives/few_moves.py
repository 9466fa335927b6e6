"""What the last published run promised is kept where it can be (specification, section 8, level 7).

Formula: number of members of subjects with a promise that is still an option and whose start is another or none.

Symbols: promise - unit and start that the last published run gave to the member's application; option - section 4, on a window date
(displaced children: any), while no other place that the child keeps stands in its way.

Source: a choice of the policy; forvaltningsloven's principle that what a family has been told is not changed without a reason.
"""

from __future__ import annotations

from optimizer.rounds.checking.case import Case, Plan
from optimizer.rounds.checking.subjects import Member, Subject

NAME = "few_moves"
UNIT = "children"


def promise(case: Case, subject: Subject, member: Member) -> Plan | None:
    """What the member was promised, where that is an option still."""
    if member.application_id not in case.snapshot.promised:
        return None
    unit_id, start = case.snapshot.promised[member.application_id]
    step = case.basis.step_of(start)
    if unit_id not in case.snapshot.units or step is None or (step >= case.basis.grid.window and subject.kind != "displaced"):
        return None
    plan = Plan(unit_id, step, start)
    possible = case.kind_of(subject, plan) is not None and not case.clashes(subject, plan, {})
    return plan if possible else None


def value(case: Case) -> int:
    """Members for whom a promise that could be kept is not."""
    members = [(s, m) for s in case.basis.subjects.values() for m in s.members if m.application_id in case.snapshot.promised]
    promised = [(s, p) for s, m in members if (p := promise(case, s, m)) is not None]
    return sum(1 for subject, plan in promised if case.plans.get(subject.key) != plan)
