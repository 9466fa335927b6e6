"""A decision laid upon a round: what every rule, objective and fairness test looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.basis import Basis, make_basis
from optimizer.rounds.checking.decision import Decision, Move
from optimizer.rounds.checking.guarantee import garantidato
from optimizer.rounds.checking.intake import NOBODY, Account, Share
from optimizer.rounds.checking.options import OptionKind, Options
from optimizer.rounds.checking.order import Order
from optimizer.rounds.checking.resources import Load
from optimizer.rounds.checking.stays import Stay
from optimizer.rounds.checking.subjects import Subject


@dataclass(frozen=True, slots=True)
class Plan:
    """What a subject got: a unit, and the step and date of the start."""

    unit_id: str
    step: int
    start: date


@dataclass(frozen=True, eq=False)
class Case:
    """Snapshot, policy, decision, and all that follows from them. Made by `make_case`, or by `Case(...)` for many decisions."""

    basis: Basis
    options: Options
    order: Order
    decision: Decision

    @property
    def snapshot(self) -> Snapshot:
        """The data."""
        return self.basis.snapshot

    @property
    def policy(self) -> Policy:
        """The rules."""
        return self.basis.policy

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        """The plan of each subject that starts on a grid date in a known unit, by key; of twins, the first's move counts."""
        found: dict[str, Plan] = {}
        for subject in self.basis.subjects.values():
            move = next((self.decision.moves[m.application_id] for m in subject.members if m.application_id in self.decision.moves), None)
            step = None if move is None else self.basis.step_of(move.start)
            if move is not None and step is not None and move.unit_id in self.snapshot.units:
                found[subject.key] = Plan(move.unit_id, step, move.start)
        return found

    @cached_property
    def subject_moves(self) -> list[tuple[Subject, Move]]:
        """Every move that belongs to a subject, with it."""
        subjects = self.basis.subjects
        known = [(self.basis.subject_of.get(a), move) for a, move in self.decision.moves.items()]
        return [(subjects[key], move) for key, move in known if key is not None]

    def window_plan(self, subject: Subject) -> Plan | None:
        """The subject's plan when it starts in the window."""
        plan = self.plans.get(subject.key)
        return plan if plan is not None and plan.step < self.basis.grid.window else None

    def decided_plan(self, subject: Subject) -> Plan | None:
        """The subject's plan when this round decides it: a start in the window, or a displaced child's, whenever that is."""
        return self.plans.get(subject.key) if subject.kind == "displaced" else self.window_plan(subject)

    def is_held(self, subject: Subject) -> bool:
        """Whether the subject's plan is a held place: after the window, for a guarantee that falls due before the horizon's end."""
        plan = self.plans.get(subject.key)
        due = subject.garantidato
        late = plan is not None and plan.step >= self.basis.grid.window
        return self.policy.reserve and late and subject.wants_guarantee and due is not None and due < self.basis.grid.end

    def refused(self, subject: Subject) -> bool:
        """Whether a refused offer has moved or ended the guarantee of one of the subject's applications."""
        applications = [(self.snapshot.applications.get(m.application_id), m.child) for m in subject.members]
        effects = [self.basis.refusals.effect(a, garantidato(a, child, self.policy)) for a, child in applications if a is not None]
        return any(effect is not None for effect in effects)

    def keeps_wish(self, subject: Subject) -> bool:
        """Whether the subject, or one of twins, has a place and has kept a wish beside it (§ 27 c stk. 3)."""
        return any(m.application_id in self.basis.kept_wishes for m in subject.members)

    def kind_of(self, subject: Subject, plan: Plan) -> OptionKind | None:
        """What kind of option the plan is; None when it is not lawful."""
        return self.options.kind_of(subject, plan.unit_id, plan.step)

    def present_left(self, subject: Subject, start: date) -> list[Stay]:
        """What remains from `start` (maybe no day) of the stays that the subject gives up when it moves; a displaced child's ends anyway.

        Not those that another of the child's applications has given up before; of two moves on one day the first by key gives them up.
        """
        others = [(self.plans[key].start, key) for key in self.basis.others.get(subject.key, ()) if key in self.plans]
        moves = sorted([*others, (start, subject.key)])
        before = moves[: moves.index((start, subject.key))]
        left = {m.present for _, key in before for m in self.basis.subjects[key].members}
        stays = [m.present for m in subject.members if m.present is not None and m.present not in left]
        return [replace(stay, start=max(start, stay.start)) for stay in stays]

    def clashes(self, subject: Subject, plan: Plan, plans: Mapping[str, Plan]) -> list[tuple[Stay, Stay]]:
        """Pairs of a stay that the plan gives and another place of the same child at the same time: one that it keeps, or one that
        another of its applications gets by `plans`. A part of a combination offer is such a place in its own unit.
        """
        others = list(self.basis.kept.get(subject.key, ()))
        for key in self.basis.others.get(subject.key, ()):
            if key in plans:
                others += self.basis.given_stays(self.basis.subjects[key], plans[key].unit_id, plans[key].start)
        if self.basis.parts:
            left = {m.present for m in subject.members}
            parts = [p for m in subject.members for p in self.basis.parts.get(m.child.id, ())]
            others += [p for p in parts if p.unit_id == plan.unit_id and p not in left]
        if not others:
            return []
        given = self.basis.given_stays(subject, plan.unit_id, plan.start)
        return [(g, o) for g in given for o in others if g.child_id == o.child_id and g.start < o.end and o.start < g.end]

    def put(self, load: Load, subject: Subject, plan: Plan, sign: int = 1) -> None:
        """Carry a plan out upon a load (or undo it, sign -1): the subject comes, and leaves the place it has."""
        for stay in self.basis.given_stays(subject, plan.unit_id, plan.start):
            load.add(stay, sign, newcomer=True)
        for stay in self.present_left(subject, plan.start):
            load.add(stay, -sign)

    @cached_property
    def load(self) -> Load:
        """What is taken when the whole decision is carried out, provisional starts too."""
        load = Load(self.basis.resources, self.basis.enrolled_load.total)
        for key, plan in self.plans.items():
            self.put(load, self.basis.subjects[key], plan)
        return load

    @cached_property
    def admitted(self) -> Mapping[Account, Share]:
        """By account, what the decided starts add to the intake of the year: those in the window, and displaced moves."""
        found: dict[Account, Share] = {}
        for subject in self.basis.subjects.values():
            plan = self.decided_plan(subject)
            if plan is not None:
                for account, share in self.basis.intake.of_start(subject, plan.unit_id, plan.start).items():
                    found[account] = found.get(account, NOBODY) + share
        return found

    def share_passed(self, subject: Subject, plan: Plan, without: Subject | None = None) -> tuple[Account, Share] | None:
        """Where the year's intake would have too many listed children if the subject, a listed one, started by `plan` instead of its
        own result (and of that of `without`), and the intake then; None where nowhere, and for a child who is not listed.
        """
        intake = self.basis.intake
        left = [(one, had) for one in (subject, without) if one is not None and (had := self.decided_plan(one)) is not None]
        for account, share in intake.of_start(subject, plan.unit_id, plan.start).items():
            after = intake.before[account] + self.admitted.get(account, NOBODY) + share
            for one, had in left:
                after -= intake.of_start(one, had.unit_id, had.start).get(account, NOBODY)
            if share.listed and not intake.kept(after):
                return account, after
        return None


def make_case(snapshot: Snapshot, policy: Policy, round_date: date, seed: int, decision: Decision) -> Case:
    """A case from the data alone."""
    basis = make_basis(snapshot, policy, round_date, seed)
    return Case(basis, Options(basis), Order(basis), decision)
