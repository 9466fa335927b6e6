"""Wishes are met as far as they can be (specification, section 8, level 3).

Formula: sum over subjects with some option in the window, per member, of  points(1) - points(rank of the result);
a result in the window that was not wished, waiting, keeping the present place, or a later start: points(1).

Symbols: points(r) - the policy's points of rank r, the last figure for all further ranks (points).

Applies to: subjects with some option in the window. Displaced children without wishes lose nothing.

Example: points 10, 7, 5. A first wish loses 0, a second 3, a third or later one 5, an unwished place or none 10; twins lose twice as much.

Source: a choice of the policy (`wish_points`); dagtilbudsloven § 27 c (the families' wishes).

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); § 27 c since 2019; the policy as published.

Solver half: `options.OptionMaker.expand`, `aims.by_subject.wishes`.
"""

from __future__ import annotations

from optimizer.rounds.checking.case import Case, Plan
from optimizer.rounds.checking.subjects import Subject

NAME = "wishes"
UNIT = "points lost"
DANISH = """
Ønsker opfyldes, så godt det kan lade sig gøre.

Formel: summen over børn med en mulighed i runden, for hvert barn, af  point(1) - point(resultatets nummer);
et uønsket resultat i runden, at vente, at beholde sin plads eller en senere start: point(1).

Symboler: point(r) - politikkens point for ønske nummer r, det sidste tal for alle senere (point).

Gælder: børn med en mulighed i runden. Børn, der mister deres plads og ingen ønsker har, taber intet.

Eksempel: Point 10, 7, 5. Et 1. ønske taber 0, et 2. taber 3, et 3. eller senere 5, en uønsket plads eller ingen 10; tvillinger taber det
dobbelte.

Kilde: politikkens valg (`wish_points`); dagtilbudsloven § 27 c (familiernes ønsker).

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); § 27 c siden 2019; politikken som
offentliggjort. """


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
