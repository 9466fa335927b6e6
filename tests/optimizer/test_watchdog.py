"""A round whose solvers hang: it goes on with the best known decision, which is lawful, and says which levels were cut."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from optimizer.domain.errors import Contradiction, Undecided
from optimizer.engine.child import NoAnswer
from optimizer.engine.highs import Highs
from optimizer.rounds.certify import recheck
from optimizer.rounds.run import run_round
from optimizer.rounds.verify import verify_round
from tests.optimizer.agreement import MODES, town


def hang(monkeypatch: pytest.MonkeyPatch, orders: int) -> None:
    """From its order number `orders` on HiGHS gives no answer."""
    honest, asked = Highs.order, count()

    def hangs(self: Highs, *words: Any) -> Any:
        if next(asked) >= orders:
            raise NoAnswer("gone")
        return honest(self, *words)

    monkeypatch.setattr(Highs, "order", hangs)


@pytest.mark.parametrize("orders", [0, 1, 3, 5])
@pytest.mark.parametrize("mode", MODES)
def test_without_highs_a_round_is_lawful_verified_and_says_what_was_cut(mode: str, orders: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that are stated hold all the same: the certificate proves them."""
    cut = 0
    for seed in range(7000, 7018):
        drawn = town(seed, mode)
        with monkeypatch.context() as patched:
            hang(patched, orders)
            try:
                record = run_round(*drawn)
            except Undecided:
                # no decision keeps the order from the start, and nobody could search for one
                continue
        assert verify_round(*drawn, record, recheck) == []
        levels = record.summary["levels"]
        assert all(level["bound"] <= level["value"] for level in levels)
        some = any(level.get("search_cut") for level in levels)
        assert not (some and record.summary["repeatable"])
        cut += some
    assert cut > 2


def test_what_hangs_is_never_a_contradiction(monkeypatch: pytest.MonkeyPatch) -> None:
    hang(monkeypatch, 0)
    for seed in range(7000, 7030):
        try:
            run_round(*town(seed, "legal"))
        except Contradiction:
            pytest.fail(f"{seed}: a contradiction, and nobody has proven it")
        except Undecided:
            continue
