"""There are no more children in a unit than places, in any step, and nobody comes to a unit that is over its places.

Formula: for each unit u and step k with a newcomer:  sum over children c present of w(c, k) <= places(u, k).

Symbols: u - unit; k - step, the days from one start date to the next; w - 1 head in a house, in dagpleje the place weight of the child,
1-3; a time-limited decision overrides it; the most that holds on a day of the step (places); places - in force, the least on any day of the
step, those kept for a purpose among them, see `reservations` (places). A newcomer is a child with a stay given on this round. That those
already there are too many is no fault.

Applies to: every unit but gæstehuse.

Example: a dagplejer has 4 places and two children of weight 1. A child of weight 2 can start (4), one of weight 3 cannot (5).

Source: dagtilbudsloven § 21 stk. 2-3 (dagpleje), § 26 stk. 1 (the municipality decides admission); capacity as approved.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the capacity as approved.

Solver half: `loads.make_limits`, `loads.make_profiles`, `loads.load_on`, `resources.make_resources`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.limits import over_limit
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "places"
SOURCE = "dagtilbudsloven § 21 stk. 2-3, § 26 stk. 1"
DANISH = """
Der er ikke flere børn i en enhed end pladser, på noget tidspunkt, og ingen kommer til en enhed, der er over sine pladser.

Formel: for hver enhed u og hvert skridt k med en nytilkommen:  summen over børn c til stede af v(c, k) <= pladser(u, k).

Symboler: u - enhed; k - skridt, dagene fra en startdato til den næste; v - 1 i et hus, i dagpleje barnets vægt, 1-3; en tidsbegrænset
afgørelse går forud; det meste på nogen dag i skridtet (pladser); pladser - hvad der gælder, det mindste på nogen dag i skridtet, også dem,
der holdes til et formål, se `reservations` (pladser). En nytilkommen er et barn med et ophold fra runden. At der i forvejen er for mange,
er ingen fejl.

Gælder: alle enheder undtagen gæstehuse.

Eksempel: En dagplejer har 4 pladser og to børn med vægt 1. Et barn med vægt 2 kan begynde (4), et med vægt 3 kan ikke (5).

Kilde: dagtilbudsloven § 21 stk. 2-3 (dagpleje), § 26 stk. 1 (kommunen bestemmer optagelsen); kapaciteten som godkendt.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); kapaciteten som godkendt.
"""


def check(case: Case) -> Iterator[Violation]:
    """Units and steps with newcomers beyond the places."""
    return over_limit(case, "places", NAME, "pladser")
