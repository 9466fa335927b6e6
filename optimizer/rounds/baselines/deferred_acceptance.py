"""Deferred acceptance (Gale and Shapley), children proposing: the textbook's way to a decision that passes nobody over.

Each child asks for its dearest wish and date; a unit keeps, in the order of the law, those who fit together beside all who stay, and
turns the others away, who ask for their next; until nobody asks. A child who moves keeps its present place until the answer is
final; then its place is free, and all is done anew. The older children's places are given before the younger ones', so that a child
moving on has left its 0-2 place. Those left over take what still fits, guarantee places too, as on the list.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.facilities import Care
from optimizer.rounds.baselines.queue import serve, waiting_list
from optimizer.rounds.composition import NAME as COMPOSITION
from optimizer.rounds.instance import Instance
from optimizer.rounds.order import option_keys
from optimizer.rounds.places import NO_LIMIT
from optimizer.rounds.state import State, keeps_limits

Ints = NDArray[np.int64]
#: each time the places left by those who moved are shared out anew; more never happened to help
REPEATS = 20


class Acceptance:
    """One run: the contracts held by each unit (or house with a shared limit), in a state in which nobody has moved out."""

    def __init__(self, state: State, wishes: Ints, keys: list[int], choosers: list[int], subjects: list[int]) -> None:
        self.state, self.keys, self.choosers, self.subjects = state, keys, choosers, subjects
        #: what is full beside those who stay is full for good in this run
        self.wishes = by_subject(state.open(wishes).tolist(), subjects)
        #: by chooser, (key, option) in order
        self.held: dict[int, list[tuple[int, int]]] = defaultdict(list)

    def run(self) -> dict[int, int]:
        """The option of each subject that is kept in the end."""
        asking = list(self.wishes)[::-1]
        turn = dict.fromkeys(self.wishes, 0)
        while asking:
            subject = asking.pop()
            if turn[subject] < len(self.wishes[subject]):
                option = self.wishes[subject][turn[subject]]
                turn[subject] += 1
                asking += [self.subjects[o] for o in self.ask(option)]
        return {self.subjects[option]: option for held in self.held.values() for _, option in held}

    def ask(self, option: int) -> list[int]:
        """Ask for an option; those turned away by it."""
        held, key = self.held[self.choosers[option]], self.keys[option]
        if self.state.admits(option):
            self.state.arrive(option)
            insort(held, (key, option))
            return []
        behind = [entry for entry in held if entry[0] > key]
        if not behind:
            return [option]
        for _, other in behind:
            self.state.arrive(other, -1)
        del held[len(held) - len(behind) :]
        turned_away = []
        for entry in [(key, option), *behind]:
            if self.state.admits(entry[1]):
                self.state.arrive(entry[1])
                held.append(entry)
            else:
                turned_away.append(entry[1])
        return turned_away


def by_subject(options: list[int], subjects: list[int]) -> dict[int, list[int]]:
    """Options, those of one subject standing together, by subject."""
    begins = [k for k, option in enumerate(options) if k == 0 or subjects[option] != subjects[options[k - 1]]]
    return {subjects[options[begin]]: options[begin:end] for begin, end in pairwise([*begins, len(options)])}


def choosers_of(instance: Instance) -> list[int]:
    """[option] who chooses: the unit, or the house where its units share a limit."""
    places, unit = instance.places, instance.options.unit
    shared = places.max_units[places.facility] < NO_LIMIT
    chooser = np.where(shared, len(places.ids) + places.facility, np.arange(len(places.ids)))
    found: list[int] = chooser[unit].tolist()
    return found


def stable(instance: Instance, state: State, wishes: Ints, keys: list[int]) -> dict[int, int]:
    """The option by subject when the places left by movers are shared out too, as long as that keeps the limits.

    `wishes` are options, subject by subject, the dearest first.
    """
    choosers, subjects = choosers_of(instance), instance.options.subject.tolist()
    found: dict[int, int] = {}
    for _ in range(REPEATS):
        trial = state.copy()
        for option in found.values():
            trial.depart(option)
        again = Acceptance(trial, wishes, keys, choosers, subjects).run()
        carried_out = state.copy()
        for option in again.values():
            carried_out.place(option)
        turn_away_listed(carried_out, again, keys)
        if again == found or not keeps_limits(carried_out, np.array(list(again.values()), dtype=np.int64)):
            break
        found = again
    return found


def turn_away_listed(state: State, found: dict[int, int], keys: list[int]) -> None:
    """Undoes starts of listed children, the last in the order first, where others who brought their share down were turned away since."""
    instance = state.instance
    limited = np.array([name == COMPOSITION for name in instance.limits.names], dtype=bool)
    for row in np.flatnonzero(limited & (state.room < 0).any(axis=1)).tolist():
        loads = {subject: sum(load for limit, _, _, load in state.comes.of(option) if limit == row) for subject, option in found.items()}
        for subject in sorted((s for s, load in loads.items() if load > 0), key=lambda s: keys[found[s]], reverse=True):
            if state.room[row].min() >= 0:
                break
            state.undo(found.pop(subject))


def deferred_acceptance(instance: Instance, displaced: Ints | None = None, held: Sequence[tuple[int, int, int]] = ()) -> Ints:
    """[subject] the option that it gets, -1 when none.

    `displaced` are the options of the displaced children when these are settled already; `held` are (subject, unit, step) of places
    held for later.
    """
    state, waiting = State(instance, displaced), waiting_list(instance)
    for place in held:
        state.place_stay(*place)
    preferred, order = waiting.preferred, waiting.order
    keys = option_keys(instance, waiting.tiers).tolist()
    choice = np.full(len(instance.subjects), -1, dtype=np.int64) if displaced is None else displaced.copy()
    if displaced is None:
        serve(state, [i for i in order if instance.subjects[i].kind == "displaced"], preferred, choice)
    cares: tuple[Care, Care] = ("3-5", "0-2")
    for care in cares:
        those = [i for i in order if instance.subjects[i].care == care and instance.subjects[i].kind != "displaced"]
        asked = np.concatenate([np.zeros(0, dtype=np.int64), *(preferred[i] for i in those)])
        for subject, option in stable(instance, state, asked[instance.options.rank[asked] > 0], keys).items():
            state.place(option)
            choice[subject] = option
        serve(state, those, preferred, choice)
    return choice
