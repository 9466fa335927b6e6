"""Who may have a reserved place, by the solver's masks."""

from __future__ import annotations

import numpy as np

from optimizer.rounds.instance import make_instance
from optimizer.rounds.reservations import LEARNING_OFFER, entitled
from tests.optimizer.checking.build import FEB, MAR, POLICY, ROUND_DATE, Build


def test_beside_a_pair_of_twins_a_single_child_has_no_second_member() -> None:
    """Twins make the table two wide: A from February, B from March; C is entitled to nothing, and has nobody in the second column."""
    build = Build()
    build.unit("u", 3)
    for name, begins in (("A", FEB), ("B", MAR)):
        build.child("c" + name, twin_group="t", learning_offer_from=begins)
        build.apply(name, "u")
    build.apply("C", "u")
    instance = make_instance(build.snapshot(), POLICY, ROUND_DATE)
    masks = entitled(instance.subjects, np.full(len(instance.subjects), -1, dtype=np.int64), instance.grid)
    found = {s.id: masks[i].tolist() for i, s in enumerate(instance.subjects)}
    mine = LEARNING_OFFER
    assert found.pop("C") == [[0, 0, 0, 0], [0, 0, 0, 0]]
    assert list(found.values()) == [[[mine, mine, mine, mine], [0, mine, mine, mine]]]
