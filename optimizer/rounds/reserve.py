"""Places held now for guarantees that fall due after the window (policy `reserve`).

The window is first played by deferred acceptance, and the later dates after it. A child whose guarantee falls due later and who
then finds no place in its area gets one held, where in the window somebody without a guarantee of their own would take the last
place: the municipality owes the one child a place by a date, and the other not. Nothing is held when that would not save a month.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from optimizer.rounds.baselines.deferred_acceptance import deferred_acceptance
from optimizer.rounds.instance import Instance, kept_stays
from optimizer.rounds.lookahead import find_candidates, look_ahead, sharing
from optimizer.rounds.measures import breach_months
from optimizer.rounds.options import OptionMaker
from optimizer.rounds.solve import Hold
from optimizer.rounds.state import State, stay_ends

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
    units = units_to_start_in(instance, late, np.unique(instance.options.unit[takers]))
    holds: list[Hold] = []
    for i in late:
        step = int(instance.facts.lawful[i])
        for unit in units.get(i, ()):
            if state.fits_stay(i, unit, step) and staying.fits_stay(i, unit, step):
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


def units_to_start_in(instance: Instance, late: list[int], units: Ints) -> dict[int, list[int]]:
    """By subject of `late`: those of `units` where it may start when its guarantee falls due (rules of section 4), the nearest first."""
    found, subjects = find_candidates(instance), instance.subjects
    found = found.take(np.flatnonzero(np.isin(found.subject, late) & np.isin(found.unit, units)))
    maker = OptionMaker(
        instance.snapshot, instance.policy, instance.grid, instance.places, instance.profiles, kept_stays(subjects, instance.stays)
    )
    step, end = instance.facts.lawful[found.subject], np.array(stay_ends(instance), dtype=np.int64)[found.subject]
    may = maker.suitable_steps(subjects, found.subject, found.unit, found.first, found.last)[np.arange(len(step)), step]
    may &= maker.free_of_stays(subjects, found.subject, found.unit, step, end)
    rows = np.flatnonzero(may)
    by_subject: dict[int, list[int]] = defaultdict(list)
    for k in rows[np.lexsort((found.unit[rows], found.metres[rows]))].tolist():
        by_subject[int(found.subject[k])].append(int(found.unit[k]))
    return by_subject


def late_guarantees(instance: Instance, choice: Ints) -> list[int]:
    """Subjects whose guarantee falls due after the window and within the horizon, the earliest due first."""
    window, grid = instance.grid.window, instance.grid
    # who may yet give up its place by another application has none held: what it leaves is not known
    due = [(d, i) for i, d in enumerate(instance.facts.due) if d is not None and d < grid.end and choice[i] < 0]
    due = [(d, i) for d, i in due if instance.subjects[i].kind != "displaced" and i not in sharing(instance)]
    return [i for _, i in sorted(due) if window <= instance.facts.lawful[i] < instance.steps]


def without_guarantee(instance: Instance, choice: Ints) -> Ints:
    """Chosen options of newcomers who have asked for no guarantee."""
    chosen = choice[choice >= 0]
    plain = np.array([s.kind == "new" and not s.wants_guarantee for s in instance.subjects], dtype=bool)
    return np.asarray(chosen[plain[instance.options.subject[chosen]]], dtype=np.int64)
