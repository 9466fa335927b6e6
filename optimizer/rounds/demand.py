"""What a change by hand asks of a decision: rows that hold it, and the aims that keep it near the round's own (handbook, section 10)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.model import FREE, Aim
from optimizer.rounds.taken_up import TakenUp
from optimizer.rounds.window import Window

Ints = NDArray[np.int64]


def nothing() -> Ints:
    """No option."""
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Demand:
    """Of each of `chosen` (option rows of one subject) one, and none of `barred` (option rows).

    `gentle`: no other subject may get less than it has; then only months paid and children moved are counted.
    """

    chosen: tuple[Ints, ...] = ()
    barred: Ints = field(default_factory=nothing)
    gentle: bool = False

    def possible(self, window: Window) -> bool:
        """Whether each of `chosen` is a plan of the window."""
        return all(bool(np.isin(window.options, np.setdiff1d(rows, self.barred)).any()) for rows in self.chosen)

    def unmet(self, round_: TakenUp) -> list[Ints]:
        """Those of `chosen` that the round's decision does not hold already."""
        owner = round_.instance.options.subject
        return [rows for rows in self.chosen if round_.choice[owner[rows[0]]] not in rows]

    def subjects(self, round_: TakenUp) -> Ints:
        """Subjects whose result in the round does not do."""
        owner = round_.instance.options.subject
        asked = [int(owner[rows[0]]) for rows in self.unmet(round_)]
        return np.union1d(asked, owner[self.barred[round_.choice[owner[self.barred]] == self.barred]]).astype(np.int64)


def demanding(round_: TakenUp, demand: Demand) -> Window:
    """The round's window with the demand as rows more, after its own, and with the aims of section 10."""
    window = round_.window
    model = window.model
    start, least = model.start.copy(), model.lower.copy()
    rows: list[sparse.csr_array] = []
    lower: list[int] = []
    upper: list[int] = []
    for asked in demand.chosen:
        plans = np.flatnonzero(np.isin(window.options, asked))
        start[plans] = True
        rows.append(plan_row(plans, model.columns))
        lower, upper = [*lower, 1], [*upper, FREE]
    barred = np.flatnonzero(np.isin(window.options, demand.barred))
    if demand.gentle:
        subjects = {int(round_.instance.options.subject[asked[0]]) for asked in demand.chosen}
        worse, having = what_others_have(round_, window, subjects)
        barred = np.union1d(barred, worse)
        # the model's first rows say that each subject with plans chooses at most one, in order
        least[np.searchsorted(np.unique(model.group), having)] = 1
    if len(barred):
        rows.append(plan_row(barred, model.columns))
        lower, upper = [*lower, 0], [*upper, 0]
    aims = paid_and_moved(round_, window)
    changed = replace(
        model,
        matrix=sparse.csc_array(sparse.vstack([model.matrix, *rows])),
        lower=np.concatenate([least, lower]).astype(np.int64),
        upper=np.concatenate([model.upper, upper]).astype(np.int64),
        aims=aims if demand.gentle else (*aims, *model.aims),
        start=start,
    )
    return replace(window, model=changed)


def paid_and_moved(round_: TakenUp, window: Window) -> tuple[Aim, Aim]:
    """The first two aims: months of guarantee lost by those who lose, and children whose result differs."""
    instance, options = round_.instance, window.options
    table, facts = instance.options, instance.facts
    subject, decided = table.subject[options], round_.decided
    given = round_.choice >= 0
    now = np.where(given, table.breach[np.where(given, round_.choice, 0)], facts.wait_breach)
    loses = np.maximum(table.breach[options] - now[subject], 0)
    waits = np.maximum(facts.wait_breach - now, 0)
    kept = options == round_.choice[subject]
    members = facts.members
    differs = np.where(kept, -members[subject], np.where(given[subject], 0, members[subject]))
    rest = np.zeros(window.model.columns - len(options), dtype=np.int64)
    paid = Aim("paid", "child-months", np.concatenate([loses - waits[subject], rest]), int(waits[decided].sum()))
    return paid, Aim("moved", "children", np.concatenate([differs, rest]), int(members[decided & given].sum()))


def plan_row(plans: Ints, columns: int) -> sparse.csr_array:
    """The sum of some plans as a row."""
    return sparse.csr_array((np.ones(len(plans), dtype=np.int64), (np.zeros(len(plans), dtype=np.int64), plans)), shape=(1, columns))


def what_others_have(round_: TakenUp, window: Window, asking: set[int]) -> tuple[Ints, Ints]:
    """(plans that a subject not asking likes less than its result, such subjects that have a result), by section 7's preference."""
    preference, options = window.preference, window.options
    owner, has = window.model.group, round_.choice >= 0
    now = preference.group[np.where(has, round_.choice, 0)]
    group = preference.group[options]
    less = (preference.rank[group] > preference.rank[now[owner]]) | (
        (preference.rank[group] == preference.rank[now[owner]]) & (preference.start[group] > preference.start[now[owner]])
    )
    others = has & round_.decided
    others[list(asking)] = False
    return np.flatnonzero(less & others[owner]), np.flatnonzero(others)
