"""Which rules had something to say in a round, and which were idle."""

from __future__ import annotations

from collections.abc import Callable

from optimizer.rounds.instance import Instance
from optimizer.rounds.rules import RULES

#: rules that only some data call for; all others are always in force
NEEDED: dict[str, Callable[[Instance], bool]] = {
    "reservations": lambda i: any(kind.reserved for kind in i.limits.kinds),
    "closed_lists": lambda i: i.policy.outsiders_list != "open",
    "refused_offer": lambda i: (
        any(o.accepted is False for o in i.snapshot.offers) and (i.policy.refused_guarantee != "kept" or i.policy.refused_wish != "kept")
    ),
    "kept_wishes": lambda i: bool(i.kept_wishes),
    "support_points": lambda i: any(c.support_points for s in i.subjects for c in s.children),
    "infants": lambda i: "infants" in i.limits.names,
    "integrated_house": lambda i: "integrated_house" in i.limits.names,
    "alternative_offer": lambda i: any(d.vulnerable_area for d in i.snapshot.districts.values()),
    "composition": lambda i: "composition" in i.limits.names,
    "twins_together": lambda i: any(s.members > 1 for s in i.subjects),
    "equal_place": lambda i: any(s.kind == "displaced" for s in i.subjects),
    "home_conditions": lambda i: any(c.smoke_free_needed or c.pets_excluded for s in i.subjects for c in s.children),
    "guarantee_area": lambda i: any(s.wants_guarantee for s in i.subjects),
}


def rules_in_force(instance: Instance) -> dict[str, list[str]]:
    """{"in_force": names, "idle": names} in reading order."""
    names = [str(rule.NAME) for rule in RULES]
    on = [n for n in names if n not in NEEDED or NEEDED[n](instance)]
    return {"in_force": on, "idle": [n for n in names if n not in on]}
