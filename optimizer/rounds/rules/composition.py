"""Of the children whom a house, and each of its units, takes in in a calendar year, at most a share lives in listed areas.

Formula: for each unit u, each house f and each year Y in which a listed child starts there on this round:
100 x L(u, Y) <= p x A(u, Y) and 100 x L(f, Y) <= p x A(f, Y).

Symbols: A - the intake of the year after the round: enrolments begun in it, waiting offers and starts decided on this round; a stay that
goes on from another in the same unit (for the house: in the same house) is no intake (children); L - those of A who live in an area on
the list of udsatte boligområder on their first day, or in one that left it less than `years_after_listing` years before, but where the
policy says so not those whose parents have declared to work or study (children); p - `share_percent` of the policy (percent); Y - the
calendar year of the start. A start after the window is not counted. Where L is above the share already, that is no fault, but no listed
child comes until it is below.

Applies to: municipal, independent and outsourced houses, but not to company houses, and not to dagpleje.

Example: p = 30, and a house has taken in 6 children, 1 of them listed. One listed child may come (2 of 7, 200 <= 210), a second not (3 of
8, 300 > 240).

Source: dagtilbudsloven § 26 a (30 % of a calendar year's admissions, each house and each unit), § 26 b (parents who work), § 26 c (3
years more).

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); §§ 26 b-26 c by bill L 95 of 2024-25.

Solver half: `composition.make_composition`, `resources.add_resource_rows`, `chains.make_logic`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "composition"
SOURCE = "dagtilbudsloven §§ 26 a-26 c"
DANISH = """
Af de børn, som et hus, og hver af dets enheder, optager i et kalenderår, bor højst en andel i udsatte boligområder.

Formel: for hver enhed u, hvert hus f og hvert år Y, hvor et udsat barn begynder dér i runden:
100 x L(u, Y) <= p x A(u, Y) og 100 x L(f, Y) <= p x A(f, Y).

Symboler: A - årets optag efter runden: indskrivninger begyndt i året, ventende tilbud og starter besluttet i runden; et ophold, der
fortsætter et andet i samme enhed (for huset: i samme hus), er ikke optag (børn); L - dem af A, som på deres første dag bor i et område på
listen over udsatte boligområder, eller i et, der gik af listen for mindre end `years_after_listing` år siden, men, hvor politikken siger
det, ikke dem, hvis forældre har erklæret at være i arbejde eller uddannelse (børn); p - politikkens `share_percent` (procent); Y -
startens kalenderår. En start efter vinduet tæller ikke. Hvor L i forvejen er over andelen, er det ingen fejl, men intet udsat barn kommer
til, før den er under.

Gælder: kommunale, selvejende og udliciterede huse, men ikke virksomhedsinstitutioner, og ikke dagpleje.

Eksempel: p = 30, og et hus har optaget 6 børn, heraf 1 udsat. Ét udsat barn kan komme (2 af 7, 200 <= 210), et andet ikke (3 af 8, 300 >
240).

Kilde: dagtilbudsloven § 26 a (30 % af et kalenderårs optagelser, hvert hus og hver enhed), § 26 b (forældre i arbejde), § 26 c (3 år
mere).

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); §§ 26 b-26 c ved lovforslag L 95 fra 2024-25.
"""


def check(case: Case) -> Iterator[Violation]:
    """Units, houses and years with a listed newcomer beyond the share."""
    for account, new in case.admitted.items():
        after = case.basis.intake.before[account] + new
        if new.listed and not case.basis.intake.kept(after):
            what, owner, year = account
            where = f"Huset {owner}" if what == "house" else owner
            share = case.policy.composition_share
            text = (
                f"{where} optager i {year} i alt {after.admitted} børn, heraf {after.listed} fra udsatte boligområder "
                f"({new.listed} i denne runde); højst {share} % må komme derfra."
            )
            yield Violation(NAME, owner, text)
