"""What the refused offers of an application mean for it (specification, section 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from optimizer.domain.applications import Application, Offer, Wish
from optimizer.domain.dates import add_months
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Effect:
    """A guarantee that a refusal has moved or ended, and the start refused (the last of several)."""

    what: Literal["postponed", "lapsed"]
    refused: date


class Refusals:
    """Answers for every application of a round."""

    def __init__(self, snapshot: Snapshot, policy: Policy) -> None:
        self._snapshot, self._policy = snapshot, policy
        self._offers: dict[str, list[Offer]] = {}
        for offer in snapshot.offers:
            if offer.accepted is False:
                self._offers.setdefault(offer.application_id, []).append(offer)

    @property
    def delete(self) -> bool:
        """Whether a refusal takes wishes off the list."""
        return self._policy.refused_wish == "deleted"

    def of(self, application_id: str) -> list[Offer]:
        """The offers that the family has refused."""
        return self._offers.get(application_id, [])

    def new_date(self, offer: Offer) -> date:
        """The garantidato that comes of one refusal, where the policy postpones."""
        policy = self._policy
        if policy.refused_counted_from == "offer_start":
            day = offer.start_date
        else:
            day = offer.sent_date if offer.answer_by is None else offer.answer_by
            if policy.refused_counted_from == "answer_month":  # the running month does not count
                month = day.month
                while day.month == month:
                    day += timedelta(days=1)
        return add_months(day, policy.refused_months)

    def effect(self, application: Application, guarantee: date) -> Effect | None:
        """What the refusals do to an application's guarantee that would otherwise be due on `guarantee`."""
        refused = self.of(application.id)
        if not refused or not application.wants_guarantee or application.kind == "transfer":
            return None
        last = max(o.start_date for o in refused)
        if self._policy.refused_guarantee == "lapses":
            return Effect("lapsed", last)
        moved = self._policy.refused_guarantee == "postponed" and any(self.new_date(o) > guarantee for o in refused)
        return Effect("postponed", last) if moved else None

    def deleting(self, application_id: str, target_kind: str, target_id: str) -> Offer | None:
        """The refused offer that takes a wish off the list; None when the wish stands."""
        if not self.delete:
            return None
        return next((o for o in self.of(application_id) if self._names(target_kind, target_id, o.unit_id)), None)

    def standing(self, application: Application) -> list[Wish]:
        """The wishes that stand."""
        return [w for w in application.wishes if self.deleting(application.id, w.target_kind, w.target_id) is None]

    def _names(self, target_kind: str, target_id: str, unit_id: str) -> bool:
        """Whether the target is the unit, its house, or the dagpleje of a district in which it lies."""
        unit = self._snapshot.units[unit_id]
        if target_kind == "unit":
            return target_id == unit_id
        if target_kind == "facility":
            return target_id == unit.facility_id
        district: str | None = self._snapshot.facilities[unit.facility_id].district_id
        while unit.kind == "dagpleje" and district is not None:
            if district == target_id:
                return True
            district = self._snapshot.districts[district].parent_id
        return False
