"""A claim is satisfied just where the specification gives its child none."""

from __future__ import annotations

import numpy as np

from optimizer.rounds.claims import Claims, make_claims
from tests.optimizer.rounds.windows import Decided, Scene, enumerated


def expected(scene: Scene, claims: Claims, decided: Decided, claim: int) -> bool:
    """Whether the child has something as good, or has begun elsewhere before and may not wait."""
    table = scene.instance.options
    got = int(decided.choice[claims.subject[claim]])
    if got < 0:
        return False
    rank, start = int(table.rank[claims.option[claim]]), int(claims.start[claim])
    as_good = table.rank[got] > 0 and (int(table.rank[got]), int(table.start[got])) <= (rank, start)
    return bool(as_good or (not scene.instance.policy.wait_for_wish and table.start[got] < start))


def test_satisfied() -> None:
    both = {True: 0, False: 0}
    for seed, scene, decided in enumerated(0, 120):
        claims = make_claims(scene.window)
        for one in decided[:40]:
            satisfied = claims.satisfied(one.x.astype(np.float64))
            wanted = [expected(scene, claims, one, c) for c in range(len(claims))]
            assert satisfied.tolist() == [float(w) for w in wanted], seed
            for w in wanted:
                both[w] += 1
    assert min(both.values()) > 500


def test_every_wished_plan_of_the_window_is_one_claim_sorted_by_unit_and_order() -> None:
    for _, scene, _ in enumerated(0, 120):
        table, window = scene.instance.options, scene.window
        claims = make_claims(window)
        wished = [k for k in window.options.tolist() if table.rank[k] > 0 and table.start[k] < scene.instance.grid.window]
        assert sorted(claims.option.tolist()) == wished
        by = list(zip(claims.unit.tolist(), claims.key.tolist(), claims.start.tolist(), strict=True))
        assert by == sorted(by)


def test_a_pardoned_child_has_no_claim_there() -> None:
    left_out = 0
    for _, scene, _ in enumerated(0, 60):
        claims = make_claims(scene.window)
        pardoned = frozenset(list(zip(claims.subject.tolist(), claims.unit.tolist(), strict=True))[::3])
        fewer = make_claims(scene.window, pardoned)
        kept = [(i, u) not in pardoned for i, u in zip(claims.subject.tolist(), claims.unit.tolist(), strict=True)]
        assert fewer.option.tolist() == claims.option[kept].tolist()
        left_out += len(claims) - len(fewer)
    assert left_out
