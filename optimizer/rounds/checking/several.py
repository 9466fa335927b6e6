"""Children with several applications: which of them a round decides on (specification, section 3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from optimizer.domain.applications import Application
from optimizer.domain.dates import Grid
from optimizer.domain.facilities import CARE_OF_UNIT, Care
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.displaced import earliest_step
from optimizer.rounds.checking.stays import Stay, end_of_given_stay, present_stay, transition_age_day


@dataclass(frozen=True)
class Several:
    """What becomes of the applications of one child that cannot all be met at once."""

    #: application id -> the one that goes first; None: the new place that a displaced child must have
    behind: Mapping[str, Application | None] = field(default_factory=dict)
    #: 3-5 applications that begin where the 0-2 stay ends, as they are read
    after: Mapping[str, Application] = field(default_factory=dict)

    def read(self, snapshot: Snapshot) -> Snapshot:
        """The data with those of `after` as they are read."""
        return replace(snapshot, applications={**snapshot.applications, **self.after}) if self.after else snapshot


def find_several(
    snapshot: Snapshot, policy: Policy, grid: Grid, enrolled: Iterable[Stay], gone: list[tuple[Stay, int]], pending: frozenset[str]
) -> Several:
    """Of every child. `snapshot` has kept wishes read as transfers, `gone` are the displaced, `pending` have a waiting offer."""
    finder = _Finder(snapshot, policy, grid, enrolled)
    lost = {stay.child_id: CARE_OF_UNIT[snapshot.units[stay.unit_id].kind] for stay, _ in gone}
    asked: dict[str, list[Application]] = defaultdict(list)
    for application in snapshot.applications.values():
        if application.id not in pending:
            asked[application.child_id].append(application)
    behind: dict[str, Application | None] = {}
    after: dict[str, Application] = {}
    for child_id, applications in asked.items():
        if len(applications) == 1 and child_id not in lost:
            continue
        young = finder.queue(a for a in applications if a.care == "0-2")
        old = finder.queue(a for a in applications if a.care == "3-5")
        if child_id in lost:
            behind |= finder.behind_a_new_place(young, old, lost[child_id])
        else:
            behind |= {later.id: queue[0] for queue in (young, old) for later in queue[1:]}
            if young and old and finder.transition_comes_first(young[0], old[0]):
                behind |= {a.id: old[0] for a in young}
        before = [a for a in young if a.id not in behind]
        if lost.get(child_id) == "0-2" or (child_id not in lost and any(finder.may_start(a) for a in before)):
            left = [a for a in old if a.id not in behind and (child_id not in lost or a.kind == "new")]
            after |= {a.id: read for a in left if (read := finder.from_transition(a)) != a}
    return Several(behind, after)


class _Finder:
    """What the dates of one application after the other allow."""

    def __init__(self, snapshot: Snapshot, policy: Policy, grid: Grid, enrolled: Iterable[Stay]) -> None:
        self.snapshot, self.policy, self.grid = snapshot, policy, grid
        self.younger: dict[str, list[Stay]] = defaultdict(list)
        for stay in enrolled:
            if CARE_OF_UNIT.get(snapshot.units[stay.unit_id].kind) == "0-2":
                self.younger[stay.child_id].append(stay)

    def queue(self, applications: Iterable[Application]) -> list[Application]:
        """Those for one care, the one to be decided on first."""

        def key(application: Application) -> tuple[int, int, date, str]:
            soon = [self.may_start(application, self.grid.window), self.may_start(application)]
            return 1 - self.moves_out(application), 2 - sum(soon), application.registered_date, application.id

        return sorted(applications, key=key)

    def moves_out(self, application: Application) -> bool:
        """Whether it is a transition by which the child leaves a 0-2 place."""
        left = self.younger[application.child_id]
        return application.kind == "transition" and present_stay(left, self.grid.dates[0]) is not None

    def may_start(self, application: Application, before: int | None = None) -> bool:
        """Whether some date of the grid (of its first `before`) is one on which the child could start, as far as dates and care go."""
        child, dates = self.snapshot.children[application.child_id], self.grid.dates
        last = date.max if application.accepts_until is None else application.accepts_until
        end = end_of_given_stay(child, application.care, self.policy)
        first = earliest_step(application, self.snapshot, self.policy, self.grid)
        return any(day <= last and day < end for day in dates[first : len(dates) if before is None else before])

    def transition_comes_first(self, young: Application, old: Application) -> bool:
        """Whether a child that could start in 3-5 care now waits with an application for another 0-2 place."""
        return self.moves_out(old) and self.may_start(old, self.grid.window) and self.may_start(young)

    def behind_a_new_place(self, young: list[Application], old: list[Application], lost: Care) -> dict[str, Application | None]:
        """Of a displaced child: what waits for the new place, or for another application that goes with it."""
        behind: dict[str, Application | None] = {}
        for care, queue in (("0-2", young), ("3-5", old)):
            with_it, new = [a for a in queue if a.kind != "new"], [a for a in queue if a.kind == "new"]
            behind |= {a.id: with_it[0] for a in with_it[1:]}
            if care == lost or with_it or lost == "3-5":
                behind |= dict.fromkeys((a.id for a in new), None)
            else:
                behind |= {a.id: new[0] for a in new[1:]}
        return behind

    def from_transition(self, application: Application) -> Application:
        """The application with no need and no garantidato before the age at which children move to 3-5 care."""
        day = transition_age_day(self.snapshot.children[application.child_id], self.policy)
        written = application.guarantee_date and max(application.guarantee_date, day)
        return replace(application, need_date=max(application.need_date, day), guarantee_date=written)
