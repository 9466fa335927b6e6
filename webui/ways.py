"""A way from home in words, with how it was measured: nobody should take an estimate for a road."""

from __future__ import annotations

from optimizer.domain.children import Child
from optimizer.domain.facilities import Facility
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.distance import distance as metres_between
from optimizer.rounds.checking.distance import travel_seconds
from webui.i18n import N_, distance, number
from webui.i18n import gettext as _

BY_ROAD = {"foot": N_("ad vej til fods"), "bicycle": N_("ad vej på cykel"), "car": N_("ad vej i bil")}


def how_measured(policy: Policy) -> str:
    """How the policy measures: by road and by what, or as the crow flies with an addition for detours."""
    return as_the_crow_flies(policy) if policy.distance_method == "straight" else _(BY_ROAD[policy.travel_mode])


def as_the_crow_flies(policy: Policy) -> str:
    """A straight line and what it is multiplied by."""
    factor = number(policy.detour_percent / 100, 2 if policy.detour_percent % 10 else 1)
    return _("fugleflugt × %(factor)s", factor=factor)


def metres_to(snapshot: Snapshot, child: Child, facility: Facility, policy: Policy) -> int:
    """Metres from home, measured as the round measured them."""
    return metres_between(child, facility, snapshot, policy)


def way_of(snapshot: Snapshot, child: Child, facility: Facility, policy: Policy) -> str:
    """Length, and by road the time: "1,9 km (7 min)"; an estimate where no road was found says so."""
    far = distance(metres_to(snapshot, child, facility, policy))
    if policy.distance_method == "straight":
        return far
    if is_estimated(snapshot, child, facility):
        return _("%(distance)s, anslået: %(how)s", distance=far, how=as_the_crow_flies(policy))
    return _("%(distance)s (%(minutes)s min)", distance=far, minutes=number(minutes_to(snapshot, child, facility, policy)))


def way_and_how(snapshot: Snapshot, child: Child, facility: Facility, policy: Policy) -> str:
    """The same with how it was measured: "1,9 km ad vej på cykel (7 min)", "345 m (fugleflugt × 1,3)"."""
    far = distance(metres_to(snapshot, child, facility, policy))
    if policy.distance_method == "straight":
        return _("%(distance)s (%(how)s)", distance=far, how=as_the_crow_flies(policy))
    if is_estimated(snapshot, child, facility):
        return way_of(snapshot, child, facility, policy)
    minutes = number(minutes_to(snapshot, child, facility, policy))
    return _("%(distance)s %(how)s (%(minutes)s min)", distance=far, how=how_measured(policy), minutes=minutes)


def minutes_to(snapshot: Snapshot, child: Child, facility: Facility, policy: Policy) -> int:
    """Minutes from home, rounded up: nobody should come late by our figure."""
    return -(-travel_seconds(child, facility, snapshot, policy) // 60)


def is_estimated(snapshot: Snapshot, child: Child, facility: Facility) -> bool:
    """Whether no road was found, so that the straight line stands for the way."""
    ways = snapshot.ways
    return ways is not None and ways.rows[child.id] * len(ways.columns) + ways.columns[facility.id] in ways.estimated
