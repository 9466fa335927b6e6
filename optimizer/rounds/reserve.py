"""Places held now for guarantees that fall due after the window (policy `reserve`).

The window is first played by deferred acceptance, and the later dates after it. A child whose guarantee falls due later and who
then finds no place in its area gets one held, where in the window somebody without a guarantee of their own would take the last
place: the municipality owes the one child a place by a date, and the other not. Nothing is held when that would not save a month.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.rounds.baselines.deferred_acceptance import deferred_acceptance
from optimizer.rounds.instance import Instance, kept_stays
from optimizer.rounds.lookahead import look_ahead
from optimizer.rounds.measures import breach_months
from optimizer.rounds.options import OptionMaker, stay_end_step
from optimizer.rounds.solve import Hold
from optimizer.rounds.state import State

Ints = NDArray[np.int64]


def places_to_hold(instance: Instance, displaced: Ints, choice: Ints) -> list[Hold]:
    """(subject, unit, step) of the places to hold, given the displaced children's plans and how the window would go without.

    A place is held only where it is free beside all who stay, too: who moves away in the end is not decided yet.
    """
    choice = np.where([s.kind == "displaced" for s in instance.subjects], displaced, choice)
    provisional = look_ahead(instance, choice)
    late = [i for i in late_guarantees(instance, choice) if i not in provisional or provisional[i][1] > instance.facts.lawful[i]]
    takers = without_guarantee(instance, choice)
    if not late or not len(takers):
        return []
    state = State(instance, choice)
    for option in takers.tolist():
        state.undo(option)
    staying = State(instance, displaced)
    units = set(instance.options.unit[takers].tolist())
    holds: list[Hold] = []
    for i in late:
        step = int(instance.facts.lawful[i])
        for unit in units_to_start_in(instance, i, step):
            if unit in units and state.fits_stay(i, unit, step) and staying.fits_stay(i, unit, step):
                state.place_stay(i, unit, step)
                staying.place_stay(i, unit, step)
                holds.append((i, unit, step))
                break
    return holds if holding_helps(instance, displaced, holds, breach_months(instance, choice, provisional)) else []


def holding_helps(instance: Instance, displaced: Ints, holds: list[Hold], without: int) -> bool:
    """Whether fewer months are lost over all guarantees of the horizon with the places held than `without`."""
    choice = deferred_acceptance(instance, displaced, holds)
    held = {i: (unit, step) for i, unit, step in holds if choice[i] < 0}
    return breach_months(instance, choice, look_ahead(instance, choice, held)) < without


def units_to_start_in(instance: Instance, subject: int, step: int) -> list[int]:
    """The units in which the subject may start on the step by all rules of section 4, the nearest first."""
    kept = kept_stays([instance.subjects[subject]], instance.stays)
    maker = OptionMaker(instance.snapshot, instance.policy, instance.grid, instance.places, instance.profiles, kept)
    unit, _, first, last, metres = maker.pairs(instance.subjects[subject], step)
    rows = np.zeros(len(unit), dtype=np.int64)
    may = maker.suitable_steps([instance.subjects[subject]], rows, unit, first, last)[:, step]
    end = stay_end_step(instance.subjects[subject], instance.policy, instance.grid)
    may &= maker.free_of_stays([instance.subjects[subject]], rows, np.full(len(unit), step), np.full(len(unit), end))
    order = np.argsort(metres, kind="stable")
    return [int(u) for u in unit[order[may[order]]]]


def late_guarantees(instance: Instance, choice: Ints) -> list[int]:
    """Subjects whose guarantee falls due after the window and within the horizon, the earliest due first."""
    window, grid = instance.grid.window, instance.grid
    due = [(d, i) for i, d in enumerate(instance.facts.due) if d is not None and d < grid.end and choice[i] < 0]
    return [i for d, i in sorted(due) if window <= instance.facts.lawful[i] < instance.steps and instance.subjects[i].kind != "displaced"]


def without_guarantee(instance: Instance, choice: Ints) -> Ints:
    """Chosen options of newcomers who have asked for no guarantee."""
    chosen = choice[choice >= 0]
    plain = np.array([s.kind == "new" and not s.wants_guarantee for s in instance.subjects], dtype=bool)
    return np.asarray(chosen[plain[instance.options.subject[chosen]]], dtype=np.int64)
