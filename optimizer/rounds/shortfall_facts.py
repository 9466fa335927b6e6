"""Guarantees that cannot be kept, in ids and plain facts: for the summary, and for the explanation of each broken one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.rounds.instance import Instance
from optimizer.rounds.shortfall import Shortfall, Shortfalls

Ints = NDArray[np.int64]
#: units that a sentence names; more are only counted
NAMED = 4


def listed(short: Shortfalls) -> list[dict[str, Any]]:
    """The groups of each window date, by date: who must have a place, in which units, how many places there are, how many are missing."""
    instance = short.instance
    found = []
    for group in sorted(short.groups(), key=lambda g: (g.step, g.subjects)):
        found.append(
            {
                "date": instance.grid.dates[group.step].isoformat(),
                "applications": [a.id for i in group.subjects for a in instance.subjects[i].applications],
                "children": group.children,
                "places": group.places,
                "missing": group.missing,
                "units": [instance.places.ids[u] for u in group.units],
                "full_units": [instance.places.ids[u] for u in group.full],
            }
        )
    return found


def short_facts(short: Shortfalls, choice: Ints) -> dict[str, dict[str, Any]]:
    """By application whose guarantee the decision breaks and no decision could keep: the facts of the smallest proof found."""
    instance, found = short.instance, {}
    for i in short.owing:
        months = instance.options.breach[choice[i]] if choice[i] >= 0 else instance.facts.wait_breach[i]
        group = short.against(i) if months else None
        if group is not None:
            for application in instance.subjects[i].applications:
                found[application.id] = facts_of(instance, group)
    return found


def facts_of(instance: Instance, group: Shortfall) -> dict[str, Any]:
    """A proof as an explanation's facts."""
    if not group.units:
        return {"none_can": len(group.full)} if group.full else {}
    snapshot = instance.snapshot
    names = dict.fromkeys(snapshot.facilities[snapshot.units[instance.places.ids[u]].facility_id].name for u in group.units)
    told: dict[str, Any] = {
        "short_day": instance.grid.dates[group.step].isoformat(),
        "short_children": group.children,
        "short_units": len(group.units),
        "short_places": group.places,
    }
    if len(names) <= NAMED:
        told["short_names"] = list(names)
    if group.full:
        told["short_full"] = len(group.full)
    return told
