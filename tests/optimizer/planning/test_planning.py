"""Small instances against every decision there is; the checker against forged plans; input that makes no instance."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.published.siting import mended, optima, read_small
from optimizer.domain.errors import Undecided
from optimizer.planning.check import bound_faults, decision_faults, proof
from optimizer.planning.cover import cheapest_cover
from optimizer.planning.instance import InvalidInstance, Siting
from optimizer.planning.plan import Leaf, Plan
from optimizer.planning.solve import solve

#: three houses, four districts: houses 0 and 2 are worth their cost, house 1 is not
TOWN: dict[str, Any] = {
    "fixed": [10, 30, 12],
    "capacity": [6, 9, 6],
    "demand": [3, 2, 4, 1],
    "cost": [[3, 2, 40, 9], [9, 8, 8, 7], [30, 20, 4, 1]],
}


def splits(whole: int, parts: int) -> list[tuple[int, ...]]:
    """Every way to share whole units out."""
    return [way for way in product(range(whole + 1), repeat=parts) if sum(way) == whole]


def least(siting: Siting) -> float:
    """The least cost of all decisions, by trying them; whole units suffice where figures are whole. inf where there is none."""
    sites, customers = siting.shape

    @cache
    def rest(customer: int, room: tuple[int, ...]) -> float:
        if customer == customers:
            return 0.0
        need, found = int(siting.demand[customer]), np.inf
        for way in splits(need, sites):
            if any(part > left for part, left in zip(way, room, strict=True)) or (siting.single_source and max(way) < need):
                continue
            here = sum(float(siting.cost[site, customer]) * part / need for site, part in enumerate(way))
            found = min(found, here + rest(customer + 1, tuple(left - part for part, left in zip(way, room, strict=True))))
        return found

    sets = product((0, 1), repeat=sites)
    rooms = [(chosen, tuple(int(room) * one for room, one in zip(siting.capacity, chosen, strict=True))) for chosen in sets]
    return min(float(np.dot(siting.fixed, chosen)) + rest(0, room) for chosen, room in rooms)


@st.composite
def towns(draw: st.DrawFn, single_source: bool) -> Siting:
    """Up to four facilities and five customers in whole numbers, with enough room in all."""
    sites, customers = draw(st.integers(1, 4)), draw(st.integers(1, 5))

    def numbers(count: int, low: int, high: int) -> list[int]:
        return draw(st.lists(st.integers(low, high), min_size=count, max_size=count))

    demand, capacity = numbers(customers, 1, 4), numbers(sites, 1, 9)
    # the last facility makes up what is missing
    capacity[-1] = max(capacity[-1], sum(demand) - sum(capacity[:-1]), *demand)
    cost = np.array(numbers(sites * customers, 0, 30)).reshape(sites, customers)
    return Siting(np.array(numbers(sites, 0, 40)), np.array(capacity), np.array(demand), cost, single_source)


def faults(siting: Siting, plan: Plan) -> list[str]:
    return decision_faults(siting, plan.opened, plan.share, plan.value) + bound_faults(siting, plan.leaves, plan.bound)


@settings(max_examples=60)
@given(towns(single_source=False))
def test_split_demand_is_solved_to_the_proven_least(siting: Siting) -> None:
    plan = solve(siting)
    assert plan.value == pytest.approx(least(siting), rel=1e-6, abs=1e-6)
    assert plan.gap <= 1e-6
    assert faults(siting, plan) == []


@settings(max_examples=20)
@given(towns(single_source=True))
def test_a_single_source_is_bounded_by_what_can_be(siting: Siting) -> None:
    best = least(siting)
    try:
        plan = solve(siting, seconds=5.0)
    except Undecided:
        # whether whole customers fit is a problem of its own, which the local search may fail to solve
        return
    assert plan.bound <= best + 1e-6 * (1 + best)
    assert plan.value >= best - 1e-6 * (1 + best)
    assert faults(siting, plan) == []


def test_a_town_by_hand() -> None:
    # houses 0 and 2: 22; districts 0 and 1 from house 0: 3 + 2; districts 2 and 3 from house 2: 4 + 1
    for single_source in (False, True):
        plan = solve(Siting(**TOWN, single_source=single_source))
        assert plan.value == pytest.approx(32)
        assert plan.opened.tolist() == [True, False, True]
        assert plan.bound == pytest.approx(32, rel=1e-6)


def test_splitting_is_cheaper_where_it_is_allowed() -> None:
    # 3 + 3 units of demand, rooms of 4 and 2: whole customers do not fit
    figures = {"fixed": [0, 0], "capacity": [4, 2], "demand": [3, 3], "cost": [[3, 3], [6, 6]]}
    assert solve(Siting(**figures)).value == pytest.approx(4 + 4)  # type: ignore[arg-type]  # lists are made arrays
    with pytest.raises(Undecided):
        solve(Siting(**figures, single_source=True))  # type: ignore[arg-type]  # the same


def test_the_same_again() -> None:
    drawn = np.random.default_rng(5)
    demand = np.ceil(drawn.uniform(0, 8, 20))
    siting = Siting(drawn.uniform(50, 90, 12), np.full(12, 20.0), demand, drawn.uniform(1, 99, (12, 20)))
    one, two = solve(siting), solve(siting)
    assert one.share.tobytes() == two.share.tobytes()
    assert (one.bound, one.nodes) == (two.bound, two.nodes)
    assert one.gap <= 1.01e-7
    assert faults(siting, one) == []


@given(st.lists(st.tuples(st.integers(-5, 20), st.integers(1, 12)), min_size=1, max_size=7), st.floats(0, 1))
def test_the_cover_is_the_cheapest(houses: list[tuple[int, int]], part: float) -> None:
    worth, room = (np.array(column, dtype=float) for column in zip(*houses, strict=True))
    need = np.floor(part * room.sum())
    ways = [np.array(way, dtype=bool) for way in product((0, 1), repeat=len(houses))]
    best = min(worth[way].sum() for way in ways if room[way].sum() >= need)
    # the room that may be left out is of at most 84 units, so no step is coarser than a unit
    assert worth[cheapest_cover(worth, room, float(need))].sum() == pytest.approx(best)


@pytest.fixture
def plan() -> Plan:
    return solve(Siting(**TOWN))


def test_forged_decisions_are_found(plan: Plan) -> None:
    siting, share = Siting(**TOWN), plan.share
    assert decision_faults(siting, plan.opened, share, plan.value - 1) == ["the cost is 32.000000; the decision says 31.000000"]
    assert "facility 2 serves 5; expected no more than 0" in decision_faults(siting, np.array([True, False, False]), share, plan.value)
    assert "customer 1 is served to 0.5" in decision_faults(siting, plan.opened, share * [1, 0.5, 1, 1], plan.value)[0]
    swapped = share[[0, 2, 1]]
    assert any(fault.startswith("facility 1 serves") for fault in decision_faults(siting, plan.opened, swapped, plan.value))
    split = np.array([[1, 1, 0.25, 0], [0, 0, 0, 0], [0, 0, 0.75, 1]])
    single = Siting(**TOWN, single_source=True)
    assert "customer 2 is split; expected a single source" in decision_faults(single, plan.opened, split, plan.value)


def test_forged_bounds_are_found(plan: Plan) -> None:
    siting = Siting(**TOWN)
    assert bound_faults(siting, plan.leaves, plan.bound) == []
    assert bound_faults(siting, plan.leaves, plan.bound + 1) != []
    assert "some decisions are in no leaf" in bound_faults(siting, [leaf for leaf in plan.leaves if leaf.opened], plan.bound)
    prices = plan.leaves[0].prices
    halves = [Leaf((1,), (), prices, plan.bound), Leaf((), (1,), prices, plan.bound)]
    assert bound_faults(siting, halves, plan.bound) == []
    assert all(bound_faults(siting, [half], plan.bound) == ["some decisions are in no leaf"] for half in halves)
    forged = [replace(leaf, prices=leaf.prices * 0.01) for leaf in plan.leaves]
    assert any("proves" in fault for fault in bound_faults(siting, forged, plan.bound))


def test_any_prices_prove_something(plan: Plan) -> None:
    drawn = np.random.default_rng(1)
    assert all(proof(Siting(**TOWN), Leaf((), (), drawn.uniform(-9, 40, 4), 0.0)) <= 32 + 1e-9 for _ in range(50))


@pytest.mark.parametrize(
    ("table", "value", "sentence"),
    [
        ("demand", [3, 2, 40, 1], "table demand, all rows: 46 in sum; expected no more than the capacity of all facilities, 21"),
        ("demand", [3, 0, 4, 1], "table demand, row 1: 0; expected a number above 0"),
        ("capacity", [6, -9, 6], "table capacity, row 1: -9; expected a number above 0"),
        ("fixed", [10, 30, float("nan")], "table fixed, row 2: nan; expected a number of at least 0"),
        ("fixed", [], "table fixed: 1 dimensions; expected 1 and at least one row"),
        ("capacity", [6, 9], "table capacity: 2 rows; expected 3, as in table fixed"),
        ("cost", [[3, 2, 40, 9], [9, 8, 8, 7], [30, 20, -4, 1]], "table cost, row 2, column 2: -4; expected a number of at least 0"),
        ("cost", [[1, 2, 3, 4]], "table cost: shape (1, 4); expected (3, 4), facilities by customers"),
    ],
)
def test_what_is_no_instance_is_told(table: str, value: Any, sentence: str) -> None:
    with pytest.raises(InvalidInstance) as told:
        Siting(**TOWN | {table: value})
    assert told.value.faults == [sentence]


def test_a_customer_too_large_for_any_single_source() -> None:
    with pytest.raises(InvalidInstance, match="table demand, row 2: 7; expected no more than the greatest capacity, 6"):
        Siting(**TOWN | {"demand": [3, 2, 7, 1], "capacity": [6, 6, 6]}, single_source=True)


@pytest.mark.parametrize("name", ["cap41", "cap63", "cap84", "cap104"])
def test_published_optima(shared: Path, name: str) -> None:
    assert shared.is_dir()
    plan = solve(read_small(name))
    assert plan.value == pytest.approx(optima()[name, None], abs=0.01)
    assert faults(read_small(name), plan) == []


def test_damaged_figures_are_mended() -> None:
    # customers of 1, 2, 4 and 3 units pay about 3,150 a unit at facility 1: 61000 was 6300, but 10006 is right for the one of 3 units
    words = np.array([["1.51000", "3150.00000"], ["2.00000", "61000.00000"], ["4.00000", "12600.00000"], ["3.510005", "10006.00000"]])
    assert mended(words, np.array([1.0, 2.0, 4.0, 3.0])).tolist() == [[1.51, 3150], [2, 6300], [4, 12600], [3.53005, 10006]]
