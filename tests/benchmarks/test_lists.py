"""The market of one period: our deferred acceptance, the package's and every stable decision of tiny markets agree."""

from __future__ import annotations

import random
import sys
from datetime import date
from itertools import product

import pytest

from benchmarks.lists.market import Market, by_our_acceptance, by_queue, market_of, passed_over, ranked
from benchmarks.lists.outside import by_matching, compare
from benchmarks.registry import policy
from data.package import make_package
from data.snapshot import to_snapshot
from data.synthetic import draw_municipality
from optimizer.rounds.instance import make_instance


def drawn(seed: int, children: int, units: int, wishes: int) -> Market:
    rng = random.Random(seed)  # noqa: S311 - a test draws no secrets
    wished = {}
    for child in range(children):
        chosen = rng.sample(range(units), rng.randint(1, wishes))
        wished[child] = [(unit, rng.randrange(3) * 10_000 + child) for unit in chosen]
    return ranked(wished, {unit: rng.randint(1, max(1, children // units)) for unit in range(units)})


def stable_decisions(market: Market) -> list[dict[int, int]]:
    """Every decision there is that passes nobody over."""
    ways = [[None, *(unit for unit, _ in market.wishes[child])] for child in market.order]
    out = []
    for way in product(*ways):
        found = {child: unit for child, unit in zip(market.order, way, strict=True) if unit is not None}
        taken = list(found.values())
        if all(taken.count(unit) <= places for unit, places in market.places.items()) and not passed_over(market, found):
            out.append(found)
    return out


@pytest.mark.parametrize("seed", range(20))
def test_the_best_stable_decision_of_tiny_markets(seed: int) -> None:
    market = drawn(seed, 5, 3, 3)
    rank = {(child, unit): k for child, wished in market.wishes.items() for k, (unit, _) in enumerate(wished)}
    decisions = stable_decisions(market)
    ours = by_our_acceptance(market)
    assert ours == by_matching(market)
    assert ours in decisions
    assert all(rank[child, ours[child]] <= rank[child, unit] for other in decisions for child, unit in other.items())


def test_five_hundred_children_with_twelve_wishes() -> None:
    market, usual = drawn(1, 500, 12, 12), sys.getrecursionlimit()
    assert by_our_acceptance(market) == by_matching(market)
    assert sys.getrecursionlimit() == usual


def test_the_queue_passes_over_the_child_who_goes_first() -> None:
    market = ranked({0: [(0, 1), (1, 9)], 1: [(1, 2)], 2: [(0, 5), (1, 0)]}, {0: 1, 1: 1})
    assert by_queue(market) == {0: 0, 1: 1}
    assert passed_over(market, {0: 0, 1: 1}) == [(2, 1)]
    assert by_our_acceptance(market) == {0: 0, 2: 1}


def test_an_overfull_unit_is_refused() -> None:
    market = ranked({0: [(0, 0)], 1: [(0, 1)]}, {0: 1})
    with pytest.raises(ValueError, match="places"):
        passed_over(market, {0: 0, 1: 0})


def test_a_round_as_a_market() -> None:
    today = date(2027, 1, 15)
    instance = make_instance(to_snapshot(make_package(draw_municipality(50, 1, today))), policy(), today)
    market = market_of(instance)
    assert market.wishes
    assert min(market.places.values()) > 0
    assert [line["passed_over"] for line in compare(market)][1:] == [0, 0]
