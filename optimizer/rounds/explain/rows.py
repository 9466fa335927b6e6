"""The rows of allocation and explanations for a checked decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from optimizer.domain.applications import Application, Offer
from optimizer.rounds.checking.case import Case, Plan
from optimizer.rounds.checking.guarantee import garantidato
from optimizer.rounds.checking.outcomes import days_late, outcome_of, rank_of
from optimizer.rounds.checking.outsiders import is_outsider
from optimizer.rounds.checking.second_offer import second_offers
from optimizer.rounds.checking.stays import transition_date
from optimizer.rounds.checking.subjects import Member, Subject
from optimizer.rounds.checking.wishes import Wishes
from optimizer.rounds.explain.ladder import Ladder
from optimizer.rounds.explain.language import tell
from optimizer.rounds.explain.outcome import Outcomes
from optimizer.rounds.explain.reasons import Facts, Reason, Target, Targets, care_code, facts, named
from optimizer.rounds.explain.scene import Scene
from optimizer.rounds.explain.texts_da import DANISH
from optimizer.rounds.explain.texts_en import ENGLISH
from optimizer.rounds.explain.twins import Twins
from optimizer.rounds.record import AllocationRow, ExplanationRow

#: a wish's rank (None = not a wish) and its reason
Ranked = tuple[int | None, Reason]


def explain_round(
    case: Case, short: Mapping[str, Facts] = MappingProxyType({})
) -> tuple[tuple[AllocationRow, ...], tuple[ExplanationRow, ...]]:
    """A row for each application and displaced child, and for each the reasons: one a wish, and one beside them where it got a place
    not wished, or none.

    The decision of `case` holds window starts, displaced moves and provisional later starts. The row's reason is one of the
    application's explanations. `short` has the facts, by application, of guarantees that no decision could keep. Applications come in the
    data's order, then the displaced children.
    """
    maker = _Rows(case, short)
    allocation: list[AllocationRow] = []
    explanations: list[ExplanationRow] = []
    own = [key for key, subject in case.basis.subjects.items() if subject.kind == "displaced"]
    for application_id in [*case.snapshot.applications, *own]:
        row, reasons = maker.of(application_id)
        allocation.append(row)
        explanations += reasons
    return tuple(allocation), tuple(explanations)


class _Rows:
    """Makes the rows of one application after the other."""

    def __init__(self, case: Case, short: Mapping[str, Facts]) -> None:
        self.case = case
        self.basis = case.basis
        scene = Scene(case)
        self.targets = Targets(case.snapshot, case.policy, Wishes(case.snapshot, case.policy))
        self.ladder = Ladder(scene, self.targets)
        self.outcomes = Outcomes(scene, self.ladder, short)
        self.twins = Twins(case)
        self.second = second_offers(case)
        self.offers: dict[str, list[Offer]] = defaultdict(list)
        for offer in case.snapshot.offers:
            if offer.accepted is None:
                self.offers[offer.application_id].append(offer)

    def of(self, application_id: str) -> tuple[AllocationRow, list[ExplanationRow]]:
        """The row and the reasons of one application (or displaced child)."""
        application = self.case.snapshot.applications.get(application_id)
        if application is not None and application_id in self.basis.pending:
            return self._pending(application, self.offers[application_id])
        if application is not None and application_id in self.basis.replaced:
            return self._replaced(application, self.basis.subjects[self.basis.replaced[application_id]])
        if application is not None and application_id in self.basis.several.behind:
            return self._behind(application)
        subject = self.basis.subjects[self.basis.subject_of[application_id]]
        member = next(m for m in subject.members if m.application_id == application_id)
        targets = [] if application is None else self.targets.of(application, member)
        row, reasons = self._subject(subject, member, targets)
        apart = None if application is None else self.twins.apart(application)
        return row, reasons if apart is None else [*reasons, self._told(application_id, None, apart)]

    def _subject(self, subject: Subject, member: Member, targets: list[Target]) -> tuple[AllocationRow, list[ExplanationRow]]:
        plan, outcome = self.case.plans.get(subject.key), outcome_of(self.case, subject, member)
        met = None if plan is None else next((t for t in targets if plan.unit_id in t.units), None)
        ranked: list[Ranked] = []
        for target in targets:
            if plan is not None and target is met:
                ranked.append((target.rank, self.outcomes.given(subject, plan, outcome, wished=True)))
            else:
                ranked.append((target.rank, self.ladder.why(subject, target)))
        main = next((reason for target, (_, reason) in zip(targets, ranked, strict=True) if target is met), None)
        if plan is not None and main is None:
            main = self.outcomes.given(subject, plan, outcome, wished=False)
            ranked.append((rank_of(self.case, subject) if subject.kind == "displaced" else None, main))
        if main is None or (outcome == "breach" and plan is not None):
            main = self.outcomes.without_place(subject, member, outcome, sum(t.limit is None and t.refused is None for t in targets))
            ranked.append((None, main))
        ranked += self._second_offer(subject) + self._kept_wish(member) + self._after(member)
        return self._rows(self._row(subject, member, plan), main, ranked)

    def _kept_wish(self, member: Member) -> list[Ranked]:
        """That the application is a wish which the child has kept beside its place, and how it stands."""
        if member.application_id not in self.basis.kept_wishes or member.present is None:
            return []
        told = named("place", self.case.snapshot, member.present.unit_id)
        return [(None, Reason("kept_wish", told | {"stands": f"kept_wish_{self.case.policy.kept_wish_ranks_as}"}))]

    def _after(self, member: Member) -> list[Ranked]:
        """That the child begins in 3-5 care where its 0-2 stay ends."""
        application = self.basis.several.after.get(member.application_id)
        return (
            []
            if application is None
            else [(None, Reason("after_younger_care", facts(day=transition_date(member.child, self.case.policy))))]
        )

    def _second_offer(self, subject: Subject) -> list[Ranked]:
        """What is said of the second offer (§ 23 stk. 4), where one is owed."""
        if self.case.decision.alternatives is None or subject.key not in self.second.owed:
            return []
        unit_id = self.second.given.get(subject.key)
        plan = None if unit_id is None else self.second.plan_in(subject.key, unit_id)
        if plan is None:
            return [(None, Reason("alternative_short", {}))]
        told = named("place", self.case.snapshot, plan.unit_id) | facts(start=plan.start)
        return [(None, Reason("alternative_offer", told, plan.unit_id))]

    def _row(self, subject: Subject, member: Member, plan: Plan | None) -> AllocationRow:
        case = self.case
        outcome = outcome_of(case, subject, member)
        unit_id = None if plan is None else plan.unit_id
        if outcome == "kept" and member.present is not None:
            unit_id = member.present.unit_id
        return AllocationRow(
            application_id=member.application_id, child_id=member.child.id, unit_id=unit_id,
            start_date=None if plan is None else plan.start, outcome=outcome, wish_rank=rank_of(case, subject),
            tier=self._tier(subject, plan), guarantee_date=subject.garantidato, days_late=days_late(case, subject, member),
            distance_m=None if unit_id is None else case.options.distance(subject, unit_id),
            alternative_unit_id=None if plan is None else self.second.given.get(subject.key), reason_code="", reason="",
        )  # fmt: skip

    def _tier(self, subject: Subject, plan: Plan | None) -> str:
        """The group in the order at the place got; without one, at the dearest wish on the first date that suits."""
        if plan is not None:
            return self.case.order.tier(subject, plan.unit_id, plan.start)[1]
        units = self.case.snapshot.units
        for unit_id in sorted(subject.ranks, key=lambda u: subject.ranks[u]):
            steps = self.case.options.suitable_steps(subject, units[unit_id])
            if steps:
                return self.case.order.tier(subject, unit_id, self.basis.grid.dates[steps[0]])[1]
        return ""

    def _rows(self, row: AllocationRow, main: Reason, ranked: list[Ranked]) -> tuple[AllocationRow, list[ExplanationRow]]:
        """The application's row with its main reason, and all its reasons in words."""
        told = [self._told(row.application_id, rank, reason) for rank, reason in ranked]
        sentence = next(text.text_da for text, (_, reason) in zip(told, ranked, strict=True) if reason is main)
        return replace(row, reason_code=main.code, reason=sentence), told

    @staticmethod
    def _told(application_id: str, rank: int | None, reason: Reason) -> ExplanationRow:
        """A reason in words."""
        danish, english = (tell(reason.code, reason.facts, language) for language in (DANISH, ENGLISH))
        return ExplanationRow(application_id, rank, reason.unit_id, reason.code, reason.facts, danish, english)

    def _pending(self, application: Application, offers: Sequence[Offer]) -> tuple[AllocationRow, list[ExplanationRow]]:
        """An offer not yet answered (or two, § 23 stk. 4): no wish is decided before the family has answered."""
        offer, other = offers[0], offers[1].unit_id if len(offers) > 1 else None
        told = named("place", self.case.snapshot, offer.unit_id) | facts(start=offer.start_date, answer_by=offer.answer_by)
        if other is not None:
            told |= named("other", self.case.snapshot, other)
        targets = self.targets.of(application, None)
        met = next((t for t in targets if offer.unit_id in t.units), None)
        reasons: list[Ranked] = [(t.rank, Reason("offer_pending", told, offer.unit_id if t is met else None)) for t in targets]
        if met is None:
            reasons.append((None, Reason("offer_pending", told, offer.unit_id)))
        main = next(reason for _, reason in reasons if reason.unit_id is not None)
        child = self.case.snapshot.children[application.child_id]
        wants = application.wants_guarantee and application.kind != "transfer" and not is_outsider(child, self.case.policy)
        lapsed = self.case.policy.refused_guarantee == "lapses" and bool(self.basis.refusals.of(application.id))
        due = garantidato(application, child, self.case.policy, self.basis.refusals) if wants and not lapsed else None
        row = AllocationRow(application.id, child.id, None, None, "waiting", None, "", due, None, None, other, "", "")
        return self._rows(row, main, reasons)

    def _behind(self, application: Application) -> tuple[AllocationRow, list[ExplanationRow]]:
        """An application that waits for another of the same child."""
        first = self.basis.several.behind[application.id]
        if first is None:
            told = self.outcomes.lost_place(self.basis.subjects["X" + application.child_id])
        else:
            told = facts(care=care_code(first.care), registered=first.registered_date)
        main = Reason("other_application_first", told)
        ranked: list[Ranked] = [(t.rank, Reason(main.code, told)) for t in self.targets.of(application, None)]
        row = AllocationRow(application.id, application.child_id, None, None, "waiting", None, "", None, None, None, None, "", "")
        return self._rows(row, main, [*ranked, (None, main)])

    def _replaced(self, application: Application, subject: Subject) -> tuple[AllocationRow, list[ExplanationRow]]:
        """An application of a displaced child: decided with the new place that the child needs."""
        member, plan = subject.members[0], self.case.plans.get(subject.key)
        lost = self.outcomes.lost_place(subject)
        new_place = {} if plan is None else named("got", self.case.snapshot, plan.unit_id) | facts(start=plan.start)
        main = Reason("displaced_instead", lost | new_place, None if plan is None else plan.unit_id)
        outcome = outcome_of(self.case, subject, member)
        targets = self.targets.of(application, member)
        met = None if plan is None else next((t for t in targets if plan.unit_id in t.units), None)
        ranked: list[Ranked] = []
        for target in targets:
            if plan is not None and target is met:
                ranked.append((target.rank, self.outcomes.given(subject, plan, outcome, wished=True)))
            elif self._takes_part(application, subject, target):
                ranked.append((target.rank, self.ladder.why(subject, target)))
            else:
                ranked.append((target.rank, Reason("displaced_instead", main.facts)))
        ranked.append((None, main))
        row = self._row(subject, member, plan)
        return self._rows(replace(row, application_id=application.id, alternative_unit_id=None), main, ranked)

    @staticmethod
    def _takes_part(application: Application, subject: Subject, target: Target) -> bool:
        """Whether the wish is one of the displaced child's own."""
        if application.kind == "transfer":
            return application.care == subject.care
        later = subject.moves_on
        return later is not None and any(u in later.ranks for u in target.units)
