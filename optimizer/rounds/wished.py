"""Which units a family's wishes name, and how dearly (specification, section 4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from optimizer.domain.applications import Application
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.places import Places
from optimizer.rounds.refusals import declined_offers, deleted_targets
from optimizer.rounds.stays import Stay

#: (rank, units) in the order of the ranks
Ranked = list[tuple[int, tuple[int, ...]]]


class WishLists:
    """Looks up the open units that wishes name. `declined` are the refused offers by application."""

    def __init__(self, snapshot: Snapshot, policy: Policy, places: Places) -> None:
        self.snapshot, self.policy, self.places = snapshot, policy, places
        self.declined = declined_offers(snapshot)
        self.by_facility: dict[str, list[int]] = defaultdict(list)
        self.homes: dict[str, list[int]] = defaultdict(list)
        for u, unit_id in enumerate(places.ids):
            unit = snapshot.units[unit_id]
            self.by_facility[unit.facility_id].append(u)
            if unit.kind == "dagpleje" and places.usable[u]:
                district: str | None = places.district[u]
                while district is not None:
                    self.homes[district].append(u)
                    district = snapshot.districts[district].parent_id

    def counted(self, application: Application) -> int | None:
        """How many of the application's wishes the policy counts; None = all."""
        if application.kind == "transfer" and self.policy.counted_wishes_transfer is not None:
            return self.policy.counted_wishes_transfer
        return self.policy.counted_wishes_02 if application.care == "0-2" else self.policy.counted_wishes_35

    def ranked(self, application: Application) -> Ranked:
        """(rank, usable units of the right care) of the wishes that count; a unit wished twice keeps its best rank.

        Wishes that a refused offer has deleted are off the list.
        """
        deleted = deleted_targets(self.snapshot, self.policy, self.declined.get(application.id, ()))
        places, care35 = self.places, application.care == "3-5"
        seen: set[int] = set()
        found: Ranked = []
        standing = [w for w in application.wishes if (w.target_kind, w.target_id) not in deleted]
        for wish in sorted(standing, key=lambda w: w.rank)[: self.counted(application)]:
            if wish.target_kind == "unit":
                targets = [places.index[wish.target_id]]
            elif wish.target_kind == "facility":
                targets = self.by_facility.get(wish.target_id, [])
            else:
                targets = self.homes.get(wish.target_id, [])
            units = tuple(u for u in targets if places.usable[u] and bool(places.care35[u]) == care35 and u not in seen)
            seen.update(units)
            found.append((wish.rank, units))
        return found

    def named(self, application: Application) -> set[str]:
        """The open units that an application names."""
        return {self.places.ids[u] for _, units in self.ranked(application) for u in units}

    def with_own_house(self, application: Application, ranked: Ranked, present: Sequence[Stay]) -> Ranked:
        """Adds the present house's boernehave as a transition's last wish, after all that the family has written.

        Units that it has refused are left out where a refusal deletes a wish.
        """
        refused = {o.unit_id for o in self.declined.get(application.id, ())} if self.policy.refused_wish == "deleted" else set()
        wished = {u for _, units in ranked for u in units} | {self.places.index[unit_id] for unit_id in refused}
        houses = {self.snapshot.units[s.unit_id].facility_id for s in present}
        here = [u for f in sorted(houses) for u in self.by_facility[f] if u not in wished]
        own = tuple(u for u in here if self.places.usable[u] and self.places.care35[u])
        last = max((wish.rank for wish in application.wishes), default=0)
        return [*ranked, (last + 1, own)] if own else ranked
