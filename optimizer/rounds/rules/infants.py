"""A dagpleje home has no more infants than it may.

Formula: for each dagpleje unit u and step k with a newcomer under 12 months:
(children present with age(c, first day of k) < 12) <= I(u).

Symbols: u - unit; k - step, the days from one start date to the next; age - whole months (months); I - the max_infants of the unit, else
that of the policy, else no limit (children). That those already there are too many is no fault.

Applies to: dagpleje.

Example: I = 2, and two children of 8 and 10 months are there on 1 February 2027. A third of 11 months cannot start then. On 1 April the
second is 12 months old and no infant: then it can.

Source: dagtilbudsloven § 22 (approval of the home); a local rule, in the policy or with the unit.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the policy as published.

Solver half: `loads.make_limits`, `loads.load_on`, `resources.make_resources`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.limits import over_limit
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "infants"
SOURCE = "dagtilbudsloven § 22; the policy"
DANISH = """
Et dagplejehjem har ikke flere spædbørn, end det må.

Formel: for hver dagplejer u og hvert skridt k med en nytilkommen under 12 måneder:
(børn til stede med alder(c, første dag i k) < 12) <= I(u).

Symboler: u - enhed; k - skridt, dagene fra en startdato til den næste; alder - hele måneder (måneder); I - enhedens største antal
spædbørn, ellers politikkens, ellers ingen grænse (børn). At der i forvejen er for mange, er ingen fejl.

Gælder: dagpleje.

Eksempel: I = 2, og to børn på 8 og 10 måneder er der den 1. februar 2027. Et tredje på 11 måneder kan ikke begynde da. Den 1. april er
det andet barn 12 måneder og ikke spædbarn mere: så kan det.

Kilde: dagtilbudsloven § 22 (godkendelse af hjemmet); en lokal regel, i politikken eller ved enheden.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); politikken som offentliggjort.
"""


def check(case: Case) -> Iterator[Violation]:
    """Homes and steps with newcomers beyond the limit of infants."""
    return over_limit(case, "infants", NAME, "børn under 1 år")
