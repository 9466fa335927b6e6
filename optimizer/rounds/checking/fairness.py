"""Is anybody passed over? Idle wished places and justified envy (specification, section 7; dagtilbudsloven § 27)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from optimizer.rounds.checking.case import Case, Plan
from optimizer.rounds.checking.order import Key
from optimizer.rounds.checking.resources import Limit, Load
from optimizer.rounds.checking.stays import Stay
from optimizer.rounds.checking.subjects import Subject


@dataclass(frozen=True, slots=True)
class IdlePlace:
    """A wished place that stands idle: `subject` (a key; the first found) has a claim on it and could have it."""

    unit_id: str
    start: date
    subject: str


@dataclass(frozen=True, slots=True)
class Envy:
    """`subject` could have started in the unit on `start` in place of `other`, who stands behind it there and got `other_start`."""

    subject: str
    unit_id: str
    start: date
    other: str
    other_start: date


@dataclass(frozen=True, slots=True)
class Cases:
    """All that is found: idle places once per unit and date, envies once per subject and unit."""

    idle: list[IdlePlace]
    envy: list[Envy]


@lru_cache(maxsize=1)
def find_cases(case: Case) -> Cases:
    """All idle wished places and justified envies of a decision."""
    search = _Search(case)
    idle: dict[tuple[str, int], IdlePlace] = {}
    envy: list[Envy] = []
    for subject in case.basis.subjects.values():
        for unit_id, steps in search.claims(subject):
            for step in steps:
                if (unit_id, step) not in idle and search.could_start(subject, unit_id, step):
                    idle[unit_id, step] = IdlePlace(unit_id, case.basis.grid.dates[step], subject.key)
            found = search.envied(subject, unit_id, steps)
            if found is not None:
                envy.append(found)
    return Cases(list(idle.values()), envy)


class _Search:
    """The present load P, who got what, and whether somebody else could have stood there."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.basis = case.basis
        self.dates = case.basis.grid.dates
        self.window = range(case.basis.grid.window)
        self.load = Load(case.basis.resources, case.basis.enrolled_load.total)
        #: the plans that P holds
        self.counted: dict[str, Plan] = {}
        #: who got the unit in the window, the first in the order first
        self.admitted: dict[str, list[tuple[Key, int, Subject]]] = defaultdict(list)
        for key, plan in case.plans.items():
            subject = self.basis.subjects[key]
            if plan.step in self.window:
                self.admitted[plan.unit_id].append((case.order.key(subject, plan.unit_id, plan.start), plan.step, subject))
            elif subject.kind != "displaced" and not case.is_held(subject):
                continue
            self.counted[key] = plan
            if plan.step in self.window or subject.kind == "displaced":
                case.put(self.load, subject, plan)
            else:
                # a held place counts as taken; the place that its child would leave for it is not free before that is decided
                for stay in case.basis.given_stays(subject, plan.unit_id, plan.start):
                    self.load.add(stay, newcomer=True)
        for found in self.admitted.values():
            found.sort(key=lambda entry: entry[0])
        caps = case.basis.resources.caps
        #: by unit, the window steps in which a place is free
        self.free = {
            unit_id: frozenset(k for k in self.window if self.load.total["places", unit_id][k] < caps["places", unit_id][k])
            for unit_id in case.snapshot.units
        }

    def claims(self, subject: Subject) -> Iterator[tuple[str, list[int]]]:
        """The wished units that the subject prefers to its result, with the window steps in which it has a claim there.

        Units where nothing is free and nobody came are left out: no claim on them can be met.
        """
        if subject.kind == "displaced":
            return
        result = self.case.window_plan(subject)
        got = None if result is None else (subject.ranks.get(result.unit_id), result.step)
        waits = self.case.policy.wait_for_wish
        for unit_id, rank in subject.ranks.items():
            if not self.free[unit_id] and unit_id not in self.admitted:
                continue
            steps = [k for k in self.case.options.suitable_steps(subject, self.case.snapshot.units[unit_id]) if k in self.window]
            if got is not None:
                best, start = got
                steps = [k for k in steps if (best is None or (rank, k) < (best, start)) and (waits or k <= start)]
            if steps:
                yield unit_id, steps

    def could_start(self, subject: Subject, unit_id: str, step: int) -> bool:
        """Whether the subject could be added at the unit without breaking section 6."""
        return step in self.free[unit_id] and self._fits(subject, unit_id, step, None)

    def envied(self, subject: Subject, unit_id: str, steps: list[int]) -> Envy | None:
        """The first start, and then the first in the order, for which the subject is passed over at the unit; None when for none."""
        admitted = self.admitted.get(unit_id)
        if not admitted:
            return None
        for step in steps:
            if all(other_step < step for _, other_step, _ in admitted):
                break
            key = self.case.order.key(subject, unit_id, self.dates[step])
            if key >= admitted[-1][0]:
                continue
            for other_key, other_step, other in admitted:
                behind = key < other_key and other_step >= step and other is not subject
                if behind and self._fits(subject, unit_id, step, other):
                    return Envy(subject.key, unit_id, self.dates[step], other.key, self.dates[other_step])
        return None

    def _fits(self, subject: Subject, unit_id: str, step: int, without: Subject | None) -> bool:
        """Whether P keeps section 6 when the subject's result (and that of `without`) is taken away and it starts here instead.

        Looked at is where the new stay takes something. Whether a present place that would be kept longer has been given on is not:
        nobody may be passed over for that. The child's own other place at the same time stands in the way as well.
        """
        plan = Plan(unit_id, step, self.dates[step])
        if self.case.clashes(subject, plan, self.counted):
            return False
        change = _Change(self.case)
        if subject.key in self.counted:
            own = self.counted[subject.key]
            change.leave_out(subject, own)
            if own.step in self.window:
                change.stay_on(subject, own)
        if without is not None:
            change.leave_out(without, self.counted[without.key])
        change.carry_out(subject, plan)
        return change.keeps(self.load) and self.case.share_passed(subject, plan, without) is None


class _Change:
    """A few stays put in and taken out of a load, without touching it."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._total: dict[tuple[Limit, int], int] = defaultdict(int)
        #: where a new stay takes something
        self._arrivals: set[tuple[Limit, int]] = set()

    def _add(self, stays: list[Stay], sign: int) -> list[tuple[Limit, int]]:
        loads = [found for stay in stays for found in self._case.basis.resources.loads(stay)]
        for limit, step, amount in loads:
            self._total[limit, step] += sign * amount
        return [(limit, step) for limit, step, _ in loads]

    def leave_out(self, subject: Subject, plan: Plan) -> None:
        """Take the stays that a plan gives away, and nothing else."""
        self._add(self._case.basis.given_stays(subject, plan.unit_id, plan.start), -1)

    def stay_on(self, subject: Subject, plan: Plan) -> None:
        """Put back what the plan's child left for it."""
        self._add(self._case.present_left(subject, plan.start), 1)

    def carry_out(self, subject: Subject, plan: Plan) -> None:
        """Put a plan in."""
        self._arrivals.update(self._add(self._case.basis.given_stays(subject, plan.unit_id, plan.start), 1))
        self._add(self._case.present_left(subject, plan.start), -1)

    def keeps(self, load: Load) -> bool:
        """Whether no limit is passed where somebody arrives."""
        caps = self._case.basis.resources.caps
        return all(load.total[limit][step] + self._total[limit, step] <= caps[limit][step] for limit, step in self._arrivals)
