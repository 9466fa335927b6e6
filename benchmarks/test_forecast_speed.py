"""Speed of the forecast: the whole country streamed, and one municipality with all its draws; seconds are reported, not asserted."""

from __future__ import annotations

import resource
import time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.forecasting.country import DISTRICTS, MUNICIPALITIES, country, municipality
from benchmarks.timing import timed
from forecasts.api import forecast
from forecasts.stream import stream

YEARS, DRAWS = 12, 500

pytestmark = pytest.mark.timeout(1800)


def test_country(benchmark: BenchmarkFixture) -> None:
    """98 municipalities × 30 districts × 84 ages in months × 144 months × 500 draws; all draws of one are kept."""

    def run() -> tuple[int, int]:
        kept = draws = 0
        for found in stream(country(), years=YEARS, draws=DRAWS, chosen="M7"):
            kept += found.kept.shortage.size
            draws += 0 if found.draws is None else found.draws.size
        return kept, draws

    before = time.process_time()
    kept, draws = timed(benchmark, run)
    benchmark.extra_info["cpu_seconds"] = round(time.process_time() - before, 1)
    benchmark.extra_info["peak_megabytes"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    assert kept == MUNICIPALITIES * (DISTRICTS + 1) * 3 * 12 * YEARS
    assert draws == DRAWS * (DISTRICTS + 1) * 3 * 12 * YEARS


def test_one_municipality(benchmark: BenchmarkFixture) -> None:
    """The whole result of one municipality, children by age and all draws included."""
    inputs = municipality(7)
    before = time.process_time()
    found = timed(benchmark, lambda: forecast(inputs, years=YEARS, draws=DRAWS, keep_draws=True), rounds=3)
    benchmark.extra_info["cpu_seconds"] = round((time.process_time() - before) / 3, 2)
    assert found.draws is not None
    assert found.draws.shape == (DRAWS, DISTRICTS + 1, 3, 12 * YEARS)
