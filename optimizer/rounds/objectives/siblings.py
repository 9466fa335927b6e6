"""Siblings come to one place (specification, section 8, level 4).

Formula: pairs - pairs in one place. A pair: two different siblings, a member of a subject and a
member of another subject, or a member of a subject and a child that is member of none and has a place.

Symbols: place of a child - its start's unit when the subject starts in the window (displaced: at all) and the stay lasts; with no
such start the unit of its stay that has begun by D and lasts (the latest begun, then the greatest id); D - last window date; a
stay lasts when it ends after D and not before D + `sibling_overlap_months`. One place: the same unit, or
facility where `sibling_scope` says so.

Applies to: siblings (`sibling_definition`: one household, a guardian in common, or either) of whom at least one is decided upon in the
round.

Example: two siblings apply, and their brother is in house A: 3 pairs. Both in A: 0 are apart. One in A, one in B: 2 are apart, the two
applicants and the one in B with its brother.

Source: a choice of the policy (`sibling_definition`, `sibling_scope`, `sibling_overlap_months`); dagtilbudsloven § 27 stk. 1 (siblings
may count).

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the policy as published.

Solver half: `aims.pairs.siblings`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from dataclasses import replace

from optimizer.domain.dates import add_months
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.kin import Kin
from optimizer.rounds.checking.stays import Stay
from optimizer.rounds.checking.subjects import Member, Subject

NAME = "siblings"
UNIT = "pairs"
DANISH = """
Søskende kommer samme sted.

Formel: søskendepar - par samme sted. Et par: to søskende, et med i runden og et andet med i runden, eller et
med i runden og et, der ikke er med, men har en plads.

Symboler: barnets sted - enheden, det begynder i i runden, når opholdet varer ved; ellers enheden, hvor det er på D og bliver ved (det
senest begyndte ophold, så det største id); D - rundens sidste startdato; et ophold varer ved, når det slutter efter D og ikke før D +
`sibling_overlap_months`. Samme sted: samme enhed, eller samme hus, når `sibling_scope` siger det.

Gælder: søskende (`sibling_definition`: samme husstand, en fælles forælder eller værge, eller begge dele), hvoraf mindst ét afgøres i
runden.

Eksempel: To søskende søger, og deres storebror er i hus A: 3 par. Begge i A: 0 er skilt. Én i A og én i B: 2 er skilt, ansøgerne og den
i B med sin bror.

Kilde: politikkens valg (`sibling_definition`, `sibling_scope`, `sibling_overlap_months`); dagtilbudsloven § 27 stk. 1 (søskende kan tælle
med).

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); politikken som offentliggjort.
"""
#: child, key of its subject or "", its place or None
Sibling = tuple[str, str, str | None]


def value(case: Case) -> int:
    """Pairs of siblings that are not in one place."""
    siblings = _Siblings(case)
    kin: Kin[Sibling] = Kin(case.policy)
    children, decided = case.snapshot.children, siblings.decided()
    for found in decided + siblings.placed({child_id for child_id, _, _ in decided}):
        kin.add(children[found[0]], found)
    pairs = {frozenset((a, b)) for a in decided for b in kin.of([children[a[0]]]) if _counted(a, b) and not _together(a, b)}
    return len(pairs)


def _counted(a: Sibling, b: Sibling) -> bool:
    return a[0] != b[0] and a[1] != b[1]


def _together(a: Sibling, b: Sibling) -> bool:
    return a[2] is not None and a[2] == b[2]


class _Siblings:
    """Where the round's siblings are on the last window date, and go on being."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.last = case.basis.grid.window_dates[-1]
        self.until = add_months(self.last, case.policy.sibling_overlap_months)
        left = {s.first.id: s.members[0].present for s in case.basis.subjects.values() if s.kind == "displaced"}
        self.stays: dict[str, list[Stay]] = defaultdict(list)
        for stay in case.basis.enrolled:
            gone = left.get(stay.child_id)
            if gone is not None and (gone.unit_id, gone.start) == (stay.unit_id, stay.start):
                stay = replace(stay, end=gone.end)  # noqa: PLW2901 - the same stay, cut short
            self.stays[stay.child_id].append(stay)

    def decided(self) -> list[Sibling]:
        """The children that are decided upon, each once for each subject."""
        subjects = self.case.basis.subjects.values()
        return [(m.child.id, s.key, self.of_member(s, m)) for s in subjects for m in s.members]

    def placed(self, but: Set[str]) -> list[Sibling]:
        """The others that have a place."""
        found = [(child_id, "", self.of_stays(child_id)) for child_id in self.stays if child_id not in but]
        return [sibling for sibling in found if sibling[2] is not None]

    def of_member(self, subject: Subject, member: Member) -> str | None:
        """Where a member of a subject is."""
        case = self.case
        plan = case.decided_plan(subject)
        if plan is None:
            return self.of_stays(member.child.id)
        given = next(s for s in case.basis.given_stays(subject, plan.unit_id, plan.start) if s.child_id == member.child.id)
        return self.place(given) if self.lasts(given) else None

    def lasts(self, stay: Stay) -> bool:
        """Whether the stay goes on after the last window date, and for the overlap."""
        return stay.end > self.last and stay.end >= self.until

    def of_stays(self, child_id: str) -> str | None:
        """Where a child is when nothing is given to it."""
        there = [s for s in self.stays[child_id] if s.start <= self.last and self.lasts(s)]
        stay = max(there, key=lambda s: (s.start, s.unit_id), default=None)
        return None if stay is None else self.place(stay)

    def place(self, stay: Stay) -> str:
        """The unit, or the house or home that it is in."""
        return stay.unit_id if self.case.policy.sibling_scope == "unit" else self.case.snapshot.units[stay.unit_id].facility_id
