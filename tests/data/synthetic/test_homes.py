"""Homes are filled within places, infants and support points; twins stay together; nobody comes to smoke, pets or a home not begun."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from data.synthetic.homes import fill_homes


def child(**values: Any) -> dict[str, Any]:
    usual = {
        "x": 0.0, "y": 0.0, "household": 0, "delivery": 0, "place_weight": 1, "support_points": 0, "infant": False,
        "smoke_free_needed": False, "pets_excluded": False,
    }  # fmt: skip
    return usual | values


def home(**values: Any) -> dict[str, Any]:
    usual = {"x": 0.0, "y": 0.0, "places": 4, "support_points": 1, "max_infants": 2, "smoke_free": True, "pets": False, "hired": False}
    return usual | values


def fill(children: list[dict[str, Any]], homes: list[dict[str, Any]], seed: int = 1) -> list[int]:
    numbered = [row | {"household": k, "delivery": row["delivery"] or 100 + k} for k, row in enumerate(children)]
    return fill_homes(np.random.default_rng(seed), pd.DataFrame(numbered), pd.DataFrame(homes)).tolist()


def test_places_count_weights() -> None:
    assert fill([child(place_weight=2)] * 3, [home()]).count(0) == 2
    assert fill([child(place_weight=3)] * 2, [home()]).count(0) == 1
    assert fill([child()] * 5, [home()]).count(-1) == 1


def test_infants_are_limited() -> None:
    assert fill([child(infant=True)] * 4, [home()]).count(0) == 2
    assert fill([child(infant=True)] * 4, [home(max_infants=4)]).count(0) == 4


def test_support_points_are_limited() -> None:
    assert fill([child(support_points=1)] * 3, [home()]).count(0) == 1
    assert fill([child(support_points=2)], [home()]) == [-1]
    assert fill([child(support_points=2)], [home(support_points=3)]) == [0]


def test_smoke_pets_and_a_home_not_begun() -> None:
    assert fill([child(smoke_free_needed=True)], [home(smoke_free=False)]) == [-1]
    assert fill([child(pets_excluded=True)], [home(pets=True)]) == [-1]
    assert fill([child()], [home(hired=True), home(x=5000.0)]) == [1]


def test_twins_stay_together_where_there_is_room() -> None:
    homes = [home(), home(), home()]
    for seed in range(20):
        first, second = fill([child(delivery=7), child(delivery=7)], homes, seed)
        assert first == second
