"""The same data give the same decision: however the rows stand, on one core or on two."""

from __future__ import annotations

import os
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from typing import Any

import pytest

from data.package import make_package
from data.policies import load_policy
from data.snapshot import to_snapshot
from data.synthetic import draw_municipality
from data.synthetic.every_rule import with_every_rule
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.run import run_round
from tests.optimizer.agreement import MODES, town
from tests.optimizer.checking.build import ROUND_DATE
from tests.optimizer.towns import Town


def shuffled(snapshot: Snapshot, rng: random.Random) -> Snapshot:
    """The rows of every table, and the wishes of every application, in another order."""

    def mixed(table: Any) -> Any:
        rows = list(table.items()) if isinstance(table, dict) else list(table)
        rng.shuffle(rows)
        return dict(rows) if isinstance(table, dict) else tuple(rows)

    tables = {f.name: getattr(snapshot, f.name) for f in fields(snapshot) if isinstance(getattr(snapshot, f.name), dict | tuple)}
    tables["applications"] = {k: replace(a, wishes=mixed(a.wishes)) for k, a in tables["applications"].items()}
    return replace(snapshot, **{name: mixed(table) for name, table in tables.items()})


def all_told(record: RoundRecord) -> list[Any]:
    """All that a record says but how long it took."""
    return [{**record.summary, "seconds": None}, record.certificate, record.allocation, record.explanations]


@pytest.mark.parametrize("mode", MODES)
def test_rows_in_another_order_give_the_same_record(mode: str) -> None:
    """Displaced children, held places, twins and all: not only of the same worth, but the same to the letter, proofs too."""
    for seed in range(8000, 8020):
        drawn: Town = town(seed, mode)
        snapshot, policy, day = drawn
        mixed = shuffled(snapshot, random.Random(seed))  # noqa: S311 - rows, no secret
        assert all_told(run_round(mixed, policy, day)) == all_told(run_round(*drawn)), seed


def test_shuffling_changes_the_order_of_every_table() -> None:
    """The test above would show nothing if rows stayed where they are."""
    snapshot = town(8000, "legal")[0]
    mixed = shuffled(snapshot, random.Random(1))  # noqa: S311 - rows, no secret
    assert list(mixed.children) != list(snapshot.children)
    assert list(mixed.enrolments) != list(snapshot.enrolments)
    assert mixed.in_order() == snapshot.in_order()
    assert list(mixed.in_order().units) == list(snapshot.in_order().units)


def on_cores(cores: set[int], town: Town) -> RoundRecord:
    """A round whose processes may use these cores alone: a thread has HiGHS and CP-SAT processes of its own, with its cores."""

    def run() -> RoundRecord:
        os.sched_setaffinity(0, cores)
        return run_round(*town)

    with ThreadPoolExecutor(max_workers=1) as worker:
        return worker.submit(run).result()


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system does not bind processes to cores")
def test_a_village_is_decided_alike_on_one_core_with_its_rows_shuffled() -> None:
    """A drawn village in which every rule has something to do, large enough for the larger of the two searches."""
    frames = with_every_rule(draw_municipality(50, 3, ROUND_DATE), 50, 3, ROUND_DATE)
    mixed = {name: frame.sample(frac=1.0, random_state=4).reset_index(drop=True) for name, frame in frames.items()}
    assert list(mixed["children"].iloc[:, 0]) != list(frames["children"].iloc[:, 0])
    policy, every = load_policy("standard"), os.sched_getaffinity(0)
    straight = on_cores(every, (to_snapshot(make_package(frames)), policy, ROUND_DATE))
    shuffled_ = on_cores({min(every)}, (to_snapshot(make_package(mixed)), policy, ROUND_DATE))
    assert all_told(shuffled_) == all_told(straight)
