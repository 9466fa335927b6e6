"""An integrated house keeps its shared ceiling of place units.

Formula: for each house f with a ceiling and step k with a newcomer:
2 x (0-2 children present) + 1 x (3-5 children present) <= max_units(f).

Symbols: f - house; k - step, the days from one start date to the next; max_units - the ceiling (place units); a 0-2 child counts 2, a 3-5
child 1, by the unit where it is. A stay given on this round makes a newcomer also when the child moves within the house. That those already
there are too many is no fault.

Applies to: houses with max_units.

Example: ceiling 40, with 12 children of 0-2 and 15 of 3-5: 2 x 12 + 15 = 39. One more of 3-5 fits (40), one more of 0-2 does not (41),
even if the 0-2 group has a place free.

Source: capacity as approved (place units, 0-2 = 2, 3-5 = 1); the municipality decides the frame, dagtilbudsloven § 3 a stk. 2.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the capacity as approved.

Solver half: `loads.make_limits`, `loads.load_on`, `resources.make_resources`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.limits import over_limit
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "integrated_house"
SOURCE = "capacity as approved (place units)"
DANISH = """
Et integreret hus holder sit fælles loft over pladsenheder.

Formel: for hvert hus f med et loft og hvert skridt k med en nytilkommen:
2 x (0-2-årige til stede) + 1 x (3-5-årige til stede) <= loft(f).

Symboler: f - hus; k - skridt, dagene fra en startdato til den næste; loft - husets loft (pladsenheder); et 0-2-årigt barn tæller 2, et
3-5-årigt 1, efter den enhed, det er i. Et ophold fra runden gør barnet nytilkommet, også når det flytter inden for huset. At der i
forvejen er for mange, er ingen fejl.

Gælder: huse med et fælles loft.

Eksempel: Loftet er 40, og der er 12 på 0-2 år og 15 på 3-5 år: 2 x 12 + 15 = 39. En mere på 3-5 år kan være der (40), en mere på 0-2 år
kan ikke (41), heller ikke når vuggestuegruppen har en ledig plads.

Kilde: kapaciteten som godkendt (pladsenheder, 0-2 år = 2, 3-5 år = 1); kommunen fastsætter rammerne, dagtilbudsloven § 3 a stk. 2.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); kapaciteten som godkendt.
"""


def check(case: Case) -> Iterator[Violation]:
    """Houses and steps with newcomers beyond the shared ceiling."""
    return over_limit(case, "house", NAME, "pladsenheder")
