"""What a decision is worth, counted in the same way for the optimiser and for what it is compared with."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.dates import begun_months
from optimizer.rounds.instance import Instance
from optimizer.rounds.lookahead import Provisional
from optimizer.rounds.options import member_dues
from optimizer.rounds.record import OUTCOMES, Outcome

Ints = NDArray[np.int64]


def measure(instance: Instance, choice: Ints, provisional: Provisional) -> dict[str, Any]:
    """Outcomes and wish ranks [applications], the levels 2-4 of section 8, and what the look-ahead expects.

    `choice` is [subject] -> option or -1; `provisional` are the later starts. Keys: `outcomes`, `wish_ranks` (starts in the window by
    rank), `breaches` and `breach_months` [child-months; the latter with later starts and all guarantees of the horizon], `wishes`
    [points lost], `distance` [metres beyond the nearest], `mean_distance_m` [metres from home, starts in the window; None without].
    """
    options, members = instance.options, instance.facts.members
    given = choice >= 0
    option = np.where(given, choice, 0)
    early = given.copy()
    early[given] = options.start[choice[given]] < instance.grid.window
    got = option[early]
    in_window, facts = instance.facts.in_window, instance.facts
    points = facts.wait_points.copy()
    points[early] -= options.points[got]
    excess = facts.farthest.copy()
    excess[early] = options.excess[got]
    ranks = np.repeat(options.rank[got], members[early])
    starts = int(members[early].sum())
    return {
        "outcomes": outcomes(instance, choice, provisional),
        "wish_ranks": {str(rank): int((ranks == rank).sum()) for rank in np.unique(ranks[ranks > 0]).tolist()},
        "breaches": breaches(instance, choice),
        "breach_months": breach_months(instance, choice, provisional),
        "wishes": int((points * members)[in_window].sum()),
        "distance": int((excess * members)[in_window].sum()),
        "mean_distance_m": round(float((options.metres[got] * members[early]).sum()) / starts) if starts else None,
    }


def breaches(instance: Instance, choice: Ints) -> int:
    """Months beyond the guarantees due in the window, and of displaced children without a place."""
    facts, last = instance.facts, instance.grid.window_dates[-1]
    due = zip(instance.subjects, facts.due, strict=True)
    counted = np.array([s.kind == "displaced" or (day is not None and day <= last) for s, day in due], dtype=bool)
    months = facts.wait_breach.copy()
    # only displaced children have options after the window, and theirs are decided
    months[choice >= 0] = instance.options.breach[choice[choice >= 0]]
    return int(months[counted].sum())


def breach_months(instance: Instance, choice: Ints, provisional: Provisional) -> int:
    """Months beyond all guarantees of the horizon, later starts counted as they are expected."""
    facts, grid = instance.facts, instance.grid
    months = facts.wait_expected.copy()
    months[choice >= 0] = instance.options.breach[choice[choice >= 0]]
    for i, (_, start, _) in provisional.items():
        dues = member_dues(instance.subjects[i], instance.snapshot)
        months[i] = sum(begun_months(max(due, grid.dates[0]), grid.dates[start]) for due in dues)
    return int(months.sum())


def outcomes(instance: Instance, choice: Ints, provisional: Provisional) -> dict[str, int]:
    """Rows of the decision by outcome (section 9): one for each member, and one for each application left aside."""
    found: Counter[Outcome] = Counter()
    of_displaced: dict[str, Outcome] = {}
    for i, subject in enumerate(instance.subjects):
        dues: list[date | None] = [*member_dues(subject, instance.snapshot)]
        for due in dues or [None] * subject.members:
            outcome = outcome_of(instance, i, int(choice[i]), provisional, due)
            found[outcome] += 1
        if subject.kind == "displaced":
            of_displaced[subject.children[0].id] = outcome
    for application_id, why in instance.aside.items():
        child = instance.snapshot.applications[application_id].child_id
        found[of_displaced[child] if why == "displaced_instead" else "waiting"] += 1
    return {name: found[name] for name in OUTCOMES if found[name]}


def outcome_of(instance: Instance, subject: int, option: int, provisional: Provisional, due: date | None) -> Outcome:
    """The first outcome that fits a member of a subject, whose place is due on `due`."""
    decided, grid = instance.subjects[subject], instance.grid
    if decided.kind == "displaced":
        return "breach" if option < 0 else "displaced"
    start = None
    if option >= 0:
        start = int(instance.options.start[option])
    elif subject in provisional:
        start = provisional[subject][1]
    if due is not None and due <= grid.window_dates[-1] and (start is None or grid.dates[start] > due):
        return "breach"
    if start is None:
        return "waiting" if decided.kind == "new" else "kept"
    if start >= grid.window:
        return "provisional"
    if decided.kind == "transition":
        return "moved_on"
    return "wish" if instance.options.rank[option] > 0 else "guarantee"
