"""The list as it is practised: one child after another, in the order of the law, takes the best wish that still fits.

Displaced children come first. A child without a wish that fits, whose guarantee is due in the window, gets the nearest place that
fits at the latest lawful date, else at the first later date of the window. Nobody who has got a place is asked again; when somebody
has left a place, the list is gone through once more for those still without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.rounds.instance import Instance
from optimizer.rounds.once import once
from optimizer.rounds.order import option_tiers, standing
from optimizer.rounds.state import State, arrivals, could_ever_fit

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: stands after every rank
UNWISHED = 10**6


def preferred_rows(instance: Instance, possible: Bools) -> list[Ints]:
    """[subject] its possible options, the dearest first: by rank, then the earlier date, then the nearer; unwished ones last."""
    options = instance.options
    rank = np.where(options.rank > 0, options.rank, UNWISHED)
    rows = np.lexsort((options.unit, options.metres, options.start, rank, options.subject))
    rows = rows[possible[rows]]
    cuts = np.searchsorted(options.subject[rows], np.arange(len(instance.subjects) + 1))
    return [rows[cuts[k] : cuts[k + 1]] for k in range(len(instance.subjects))]


def serving_order(instance: Instance, preferred: list[Ints], tiers: Ints) -> list[int]:
    """Subjects with an option, in the order of the list: the tier at the dearest option, then seniority, age and draw."""
    place = standing(instance)
    return sorted((i for i, rows in enumerate(preferred) if len(rows)), key=lambda i: (tiers[preferred[i][0]], place[i]))


@dataclass(frozen=True)
class WaitingList:
    """Who asks for what, and in which order."""

    preferred: list[Ints]
    """[subject] its options, the dearest first"""
    order: list[int]
    """subjects with an option, the first to be served first"""
    tiers: Ints
    """[option]"""


@once
def waiting_list(instance: Instance) -> WaitingList:
    """The list of the round."""
    tiers = option_tiers(instance)
    preferred = preferred_rows(instance, could_ever_fit(instance, arrivals(instance)))
    return WaitingList(preferred, serving_order(instance, preferred, tiers), tiers)


def serve(state: State, order: Sequence[int], preferred: list[Ints], choice: Ints) -> None:
    """Give each subject of `order` without a place its first option that fits; again as long as a place was left meanwhile."""
    waiting = [i for i in order if choice[i] < 0]
    left_a_place = True
    while left_a_place:
        left_a_place = False
        for i in waiting:
            option = state.first_fit(preferred[i])
            if option >= 0:
                state.place(option)
                choice[i] = option
                left_a_place |= state.makes_room(option)
        waiting = [i for i in waiting if choice[i] < 0]


def queue(instance: Instance) -> Ints:
    """[subject] the option that the list gives it, -1 when none."""
    waiting = waiting_list(instance)
    choice = np.full(len(instance.subjects), -1, dtype=np.int64)
    serve(State(instance), waiting.order, waiting.preferred, choice)
    return choice
