"""Groups are mixed in language and, in dagpleje, in age (specification, section 8, level 9).

Formula: sum over open units u of  max(0, ceil(b(u) - q n(u) / 100))
+ sum over open dagpleje units u and half-years y of  max(0, h(u, y) - m).

Symbols: in the last step of the window, n - children present; b - bilingual ones of them; q - `bilingual_percent`;
h - children present that were born in the half-year y (January-June or July-December of a year); m - `same_half_year`. A figure left out
counts nothing.

Applies to: open units in the last step of the window; only where the policy makes it an aim.

Example: with `bilingual_percent` 30, a unit of 10 children of which 5 are bilingual has 2 beyond. With `same_half_year` 2, a home of four
children born in the spring of 2025 has 2 beyond.

Source: a choice of the policy (few make it); dagtilbudsloven § 7 stk. 4, § 11 (language is among the aims of a dagtilbud).

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the policy as published.

Solver half: `aims.mix.group_mix`.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from optimizer.domain.facilities import CARE_OF_UNIT
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.presence import present
from optimizer.rounds.checking.wishes import is_open

NAME = "group_mix"
UNIT = "children"
DANISH = """
Grupper er blandede i sprog og, i dagpleje, i alder.

Formel: summen over åbne enheder u af  max(0, ceil(b(u) - q n(u) / 100))
+ summen over åbne dagplejeenheder u og halvår y af  max(0, h(u, y) - m).

Symboler: i rundens sidste trin, n - børn i enheden; b - tosprogede af dem; q - `bilingual_percent`; h - børn i enheden, der er født i
halvåret y (januar-juni eller juli-december i et år); m - `same_half_year`. Et tal, der er udeladt, tæller intet.

Gælder: åbne enheder i rundens sidste trin; kun hvor politikken gør det til et mål.

Eksempel: Med `bilingual_percent` 30 har en enhed med 10 børn, hvoraf 5 er tosprogede, 2 for mange. Med `same_half_year` 2 har et hjem
med fire børn født i foråret 2025 2 for mange.

Kilde: politikkens valg (få har det); dagtilbudsloven § 7 stk. 4, § 11 (sprog er et af målene for et dagtilbud).

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); politikken som offentliggjort.
"""


def half_year(birth: date) -> tuple[int, int]:
    """Year and half of it."""
    return birth.year, 1 if birth.month <= 6 else 2


def value(case: Case) -> int:
    """Children beyond the policy's figures."""
    percent, same = case.policy.bilingual_percent, case.policy.same_half_year
    if percent is None and same is None:
        return 0
    snapshot, over = case.snapshot, 0
    there = present(case, case.basis.grid.window - 1)
    for unit in snapshot.units.values():
        if unit.kind not in CARE_OF_UNIT or not is_open(unit, snapshot):
            continue
        children = [snapshot.children[child_id] for child_id in there.get(unit.id, ())]
        if percent is not None:
            bilingual = sum(child.bilingual for child in children)
            over += max(0, -((percent * len(children) - 100 * bilingual) // 100))
        if same is not None and unit.kind == "dagpleje":
            over += sum(max(0, number - same) for number in Counter(half_year(c.birth_date) for c in children).values())
    return over
