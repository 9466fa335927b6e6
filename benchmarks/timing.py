"""pytest-benchmark with types."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pytest_benchmark.fixture import BenchmarkFixture

T = TypeVar("T")


def timed(benchmark: BenchmarkFixture, call: Callable[[], T], rounds: int = 1) -> T:
    """Time `call` that many times; its result."""
    result: T = benchmark.pedantic(call, rounds=rounds)  # type: ignore[no-untyped-call]  # the library has no types here
    return result
