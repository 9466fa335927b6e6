"""The engine against textbook models of the same window."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.lists.market import by_our_acceptance, market_of, passed_over
from benchmarks.lists.outside import by_matching, compare
from benchmarks.measure import measure_apart
from benchmarks.registry import INSTANCES, ROUND_DATE, files_of, policy
from benchmarks.rivals.race import RIVALS, TIMES, race, run
from benchmarks.timing import timed
from data.importers import read_package
from data.snapshot import to_snapshot
from optimizer.rounds.instance import make_instance

pytestmark = pytest.mark.timeout(7200)


@pytest.mark.parametrize("name", ["village"])
def test_rivals_find_the_same(benchmark: BenchmarkFixture, name: str, tmp_path: Path) -> None:
    """Solved to the end, all find the values that the round states."""
    problem = tmp_path / "problem"
    measured = measure_apart(name, "points", problem)
    ours = [level["value"] for level in measured["levels"]]
    found = timed(benchmark, lambda: {rival: run(rival, problem, 60.0, 0.0) for rival in RIVALS})
    assert {rival: [level["value"] for level in levels] for rival, levels in found.items()} == dict.fromkeys(RIVALS, ours)


@pytest.mark.parametrize("name", ["village", "municipality", "city"])
def test_deferred_acceptance_is_the_textbooks(benchmark: BenchmarkFixture, name: str, tmp_path: Path) -> None:
    """On a market of one period the outside reference decides as our deferred acceptance does."""
    package = read_package(files_of(INSTANCES[name], tmp_path / "files"))
    market = market_of(make_instance(to_snapshot(package), policy(), ROUND_DATE))
    benchmark.extra_info["lists"] = timed(benchmark, lambda: compare(market))
    assert by_matching(market) == (ours := by_our_acceptance(market))
    assert passed_over(market, ours) == []


@pytest.mark.parametrize("name", ["municipality"])
def test_rivals_are_slower(benchmark: BenchmarkFixture, name: str, tmp_path: Path) -> None:
    """To the same gap on every level: faster than every rival, and far faster than default CP-SAT."""
    problem = tmp_path / "problem"
    measured = measure_apart(name, "points", problem)
    ratios = {result["rival"]: result["ratio"] for result in timed(benchmark, lambda: race(measured, problem))}
    benchmark.extra_info.update(ratios)
    assert min(ratios.values()) > 1
    assert ratios["cpsat"] >= TIMES
