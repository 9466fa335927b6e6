"""Where deferred acceptance passes somebody over, the start has the fewest excuses that any lawful decision needs."""

from __future__ import annotations

from optimizer.engine.cpsat import CpSat
from optimizer.engine.lexicographic import Settings
from optimizer.rounds.chains import Chains
from optimizer.rounds.claims import make_claims
from optimizer.rounds.excuses import Pair, passed_over
from optimizer.rounds.order_rows import OrderRows
from optimizer.rounds.sound_start import sound_start
from tests.optimizer.rounds.windows import Decided, Ints, Scene, enumerated

#: (first seed, towns): a stretch as it comes, then towns where deferred acceptance passes somebody over
LISTED = (700_190, 700_275, 700_486, 701_233, 701_851, 701_878, 702_418)
DRAWN = ((700_000, 150), *((seed, 1) for seed in LISTED))


def pairs_passed_over(scene: Scene, x: Ints) -> frozenset[Pair]:
    """(subject, unit) of the claims that a decision does not keep."""
    order = OrderRows(make_claims(scene.window))
    chains, claims = Chains(order), order.claims
    wrong = passed_over(scene.window.model, chains.logic(), chains.claims_met(), x)
    return frozenset(zip(claims.subject[wrong].tolist(), claims.unit[wrong].tolist(), strict=True))


def fewest(scene: Scene, decisions: tuple[Decided, ...], may: frozenset[Pair]) -> int:
    """Of the decisions that pass over none but `may`: how many of these the best one passes over."""
    return min(len(over) for over in (pairs_passed_over(scene, decided.x) for decided in decisions) if over <= may)


def test_the_start_keeps_the_order_but_for_the_fewest_excuses() -> None:
    excused = []
    for seed, scene, decisions in (town for first, count in DRAWN for town in enumerated(first, count, 20_000)):
        x = scene.columns(scene.accepted)
        may = pairs_passed_over(scene, x)
        with CpSat() as cpsat:
            start = sound_start(scene.window, x, Settings(effort=2.0), lambda *_: None, cpsat)
        assert start.columns is not None
        if not may:
            assert start.excused == frozenset(), seed
            assert (start.columns == x).all(), seed
            continue
        assert start.excused <= may, seed
        assert len(start.excused) == fewest(scene, decisions, may), seed
        assert pairs_passed_over(scene, start.columns) <= start.excused, seed
        excused.append((len(may), len(start.excused)))
    assert sum(needed == 0 for _, needed in excused) > 3, excused
    assert sum(needed > 0 for _, needed in excused) > 1, excused
