"""A certificate that has been tampered with is found out, from data and record alone."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from optimizer.rounds.certify import recheck
from optimizer.rounds.run import run_round
from optimizer.rounds.verify import verify_round
from tests.optimizer.towns import random_town


def empty(certificate: dict[str, Any], summary: dict[str, Any]) -> None:
    """Leave out the proof."""
    certificate["parts"] = []


def raise_bound(certificate: dict[str, Any], summary: dict[str, Any]) -> None:
    """Claim more than the prices prove."""
    summary["levels"][-1]["price_bound"] += 1


def raise_both(certificate: dict[str, Any], summary: dict[str, Any]) -> None:
    """Claim it in the certificate too."""
    certificate["parts"][-1]["levels"][-1]["bound"] += 1
    summary["levels"][-1]["price_bound"] += 1


@pytest.mark.parametrize("tamper", [empty, raise_bound, raise_both])
def test_tampering_is_found(tamper: Callable[[dict[str, Any], dict[str, Any]], None]) -> None:
    """The sound record has no finding; the tampered one has."""
    snapshot, policy, round_date = random_town(random.Random(2003))  # noqa: S311 - towns, not secrets
    record = run_round(snapshot, policy, round_date)
    assert recheck(snapshot, policy, round_date, record) == []
    certificate, summary = copy.deepcopy(record.certificate), copy.deepcopy(record.summary)
    tamper(certificate, summary)
    assert recheck(snapshot, policy, round_date, replace(record, certificate=certificate, summary=summary)) != []


def test_the_promises_of_the_last_run_stand_in_the_certificate() -> None:
    """A town in which a promise is broken: without the promises the level has another value."""
    for seed in range(2000, 2100):
        snapshot, policy, round_date = random_town(random.Random(seed))  # noqa: S311 - towns, not secrets
        policy = replace(policy, objectives=("breaches", "wishes", "few_moves"))
        record = run_round(snapshot, policy, round_date)
        if next(level["value"] for level in record.summary["levels"] if level["name"] == "few_moves"):
            break
    bare = replace(snapshot, promised={})
    assert verify_round(bare, policy, round_date, record, recheck) == []
    without = replace(record, certificate={**record.certificate, "promised": []})
    assert "levels" in {finding.code for finding in verify_round(bare, policy, round_date, without, recheck)}
