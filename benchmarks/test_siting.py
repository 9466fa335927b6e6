"""Facility location on the published sets: OR-Library to the proven optimum, single source near the best known, and HiGHS beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.published.siting import optima, read_large, read_small, read_yang, single_source_best, yang
from benchmarks.registry import Absent
from benchmarks.rivals.siting import plain
from benchmarks.timing import timed
from optimizer.planning.check import bound_faults, decision_faults
from optimizer.planning.instance import Siting
from optimizer.planning.plan import Plan
from optimizer.planning.solve import solve

pytestmark = pytest.mark.timeout(1200)
#: seconds that are allowed: small, large, single source
SMALL, LARGE, SINGLE = 1.0, 60.0, 120.0


def known() -> dict[str, tuple[Callable[[], Siting], float]]:
    """Reader and proven optimum by name; nothing where the sets are not at hand."""
    try:
        found = optima()
    except (Absent, FileNotFoundError):
        return {}
    return {
        name if room is None else f"{name}-{room}": (partial(read_small, name) if room is None else partial(read_large, name, room), best)
        for (name, room), best in found.items()
    }


def singles() -> dict[str, tuple[Callable[[], Siting], float]]:
    """capa1 ... capc4: OR-Library's large instances with a single source, and the best known cost."""
    out: dict[str, tuple[Callable[[], Siting], float]] = {}
    rooms = sorted(_rooms())
    for name in ("capa", "capb", "capc"):
        for number, room in enumerate([room for each, room in rooms if each == name], start=1):
            out[f"{name}{number}"] = (partial(read_large, name, room, True), single_source_best()[f"{name}{number}"])
    return out


def _rooms() -> list[tuple[str, int]]:
    try:
        return [(name, room) for name, room in optima() if room is not None]
    except (Absent, FileNotFoundError):
        return []


KNOWN, SINGLES = known(), singles()
YANG = {path.stem: path for path in yang()} if KNOWN else {}
ABSENT = pytest.mark.skipif(not KNOWN, reason="no published sets; REDEKASSE_SHARED names the folder of shared data")


def measured(benchmark: BenchmarkFixture, siting: Siting, seconds: float, best: float | None) -> Plan:
    """Solves, checks apart, and keeps the figures."""
    plan = timed(benchmark, lambda: solve(siting, seconds=seconds))
    benchmark.extra_info.update(value=plan.value, bound=plan.bound, gap=plan.gap, nodes=plan.nodes, best=best, phases=plan.seconds)
    assert decision_faults(siting, plan.opened, plan.share, plan.value) == []
    assert bound_faults(siting, plan.leaves, plan.bound) == []
    return plan


def rival(benchmark: BenchmarkFixture, siting: Siting, ours: float, most: float) -> dict[str, Any]:
    """HiGHS on the textbook model in a process of its own, with ten times our seconds at least and at most so many."""
    with get_context("spawn").Pool(1) as pool:
        value, bound, seconds = pool.apply(plain, (siting, min(max(10 * ours, 10.0), most)))
    line = {"value": value, "bound": bound, "seconds": seconds, "ratio": seconds / ours}
    benchmark.extra_info["highs"] = line
    return line


@ABSENT
@pytest.mark.parametrize("name", [name for name in KNOWN if "-" not in name])
def test_small(benchmark: BenchmarkFixture, name: str) -> None:
    """Each small instance to its proven optimum; HiGHS must come to the same cost."""
    read, best = KNOWN[name]
    siting = read()
    plan = measured(benchmark, siting, LARGE, best)
    seconds = sum(plan.seconds.values())
    assert rival(benchmark, siting, seconds, LARGE)["value"] == pytest.approx(best, rel=1e-6)
    assert plan.value == pytest.approx(best, rel=1e-8)
    assert plan.gap <= 1.01e-7
    assert seconds < SMALL


@ABSENT
@pytest.mark.parametrize("name", [name for name in KNOWN if "-" in name])
def test_large(benchmark: BenchmarkFixture, name: str) -> None:
    """capa, capb, capc: within 0.2 % of the proven optimum in the time allowed, and never below it."""
    read, best = KNOWN[name]
    plan = measured(benchmark, read(), LARGE, best)
    rival(benchmark, read(), sum(plan.seconds.values()), LARGE)
    assert -1e-8 < plan.value / best - 1 < 0.002
    assert sum(plan.seconds.values()) < LARGE + 5


@ABSENT
@pytest.mark.parametrize("name", list(SINGLES))
def test_single_source(benchmark: BenchmarkFixture, name: str) -> None:
    """Within 0.5 % of the best known cost."""
    read, best = SINGLES[name]
    plan = measured(benchmark, read(), SINGLE, best)
    assert plan.value / best - 1 < 0.005


@ABSENT
@pytest.mark.parametrize("name", list(YANG))
def test_yang(benchmark: BenchmarkFixture, name: str) -> None:
    """Within 0.5 % of the bound: no reference values are at hand, so the bound stands for them."""
    path: Path = YANG[name]
    assert measured(benchmark, read_yang(path), SINGLE, None).gap < 0.005
