"""The support that children need in a unit is there, in every step.

Formula: for each unit u and step k with a newcomer in need of support:  sum over children c present of p(c, k) <= P(u).

Symbols: u - unit; k - step, the days from one start date to the next; p - the child's need, a time-limited decision overrides it, the most
that holds on a day of the step (support points); P - what the unit has (support points). That those already there need more is no fault,
but then no newcomer who needs support may come.

Applies to: every unit.

Example: a home has 2 support points and one child who needs 1. A child who needs 1 can start (2), one who needs 2 cannot (3), and one who
needs none always can.

Source: dagtilbudsloven § 4, § 3 a stk. 4 (support to those who need it); the policy on ressourcedagplejere.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the policy as published.

Solver half: `loads.make_limits`, `loads.make_profiles`, `loads.load_on`, `resources.make_resources`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.limits import over_limit
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "support_points"
SOURCE = "dagtilbudsloven § 3 a stk. 4, § 4"
DANISH = """
Den støtte, som børnene i en enhed har brug for, er der, på ethvert tidspunkt.

Formel: for hver enhed u og hvert skridt k med en nytilkommen, der skal have støtte:  summen over børn c til stede af p(c, k) <= P(u).

Symboler: u - enhed; k - skridt, dagene fra en startdato til den næste; p - barnets behov, en tidsbegrænset afgørelse går forud, det meste
på nogen dag i skridtet (støttepoint); P - hvad enheden har (støttepoint). At dem, der er der i forvejen, har brug for mere, er ingen
fejl, men så kan ingen ny med støttebehov komme.

Gælder: alle enheder.

Eksempel: Et hjem har 2 støttepoint og et barn med behov for 1. Et barn med behov for 1 kan begynde (2), et med behov for 2 kan ikke (3),
og et uden behov kan altid.

Kilde: dagtilbudsloven § 4, § 3 a stk. 4 (støtte til dem, der har brug for det); politikken om ressourcedagplejere.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); politikken som offentliggjort.
"""


def check(case: Case) -> Iterator[Violation]:
    """Units and steps with newcomers beyond the support."""
    return over_limit(case, "support", NAME, "støttepoint")
