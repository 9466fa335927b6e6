"""Each phase timed, peak memory, and the gap that is claimed for every level."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.measure import measure_apart
from benchmarks.registry import ROUND_DATE, Instance, policy
from benchmarks.timing import timed
from data.importers import read_package
from data.snapshot import to_snapshot
from optimizer.rounds.instance import make_instance

pytestmark = pytest.mark.timeout(7200)


def test_load(benchmark: BenchmarkFixture, files: Path) -> None:
    """From the files to the checked data."""
    snapshot = timed(benchmark, lambda: to_snapshot(read_package(files)), rounds=3)
    assert snapshot.applications


def test_build(benchmark: BenchmarkFixture, files: Path) -> None:
    """From the data to the arrays that the solver reads."""
    snapshot = to_snapshot(read_package(files))
    built = timed(benchmark, lambda: make_instance(snapshot, policy(), ROUND_DATE), rounds=3)
    assert len(built.options)


@pytest.mark.parametrize("mode", ["legal", "points"])
def test_round(benchmark: BenchmarkFixture, instance: Instance, files: Path, mode: str) -> None:
    """The whole in a process of its own, from files to stored round; `extra_info` has seconds by phase, memory and levels."""
    measured = timed(benchmark, lambda: measure_apart(instance.name, mode))
    benchmark.extra_info.update(measured)
    assert files.is_dir()
    assert measured["repeatable"]
    assert {level["name"]: level["gap"] for level in measured["levels"] if level["gap"] > instance.greatest_gap(mode)} == {}
