"""Which units a family has wished, and how dearly (specification, sections 3 and 4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from optimizer.domain.applications import Application, Wish
from optimizer.domain.facilities import CARE_OF_UNIT, Care, Unit
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.refusals import Refusals


def is_open(unit: Unit, snapshot: Snapshot) -> bool:
    """Whether a place in the unit can be given at all: open to the list, and not a private operator's."""
    return unit.open_to_list and snapshot.facilities[unit.facility_id].operator != "private"


def counted(application: Application, standing: Iterable[Wish], policy: Policy) -> tuple[Wish, ...]:
    """Of the wishes that stand, those that the policy counts, dearest first: so many of a transfer's, else so many by care."""
    most = policy.counted_wishes_35 if application.care == "3-5" else policy.counted_wishes_02
    if application.kind == "transfer" and policy.counted_wishes_transfer is not None:
        most = policy.counted_wishes_transfer
    ranked = sorted(standing, key=lambda wish: wish.rank)
    return tuple(ranked if most is None else ranked[:most])


class Wishes:
    """Looks up the open units that wishes name."""

    def __init__(self, snapshot: Snapshot, policy: Policy) -> None:
        self._snapshot, self._policy = snapshot, policy
        self.refusals = Refusals(snapshot, policy)
        #: open units by care and facility
        self._in_facility: dict[tuple[Care, str], list[str]] = defaultdict(list)
        #: open dagpleje units by district, with all districts below it
        self._dagpleje: dict[str, list[str]] = defaultdict(list)
        for unit in snapshot.units.values():
            care = CARE_OF_UNIT.get(unit.kind)
            if care is None or not is_open(unit, snapshot):
                continue
            self._in_facility[care, unit.facility_id].append(unit.id)
            if unit.kind == "dagpleje":
                for district_id in self._districts_above(snapshot.facilities[unit.facility_id].district_id):
                    self._dagpleje[district_id].append(unit.id)

    def _districts_above(self, district_id: str | None) -> list[str]:
        found: list[str] = []
        while district_id is not None and district_id not in found:
            found.append(district_id)
            district_id = self._snapshot.districts[district_id].parent_id
        return found

    def _units(self, wish: Wish, care: Care) -> list[str]:
        """The open units of the care that one wish names."""
        if wish.target_kind == "facility":
            return self._in_facility.get((care, wish.target_id), [])
        if wish.target_kind == "district_dagpleje":
            return self._dagpleje.get(wish.target_id, []) if care == "0-2" else []
        unit = self._snapshot.units[wish.target_id]
        return [unit.id] if CARE_OF_UNIT.get(unit.kind) == care and is_open(unit, self._snapshot) else []

    def named(self, wishes: Iterable[Wish], care: Care) -> dict[str, int]:
        """Rank by unit; a unit wished twice has its best rank."""
        ranks: dict[str, int] = {}
        for wish in wishes:
            for unit_id in self._units(wish, care):
                ranks[unit_id] = min(wish.rank, ranks.get(unit_id, wish.rank))
        return ranks

    def counted(self, application: Application) -> tuple[Wish, ...]:
        """The wishes of an application that a refusal has not deleted, and that the policy counts."""
        return counted(application, self.refusals.standing(application), self._policy)

    def ranks(self, application: Application, present_unit_id: str | None) -> dict[str, int]:
        """Rank by unit for one application, by the wishes that count.

        A transition child's own house gives one more rank, after all that the family has written, for its open boernehave units
        not wished already. A transfer or transition never names its present unit.
        """
        ranks = self.named(self.counted(application), application.care)
        if present_unit_id is None:
            return ranks
        if application.kind == "transition":
            last = max((wish.rank for wish in application.wishes), default=0) + 1
            house = self._snapshot.units[present_unit_id].facility_id
            for unit_id in self._in_facility.get(("3-5", house), []):
                if self.refusals.deleting(application.id, "unit", unit_id) is None:
                    ranks.setdefault(unit_id, last)
        if application.kind != "new":
            ranks.pop(present_unit_id, None)
        return ranks


def joint_ranks(lists: Sequence[Mapping[str, int]], present: Sequence[str | None]) -> dict[str, int]:
    """The twins' list: the union of their units, ranked by the sum of each member's rank.

    For a unit that a member has not wished, that member's rank is the number of its distinct ranks + 1. Equal sums share a rank.
    Only ranks that name an open unit of the care count. A unit in which one of them is already (`present`) is not on the list.
    """
    if len(lists) == 1:
        return dict(lists[0])
    missing = [len(set(ranks.values())) + 1 for ranks in lists]
    units = {unit_id: None for ranks in lists for unit_id in ranks if unit_id not in present}
    sums = {u: sum(ranks.get(u, worst) for ranks, worst in zip(lists, missing, strict=True)) for u in units}
    rank_of_sum = {total: n for n, total in enumerate(sorted(set(sums.values())), start=1)}
    return {u: rank_of_sum[total] for u, total in sums.items()}
