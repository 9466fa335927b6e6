"""Published sets with one setting for all: proven, or near the best known cost. Quality only; seconds are reported, not asserted."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.published.gap import Gap, read_all
from benchmarks.published.race import by_engine, by_rival, short_of
from benchmarks.registry import Absent
from benchmarks.timing import timed

pytestmark = pytest.mark.timeout(7200)


def instances(*families: str) -> list[Gap]:
    """The instances, or a skip where the set is not at hand."""
    try:
        return read_all(families)
    except Absent as absent:
        pytest.skip(str(absent))


@pytest.mark.parametrize("family", [*(f"gap{n}" for n in range(1, 13)), "a", "b", "c", "d"])
def test_generalised_assignment(benchmark: BenchmarkFixture, family: str) -> None:
    """Every instance of a family."""
    found = instances(family)
    lines = timed(benchmark, lambda: [by_engine(gap) for gap in found])
    benchmark.extra_info["results"] = lines
    assert len(lines) == len(found) > 0
    assert [line["instance"] for line in lines if line["value"] < line["best"] and line["proven"]] == []
    assert short_of(lines) == []


@pytest.mark.parametrize("family", ["gap1"])
def test_rivals_prove_the_same_cost(benchmark: BenchmarkFixture, family: str) -> None:
    """A check of reader and rivals alike (the smallest family)."""
    found = instances(family)
    names = ("mip", "highs", "scip", "cpsat", "cpsat_lp")
    lines = timed(benchmark, lambda: [by_rival(gap, name, 60.0) for gap in found for name in names])
    assert [line["who"] for line in lines if line["value"] != line["best"] or not line["proven"]] == []
