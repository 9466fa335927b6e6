"""Units of one kind are about as full as each other (specification, section 8, level 8).

Formula: sum over units u of  max(0, floor((P n(u) - p(u) N) / P)).

Symbols: p - places in the last step of the window, units with none left out; n - what is taken of them: heads, in dagpleje place
weights; P, N - the sums of p and n over the units of the same kind in the same guarantee district (or all: `even_load.area`). So
whole places beyond the mean share. Applies to open units.

Applies to: open units with places, compared with those of the same kind in the same guarantee district, or all.

Example: two homes of 4 places and one of 2 have 7 of their 10 places taken. The mean share of a home of 4 is 2.8, so 4 children there
are one beyond it in whole places, and 3 none.

Source: a choice of the policy.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the policy as published.

Solver half: `aims.groups.even_load`.
"""

from __future__ import annotations

from collections import defaultdict

from optimizer.domain.facilities import CARE_OF_UNIT
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.distance import guarantee_district
from optimizer.rounds.checking.wishes import is_open

NAME = "even_load"
UNIT = "places"
DANISH = """
Enheder af samme slags er omtrent lige fulde.

Formel: summen over enheder u af  max(0, floor((P n(u) - p(u) N) / P)).

Symboler: p - pladser i rundens sidste trin, enheder uden pladser regnet fra; n - hvad der er taget af dem: hoveder, i dagpleje pladsvægt;
P, N - summen af p og n over enheder af samme slags i samme garantidistrikt (eller alle: `even_load.area`). Altså hele pladser ud
over den jævne andel.

Gælder: åbne enheder med pladser, sammenlignet med samme slags i samme garantidistrikt eller hele kommunen.

Eksempel: To hjem med 4 pladser og et med 2 har 7 af deres 10 pladser taget. Den jævne andel i et hjem med 4 er 2,8; 4 børn dér er én
hel plads over, og 3 ingen.

Kilde: politikkens valg.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); politikken som offentliggjort.
"""


def value(case: Case) -> int:
    """Places taken beyond the mean share of the unit's group."""
    snapshot, step = case.snapshot, case.basis.grid.window - 1
    groups: dict[tuple[str, str | None], list[tuple[int, int]]] = defaultdict(list)
    for unit in snapshot.units.values():
        places = case.basis.resources.caps["places", unit.id][step]
        if unit.kind in CARE_OF_UNIT and places > 0 and is_open(unit, snapshot):
            district = guarantee_district(snapshot.facilities[unit.facility_id].district_id, snapshot.districts)
            area = district if case.policy.even_load_area == "district" else None
            groups[unit.kind, area].append((places, case.load.total["places", unit.id][step]))
    return sum(beyond for units in groups.values() for beyond in _beyond(units))


def _beyond(units: list[tuple[int, int]]) -> list[int]:
    """For each (places, taken) of a group, the whole places beyond its share."""
    all_places, all_taken = sum(p for p, _ in units), sum(n for _, n in units)
    return [max(0, (all_places * n - p * all_taken) // all_places) for p, n in units]
