"""Who is to be offered a second place, outside the listed areas, and which places are left for that (specification, section 11)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from optimizer.domain.facilities import CARE_OF_UNIT
from optimizer.rounds.checking.areas import lies_in_listed_area, lives_among_them
from optimizer.rounds.checking.case import Case, Plan
from optimizer.rounds.checking.fairness import find_cases
from optimizer.rounds.checking.outsiders import is_outsider
from optimizer.rounds.checking.resources import Load
from optimizer.rounds.checking.subjects import Subject
from optimizer.rounds.checking.suitable import suits_home
from optimizer.rounds.checking.wishes import is_open


@lru_cache(maxsize=2)
def second_offers(case: Case) -> SecondOffers:
    """The second offers of a decision."""
    return SecondOffers(case)


class SecondOffers:
    """Looks at one decision, alternatives included."""

    def __init__(self, case: Case) -> None:
        self.case, self.basis = case, case.basis
        #: the subjects that must have one, with their decided plan
        self.owed: dict[str, Plan] = {key: plan for key, plan in self._decided() if self._is_owed(self.basis.subjects[key], plan)}
        #: by subject, the unit given as an alternative; of twins both must have it
        self.given: dict[str, str] = {}
        alternatives = case.decision.alternatives or {}
        for key, subject in self.basis.subjects.items():
            units = {alternatives.get(m.application_id) for m in subject.members}
            unit_id = units.pop() if len(units) == 1 else ""
            if unit_id is not None:
                self.given[key] = unit_id
        self.load = self._load()

    def _decided(self) -> Iterator[tuple[str, Plan]]:
        for key, plan in self.case.plans.items():
            if plan.step < self.basis.grid.window or self.basis.subjects[key].kind == "displaced":
                yield key, plan

    def _is_owed(self, subject: Subject, plan: Plan) -> bool:
        snapshot = self.case.snapshot
        unit = snapshot.units[plan.unit_id]
        house = snapshot.facilities[unit.facility_id]
        if house.kind != "house" or unit.kind == "dagpleje" or not lies_in_listed_area(house, plan.start, snapshot):
            return False
        if self.case.policy.alternative_offer == "unwished" and plan.unit_id in subject.ranks:
            return False
        children = [m.child for m in subject.members]
        return not any(lives_among_them(c, plan.start, snapshot) or is_outsider(c, self.case.policy) for c in children)

    def _load(self) -> Load:
        """P, and the alternatives that are lawful, as newcomers."""
        case = self.case
        total = Load(self.basis.resources, self.basis.enrolled_load.total)
        for key, plan in case.plans.items():
            subject = self.basis.subjects[key]
            if plan.step < self.basis.grid.window or subject.kind == "displaced":
                case.put(total, subject, plan)
            elif case.is_held(subject):
                for stay in self.basis.given_stays(subject, plan.unit_id, plan.start):
                    total.add(stay, newcomer=True)
        load = Load(self.basis.resources, total.total)
        for key, unit_id in self.given.items():
            plan_there = self.plan_in(key, unit_id)
            if plan_there is not None:
                for stay in self.basis.given_stays(self.basis.subjects[key], unit_id, plan_there.start):
                    load.add(stay, newcomer=True)
        return load

    def plan_in(self, key: str, unit_id: str) -> Plan | None:
        """The start that the unit could give the subject as its alternative, room apart; None when it cannot be one."""
        owed = self.owed.get(key)
        snapshot = self.case.snapshot
        if owed is None or unit_id not in snapshot.units or unit_id == owed.unit_id:
            return None
        subject, unit = self.basis.subjects[key], snapshot.units[unit_id]
        house = snapshot.facilities[unit.facility_id]
        care = CARE_OF_UNIT.get(unit.kind)
        if care is None or care != CARE_OF_UNIT.get(snapshot.units[owed.unit_id].kind) or not is_open(unit, snapshot):
            return None
        if lies_in_listed_area(house, owed.start, snapshot) or (house.language is not None and unit_id not in subject.ranks):
            return None
        leaves = {m.present.unit_id for m in subject.members if m.present is not None}
        if unit_id in leaves or unit_id in self._idle() or not all(suits_home(m.child, unit) for m in subject.members):
            return None
        asker = subject.moves_on if subject.moves_on is not None and care == subject.moves_on.care else subject
        steps = [k for k in self.case.options.suitable_steps(asker, unit) if k <= owed.step]
        if key in self.basis.kept or key in self.basis.others:
            steps = [k for k in steps if k == owed.step]
        return Plan(unit_id, steps[-1], self.basis.grid.dates[steps[-1]]) if steps else None

    def _idle(self) -> frozenset[str]:
        return frozenset(place.unit_id for place in find_cases(self.case).idle)

    def room_for(self, key: str) -> Iterator[str]:
        """Units that could be the subject's alternative and have room for it beside everything else."""
        for unit_id in self.case.snapshot.units:
            plan = self.plan_in(key, unit_id)
            if plan is None:
                continue
            stays = self.basis.given_stays(self.basis.subjects[key], unit_id, plan.start)
            for stay in stays:
                self.load.add(stay, newcomer=True)
            taken = {limit for stay in stays for limit, _, _ in self.basis.resources.loads(stay)}
            free = all(limit not in taken for limit, _ in self.load.broken())
            # before the yield: whoever wants the first unit alone never comes back here
            for stay in stays:
                self.load.add(stay, -1, newcomer=True)
            if free:
                yield unit_id

    def shortages(self) -> list[str]:
        """The subjects that must have a second offer and have none."""
        return [key for key in self.owed if key not in self.given]
