"""What a refused offer costs by the policy: the guarantee's date, the guarantee itself, or the wish (rule `refused_offer`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from optimizer.domain.applications import Offer
from optimizer.domain.dates import add_months
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot

#: (kind of target, id)
Target = tuple[str, str]


def declined_offers(snapshot: Snapshot) -> dict[str, list[Offer]]:
    """By application, the offers that the family has said no to."""
    found: dict[str, list[Offer]] = defaultdict(list)
    for offer in snapshot.offers:
        if offer.accepted is False:
            found[offer.application_id].append(offer)
    return found


def postponed(guarantee: date, declined: Sequence[Offer], policy: Policy) -> date:
    """The garantidato when the refusals are counted."""
    if policy.refused_guarantee != "postponed":
        return guarantee
    return max([guarantee, *(add_months(_counted_from(offer, policy), policy.refused_months) for offer in declined)])


def _counted_from(offer: Offer, policy: Policy) -> date:
    if policy.refused_counted_from == "offer_start":
        return offer.start_date
    answered = offer.answer_by or offer.sent_date
    return add_months(answered.replace(day=1), 1) if policy.refused_counted_from == "answer_month" else answered


def has_lapsed(declined: Sequence[Offer], policy: Policy) -> bool:
    """Whether the guarantee is gone."""
    return policy.refused_guarantee == "lapses" and bool(declined)


def deleted_targets(snapshot: Snapshot, policy: Policy, declined: Sequence[Offer]) -> frozenset[Target]:
    """What a wish must not name, because it names a unit that the family has refused."""
    found: set[Target] = set()
    for offer in declined if policy.refused_wish == "deleted" else ():
        unit = snapshot.units[offer.unit_id]
        found |= {("unit", unit.id), ("facility", unit.facility_id)}
        district: str | None = snapshot.facilities[unit.facility_id].district_id if unit.kind == "dagpleje" else None
        while district is not None:
            found.add(("district_dagpleje", district))
            district = snapshot.districts[district].parent_id
    return frozenset(found)
