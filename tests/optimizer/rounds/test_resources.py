"""The rows for places over time say neither more nor less than the limits of every step: what is left out follows from what is kept."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from optimizer.domain.children import ChildDecision
from optimizer.domain.facilities import CapacityChange
from optimizer.rounds.instance import Changes, make_instance
from optimizer.rounds.resources import loads_at, make_resources
from optimizer.rounds.window import Window
from tests.optimizer.checking.build import APR, MAY, POLICY, ROUND_DATE, Build
from tests.optimizer.rounds.windows import make_scene
from tests.optimizer.towns import random_town

Ints = NDArray[np.int64]


def loads(window: Window, changes: Changes) -> Ints:
    """[plan, limit * steps + step] at every pair, kept or not, added up change by change."""
    limits, steps = window.resources.kept.shape
    table = np.zeros((len(window.instance.options), limits, steps), dtype=np.int64)
    for option, limit, step, delta in zip(changes.option, changes.limit, changes.step, changes.delta, strict=True):
        table[option, limit, step:] += delta
    return table.reshape(len(table), limits * steps)[window.options]


def model_allows(window: Window, chosen: Ints) -> bool:
    """Whether the model's rows hold, each switch of a limit passed already being set where it lets more in."""
    x = np.zeros(window.model.columns, dtype=np.int64)
    x[chosen] = 1
    groups = window.preference.group[window.options[chosen]]
    x[len(window.options) + np.searchsorted(window.pooled, groups[np.isin(groups, window.pooled)])] = 1
    x = window.model.settle(x)
    for switch in range(len(window.options) + len(window.pooled), window.model.columns - window.levels.amounts.columns):
        rows = window.model.matrix[:, [switch]].toarray().ravel()
        needed = np.flatnonzero(rows < 0)
        x[switch] = int((window.model.matrix[needed] @ x > 0).any())
    load = window.model.matrix @ x
    return bool(((load >= window.model.lower) & (load <= window.model.upper)).all())


def kept(window: Window, chosen: Ints, come: Ints, go: Ints) -> NDArray[np.bool_]:
    """[limit * steps + step] whether the limit is kept where somebody chosen loads it.

    A child who is not listed takes less than nothing of a year's intake, and is never kept out by it.
    """
    loading = np.maximum(come[chosen], 0).sum(axis=0) > 0
    return np.asarray(~loading | (come[chosen].sum(axis=0) + go[chosen].sum(axis=0) <= window.resources.room.ravel()))


def compared(window: Window, chosen: Ints, come: Ints, go: Ints) -> bool:
    """Whether the plans chosen keep every limit at every step, said by plain sums; the model says the same."""
    fits = bool(kept(window, chosen, come, go).all())
    assert model_allows(window, chosen) == fits, chosen
    return fits


@pytest.mark.parametrize("base", range(0, 300, 50))
def test_rows_left_out_follow_from_those_kept(base: int) -> None:
    allowed = refused = 0
    for seed in range(base, base + 50):
        window = make_scene(random_town(random.Random(seed))).window  # noqa: S311 - a town, no secret
        if not len(window.options):
            continue
        come, go = loads(window, window.instance.arrivals), loads(window, window.instance.departures)
        group = window.model.group
        rng = np.random.default_rng(seed)
        for share in np.linspace(0.1, 1.0, 40):
            chosen = np.array([rng.choice(np.flatnonzero(group == g)) for g in np.unique(group) if rng.random() < share], dtype=np.int64)
            fits = compared(window, chosen, come, go)
            allowed, refused = allowed + fits, refused + (not fits)
    assert min(allowed, refused) > 100


def a_mover_whose_stay_ends_as_places_fall() -> Build:
    """c is in u until 1 April, when u falls from two places to one: two newcomers would fit until then, and one from then on."""
    build = Build()
    build.unit("u", 2)
    build.unit("v", 1)
    build.enrol("c", "u", end=APR)
    build.changes = [CapacityChange("u", APR, 1)]
    build.apply("A", "v", "transfer", child="c")
    build.apply("B", "u")
    build.apply("C", "u")
    return build


def a_mover_who_grows_heavier_after_the_window() -> Build:
    """c, who may move from u, takes two of its three places from 1 April."""
    build = Build()
    build.unit("u", 3, "dagpleje")
    build.unit("v", 3, "dagpleje")
    build.child("c", date(2026, 2, 1))
    build.enrol("c", "u")
    build.decisions = [ChildDecision("c", "place_weight", 2, APR)]
    build.apply("A", "v", "transfer", care="0-2", child="c")
    for name in "BC":
        build.apply(name, "u", care="0-2", birth=date(2026, 2, 1))
    return build


def a_mover_whose_place_begins_after_the_window() -> Build:
    """c comes to u on 1 April, or to v: two newcomers fit into u only if it does not come."""
    build = Build()
    build.unit("u", 2)
    build.unit("v", 1)
    build.enrol("c", "u", APR)
    build.apply("A", "v", "transfer", child="c")
    build.apply("B", "u")
    build.apply("C", "u")
    return build


@pytest.mark.parametrize(
    "make",
    [
        a_mover_whose_stay_ends_as_places_fall, a_mover_who_grows_heavier_after_the_window, a_mover_whose_place_begins_after_the_window,
    ],
)  # fmt: skip
def test_what_happens_after_the_window_binds_those_who_start_in_it(make: Callable[[], Build]) -> None:
    """Every set of plans is tried; some are refused for a step after the window alone."""
    window = make_scene((make().snapshot(), POLICY, ROUND_DATE)).window
    come, go = loads(window, window.instance.arrivals), loads(window, window.instance.departures)
    plans = [[-1, *np.flatnonzero(window.model.group == g).tolist()] for g in np.unique(window.model.group)]
    inside = np.tile(np.arange(window.resources.kept.shape[1]) < window.instance.grid.window, len(window.resources.kept))
    later = 0
    for picked in product(*plans):
        chosen = np.array([p for p in picked if p >= 0], dtype=np.int64)
        fits = compared(window, chosen, come, go)
        later += bool(kept(window, chosen, come, go)[inside].all()) and not fits
    assert later


def test_rows_that_an_earlier_one_implies_are_left_out() -> None:
    """Three places fall to two in April and rise in May: of the steps after the window April has a row, May has none."""
    build = Build()
    build.unit("u", 3)
    build.changes = [CapacityChange("u", APR, 2), CapacityChange("u", MAY, 3)]
    build.unit("w", 1)
    build.apply("A", "u")
    instance = make_instance(build.snapshot(), POLICY, ROUND_DATE)
    found = make_resources(instance, instance.base)
    assert instance.limits.owner[:2] == ("u", "w")
    assert found.kept[:2].tolist() == [[True, True, True, False], [False] * 4]
    assert found.room[:2].tolist() == [[3, 3, 2, 3], [1] * 4]


def test_loads_are_added_up_option_by_option_where_a_pair_is_kept() -> None:
    changes = Changes(*(np.array(column) for column in ([0, 0, 2, 2], [0, 0, 0, 1], [1, 3, 0, 2], [2, -1, 3, 4])))
    wanted = np.ones((2, 4), dtype=bool)
    wanted[0, 2] = False
    option, at, load = loads_at(changes, 2, 4, wanted)
    assert list(zip(option.tolist(), at.tolist(), load.tolist(), strict=True)) == [
        (0, 1, 2), (0, 3, 1), (2, 0, 3), (2, 1, 3), (2, 3, 3), (2, 6, 4), (2, 7, 4),
    ]  # fmt: skip
    nothing = Changes(*(np.zeros(0, dtype=np.int64) for _ in range(4)))
    assert [len(found) for found in loads_at(nothing, 2, 4, wanted)] == [0, 0, 0]
