"""Every legestue group can take in the children of one absent home (specification, section 8, level 6).

Formula: sum over groups g and steps k of the window of  max(0, L(g, k) - (sum over homes h of M(h, k) - max over homes h of M(h, k))).

Symbols: g - the dagpleje units of one `playgroup_id`; L - place weights of the children present in the group; M - most children that a
home may have for a while, guests with them: its `max_places`, where empty 5, or 10 for a home of more than 5 places; 0 in a step in
which it has 0 places. The children of the largest home must find room with the others: no one home is then too many to be without.

Source: dagtilbudsloven § 21 stk. 1 (guest care), stk. 2-3 (five children, ten with two adults; guests included); a choice of the policy.
"""

from __future__ import annotations

from collections import defaultdict

from optimizer.domain.facilities import Unit
from optimizer.rounds.checking.case import Case

NAME = "guest_slack"
UNIT = "guest places"
ONE_ADULT, TWO_ADULTS = 5, 10


def most(unit: Unit) -> int:
    """Children that a home may have, guests with them."""
    if unit.max_places is not None:
        return unit.max_places
    return ONE_ADULT if unit.places <= ONE_ADULT else TWO_ADULTS


def value(case: Case) -> int:
    """Places that are short when the largest home of a group is away, over groups and steps of the window."""
    groups: dict[str, list[Unit]] = defaultdict(list)
    for unit in case.snapshot.units.values():
        if unit.kind == "dagpleje" and unit.playgroup_id:
            groups[unit.playgroup_id].append(unit)
    short = 0
    for homes in groups.values():
        for step in range(case.basis.grid.window):
            load = sum(case.load.total["places", home.id][step] for home in homes)
            rooms = [most(home) for home in homes if case.basis.resources.places[home.id][step] > 0]
            short += max(0, load - (sum(rooms) - max(rooms, default=0)))
    return short
