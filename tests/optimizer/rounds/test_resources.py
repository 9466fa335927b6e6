"""The rows for places over time say neither more nor less than the limits of every step: what is left out follows from what is kept."""

from __future__ import annotations

import random

import numpy as np
import pytest
from numpy.typing import NDArray

from optimizer.rounds.instance import Changes
from optimizer.rounds.resources import loads_at
from optimizer.rounds.window import Window
from tests.optimizer.rounds.windows import make_scene
from tests.optimizer.towns import random_town

Ints = NDArray[np.int64]


def loads(window: Window, changes: Changes) -> Ints:
    """[plan, limit * steps + step] at every pair, kept or not."""
    kept = np.ones_like(window.resources.kept)
    limits, steps = kept.shape
    option, at, load = loads_at(changes, limits, steps, kept)
    table = np.zeros((len(window.instance.options), limits * steps), dtype=np.int64)
    table[option, at] = load
    return table[window.options]


def model_allows(window: Window, chosen: Ints) -> bool:
    """Whether the model's rows hold, each switch of a limit passed already being set where it lets more in."""
    x = np.zeros(window.model.columns, dtype=np.int64)
    x[chosen] = 1
    groups = window.preference.group[window.options[chosen]]
    x[len(window.options) + np.searchsorted(window.pooled, groups[np.isin(groups, window.pooled)])] = 1
    for switch in range(len(window.options) + len(window.pooled), window.model.columns):
        rows = window.model.matrix[:, [switch]].toarray().ravel()
        needed = np.flatnonzero(rows < 0)
        x[switch] = int((window.model.matrix[needed] @ x > 0).any())
    load = window.model.matrix @ x
    return bool(((load >= window.model.lower) & (load <= window.model.upper)).all())


@pytest.mark.parametrize("base", range(0, 300, 50))
def test_rows_left_out_follow_from_those_kept(base: int) -> None:
    allowed = refused = 0
    for seed in range(base, base + 50):
        window = make_scene(random_town(random.Random(seed))).window  # noqa: S311 - a town, no secret
        if not len(window.options):
            continue
        come, go = loads(window, window.instance.arrivals), loads(window, window.instance.departures)
        room, group = window.resources.room.ravel(), window.model.group
        rng = np.random.default_rng(seed)
        for share in np.linspace(0.1, 1.0, 40):
            chosen = np.array([rng.choice(np.flatnonzero(group == g)) for g in np.unique(group) if rng.random() < share], dtype=np.int64)
            # a child who is not listed takes less than nothing of a year's intake, and is never kept out by it
            loading = np.maximum(come[chosen], 0).sum(axis=0) > 0
            fits = bool((~loading | (come[chosen].sum(axis=0) + go[chosen].sum(axis=0) <= room)).all())
            assert model_allows(window, chosen) == fits, (seed, chosen)
            allowed, refused = allowed + fits, refused + (not fits)
    assert min(allowed, refused) > 100
