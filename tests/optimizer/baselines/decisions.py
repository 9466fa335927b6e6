"""From the arrays of a round to the checker's decision, and towns in which deferred acceptance is exact."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from optimizer.rounds.baselines.deferred_acceptance import deferred_acceptance
from optimizer.rounds.baselines.queue import queue
from optimizer.rounds.checking.case import Case, make_case
from optimizer.rounds.checking.decision import Decision, Move
from optimizer.rounds.instance import Instance
from optimizer.rounds.lookahead import Provisional
from tests.optimizer.towns import Town, random_town

BASELINES = (queue, deferred_acceptance)


def town(seed: int) -> Town:
    """A small town when the seed is odd, else one with some more of everything."""
    rng = random.Random(seed)  # noqa: S311 - a town, no secret
    return random_town(rng) if seed % 2 else random_town(rng, 14, 6)


def plain_town(seed: int) -> Town:
    """The same without what keeps units from choosing child by child: weights, support, infants, ceilings, twins, transfers, shares."""
    snapshot, policy, day = town(seed)
    children = {k: replace(c, place_weight=1, support_points=0, household_id=None) for k, c in snapshot.children.items()}
    units = {k: replace(u, max_infants=None) for k, u in snapshot.units.items()}
    facilities = {k: replace(f, max_units=None) for k, f in snapshot.facilities.items()}
    applications = {k: a for k, a in snapshot.applications.items() if a.kind != "transfer"}
    offers = tuple(o for o in snapshot.offers if o.application_id in applications)
    plain = replace(
        snapshot, children=children, units=units, facilities=facilities, applications=applications, offers=offers, child_decisions=()
    )
    return plain, replace(policy, max_infants=None, composition_share=100), day


def decision(instance: Instance, choice: NDArray[np.int64], provisional: Provisional | None = None) -> Decision:
    """The moves of a choice and of later starts, twins both."""
    later, options = provisional or {}, instance.options
    moves: dict[str, Move] = {}
    for i, subject in enumerate(instance.subjects):
        if choice[i] >= 0:
            unit, start = int(options.unit[choice[i]]), int(options.start[choice[i]])
        elif i in later:
            unit, start, _ = later[i]
        else:
            continue
        for application in subject.applications[: subject.members]:
            moves[application.id] = Move(application.id, instance.places.ids[unit], instance.grid.dates[start])
    return Decision(moves)


def case_of(drawn: Town, instance: Instance, choice: NDArray[np.int64], provisional: Provisional | None = None) -> Case:
    """The checker's view of a decision."""
    return make_case(*drawn, 1, decision(instance, choice, provisional))


def starts(instance: Instance, choice: NDArray[np.int64], provisional: Provisional | None = None) -> dict[str, tuple[str, str]]:
    """Application id -> (unit, start as month and day)."""
    moves = decision(instance, choice, provisional).moves
    return {a: (move.unit_id, f"{move.start:%m-%d}") for a, move in moves.items()}
