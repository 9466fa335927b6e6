"""A child that must be free of smoke or pets gets a place where it is.

Formula: smoke_free_needed(c) => smoke_free(u);  pets_excluded(c) => not pets(u).

Symbols: c - child; u - unit; all four are yes or no.

Applies to: every start of this round, of every member of twins.

Example: a child with asthma needs a place free of smoke. Of 3 homes, 1 is not free of smoke: the child can get one of the other 2,
also when it wished the third as number 1.

Source: dagtilbudsloven § 22 (the municipality approves the home) and § 7 (safety and health); the child's recorded needs.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007).

Solver half: `options.OptionMaker.fits`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.suitable import suits_home
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "home_conditions"
SOURCE = "dagtilbudsloven § 7, § 22"
DANISH = """
Et barn, der ikke tåler røg eller dyr, får en plads uden.

Formel: skal_være_røgfri(c) => røgfri(u);  tåler_ikke_dyr(c) => ikke dyr(u).

Symboler: c - barn; u - enhed; alle fire er ja eller nej.

Gælder: alle starter i runden, for hvert barn af tvillinger.

Eksempel: Et barn med astma skal have en røgfri plads. Af 3 hjem er 1 ikke røgfrit: barnet kan få et af de 2 andre, også når det tredje
er dets første ønske.

Kilde: dagtilbudsloven § 22 (kommunen godkender hjemmet) og § 7 (tryghed og sundhed); barnets registrerede behov.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007).
"""


def check(case: Case) -> Iterator[Violation]:
    """Starts in a place with smoke or pets that the child cannot bear."""
    for key, plan in case.plans.items():
        unit = case.snapshot.units[plan.unit_id]
        for member in case.basis.subjects[key].members:
            if not suits_home(member.child, unit):
                yield Violation(NAME, member.application_id, f"Barn {member.child.id} tåler ikke røg eller dyr, som der er i {unit.id}.")
