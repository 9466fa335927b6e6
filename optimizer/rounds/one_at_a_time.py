"""Which of a child's applications are decided on, so that it never gets two places at once (specification, section 3)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from optimizer.domain.applications import Application
from optimizer.domain.dates import Grid
from optimizer.domain.facilities import CARE_OF_UNIT, Care
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.displaced import Gone
from optimizer.rounds.facts import earliest_day, of_transition_age, school_start, transition_date
from optimizer.rounds.stays import Stay, given_up


def in_turn(snapshot: Snapshot, policy: Policy, grid: Grid, stays: list[Stay], gone: Gone) -> tuple[Snapshot, frozenset[str]]:
    """The data with each 3-5 application beside a 0-2 one read as from the transition, and the ids of applications that wait for another.

    `snapshot` has kept wishes read as transfers; `gone` are the displaced, whose new place goes before all.
    """
    pending = {o.application_id for o in snapshot.offers if o.accepted is None}
    asked: dict[str, list[Application]] = defaultdict(list)
    for application in snapshot.applications.values():
        if application.id not in pending:
            asked[application.child_id].append(application)
    of_child: dict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        of_child[stay.child_id].append(stay)
    turns = _Turns(snapshot, policy, grid, of_child)
    first: dict[str, Application] = {}
    for child_id, applications in asked.items():
        decided = applications
        if child_id in gone:
            lost = CARE_OF_UNIT.get(snapshot.units[gone[child_id][1].unit_id].kind)
            decided = turns.beside_a_lost_place(applications, lost)
        elif len(applications) > 1:
            decided = turns.first(applications)
        first.update((a.id, a) for a in decided)
    known = {a.id for applications in asked.values() for a in applications}
    changed = {a.id: a for a in first.values() if a is not snapshot.applications[a.id]}
    read = replace(snapshot, applications={**snapshot.applications, **changed}) if changed else snapshot
    return read, frozenset(known - first.keys())


class _Turns:
    """Decides for one child after the other."""

    def __init__(self, snapshot: Snapshot, policy: Policy, grid: Grid, stays: dict[str, list[Stay]]) -> None:
        self.snapshot, self.policy, self.grid, self.stays = snapshot, policy, grid, stays

    def first(self, applications: list[Application]) -> list[Application]:
        """Those decided on, at most one for each care; a 3-5 one beside a 0-2 one begins where the 0-2 stay ends."""
        chosen = self.one_each(applications)
        young, old = chosen.get("0-2"), chosen.get("3-5")
        if young is None or old is None or not self.steps(young):
            return list(chosen.values())
        if self.leaves_a_place(old) and self.steps(old)[:1] and self.steps(old)[0] < self.grid.window:
            return [old]
        return [young, self.from_transition(old)]

    def beside_a_lost_place(self, applications: list[Application], lost: Care | None) -> list[Application]:
        """Those of a displaced child: what goes with the new place, and a 3-5 one after a lost 0-2 place."""
        moving = list(self.one_each([a for a in applications if a.kind != "new"]).values())
        taken = {lost, *(a.care for a in moving)}
        later = self.one_each([a for a in applications if a.kind == "new" and lost == "0-2" and a.care not in taken])
        return moving + [self.from_transition(a) for a in later.values()]

    def one_each(self, applications: list[Application]) -> dict[Care, Application]:
        """The first application for each care."""
        found: dict[Care, Application] = {}
        for application in sorted(applications, key=self.precedence):
            found.setdefault(application.care, application)
        return found

    def precedence(self, application: Application) -> tuple[bool, bool, bool, date, str]:
        """Smaller goes first: a transition out of a place, then what may start soonest, then the one registered first."""
        steps = self.steps(application)
        in_window = bool(steps) and steps[0] < self.grid.window
        return not self.leaves_a_place(application), not in_window, not steps, application.registered_date, application.id

    def leaves_a_place(self, application: Application) -> bool:
        """Whether it is a transition that gives up a place."""
        if application.kind != "transition":
            return False
        return bool(given_up(application, self.stays.get(application.child_id, []), self.snapshot, self.grid))

    def steps(self, application: Application) -> range:
        """The steps in which the child may start, as far as dates asked for and ages of care go."""
        child = self.snapshot.children[application.child_id]
        first = self.grid.first_step_from(earliest_day(application, child, self.policy))
        last = len(self.grid.dates) if application.accepts_until is None else self.grid.last_step_to(application.accepts_until) + 1
        ends = transition_date(child, self.policy) if application.care == "0-2" else school_start(child, self.policy)
        return range(first, min(last, self.grid.first_step_from(ends)))

    def from_transition(self, application: Application) -> Application:
        """The application with need date and garantidato not before the child has the age of the transition."""
        day = of_transition_age(self.snapshot.children[application.child_id], self.policy)
        written = None if application.guarantee_date is None else max(application.guarantee_date, day)
        later = replace(application, need_date=max(application.need_date, day), guarantee_date=written)
        return application if later == application else later
