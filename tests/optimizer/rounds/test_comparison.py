"""The price of order is what the same round comes to when it is run in the other mode."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from optimizer.domain.policy import Mode
from optimizer.rounds.comparison import OTHER
from optimizer.rounds.run import run_round
from tests.optimizer.checking.build import POLICY, ROUND_DATE, Build
from tests.optimizer.test_solver import town


@pytest.mark.parametrize("mode", ["legal", "points"])
@pytest.mark.parametrize("seed", range(2000, 2012))
def test_the_other_mode_is_the_round_run_in_it(seed: int, mode: Mode) -> None:
    record = run_round(*town(seed, mode), price_of_order=True)
    priced = record.summary["baselines"][OTHER[mode]]
    run = run_round(*town(seed, OTHER[mode])).summary
    stated = {level["name"]: level["value"] for level in priced.pop("levels")}
    assert stated == {level["name"]: level["value"] for level in run["levels"]}
    assert priced == {name: run[name] for name in priced}


def test_the_order_costs_a_point_where_the_first_child_takes_what_the_second_needs() -> None:
    """A stands first at u and would as soon have v; B has no other wish. In points both have a place, and A is passed over."""
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.apply("A", "u v", registered_date=date(2026, 1, 1))
    build.apply("B", "u")
    policy = replace(POLICY, window_months=1, horizon_months=1, wish_points=(10, 9))
    summary = run_round(build.snapshot(), policy, ROUND_DATE, price_of_order=True).summary
    ways = {"legal": summary, **summary["baselines"]}
    lost = {name: next(level["value"] for level in ways[name]["levels"] if level["name"] == "wishes") for name in ("legal", "points")}
    assert lost == {"legal": 10, "points": 1}
    assert (summary["justified_envy"], ways["points"]["justified_envy"]) == (0, 1)
    assert "points" not in run_round(build.snapshot(), policy, ROUND_DATE).summary["baselines"]
