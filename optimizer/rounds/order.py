"""The order of the law (dagtilbudsloven § 27): tiers and seniority as one integer key per option; smaller stands before."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import date

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.dates import add_months
from optimizer.rounds.facts import family, school_start, transition_date
from optimizer.rounds.instance import Instance
from optimizer.rounds.places import guarantee_district
from optimizer.rounds.stays import Stay
from optimizer.rounds.way_table import WayTable

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def draw(seed: int, application_id: str) -> str:
    """The recorded lot that tells equals apart."""
    return hashlib.sha256(f"{seed}:{application_id}".encode()).hexdigest()


def standing(instance: Instance) -> Ints:
    """[subject] place in the order within one tier: seniority, then the older child, then the draw."""
    keys = [(s.seniority, s.children[0].birth_date, draw(instance.seed, s.id)) for s in instance.subjects]
    out = np.empty(len(keys), dtype=np.int64)
    out[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return out


class Tiers:
    """One method per tier of the policy: which options have it."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.options = instance.options
        subjects = instance.subjects
        codes = {"new": 0, "transfer": 1, "transition": 2, "displaced": 3}
        kinds = np.array([codes[s.kind] for s in subjects], dtype=np.int64)
        if instance.policy.kept_wish_ranks_as == "unplaced":
            kept = [s.kind == "transfer" and all(a.id in instance.kept_wishes for a in s.applications) for s in subjects]
            kinds[np.array(kept, dtype=bool)] = codes["new"]
        self.kind = kinds[self.options.subject]
        self.wants = np.array([s.wants_guarantee for s in subjects], dtype=bool)[self.options.subject]
        self.unplaced_kind: Bools = (self.kind == 0) | (self.kind == 2)

    def special_need(self) -> Bools:
        """A documented special need."""
        return np.array([s.priority for s in self.instance.subjects], dtype=bool)[self.options.subject]

    def learning_offer(self) -> Bools:
        """Obliged to the statutory learning offer on the start date (§ 44 a)."""
        out = np.zeros(len(self.options), dtype=bool)
        for i, subject in enumerate(self.instance.subjects):
            days = [c.learning_offer_from for c in subject.children if c.learning_offer_from is not None]
            for k in range(self.options.first[i], self.options.first[i + 1]) if days else ():
                out[k] = self.instance.grid.dates[self.options.start[k]] >= min(days)
        return out

    def learning_offer_house(self) -> Bools:
        """Obliged to the learning offer on the start date, and enrolled in the house by then."""
        instance, places = self.instance, self.instance.places
        there: dict[str, list[Stay]] = defaultdict(list)
        for stay in instance.enrolled:
            there[stay.child_id].append(stay)
        out = np.zeros(len(self.options), dtype=bool)
        for i, subject in enumerate(instance.subjects):
            rows = slice(self.options.first[i], self.options.first[i + 1])
            for stay in (s for c in subject.children if c.learning_offer_from is not None for s in there[c.id]):
                runs = np.array([stay.begun <= d and (stay.until is None or stay.until > d) for d in instance.grid.dates])
                here = places.facility[self.options.unit[rows]] == places.facility[places.index[stay.unit_id]]
                out[rows] |= here & runs[self.options.start[rows]]
        return out & self.learning_offer()

    def sibling(self) -> Bools:
        """A sibling is enrolled in the unit or house when the stay begins, and for the policy's overlap after; or asks for it too."""
        there = self.sibling_there()
        return there | self.sibling_asks() if self.instance.policy.sibling_applies_together else there

    def sibling_there(self) -> Bools:
        """A sibling is enrolled in the unit or house when the stay begins, and for the policy's overlap after."""
        instance = self.instance
        children = instance.snapshot.children
        of_family: dict[str | int, list[Stay]] = defaultdict(list)
        for stay in instance.enrolled:
            for shared in family(children[stay.child_id], instance.policy):
                of_family[shared].append(stay)
        out = np.zeros(len(self.options), dtype=bool)
        where = self.near()
        target = where[self.options.unit]
        overlap = self.overlap()
        for i, subject in enumerate(instance.subjects):
            members = {c.id for c in subject.children}
            for shared in {shared for c in subject.children for shared in family(c, instance.policy)}:
                for stay in of_family.get(shared, ()):
                    if stay.child_id in members:
                        continue
                    rows = slice(instance.options.first[i], instance.options.first[i + 1])
                    until = stay.until or date.max
                    there = np.array([stay.begun <= d < until and until >= o for d, o in zip(instance.grid.dates, overlap, strict=True)])
                    near = target[rows] == where[instance.places.index[stay.unit_id]]
                    out[rows] |= near & there[self.options.start[rows]]
        return out

    def near(self) -> Ints:
        """[unit] number that units share when a sibling in one counts in the other."""
        places = self.instance.places
        return places.facility if self.instance.policy.sibling_scope == "facility" else np.arange(len(places.ids))

    def overlap(self) -> list[date]:
        """[step] until when a sibling must be there."""
        return [add_months(d, self.instance.policy.sibling_overlap_months) for d in self.instance.grid.dates]

    def sibling_asks(self) -> Bools:
        """Another subject of the family has wished the unit or house, may start in the window, and would stay for the overlap."""
        instance, where, overlap = self.instance, self.near(), self.overlap()
        asking: dict[str | int, list[int]] = defaultdict(list)
        for j, other in enumerate(instance.subjects):
            if other.kind != "displaced" and other.earliest < instance.grid.window and other.earliest <= other.latest:
                for shared in {shared for c in other.children for shared in family(c, instance.policy)}:
                    asking[shared].append(j)
        out = np.zeros(len(self.options), dtype=bool)
        for i, subject in enumerate(instance.subjects):
            rows = slice(self.options.first[i], self.options.first[i + 1])
            mine = {c.id for c in subject.children}
            families = {shared for c in subject.children for shared in family(c, instance.policy)}
            for other in (instance.subjects[j] for shared in families for j in asking[shared]):
                if mine.isdisjoint(c.id for c in other.children):
                    ends = [(transition_date if other.care == "0-2" else school_start)(c, instance.policy) for c in other.children]
                    stays = np.array([o <= min(ends) for o in overlap])
                    asked = np.unique(where[[u for _, units in other.wishes for u in units]])
                    out[rows] |= np.isin(where[self.options.unit[rows]], asked) & stays[self.options.start[rows]]
        return out

    def own_house(self) -> Bools:
        """A transition to the boernehave of the house where the child is."""
        out = np.zeros(len(self.options), dtype=bool)
        places = self.instance.places
        for i, subject in enumerate(self.instance.subjects):
            if subject.kind == "transition":
                rows = slice(self.options.first[i], self.options.first[i + 1])
                houses = [places.facility[places.index[s.unit_id]] for s in subject.present]
                out[rows] = np.isin(places.facility[self.options.unit[rows]], houses)
        return out

    def in_district(self) -> Bools:
        """The unit's guarantee district is the child's."""
        snapshot, places = self.instance.snapshot, self.instance.places
        home = [
            places.area_index[guarantee_district(snapshot, s.children[0].district_id)] if s.children[0].district_id is not None else -1
            for s in self.instance.subjects
        ]
        return np.asarray(places.area[self.options.unit] == np.array(home, dtype=np.int64)[self.options.subject])

    def in_area(self) -> Bools:
        """The unit lies in the child's guarantee area."""
        policy = self.instance.policy
        if policy.guarantee_area == "municipality":
            return np.ones(len(self.options), dtype=bool)
        if policy.guarantee_area == "radius":
            return np.asarray(self.options.metres <= policy.guarantee_radius_m)
        if policy.guarantee_area == "travel_time":
            firsts = [s.children[0] for s in self.instance.subjects]
            ways = WayTable(self.instance.snapshot, policy, self.instance.places)
            seconds = ways.pair_seconds(firsts, self.options.subject, self.options.unit, self.options.metres)
            return np.asarray(seconds <= 60 * policy.travel_minutes)
        everywhere = np.array([s.children[0].district_id is None for s in self.instance.subjects], dtype=bool)[self.options.subject]
        return np.asarray(self.in_district() | everywhere)

    def guarantee_home_district(self) -> Bools:
        """Unplaced, wants the guarantee, house in the very district of the home."""
        snapshot, places = self.instance.snapshot, self.instance.places
        of_unit = np.array([snapshot.facilities[snapshot.units[u].facility_id].district_id or "" for u in places.ids], dtype=object)
        of_child = np.array([s.children[0].district_id or "" for s in self.instance.subjects], dtype=object)[self.options.subject]
        here = np.asarray(of_unit[self.options.unit] == of_child, dtype=bool) & np.asarray(of_child != "", dtype=bool)
        return np.asarray(self.unplaced_kind & self.wants & here)

    def transfer_from_outside(self) -> Bools:
        """A transfer of a child with a present place outside its own guarantee district."""
        snapshot, places = self.instance.snapshot, self.instance.places
        outside = np.zeros(len(self.instance.subjects), dtype=bool)
        for i, subject in enumerate(self.instance.subjects):
            home = subject.children[0].district_id
            if home is not None:
                own = places.area_index[guarantee_district(snapshot, home)]
                outside[i] = any(places.area[places.index[s.unit_id]] != own for s in subject.present)
        return np.asarray(outside[self.options.subject] & (self.kind == 1))

    def guarantee_own_area(self) -> Bools:
        """Unplaced, wants the guarantee, unit in the guarantee area."""
        return np.asarray(self.unplaced_kind & self.wants & self.in_area())

    def unplaced_own_district(self) -> Bools:
        """Unplaced, unit in the own guarantee district."""
        return np.asarray(self.unplaced_kind & self.in_district())

    def guarantee(self) -> Bools:
        """Unplaced and wants the guarantee."""
        return np.asarray(self.unplaced_kind & self.wants)

    def unplaced(self) -> Bools:
        """Has no place that goes on."""
        return self.unplaced_kind

    def own_district(self) -> Bools:
        """The unit's guarantee district is the child's."""
        return self.in_district()


def option_tiers(instance: Instance) -> Ints:
    """[option] index of the first tier that applies; len(tiers) when none does; -1 for displaced children.

    One more than len(tiers) for a place not wished in care where the list goes first.
    """
    tiers = Tiers(instance)
    out = np.full(len(instance.options), len(instance.policy.tiers), dtype=np.int64)
    for index in range(len(instance.policy.tiers) - 1, -1, -1):
        has: Bools = getattr(tiers, instance.policy.tiers[index])()
        out[has] = index
    last = np.array([s.care in instance.policy.list_first for s in instance.subjects], dtype=bool)[instance.options.subject]
    out[last & (instance.options.rank == 0)] = len(instance.policy.tiers) + 1
    out[tiers.kind == 3] = -1
    return out


def option_keys(instance: Instance, tiers: Ints) -> Ints:
    """[option] key in the order at the option's unit and start: smaller stands before."""
    place = standing(instance)
    return (tiers + 1) * len(instance.subjects) + place[instance.options.subject]
