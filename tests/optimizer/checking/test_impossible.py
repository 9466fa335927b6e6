"""verify counts the guarantees stated as impossible again: what a round states holds, and what is changed in it is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from optimizer.rounds.record import RoundRecord
from optimizer.rounds.run import run_round
from optimizer.rounds.verify import verify_round
from tests.optimizer.agreement import MODES, town
from tests.optimizer.towns import Town


def faults(drawn: Town, record: RoundRecord, groups: list[dict[str, Any]]) -> list[str]:
    changed = replace(record, summary={**record.summary, "impossible_guarantees": groups})
    return [found.text for found in verify_round(*drawn, changed) if found.code == "impossible_guarantees"]


@pytest.mark.parametrize("mode", MODES)
def test_what_a_round_states_holds_and_what_is_changed_is_found(mode: str) -> None:
    groups = 0
    # in the last one a listed child's share would be kept only by starts that are no intake of the round
    for seed in (*range(2000, 2060), 2_611_240_100):
        drawn = town(seed, mode)
        record = run_round(*drawn)
        stated = record.summary["impossible_guarantees"]
        assert faults(drawn, record, stated) == [], seed
        for group in stated:
            groups += 1
            for change in (
                {"children": group["children"] + 1},
                {"places": group["places"] - 1},
                {"missing": group["missing"] + 1},
                {"applications": [*group["applications"], group["applications"][0]]},
                {"applications": [*group["applications"], "nobody"]},
                {"date": "2020-02-01"},
            ):
                assert faults(drawn, record, [{**group, **change}]), (seed, change)
            # a unit less: its children could stand there, or its places are missed
            for unit in group["units"]:
                less = {**group, "units": [u for u in group["units"] if u != unit]}
                assert faults(drawn, record, [less]), (seed, unit)
    assert groups > 10


def test_a_child_that_got_its_place_in_time_has_no_impossible_guarantee() -> None:
    found = 0
    for seed in range(2000, 2060):
        drawn = town(seed, "legal")
        record = run_round(*drawn)
        for row in record.allocation:
            if row.outcome in ("wish", "guarantee") and row.guarantee_date and not row.days_late and row.application_id[0] == "A":
                lie = {"date": drawn[2].replace(month=2, day=1).isoformat(), "applications": [row.application_id]}
                text = faults(drawn, record, [{**lie, "children": 1, "places": 0, "missing": 1, "units": [], "full_units": []}])
                assert text, (seed, row.application_id)
                found += 1
    assert found > 10
