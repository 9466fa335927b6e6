"""Stable matching with siblings by the engine: quality only; seconds are reported, not asserted."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.daycares.model import solve
from benchmarks.daycares.town import draw_town
from benchmarks.timing import timed

pytestmark = pytest.mark.timeout(7200)


def test_a_town_with_siblings(benchmark: BenchmarkFixture) -> None:
    """605 children: nobody blocks, and no stable decision places more; the check has counted both again."""
    found = timed(benchmark, lambda: solve(draw_town()))
    benchmark.extra_info.update(found)
    assert [level["gap"] for level in found["levels"]] == [0, 0]
    assert found["levels"][0]["value"] == 0
