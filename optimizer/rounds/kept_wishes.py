"""Wishes that a child keeps when it has taken another place (dagtilbudsloven § 27 c stk. 3): read as the application of one who moves."""

from __future__ import annotations

from dataclasses import replace

from optimizer.domain.applications import Application
from optimizer.domain.dates import Grid
from optimizer.domain.facilities import CARE_OF_UNIT
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.facts import earliest_day
from optimizer.rounds.stays import Stay


def with_kept_wishes(snapshot: Snapshot, policy: Policy, grid: Grid, stays: list[Stay]) -> tuple[Snapshot, frozenset[str]]:
    """The data with applications of kind new that are kept wishes as transfers (the same object when there are none), and their ids.

    Kept is the application of a child with an enrolment of the same care (no part of a combination offer, no waiting offer) that goes on
    beyond the first date on which the child may start.
    """
    until: dict[tuple[str, str], int] = {}
    for stay in stays:
        if not stay.offer and not stay.combination:
            key = stay.child_id, CARE_OF_UNIT.get(snapshot.units[stay.unit_id].kind, "")
            until[key] = max(stay.end, until.get(key, 0))

    def is_kept(application: Application) -> bool:
        end = until.get((application.child_id, application.care)) if application.kind == "new" else None
        return end is not None and grid.first_step_from(earliest_day(application, snapshot.children[application.child_id], policy)) < end

    kept = {a.id: replace(a, kind="transfer") for a in snapshot.applications.values() if is_kept(a)}
    return replace(snapshot, applications={**snapshot.applications, **kept}) if kept else snapshot, frozenset(kept)
