"""Neighbourhoods: everybody is in one, none is too large, and always the same ones."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from optimizer.rounds import neighbours as module
from optimizer.rounds.instance import Instance, make_instance
from optimizer.rounds.neighbours import neighbours
from tests.optimizer.baselines.decisions import town

SEEDS = range(0, 80, 2)


def parts_of(instance: Instance) -> tuple[NDArray[np.int64], ...]:
    return neighbours(instance, np.arange(len(instance.options)))


@pytest.mark.parametrize("most", [1, 3, 1000])
def test_everybody_with_an_option_is_in_a_part_and_no_part_is_too_large(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", most)
    for seed in SEEDS:
        instance = make_instance(*town(seed))
        parts = parts_of(instance)
        assert all(0 < len(part) <= most and (np.diff(part) > 0).all() for part in parts)
        found = set(np.concatenate([np.zeros(0, dtype=np.int64), *parts]).tolist())
        assert found == set(instance.options.subject.tolist()), seed
        again = parts_of(make_instance(*town(seed)))
        assert [part.tolist() for part in again] == [part.tolist() for part in parts]


def test_who_could_come_to_the_same_district_is_in_one_part() -> None:
    for seed in SEEDS:
        instance = make_instance(*town(seed))
        table, areas = instance.options, instance.places.area[instance.options.unit]
        expected = [sorted(set(table.subject[areas == area].tolist())) for area in np.unique(areas)]
        assert [part.tolist() for part in parts_of(instance)] == expected, seed


def test_a_part_is_cut_between_homes_far_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Along the longer side of where they live: one half lies wholly to one side of the other."""
    monkeypatch.setattr(module, "MOST", 7)
    cut = 0
    for seed in SEEDS:
        instance = make_instance(*town(seed))
        whole = np.unique(instance.options.subject)
        if not 7 < len(whole) <= 14 or len(np.unique(instance.places.area[instance.options.unit])) != 1:
            continue
        first, second = parts_of(instance)
        home = np.array([(s.children[0].easting, s.children[0].northing) for s in instance.subjects])
        side = int(np.argmax(np.ptp(home[whole], axis=0)))
        assert home[first, side].max() <= home[second, side].min(), seed
        assert abs(len(first) - len(second)) <= 1
        cut += 1
    assert cut


def test_without_options_there_is_no_part() -> None:
    instance = make_instance(*town(0))
    assert neighbours(instance, np.zeros(0, dtype=np.int64)) == ()
