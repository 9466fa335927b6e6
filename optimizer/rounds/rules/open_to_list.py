"""Nobody is given a place in a private house or in a unit that is not open to the list.

Formula: open(u) = open_to_list(u) and operator(facility of u) != private;  every start is in an open u.

Symbols: u - unit; open_to_list - yes or no; operator - municipal, independent, outsourced or private.

Applies to: every start of this round, wished or not.

Example: of 3 houses, 1 is private and 1 is closed to the list: only the third can be given, though a child wished the private one as
number 1.

Source: dagtilbudsloven § 26 stk. 3 (private institutions decide their own intake), § 27 c (wishes for units that one can queue for).

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); § 27 c since 2019.

Solver half: `places.make_places`, `wished.WishLists.ranked`, `options.OptionMaker.fits`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation
from optimizer.rounds.checking.wishes import is_open

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "open_to_list"
SOURCE = "dagtilbudsloven § 26 stk. 3, § 27 c"
DANISH = """
Ingen får en plads i et privat hus eller i en enhed, der ikke er åben for ventelisten.

Formel: åben(u) = på_listen(u) og drift(huset for u) != privat;  alle starter er i en åben u.

Symboler: u - enhed; på_listen - ja eller nej; drift - kommunal, selvejende, udliciteret eller privat.

Gælder: alle starter i runden, ønskede eller ej.

Eksempel: Af 3 huse er 1 privat og 1 lukket for ventelisten: kun det tredje kan anvises, selv om barnet har det private som 1. ønske.

Kilde: dagtilbudsloven § 26 stk. 3 (private institutioner bestemmer selv optagelsen), § 27 c (ønsker om enheder, man kan stå på venteliste
til).

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); § 27 c siden 2019.
"""


def check(case: Case) -> Iterator[Violation]:
    """Starts in units that cannot be given, unknown ones among them."""
    for subject, move in case.subject_moves:
        unit = case.snapshot.units.get(move.unit_id)
        if unit is None:
            yield Violation(NAME, move.application_id, f"{move.application_id} er givet enhed {move.unit_id}, som ikke findes.")
        elif not is_open(unit, case.snapshot):
            yield Violation(NAME, subject.key, f"{move.application_id} er givet {unit.id}, som kommunen ikke kan anvise til.")
