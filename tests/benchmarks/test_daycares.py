"""Stable matching with siblings: the model against every decision there is, on tiny towns."""

from __future__ import annotations

from itertools import product

import pytest

from benchmarks.daycares.check import blocking
from benchmarks.daycares.model import solve
from benchmarks.daycares.town import Town, draw_town


def best(town: Town) -> list[int]:
    """Fewest blocking combinations, then fewest children without a place, of all decisions."""
    found = []
    for decision in product(*(range(-1, len(ranked)) for ranked in town.families)):
        try:
            blocks = len(blocking(town, decision))
        except ValueError:
            continue
        placed = sum(len(town.families[family][k]) for family, k in enumerate(decision) if k >= 0)
        found.append([blocks, len(town.age) - placed])
    return min(found)


@pytest.mark.parametrize("seed", range(5))
def test_as_good_as_the_best_of_all_decisions(seed: int) -> None:
    town = draw_town(children=6, families=4, daycares=3, seed=seed)
    assert [level["value"] for level in solve(town)["levels"]] == best(town)


def test_a_town_that_no_decision_makes_stable() -> None:
    # siblings 0 and 1 want daycares 0 and 1 together; child 2 goes before 0 at daycare 0, after 1 at daycare 1, and wants 1 first
    pair, alone = (((0, 0), (1, 1)),), (((2, 1),), ((2, 0),))
    priority = {(0, 2): 0, (0, 0): 1, (1, 1): 0, (1, 2): 1, (0, 1): 2, (1, 0): 2}
    town = Town((1, 1, 1), {(0, 1): 1, (1, 1): 1}, priority, (pair, alone))
    assert best(town) == [1, 1]
    assert [level["value"] for level in solve(town)["levels"]] == [1, 1]


def test_the_check_sees_a_family_passed_over() -> None:
    town = Town((1, 1), {(0, 1): 1}, {(0, 0): 0, (0, 1): 1}, ((((0, 0),),), (((1, 0),),)))
    assert blocking(town, [-1, 0]) == [(0, 0)]
    assert blocking(town, [0, -1]) == []
    with pytest.raises(ValueError, match="more children"):
        blocking(town, [0, 0])
