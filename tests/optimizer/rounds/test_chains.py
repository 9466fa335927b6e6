"""The logic of the order accepts every decision without a case, and refuses the cases it knows."""

from __future__ import annotations

import numpy as np

from optimizer.rounds.chains import make_logic
from optimizer.rounds.checking.fairness import find_cases
from optimizer.rounds.claims import make_claims
from optimizer.rounds.order_rows import OrderRows
from tests.optimizer.baselines.decisions import case_of, town
from tests.optimizer.engine.problems import keeps_logic
from tests.optimizer.rounds.windows import Decided, Scene, enumerated, make_scene


def houses_of(scene: Scene, decided: Decided, subject: int) -> set[int]:
    """The houses where the subject is, has got a place, or has one held."""
    instance = scene.instance
    units = [instance.places.index[p.unit_id] for p in instance.subjects[subject].present]
    units += [unit for held, unit, _ in scene.holds if held == subject]
    if decided.choice[subject] >= 0:
        units.append(int(instance.options.unit[decided.choice[subject]]))
    return {int(instance.places.facility[unit]) for unit in units}


def known(scene: Scene, decided: Decided) -> bool:
    """Whether the logic knows one of the cases: the claimant has no place of its own in the house, which might share a limit."""
    instance = scene.instance
    subject = {s.id: i for i, s in enumerate(instance.subjects)}
    cases = [(c.subject, c.unit_id) for c in decided.cases.idle] + [(c.subject, c.unit_id) for c in decided.cases.envy]
    house = {unit_id: int(instance.places.facility[unit]) for unit_id, unit in instance.places.index.items()}
    return any(house[unit_id] not in houses_of(scene, decided, subject[key]) for key, unit_id in cases)


def test_it_accepts_the_decisions_without_a_case_and_refuses_those_with_one() -> None:
    clean = refused = missed = 0
    for seed, scene, decided in enumerated(0, 400):
        logic = make_logic(OrderRows(make_claims(scene.window)))
        keeps = keeps_logic(scene.problem(logic), np.array([d.x for d in decided]))
        for one, kept in zip(decided, keeps.tolist(), strict=True):
            if one.clean:
                assert kept, (seed, one.choice)
                clean += 1
            elif known(scene, one):
                assert not kept, (seed, one.choice, one.cases)
                refused += 1
            else:
                missed += kept
    assert clean > 200
    assert refused > 1_000
    # what the solver has to find afterwards is rare
    assert missed < 0.01 * refused


def test_it_accepts_deferred_acceptance_in_larger_towns() -> None:
    clean = 0
    for seed in range(0, 200, 2):
        drawn = town(seed)
        scene = make_scene(drawn)
        held = {i: (unit, step, 0) for i, unit, step in scene.holds if scene.accepted[i] < 0}
        cases = find_cases(case_of(drawn, scene.instance, scene.accepted, held))
        if not cases.idle and not cases.envy:
            logic = make_logic(OrderRows(make_claims(scene.window)))
            assert keeps_logic(scene.problem(logic), scene.columns(scene.accepted)[None, :]).all(), seed
            clean += 1
    assert clean > 40
