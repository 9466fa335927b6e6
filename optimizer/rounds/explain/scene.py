"""The decided round as one looks at it to explain it: what is taken in each unit, who came, what is held, and what a child would lack."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from optimizer.rounds.checking.case import Case, Plan
from optimizer.rounds.checking.fairness import Envy, find_cases
from optimizer.rounds.checking.order import Key
from optimizer.rounds.checking.resources import Limit, Load
from optimizer.rounds.checking.subjects import Subject


@dataclass(frozen=True, slots=True)
class Shortage:
    """A limit that would be passed in a step if a child came: it needs `need`, and only `cap` - `taken` is left."""

    limit: Limit
    step: int
    cap: int
    taken: int
    need: int

    @property
    def free(self) -> int:
        """What is left without the child; never below 0."""
        return max(0, self.cap - self.taken)

    @property
    def missing(self) -> int:
        """How much too little there is for the child."""
        return self.taken + self.need - self.cap


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who got a unit on this round, with the place in the order there and the step of the start."""

    key: Key
    step: int
    subject: Subject


class Scene:
    """One pass over the decision; every question after that looks up a unit."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.basis = case.basis
        self.dates = case.basis.grid.dates
        #: what is taken by those who stay, window starts, displaced moves and held places (specification, section 7: P)
        self.load = Load(case.basis.resources, case.basis.enrolled_load.total)
        #: the plans that the load holds, by subject
        self.counted: dict[str, Plan] = {}
        #: by unit, who came on this round (displaced children on their date too), the first in the order first
        self.arrivals: dict[str, list[Arrival]] = defaultdict(list)
        #: by unit, the held places: first step and subject
        self.held: dict[str, list[tuple[int, Subject]]] = defaultdict(list)
        self._held_heads: dict[str, list[int]] = {}
        self._count_plans()
        self._room_from: dict[str, int | None] = {}
        cases = find_cases(case)
        self._envies = {(envy.subject, envy.unit_id): envy for envy in cases.envy}
        self._idle = {(place.unit_id, place.start) for place in cases.idle}

    def _count_plans(self) -> None:
        case, window = self.case, self.basis.grid.window
        for key, plan in case.plans.items():
            subject = self.basis.subjects[key]
            if plan.step < window or subject.kind == "displaced":
                self.arrivals[plan.unit_id].append(Arrival(case.order.key(subject, plan.unit_id, plan.start), plan.step, subject))
            elif case.is_held(subject):
                self.held[plan.unit_id].append((plan.step, subject))
                self._hold(subject, plan)
            else:
                continue
            self.counted[key] = plan
            case.put(self.load, subject, plan)
        for came in self.arrivals.values():
            came.sort(key=lambda arrival: arrival.key)

    def _hold(self, subject: Subject, plan: Plan) -> None:
        heads = self._held_heads.setdefault(plan.unit_id, [0] * len(self.dates))
        for stay in self.basis.given_stays(subject, plan.unit_id, plan.start):
            for step in self.basis.resources.steps(stay.start, stay.end):
                heads[step] += self.basis.resources.heads(self.basis.snapshot.children[stay.child_id], plan.unit_id)[step]

    def held_heads(self, unit_id: str, step: int) -> int:
        """Places of the unit that are held in the step."""
        return self._held_heads[unit_id][step] if unit_id in self._held_heads else 0

    def places(self, unit_id: str, step: int) -> int:
        """Places that can be given in the unit in the step, reservations taken off."""
        return self.basis.resources.caps["places", unit_id][step]

    def is_free(self, unit_id: str, step: int) -> bool:
        """Whether a place of the unit is free in the step."""
        return self.load.total["places", unit_id][step] < self.places(unit_id, step)

    def room_from(self, unit_id: str) -> int | None:
        """The first step from which a place is free to the end of the horizon, provisional starts counted; None when there is none."""
        if unit_id not in self._room_from:
            taken = self.case.load.total["places", unit_id]
            step = len(self.dates)
            while step > 0 and taken[step - 1] < self.places(unit_id, step - 1):
                step -= 1
            self._room_from[unit_id] = step if step < len(self.dates) else None
        return self._room_from[unit_id]

    def envy(self, subject: Subject, unit_id: str) -> Envy | None:
        """The case in which the subject is passed over at the unit, None when there is none."""
        return self._envies.get((subject.key, unit_id))

    def is_idle(self, subject: Subject, unit_id: str, step: int) -> bool:
        """Whether a wished place stands idle there that the subject could have."""
        plan = Plan(unit_id, step, self.dates[step])
        if (unit_id, plan.start) not in self._idle or self.case.share_passed(subject, plan) is not None:
            return False
        return not self.shortages(subject, unit_id, step)

    def shortages(self, subject: Subject, unit_id: str, step: int, instead_of: Subject | None = None) -> list[Shortage]:
        """What lacks, in order of steps, if the subject started there in place of its own result (and of another's)."""
        change: dict[tuple[Limit, int], int] = defaultdict(int)
        new: dict[tuple[Limit, int], int] = defaultdict(int)
        need: dict[tuple[Limit, int], int] = defaultdict(int)
        for other in (subject, instead_of):
            if other is not None and other.key in self.counted:
                self._weigh(other, self.counted[other.key], -1, change, new)
        self._weigh(subject, Plan(unit_id, step, self.dates[step]), 1, change, new)
        for stay in self.basis.given_stays(subject, unit_id, self.dates[step]):
            for limit, k, amount in self.basis.resources.loads(stay):
                need[limit, k] += amount
        found = []
        for (limit, k), amount in change.items():
            if amount > 0 or need[limit, k]:
                cap, taken = self.basis.resources.caps[limit][k], self.load.total[limit][k] + amount
                if taken > cap and self.load.new[limit][k] + new[limit, k] > 0:
                    found.append(Shortage(limit, k, cap, taken - need[limit, k], need[limit, k]))
        return sorted(found, key=lambda shortage: shortage.step)

    def _weigh(
        self, subject: Subject, plan: Plan, sign: int, change: dict[tuple[Limit, int], int], new: dict[tuple[Limit, int], int]
    ) -> None:
        """What a plan, carried out (1) or undone (-1), changes: the stays given, and the present places given up."""
        for stay in self.basis.given_stays(subject, plan.unit_id, plan.start):
            for limit, step, amount in self.basis.resources.loads(stay):
                change[limit, step] += sign * amount
                new[limit, step] += sign * amount
        for stay in self.case.present_left(subject, plan.start):
            for limit, step, amount in self.basis.resources.loads(stay):
                change[limit, step] -= sign * amount
