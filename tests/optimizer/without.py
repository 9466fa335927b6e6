"""A town as it would be without one rule: what the rule speaks of is gone, and all else is as before.

Used to count in how many towns a rule decides: where the best decision is worth something else without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.basis import make_basis
from optimizer.rounds.checking.stays import Stay
from tests.optimizer.towns import Town

PLENTY = 99
LONG_AGO = date(2020, 1, 1)


def _all(rows: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """Every row with the changes."""
    return {key: replace(row, **changes) for key, row in rows.items()}


def one_place_per_child(town: Town) -> Town:
    """The places that children have already are parts of combination offers."""
    snapshot, policy, day = town
    return replace(snapshot, enrolments=tuple(replace(e, combination=True) for e in snapshot.enrolments)), policy, day


def placed_keep_their_place(town: Town) -> Town:
    """Whoever has a place and did not ask for another is gone."""
    snapshot, policy, day = town
    asking = {a.child_id for a in snapshot.applications.values()}
    return replace(snapshot, enrolments=tuple(e for e in snapshot.enrolments if e.child_id in asking)), policy, day


def age_appropriate(town: Town) -> Town:
    """Units take children of every age."""
    snapshot, policy, day = town
    return replace(snapshot, units=_all(snapshot.units, min_age_months=0, max_age_months=999)), policy, day


def earliest_start(town: Town) -> Town:
    """Families need their place long since and take it whenever it comes; what the guarantee is due by stays."""
    snapshot, policy, day = town
    due = {s.key: s.garantidato for s in make_basis(snapshot, policy, day, 1).subjects.values()}
    applications = {
        key: replace(a, need_date=LONG_AGO, accepts_until=None, guarantee_date=due.get(key, a.guarantee_date))
        for key, a in snapshot.applications.items()
    }
    return replace(snapshot, applications=applications), policy, day


def open_to_list(town: Town) -> Town:
    """Every unit can be given."""
    snapshot, policy, day = town
    facilities = {k: replace(f, operator="municipal" if f.operator == "private" else f.operator) for k, f in snapshot.facilities.items()}
    return replace(snapshot, units=_all(snapshot.units, open_to_list=True), facilities=facilities), policy, day


def home_conditions(town: Town) -> Town:
    """No child minds smoke or pets."""
    snapshot, policy, day = town
    return replace(snapshot, children=_all(snapshot.children, smoke_free_needed=False, pets_excluded=False)), policy, day


def guarantee_area(town: Town) -> Town:
    """The guarantee can be kept anywhere."""
    snapshot, policy, day = town
    return replace(snapshot, facilities=_all(snapshot.facilities, language=None)), replace(policy, guarantee_area="municipality"), day


def equal_place(town: Town) -> Town:
    """Children whose place ends are offered nothing: they are gone from that day."""
    snapshot, policy, day = town
    ends = _displaced(snapshot, policy, day)
    left = tuple(e for e in snapshot.enrolments if (e.child_id, e.unit_id) not in ends or e.from_date < ends[e.child_id, e.unit_id])
    cut = tuple(replace(e, to_date=ends.get((e.child_id, e.unit_id), e.to_date)) for e in left)
    return replace(snapshot, enrolments=cut), policy, day


def _displaced(snapshot: Snapshot, policy: Policy, day: date) -> dict[tuple[str, str], date]:
    subjects = make_basis(snapshot, policy, day, 1).subjects.values()
    stays: list[Stay] = [m.present for s in subjects if s.kind == "displaced" for m in s.members if m.present is not None]
    return {(stay.child_id, stay.unit_id): stay.end for stay in stays}


def twins_together(town: Town) -> Town:
    """Each twin applies by itself."""
    snapshot, policy, day = town
    return replace(snapshot, children={k: replace(c, twin_group=k) for k, c in snapshot.children.items()}), policy, day


def places(town: Town) -> Town:
    """Places enough in every unit, and none reserved."""
    snapshot, policy, day = town
    changed = replace(snapshot, units=_all(snapshot.units, places=PLENTY), capacity_changes=(), reservations=())
    return changed, policy, day


def reservations(town: Town) -> Town:
    """Places are kept for nobody."""
    snapshot, policy, day = town
    return replace(snapshot, reservations=()), policy, day


def support_points(town: Town) -> Town:
    """Support enough in every unit."""
    snapshot, policy, day = town
    return replace(snapshot, units=_all(snapshot.units, support_points=PLENTY)), policy, day


def infants(town: Town) -> Town:
    """Homes take as many infants as come."""
    snapshot, policy, day = town
    return replace(snapshot, units=_all(snapshot.units, max_infants=None)), replace(policy, max_infants=None), day


def integrated_house(town: Town) -> Town:
    """No house has a ceiling for both its units."""
    snapshot, policy, day = town
    return replace(snapshot, facilities=_all(snapshot.facilities, max_units=None)), policy, day


def closed_lists(town: Town) -> Town:
    """Nobody lives in another municipality."""
    snapshot, policy, day = town
    return replace(snapshot, children=_all(snapshot.children, residence=None)), policy, day


def refused_offer(town: Town) -> Town:
    """Nobody has refused an offer."""
    snapshot, policy, day = town
    return replace(snapshot, offers=tuple(o for o in snapshot.offers if o.accepted is not False)), policy, day


def kept_wishes(town: Town) -> Town:
    """No child that applies as new has a place."""
    snapshot, policy, day = town
    applies = {a.child_id for a in snapshot.applications.values() if a.kind == "new"}
    return replace(snapshot, enrolments=tuple(e for e in snapshot.enrolments if e.child_id not in applies)), policy, day


def composition(town: Town) -> Town:
    """Nobody lives in a listed area."""
    snapshot, policy, day = town
    children = _all(snapshot.children, vulnerable_area=False)
    return replace(snapshot, children=children, districts=_all(snapshot.districts, vulnerable_area=False)), policy, day


#: by the rule's name
WITHOUT: dict[str, Callable[[Town], Town]] = {
    make.__name__: make
    for make in (
        one_place_per_child, placed_keep_their_place, age_appropriate, earliest_start, open_to_list, home_conditions, guarantee_area,
        equal_place, twins_together, places, reservations, support_points, infants, integrated_house, closed_lists, refused_offer,
        composition, kept_wishes,
    )
}  # fmt: skip
