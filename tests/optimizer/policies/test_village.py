"""The drawn village under each shipped policy: every round is sound and optimal as far as the checker and the certificate see, and the
policies decide otherwise than each other."""

from __future__ import annotations

from functools import cache

import pytest

from data.package import make_package
from data.policies import SHIPPED, load_policy
from data.snapshot import to_snapshot
from data.synthetic import draw_municipality
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.certify import recheck
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.run import run_round
from optimizer.rounds.verify import verify_round
from tests.optimizer.checking.build import ROUND_DATE


@cache
def village() -> Snapshot:
    return to_snapshot(make_package(draw_municipality(50, 1, ROUND_DATE)))


@cache
def solved(name: str) -> RoundRecord:
    return run_round(village(), load_policy(name), ROUND_DATE)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_round_verifies(name: str) -> None:
    record = solved(name)
    assert verify_round(village(), load_policy(name), ROUND_DATE, record, recheck) == []
    assert record.summary["justified_envy"] == record.summary["idle_wished_places"] == 0
    assert record.summary["policy"]["hash"] == load_policy(name).hash


def test_the_policies_decide_differently() -> None:
    decided = {
        name: frozenset((row.application_id, row.unit_id, row.start_date) for row in solved(name).allocation if row.outcome == "wish")
        for name in SHIPPED
    }
    assert len(set(decided.values())) >= 3
