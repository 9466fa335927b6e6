"""A town's window as the solver makes it, and every lawful decision of it with the checker's cases."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import prod

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.clauses import Logic
from optimizer.engine.problem import Problem
from optimizer.rounds.baselines.deferred_acceptance import deferred_acceptance
from optimizer.rounds.checking.case import Case, make_case
from optimizer.rounds.checking.check import check
from optimizer.rounds.checking.decision import Decision
from optimizer.rounds.checking.fairness import Cases, find_cases
from optimizer.rounds.instance import Instance, make_instance
from optimizer.rounds.order import option_keys, option_tiers
from optimizer.rounds.reserve import places_to_hold
from optimizer.rounds.solve import Hold, load_with, plan_columns, with_holds_given_up
from optimizer.rounds.window import Window, make_window
from tests.optimizer.baselines.decisions import decision
from tests.optimizer.bruteforce import TooMany, all_choices, decisions
from tests.optimizer.towns import Town, random_town

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Scene:
    """A town with its window; the displaced have the plans of deferred acceptance."""

    town: Town
    instance: Instance
    window: Window
    accepted: Ints
    """[subject] deferred acceptance's option or -1"""
    displaced: Ints
    """[subject] the displaced children's part of it"""
    holds: list[Hold]

    def columns(self, choice: Ints) -> Ints:
        """A decision (displaced or not, their plans are no columns) as columns of the window's model."""
        found = plan_columns(self.window, np.where(self.displaced >= 0, -1, choice))
        assert found is not None, "a lawful plan is no column of the model"
        return found

    def problem(self, logic: Logic) -> Problem:
        """The window's first aim with the logic."""
        model = self.window.model
        matrix = sparse.csr_array(model.matrix)
        return Problem(matrix, model.lower, model.upper, model.plans, logic, (), model.aims[0].cost, ())


@dataclass(frozen=True)
class Decided:
    """A lawful decision: [subject] option or -1, as columns, and what the checker finds."""

    choice: Ints
    x: Ints
    cases: Cases

    @property
    def clean(self) -> bool:
        """Without a case."""
        return not self.cases.idle and not self.cases.envy


def make_scene(town: Town) -> Scene:
    """The window after the displaced are served and places are held, as a round makes it."""
    instance = make_instance(*town)
    accepted = deferred_acceptance(instance)
    gone = np.array([s.kind == "displaced" for s in instance.subjects], dtype=bool)
    displaced = np.where(gone, accepted, -1)
    holds = places_to_hold(instance, displaced, accepted) if instance.policy.reserve else []
    if holds:
        accepted = deferred_acceptance(instance, displaced, holds)
    keys = option_keys(instance, option_tiers(instance))
    base = load_with(instance, displaced, holds)
    window = make_window(with_holds_given_up(instance, holds), base, keys, ~gone, displaced)
    return Scene(town, instance, window, accepted, displaced, holds)


def lawful(scene: Scene, limit: int) -> Iterator[Decided]:
    """Every lawful decision of the window; raises TooMany above `limit` combinations."""
    instance, table = scene.instance, scene.instance.options
    dates, ids = instance.grid.dates, instance.places.ids
    frame = make_case(*scene.town, 1, Decision({}))
    held = [(instance.subjects[i].id, ids[u], dates[s].isoformat()) for i, u, s in scene.holds]
    listed = all_choices(frame, decision(instance, scene.displaced), held)
    if prod(len(found) for found in listed) > limit:
        raise TooMany
    option = {
        (a.id, ids[int(table.unit[k])], dates[int(table.start[k])]): k
        for i, s in enumerate(instance.subjects)
        for a in s.applications
        for k in range(int(table.first[i]), int(table.first[i + 1]))
    }
    for case in decisions(frame, listed):
        if not check(case):
            choice = choice_of(scene, case, option)
            yield Decided(choice, scene.columns(choice), find_cases(case))


def choice_of(scene: Scene, case: Case, option: dict[tuple[str, str, date], int]) -> Ints:
    """[subject] the options of the checker's decision; held places are none."""
    choice = np.full(len(scene.instance.subjects), -1, dtype=np.int64)
    for move in case.decision.moves.values():
        found = option.get((move.application_id, move.unit_id, move.start))
        if found is not None:
            choice[scene.instance.options.subject[found]] = found
    return choice


@cache
def enumerated(first: int, count: int, limit: int = 2_000) -> tuple[tuple[int, Scene, tuple[Decided, ...]], ...]:
    """(seed, scene, all lawful decisions) of the towns from seed `first` on; those of more than `limit` combinations are left out."""
    found: list[tuple[int, Scene, tuple[Decided, ...]]] = []
    for seed in range(first, first + count):
        scene = make_scene(random_town(random.Random(seed)))  # noqa: S311 - a town, no secret
        try:
            found.append((seed, scene, tuple(lawful(scene, limit))))
        except TooMany:
            continue
    return tuple(found)
