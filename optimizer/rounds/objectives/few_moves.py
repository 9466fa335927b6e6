"""What the last published run promised is kept where it can be (specification, section 8, level 7).

Formula: sum over members of subjects with a promise p that is still an option of  1 where start <> p, else 0  (no start: 1).

Symbols: promise - unit and start (date) that the last published run gave to the member's application; option - section 4, on a window date
(displaced children: any), while no other place that the child keeps stands in its way.

Applies to: members of subjects with a promise; rounds that are given the last run.

Example: the last run promised a child house A from 1 March, and A still has that option. House B or 1 April instead costs 1, and so
does no place; had A closed in the meantime, nothing.

Source: a choice of the policy; forvaltningsloven's principle that what a family has been told is not changed without a reason.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the policy as published.

Solver half: `aims.by_subject.few_moves`.
"""

from __future__ import annotations

from optimizer.rounds.checking.case import Case, Plan
from optimizer.rounds.checking.subjects import Member, Subject

NAME = "few_moves"
UNIT = "children"
DANISH = """
Det, som den sidste offentliggjorte runde lovede, holdes, hvor det kan.

Formel: summen over børn med et løfte p, som stadig er en mulighed, af  1 hvor starten <> p, ellers 0  (ingen start: 1).

Symboler: løfte - enhed og start (dato), som den sidste offentliggjorte runde gav ansøgningen; mulighed - afsnit 4, på en af rundens datoer
(børn, hvis enhed lukker: enhver dato), når ingen anden plads, som barnet beholder, står i vejen.

Gælder: børn med et løfte; runder, der får den sidste runde at se.

Eksempel: Den sidste runde lovede et barn hus A fra 1. marts, og det er stadig en mulighed. Hus B eller 1. april i stedet koster 1, og
det gør ingen plads også; er A lukket imens, koster det intet.

Kilde: politikkens valg; forvaltningsrettens princip om, at det, en familie har fået at vide, ikke ændres uden grund.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); politikken som offentliggjort.
"""


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
