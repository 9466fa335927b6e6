"""Units of one kind are about as full as each other (specification, section 8, level 8).

Formula: sum over units u of  max(0, floor((P n(u) - p(u) N) / P)).

Symbols: p - places in the last step of the window, units with none left out; n - what is taken of them: heads, in dagpleje place
weights; P, N - the sums of p and n over the units of the same kind in the same guarantee district (or all: `even_load.area`). So
whole places beyond the mean share. Applies to open units.

Source: a choice of the policy.
"""

from __future__ import annotations

from collections import defaultdict

from optimizer.domain.facilities import CARE_OF_UNIT
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.distance import guarantee_district
from optimizer.rounds.checking.wishes import is_open

NAME = "even_load"
UNIT = "places"


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
