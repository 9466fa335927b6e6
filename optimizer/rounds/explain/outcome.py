"""The reason for an application as a whole, when none of its wishes is the answer: guarantee, breach, waiting, keeping, losing a place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from optimizer.domain.errors import Defect
from optimizer.domain.policy import Policy
from optimizer.rounds.checking.case import Plan
from optimizer.rounds.checking.guarantee import garantidato
from optimizer.rounds.checking.outcomes import days_late
from optimizer.rounds.checking.subjects import Member, Subject
from optimizer.rounds.explain.ladder import Ladder
from optimizer.rounds.explain.reasons import Facts, Reason, facts, named
from optimizer.rounds.explain.scene import Scene
from optimizer.rounds.record import Outcome


def area_code(policy: Policy) -> str:
    """The guarantee's area as a code of the words: a radius says whether it is by road, a travel time by what."""
    area = policy.guarantee_area
    by_road = area == "radius" and policy.distance_method != "straight"
    return f"area_{area}_{policy.travel_mode}" if by_road or area == "travel_time" else f"area_{area}"


def measured_code(policy: Policy) -> str:
    """How a fact in metres was measured."""
    return "straight" if policy.distance_method == "straight" else f"{policy.distance_method}_{policy.travel_mode}"


class Outcomes:
    """Finds what is to be said of an application beside its wishes."""

    def __init__(self, scene: Scene, ladder: Ladder, short: Mapping[str, Facts]) -> None:
        self._scene = scene
        self._case = scene.case
        self._ladder = ladder
        self._short = short
        self._area: Facts = {"area": area_code(scene.case.policy)}

    def given(self, subject: Subject, plan: Plan, outcome: Outcome, *, wished: bool) -> Reason:
        """The place that the application got, or is expected to get; `wished`: it stands on the application's own list."""
        case = self._case
        place = named("place", case.snapshot, plan.unit_id) | facts(start=plan.start)
        if subject.kind == "displaced":
            return Reason("displaced_new_place", place | self.lost_place(subject), plan.unit_id)
        if plan.step >= case.basis.grid.window:
            return Reason("provisional_from", place, plan.unit_id)
        if outcome != "breach" and plan.unit_id not in subject.ranks:
            why = self._why_this_place(subject, plan) | self._refusal(subject.members[0])
            return Reason("guarantee_place", place | why, plan.unit_id)
        together = len(subject.members) > 1 and not wished and plan.unit_id in subject.ranks
        if together:
            return Reason("got_with_twin", place | {"with": "with_twin" if len(subject.members) == 2 else "with_triplets"}, plan.unit_id)
        return Reason("got", place, plan.unit_id)

    def lost_place(self, subject: Subject) -> Facts:
        """A displaced child's place, and when it ends."""
        old = subject.members[0].present
        return {} if old is None else named("old", self._case.snapshot, old.unit_id) | facts(end=old.end)

    def _refusal(self, member: Member) -> Facts:
        """What a refused offer has done to the guarantee of the member's application."""
        case, application = self._case, self._case.snapshot.applications[member.application_id]
        effect = case.basis.refusals.effect(application, garantidato(application, member.child, case.policy))
        return {} if effect is None else facts(refused=effect.refused, refusal=f"guarantee_{effect.what}")

    def _why_this_place(self, subject: Subject, plan: Plan) -> Facts:
        """What the guarantee asks for, and the suitable places that lie nearer."""
        case, scene = self._case, self._scene
        here = case.options.distance(subject, plan.unit_id)
        away = {u: case.options.distance(subject, u) for u in self._suitable_in_area(subject, range(plan.step, plan.step + 1))}
        nearer = [u for u, metres in away.items() if metres < here]
        with_room = [u for u in nearer if scene.is_free(u, plan.step)]
        free = [metres for u, metres in away.items() if scene.is_free(u, plan.step)]
        found = facts(
            guarantee_date=subject.garantidato, distance_m=here, measured=measured_code(case.policy),
            nearer=len(nearer), nearer_free=len(with_room),
            nearest_free_m=min(free, default=None), nearer_full=len(nearer) if nearer and not with_room else None,
        )  # fmt: skip
        return found | self._area

    def _suitable_in_area(self, subject: Subject, steps: range) -> list[str]:
        """Units of the guarantee area that suit the child in one of the steps."""
        options, units = self._case.options, self._case.snapshot.units
        return [u for u in options.unwished(subject) if any(k in steps for k in options.suitable_steps(subject, units[u]))]

    def without_place(self, subject: Subject, member: Member, outcome: Outcome, wishes: int) -> Reason:
        """Why there is no place: a breach, nothing due, nothing wished, or no wish that could be met."""
        if outcome == "breach":
            return self.breach(subject, member)
        due = facts(guarantee_date=subject.garantidato) | self._refusal(member)
        present = member.present
        reason = self._ladder.not_due_yet(subject)
        if reason is None and not wishes:
            reason = Reason("no_wish", due)
        if outcome == "kept" and present is not None:
            if reason is None:
                reason = Reason("kept_present_place", named("place", self._case.snapshot, present.unit_id))
            return Reason(reason.code, reason.facts, present.unit_id)
        return reason or Reason("waiting", due | {"wishes": wishes})

    def breach(self, subject: Subject, member: Member) -> Reason:
        """Why the guarantee is not kept."""
        case, scene = self._case, self._scene
        if subject.kind == "displaced":
            return Reason("displaced_no_place", self.lost_place(subject) | self._area)
        due, plan = subject.due(member), case.plans.get(subject.key)
        if due is None:
            raise Defect(f"{member.application_id}: a guarantee is broken that is due on no day")
        moved = self._refusal(member)
        earliest = scene.dates[subject.earliest] if subject.earliest < len(scene.dates) else scene.basis.grid.end
        later = self._ladder.not_due_yet(subject)
        if due < earliest and (plan is None or plan.start == earliest) and (plan is not None or later is not None):
            earliest = earliest if later is None else date.fromisoformat(later.facts["earliest"])
            return Reason("breach_earliest_start", moved | facts(due=due, earliest=earliest, days_late=(earliest - due).days))
        area = facts(due=due) | moved | self._area | self._taken_in_area(subject) | self._short.get(member.application_id, {})
        if plan is not None:
            return Reason("breach_late", area | facts(start=plan.start, days_late=days_late(case, subject, member)))
        return Reason("breach_no_place_in_area", area)

    def _taken_in_area(self, subject: Subject) -> Facts:
        """Suitable units of the area in the window, places free in them, places given, and how many with a guarantee stood before."""
        case, scene = self._case, self._scene
        window = range(subject.earliest, case.basis.grid.window)
        units = self._suitable_in_area(subject, window)
        if not units:
            return {}
        free = sum(max(0, *(scene.places(u, k) - scene.load.total["places", u][k] for k in window)) for u in units)
        given = before = 0
        for u in units:
            came = [a for a in scene.arrivals.get(u, ()) if a.step in window]
            given += sum(len(a.subject.members) for a in came)
            if came:
                mine = case.order.key(subject, u, scene.dates[window[0]])
                before += sum(len(a.subject.members) for a in came if a.subject.wants_guarantee and a.key < mine)
        return facts(units=len(units), free=free, given=given, before=before if given else None)
