"""What families ask for: applications, ranked wishes, offers under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from optimizer.domain.facilities import Care

ApplicationKind = Literal["new", "transfer", "transition"]
TargetKind = Literal["unit", "facility", "district_dagpleje"]


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish: rank 1 is the dearest. A pooled target means every open suitable unit there, equally liked."""

    rank: int
    target_kind: TargetKind
    target_id: str


@dataclass(frozen=True, slots=True)
class Application:
    """An application for one kind of care; wishes in rank order."""

    id: str
    child_id: str
    kind: ApplicationKind
    care: Care
    registered_date: date
    need_date: date
    #: as written to the family; None = computed by the policy
    guarantee_date: date | None = None
    wants_guarantee: bool = True
    #: documented special need: the tier granted
    priority: bool = False
    #: latest start that the family accepts
    accepts_until: date | None = None
    wishes: tuple[Wish, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer already sent; `accepted` None = still waiting, and then it holds its place."""

    application_id: str
    unit_id: str
    start_date: date
    sent_date: date
    answer_by: date | None = None
    accepted: bool | None = None
