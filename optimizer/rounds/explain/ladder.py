"""The ladder of reasons for one wish: the first rung on which it fails, from "has got something better" to "no room"."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.domain.dates import TWENTY_SIX_WEEKS, age_in_months
from optimizer.rounds.checking.case import Plan
from optimizer.rounds.checking.stays import end_of_given_stay, transition_age_day
from optimizer.rounds.checking.subjects import Subject
from optimizer.rounds.checking.suitable import suits_age, suits_home
from optimizer.rounds.explain.reasons import Facts, Reason, Target, Targets, facts, named
from optimizer.rounds.explain.room import Claims, Room
from optimizer.rounds.explain.scene import Scene

#: a unit's highest age when it takes children of every age
ANY_AGE = 999


class Ladder:
    """Finds the reason why a subject did not get a wish."""

    def __init__(self, scene: Scene, targets: Targets) -> None:
        self._scene = scene
        self._case = scene.case
        self._targets = targets
        self._room = Room(scene)

    def why(self, subject: Subject, target: Target) -> Reason:
        """The reason; not to be asked for the wish that was met."""
        off_the_list = self._off_the_list(target)
        if off_the_list is not None:
            return off_the_list
        result = self._result(subject)
        wished = [subject.ranks[u] for u in target.units if u in subject.ranks]
        if result is not None and wished and (best := subject.ranks.get(result.unit_id)) is not None and best <= min(wished):
            return Reason("better_wish_met", target.place | self._got(result))
        if not target.units:
            return self._targets.closed(target)
        present = {m.present.unit_id for m in subject.members if m.present is not None}
        units = [u for u in target.units if u not in present]
        if not units:
            own = subject.members[0].present
            other = "twin" if len(subject.members) == 2 else "triplet"
            return Reason("already_there", target.place | {"who": "child" if own and own.unit_id in target.units else other})
        open_to_it = [u for u in units if not self._closed(subject, u)]
        if not open_to_it:
            group = self._case.basis.outsiders.group(units[0])
            per = f"per_{self._case.policy.outsiders_measured_per}"
            share = self._case.policy.outsiders_share_percent
            counts = facts(listed=group.listed, most=group.most, own=group.own, share=share, per=per)
            return Reason("list_closed_to_outsiders", target.place | counts)
        return self._among(self._asker(subject, target), subject, target, open_to_it)

    def _closed(self, subject: Subject, unit_id: str) -> bool:
        """Whether the unit's list is closed to the subject, which lives in another municipality."""
        return self._case.basis.outsiders.closed_to([m.child.id for m in subject.members], unit_id)

    @staticmethod
    def _off_the_list(target: Target) -> Reason | None:
        """Why the wish is not on the list at all: beyond those that count, or deleted by a refused offer; None when it is."""
        if target.limit is not None:
            return Reason("wish_not_counted", target.place | {"limit": target.limit})
        return None if target.refused is None else Reason("wish_refused", target.place | facts(start=target.refused))

    def not_due_yet(self, subject: Subject) -> Reason | None:
        """When the subject is not to start in the window at all: from when; else None."""
        grid = self._case.basis.grid
        if subject.kind == "displaced" or subject.earliest < grid.window:
            return None
        if subject.earliest < len(grid.dates):
            earliest = grid.dates[subject.earliest]
        else:
            births = [m.child.birth_date for m in subject.members]
            asked = [self._case.snapshot.applications[m.application_id].need_date for m in subject.members]
            earliest = max([*asked, *(birth + TWENTY_SIX_WEEKS for birth in births)])
            if subject.kind == "transition":
                earliest = max(earliest, *(transition_age_day(m.child, self._case.policy) for m in subject.members))
        return Reason("not_due_yet", facts(earliest=earliest, last=grid.window_dates[-1]))

    def _result(self, subject: Subject) -> Plan | None:
        """What counts as got: a start in the window, for a displaced child its new place whenever it is."""
        return self._case.plans.get(subject.key) if subject.kind == "displaced" else self._case.window_plan(subject)

    def _got(self, plan: Plan) -> Facts:
        return named("got", self._case.snapshot, plan.unit_id) | facts(start=plan.start)

    @staticmethod
    def _asker(subject: Subject, target: Target) -> Subject:
        """Who asks: a displaced child's transition application stands for itself."""
        later = subject.moves_on
        return later if later is not None and later.care == target.care else subject

    def _among(self, asker: Subject, subject: Subject, target: Target, units: Sequence[str]) -> Reason:
        data = self._case.snapshot.units
        late = self.not_due_yet(subject)
        if late is not None:
            return late
        suitable = {u: steps for u in units if (steps := self._case.options.suitable_steps(asker, data[u]))}
        if not suitable:
            return self._unsuitable(asker, target, units)
        window = range(self._case.basis.grid.window)
        now = {u: steps if subject.kind == "displaced" else [k for k in steps if k in window] for u, steps in suitable.items()}
        claims = {u: steps for u, steps in now.items() if steps}
        if not claims:
            earliest = self._scene.dates[min(steps[0] for steps in suitable.values())]
            return Reason("too_early", target.place | facts(earliest=earliest, last=self._scene.dates[window[-1]]))
        return self._before_result(subject, target, claims)

    def _before_result(self, subject: Subject, target: Target, claims: Claims) -> Reason:
        """Rungs that hang on what else the child has: it started elsewhere, or has another place."""
        result = self._result(subject)
        possible = claims
        if result is not None and not self._case.policy.wait_for_wish:
            claims = {u: kept for u, steps in claims.items() if (kept := [k for k in steps if k <= result.step])}
            if not claims:
                return self._started_earlier(target, result, min(steps[0] for steps in possible.values()))
        if subject.key in self._case.basis.kept or subject.key in self._case.basis.others:
            claims = {u: kept for u, steps in claims.items() if (kept := [k for k in steps if not self._clashes(subject, u, k)])}
            if not claims:
                return Reason("other_place", target.place)
        reason = self._room.why(subject, target, claims)
        if result is not None and reason.code == "full_no_free_place":
            later = [k for u, steps in possible.items() for k in steps if k > result.step and self._room.given_or_free(u, k)]
            if later:
                return self._started_earlier(target, result, min(later))
        return reason

    def _started_earlier(self, target: Target, result: Plan, step: int) -> Reason:
        return Reason("started_elsewhere_earlier", target.place | self._got(result) | facts(possible=self._scene.dates[step]))

    def _clashes(self, subject: Subject, unit_id: str, step: int) -> bool:
        return bool(self._case.clashes(subject, Plan(unit_id, step, self._scene.dates[step]), self._scene.counted))

    def _unsuitable(self, asker: Subject, target: Target, units: Sequence[str]) -> Reason:
        """Why no unit suits on any date."""
        dates = self._scene.dates
        steps = self._case.options.steps(asker)
        if not steps:
            earliest = dates[asker.earliest]
            if asker.latest < asker.earliest:
                limits = [self._case.snapshot.applications[m.application_id].accepts_until for m in asker.members]
                latest = min(day for day in limits if day is not None)
                return Reason("after_latest_start", target.place | facts(latest=latest, earliest=earliest))
            end = min(end_of_given_stay(m.child, asker.care, self._case.policy) for m in asker.members)
            moves_to = "boernehave" if asker.care == "0-2" else "school"
            return Reason("stay_would_end", target.place | facts(end=end, next=moves_to))
        data = [self._case.snapshot.units[u] for u in units]
        children = [m.child for m in asker.members]
        at_home = [unit for unit in data if all(suits_home(child, unit) for child in children)]
        if not at_home:
            smoke = any(child.smoke_free_needed for child in children) and not all(unit.smoke_free for unit in data)
            pets = any(child.pets_excluded for child in children) and any(unit.pets for unit in data)
            return Reason("home_conditions", target.place | {"needs": ["smoke_free"] * smoke + ["no_pets"] * pets})
        day = dates[steps[0]]
        child = next((c for c in children if not any(suits_age(c, unit, day) for unit in at_home)), children[0])
        highest = max(unit.max_age_months for unit in at_home)
        ages = facts(
            min_age=min(unit.min_age_months for unit in at_home), max_age=None if highest >= ANY_AGE else highest,
            age=age_in_months(child.birth_date, day), day=day, weeks=26 if day < child.birth_date + TWENTY_SIX_WEEKS else None,
        )  # fmt: skip
        return Reason("not_suitable_age", target.place | ages)
