"""Who is where from when to when, before anybody is moved (specification, section 2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from optimizer.domain.children import Child
from optimizer.domain.dates import add_months
from optimizer.domain.facilities import CARE_OF_UNIT, Care
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Stay:
    """A child in a unit from `start` to `end`, the first day no longer there. `offer`: an offer not yet answered.

    `may_have` are the kinds of reserved places that a stay given on this round may take; none for those already there.
    """

    child_id: str
    unit_id: str
    start: date
    end: date
    offer: bool = False
    may_have: frozenset[str] = frozenset()
    #: part of a combination offer: it stays when the other part moves
    combination: bool = False


def transition_age_day(child: Child, policy: Policy) -> date:
    """The age of the transition: birth date + `transition_age_months`, or the first of that day's month or of the next."""
    reached = add_months(child.birth_date, policy.transition_age_months)
    if policy.transition_counted == "month":
        return date(reached.year, reached.month, 1)
    if policy.transition_counted == "next_month":
        return date(reached.year + reached.month // 12, reached.month % 12 + 1, 1)
    return reached


def transition_date(child: Child, policy: Policy) -> date:
    """The first date with a grid day, in any month, on or after the age of the transition."""
    day = transition_age_day(child, policy)
    while day.day not in policy.start_days:
        day += timedelta(days=1)
    return day


def school_start(child: Child, policy: Policy) -> date:
    """The first of the policy's month in the year of the sixth birthday."""
    return date(child.birth_date.year + 6, policy.school_start_month, 1)


def end_of_given_stay(child: Child, care: Care, policy: Policy) -> date:
    """When a stay given on this round ends by itself: 0-2 at the transition date, 3-5 at school start."""
    return transition_date(child, policy) if care == "0-2" else school_start(child, policy)


def enrolled_stays(snapshot: Snapshot, policy: Policy, first_window_date: date) -> tuple[Stay, ...]:
    """All enrolments, and waiting offers as enrolments from their start date, each with the end of section 2.

    A waiting offer ends no other stay: until the family has answered, both places are kept (§ 29).
    """
    in_transition = {a.child_id for a in snapshot.applications.values() if a.kind == "transition"}

    def stay(child_id: str, unit_id: str, start: date, to_date: date | None, offer: bool, combination: bool = False) -> Stay:
        child = snapshot.children[child_id]
        ends = [date.max if to_date is None else to_date]
        moves_on = transition_date(child, policy)
        if CARE_OF_UNIT.get(snapshot.units[unit_id].kind) == "0-2" and child_id not in in_transition and moves_on > first_window_date:
            ends.append(moves_on)
        if school_start(child, policy) > start:
            ends.append(school_start(child, policy))
        return Stay(child_id, unit_id, start, min(ends), offer, combination=combination)

    enrolments = [stay(e.child_id, e.unit_id, e.from_date, e.to_date, False, e.combination) for e in snapshot.enrolments]
    offers = [
        stay(snapshot.applications[o.application_id].child_id, o.unit_id, o.start_date, None, True)
        for o in snapshot.offers
        if o.accepted is None and o.application_id in snapshot.applications
    ]
    added = [_what_it_adds(offer, enrolments) for offer in offers]
    return tuple(enrolments + [offer for offer in added if offer.start < offer.end])


def _what_it_adds(offer: Stay, enrolments: list[Stay]) -> Stay:
    """The part of an offer that is no stay yet: an offer of the unit in which the child is already goes on from that stay."""
    same = sorted((s for s in enrolments if (s.child_id, s.unit_id) == (offer.child_id, offer.unit_id)), key=lambda s: s.start)
    for there in same:
        if offer.start < there.start < offer.end:
            offer = replace(offer, end=there.start)
        elif there.start <= offer.start < there.end:
            offer = replace(offer, start=there.end)
    return offer


def present_stay(stays: list[Stay], first_window_date: date) -> Stay | None:
    """The place that a child has now, out of its stays: running on the first window date (the latest begun, then by unit id),
    else the next to begin; None when none is left. A waiting offer is not yet a place, and a part of a combination offer stays,
    unless every place is such a part.
    """
    left = [s for s in stays if not s.offer and s.end > first_window_date and s.end > s.start]
    left = [s for s in left if not s.combination] or left
    running = [s for s in left if s.start <= first_window_date]
    if running:
        return max(running, key=lambda s: (s.start, s.unit_id))
    return min(left, key=lambda s: (s.start, s.unit_id), default=None)
