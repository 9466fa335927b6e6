"""The last rungs: the child could start there, but there is no room - and who or what has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from optimizer.rounds.checking.case import Plan
from optimizer.rounds.checking.subjects import Subject, seniority
from optimizer.rounds.explain.reasons import Facts, Reason, Target, facts, named
from optimizer.rounds.explain.scene import Arrival, Scene, Shortage

#: by unit, the steps in which a subject could have started there
Claims = dict[str, list[int]]
#: groups that tell of a child's needs: never named
_PRIVATE_GROUPS = frozenset({"special_need", "learning_offer", "learning_offer_house"})
_ROOM_CODES = {"support": "room_short_support", "infants": "room_short_infants", "house": "room_short_house"}


class Room:
    """Says why none of some units has room for a subject."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._case = scene.case
        cause = "cause_points" if scene.case.policy.mode == "points" else "cause_rules"
        self._cause: Facts = {"cause": cause}

    def why(self, subject: Subject, target: Target, claims: Claims) -> Reason:
        """The reason nearest to success: passed over, a place left that cannot be used, one that went to a later child, all gone."""
        case_found = self._counted_case(subject, claims)
        if case_found is not None:
            return case_found
        pool = self._pool(target, claims)
        nearest = next(self._unusable(subject, claims), None)
        if nearest is not None:
            return Reason(nearest.code, nearest.facts | pool, nearest.unit_id)
        pool.pop("full", None)
        return self._gone(subject, target, claims, pool)

    def given_or_free(self, unit_id: str, step: int) -> bool:
        """Whether a place of the unit was given from the step, or is free in it."""
        return self._scene.is_free(unit_id, step) or any(a.step == step for a in self._scene.arrivals.get(unit_id, ()))

    def _pool(self, target: Target, claims: Claims) -> Facts:
        """Of a district's dagpleje: the homes that suit, and how many of them have no free place."""
        if target.kind != "district_dagpleje":
            return {}
        full = sum(1 for u, steps in claims.items() if not any(self._scene.is_free(u, k) for k in steps))
        return {"homes": len(claims), "full": full} if len(claims) > 1 else {"homes": 1}

    def _counted_case(self, subject: Subject, claims: Claims) -> Reason | None:
        """A case that the check of fairness counts: passed over, or a place left idle."""
        for unit_id, steps in claims.items():
            envy = self._scene.envy(subject, unit_id)
            if envy is not None:
                return self._reason("passed_over", unit_id, self._cause | facts(start=envy.start))
            idle = next((k for k in steps if self._scene.is_idle(subject, unit_id, k)), None)
            if idle is not None and subject.kind != "displaced":
                return self._reason("idle_place", unit_id, self._cause | facts(start=self._scene.dates[idle]))
        return None

    def _unusable(self, subject: Subject, claims: Claims) -> Iterator[Reason]:
        """Places that are free, or went to somebody after the subject in the order, but are not enough for it."""
        for unit_id, steps in claims.items():
            step = next((k for k in steps if self._scene.is_free(unit_id, k)), None)
            if step is not None:
                reason = self._lack(subject, unit_id, step)
                if reason is not None:
                    yield reason
        for unit_id, steps in claims.items():
            for arrival in reversed(self._rivals(subject, unit_id, steps, behind=True)):
                step = max(k for k in steps if k <= arrival.step)
                reason = self._lack(subject, unit_id, step, arrival.subject)
                if reason is not None:
                    yield reason

    def _rivals(self, subject: Subject, unit_id: str, steps: Sequence[int], *, behind: bool) -> list[Arrival]:
        """Who came to the unit from the subject's first step on: before it in the order, or behind it."""
        came = [a for a in self._scene.arrivals.get(unit_id, ()) if a.step >= steps[0] and a.subject is not subject]
        if not came:
            return []
        mine = self._case.order.key(subject, unit_id, self._scene.dates[steps[0]])
        return [a for a in came if (a.key > mine) == behind]

    def _lack(self, subject: Subject, unit_id: str, step: int, instead_of: Subject | None = None) -> Reason | None:
        """What is short at the unit (in place of another): a limit, or the share of the year's intake that may live in listed areas."""
        reason = self._short(subject, unit_id, step, self._scene.shortages(subject, unit_id, step, instead_of))
        if reason is not None:
            return reason
        passed = self._case.share_passed(subject, Plan(unit_id, step, self._scene.dates[step]), instead_of)
        if passed is None:
            return None
        (what, _, year), after = passed
        counts = facts(of=what, share=self._case.policy.composition_share, year=year, listed=after.listed, admitted=after.admitted)
        return self._reason("listed_share", unit_id, counts)

    def _short(self, subject: Subject, unit_id: str, step: int, lack: list[Shortage]) -> Reason | None:
        """What a shortage is called; None when all places are simply taken: on the start, or by those who start later in the window."""
        for short in lack:
            what, where = short.limit
            if where not in (unit_id, self._case.snapshot.units[unit_id].facility_id):
                continue
            if what.startswith("ordinary:"):
                return self._reserved(subject, unit_id, step, short)
            if what == "places":
                return self._short_of_places(subject, unit_id, step, [s for s in lack if s.limit == short.limit])
            amounts = facts(cap=short.cap, need=short.need, free=short.free, missing=short.missing, day=self._scene.dates[short.step])
            decided = self._decided(subject, "support_points", short.step) if what == "support" else {}
            return self._reason(_ROOM_CODES[what], unit_id, amounts | decided)
        return self._reason("present_place_taken", unit_id, {}) if lack else None

    def _reserved(self, subject: Subject, unit_id: str, step: int, short: Shortage) -> Reason:
        """A place is left, or went to a child behind the subject, but it is kept for others than the subject."""
        kinds = [f"for_{kind}" for kind in short.limit[0].partition(":")[2].split("+")]
        if short.step > step:
            return self._reason("reserved_later", unit_id, facts(day=self._scene.dates[short.step], kinds=kinds))
        free = self._scene.places(unit_id, step) - self._scene.load.total["places", unit_id][step]
        given = sum(len(a.subject.members) for a in self._rivals(subject, unit_id, [step], behind=False))
        # whom a place went to is not told: the kind would tell of the child
        kept_for = facts(free=free, kinds=kinds) if free > 0 else {}
        return self._reason("reserved_places", unit_id, kept_for | facts(given=given or None))

    def _decided(self, subject: Subject, kind: str, step: int) -> Facts:
        """The decision by which a child needs what it needs in the step: its last day, or, open-ended, its first; none, none."""
        grid = self._case.basis.grid
        begin, end = grid.dates[step], grid.step_end(step)
        children = {m.child.id for m in subject.members}
        of_kind = [d for d in self._case.snapshot.child_decisions if d.child_id in children and d.kind == kind and d.from_date < end]
        in_force = [d for d in of_kind if d.to_date is None or d.to_date > begin]
        found = max(in_force, key=lambda d: d.value, default=None)
        if found is None:
            return {}
        last = None if found.to_date is None else found.to_date - timedelta(days=1)
        return facts(decided_until=last) if last else facts(decided_from=found.from_date)

    def _short_of_places(self, subject: Subject, unit_id: str, step: int, lack: list[Shortage]) -> Reason | None:
        scene, first = self._scene, lack[0]
        day = scene.dates[first.step]
        if first.free:
            code = "twins_need_two" if len(subject.members) > 1 else "room_short_weight"
            amounts = facts(need=first.need, free=first.free, missing=first.missing, day=day)
            group = {} if len(subject.members) == 1 else {"group": "twins" if len(subject.members) == 2 else "triplets"}
            dagpleje = self._case.snapshot.units[unit_id].kind == "dagpleje"
            decided = self._decided(subject, "place_weight", first.step) if dagpleje else {}
            return self._reason(code, unit_id, amounts | group | decided)
        if first.missing <= scene.held_heads(unit_id, first.step):
            held = sum(len(other.members) for k, other in scene.held[unit_id] if k <= first.step)
            return self._reason("held_for_guarantee", unit_id, facts(month=day, held=held))
        came = (a.step for a in scene.arrivals.get(unit_id, ()))
        if first.step == step or any(step < k <= first.step < self._case.basis.grid.window for k in came):
            return None
        if first.cap < scene.places(unit_id, step):
            return self._reason("fewer_places", unit_id, facts(day=day, places=first.cap))
        return self._reason("taken_later", unit_id, facts(day=day))

    def _reason(self, code: str, unit_id: str, more: Facts) -> Reason:
        return Reason(code, named("place", self._case.snapshot, unit_id) | more, unit_id)

    def _gone(self, subject: Subject, target: Target, claims: Claims, pool: Facts) -> Reason:
        """All places are taken: by those who came on this round, or by those already there."""
        ahead = [(u, a) for u, steps in claims.items() for a in self._rivals(subject, u, steps, behind=False)]
        early = [(u, a) for u, steps in claims.items() for a in self._scene.arrivals.get(u, ()) if a.step < steps[0]]
        if ahead:
            mine = self._case.order.key(subject, ahead[0][0], self._scene.dates[claims[ahead[0][0]][0]])
            others = {"others": self._places(early)} if early else {}
            return Reason("full_by_order", target.place | self._admitted(ahead, mine[:2]) | others | pool)
        first_date = self._scene.dates[min(steps[0] for steps in claims.values())]
        if early:
            return Reason("full_before_start", target.place | facts(**self._given(early), earliest=first_date))
        if all(self._scene.places(u, k) <= 0 for u, steps in claims.items() for k in steps):
            return Reason("no_places", target.place)
        return Reason("full_no_free_place", target.place | facts(first_room=self._first_room(subject, claims)) | pool)

    def _places(self, came: Sequence[tuple[str, Arrival]]) -> int:
        """Places that they took on their first day."""
        heads = self._case.basis.resources.heads
        return sum(heads(m.child, u)[a.step] for u, a in came for m in a.subject.members)

    def _given(self, came: Sequence[tuple[str, Arrival]]) -> Facts:
        starts = sorted({self._scene.dates[a.step].isoformat() for _, a in came})
        return {"places": self._places(came), "children": sum(len(a.subject.members) for _, a in came), "starts": starts}

    def _admitted(self, came: Sequence[tuple[str, Arrival]], mine: tuple[int, object]) -> Facts:
        """Who stood before: the last date in the subject's own group, and how many children in each higher group."""
        tier, seniority = mine
        own_group = [a for _, a in came if a.key[0] >= tier]
        counts: Counter[str] = Counter()
        for unit_id, a in came:
            if a.key[0] < tier:
                name = self._case.order.tier(a.subject, unit_id, self._scene.dates[a.step])[1]
                counts["precedence" if name in _PRIVATE_GROUPS else name] += len(a.subject.members)
        found = self._given(came)
        if own_group:
            last = max(own_group, key=lambda a: a.key[1])
            found["order"] = "earlier_or_same" if last.key[1] == seniority else "earlier"
            found |= facts(last_seniority=None if self._tells_of_birth(last) else last.key[1])
        if counts:
            found |= {"higher": list(counts), "higher_counts": list(counts.values())}
        return found

    def _tells_of_birth(self, arrival: Arrival) -> bool:
        """Whether a seniority date is a child's birthday, or counted from it: then it is not told to others.

        A displaced child has not registered, so that its birthday stands for its seniority whatever the policy says.
        """
        if arrival.subject.kind == "displaced":
            return True
        policy, members = self._case.policy, arrival.subject.members
        # what a child has that was registered before all others: a date of its own only where it hangs on the birth
        return arrival.key[1] in {seniority(date.min, m.child.birth_date, arrival.subject.care, policy) for m in members}

    def _first_room(self, subject: Subject, claims: Claims) -> object:
        """The first date from which a place is free, as it looks today, at which the subject still suits the unit."""
        found = []
        for unit_id, steps in claims.items():
            room = self._scene.room_from(unit_id)
            if room is not None and room > steps[-1]:
                suitable = self._case.options.suitable_steps(subject, self._case.snapshot.units[unit_id])
                found += [k for k in suitable if k >= room][:1]
        return self._scene.dates[min(found)] if found else None
