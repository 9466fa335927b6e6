"""Every legestue group can take in the children of one absent home (specification, section 8, level 6).

Formula: sum over groups g and steps k of the window of  max(0, L(g, k) - (sum over homes h of M(h, k) - max over homes h of M(h, k))).

Symbols: g - the dagpleje units of one `playgroup_id`; L - children present in the group (places, by weight); M - most children that a
home may have for a while, guests with them: its `max_places`, where empty 5, or 10 for a home of more than 5 places; 0 in a step in
which it has 0 places. The children of the largest home must find room with the others: no one home is then too many to be without.

Applies to: dagpleje units with a `playgroup_id`; the steps of the window.

Example: a group of three homes with room for 5, 5 and 4 can have 9 children when the largest is away. With 11 children two places are
short in that month.

Source: dagtilbudsloven § 21 stk. 1 (guest care), stk. 2-3 (five children, ten with two adults; guests included); a choice of the policy.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the policy as published.

Solver half: `aims.groups.guest_slack`.
"""

from __future__ import annotations

from collections import defaultdict

from optimizer.domain.facilities import Unit
from optimizer.rounds.checking.case import Case

NAME = "guest_slack"
UNIT = "guest places"
DANISH = """
Hver legestuegruppe kan tage imod børnene fra ét hjem, der er væk.

Formel: summen over grupper g og trin k i runden af  max(0, L(g, k) - (summen over hjem h af M(h, k) - den største M(h, k))).

Symboler: g - dagplejeenheder med samme `playgroup_id`; L - børnene i gruppen (pladser efter vægt); M - flest børn, et hjem kan have en tid,
gæster regnet med: `max_places`, hvor den er tom 5, eller 10 i et hjem med mere end 5 pladser; 0 i et trin, hvor hjemmet har 0 pladser.
Børnene fra det største hjem skal kunne være hos de andre: så kan ethvert hjem undværes.

Gælder: dagplejeenheder med et `playgroup_id`; rundens trin.

Eksempel: En gruppe på tre hjem med plads til 5, 5 og 4 kan have 9 børn, når det største er væk. Med 11 børn mangler to pladser den
måned.

Kilde: dagtilbudsloven § 21 stk. 1 (gæstepleje), stk. 2-3 (fem børn, ti ved to voksne; gæster regnet med); politikkens valg.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); politikken som offentliggjort.
"""
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
