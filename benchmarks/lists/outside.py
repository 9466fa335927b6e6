"""The outside reference: the package `matching`, whose hospital-resident game is the textbook's deferred acceptance.

It copies the whole market by recursion, from player to player: at 500 children with 12 wishes Python's usual limit ends it with a
RecursionError, so the limit is raised while it works, in a thread with a stack of its own.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from matching.games import HospitalResident  # type: ignore[import-untyped]  # the package has no types

from benchmarks.lists.market import Market, by_our_acceptance, by_queue, passed_over

#: calls within calls that the package may make, and bytes of stack for them
DEPTH, STACK = 1_000_000, 2**29


def by_matching(market: Market) -> dict[int, int]:
    """The package's child-optimal stable decision."""
    asked: dict[int, list[tuple[int, int]]] = {unit: [] for unit in market.places}
    for child, wished in market.wishes.items():
        for unit, key in wished:
            asked[unit].append((key, child))
    children = {child: [unit for unit, _ in wished] for child, wished in market.wishes.items()}
    units = {unit: [child for _, child in sorted(those)] for unit, those in asked.items()}
    solved = with_a_deep_stack(lambda: HospitalResident.create_from_dictionaries(children, units, dict(market.places)).solve())
    return {child.name: unit.name for unit, those in solved.items() for child in those}


def with_a_deep_stack(call: Callable[[], Any]) -> Any:
    """What `call` returns, recursion allowed to DEPTH meanwhile."""
    found: list[Any] = []
    usual, size = sys.getrecursionlimit(), threading.stack_size(STACK)
    worker = threading.Thread(target=lambda: found.append(call()))
    sys.setrecursionlimit(DEPTH)
    try:
        worker.start()
        worker.join()
    finally:
        sys.setrecursionlimit(usual)
        threading.stack_size(size)
    return found[0]


WAYS: dict[str, Callable[[Market], dict[int, int]]] = {
    "the queue": by_queue,
    "our deferred acceptance": by_our_acceptance,
    "deferred acceptance of the package matching": by_matching,
}


def compare(market: Market) -> list[dict[str, Any]]:
    """Each way on the same market: children placed, at their first wish, passed over (counted here, not by the way), seconds."""
    lines = []
    for way, decide in WAYS.items():
        begun = time.perf_counter()
        found = decide(market)
        seconds = time.perf_counter() - begun
        lines.append(
            {
                "way": way,
                "children": len(market.wishes),
                "places": sum(market.places.values()),
                "placed": len(found),
                "first": sum(market.wishes[child][0][0] == unit for child, unit in found.items()),
                "passed_over": len(passed_over(market, found)),
                "seconds": round(seconds, 4),
            }
        )
    return lines
