"""A start that keeps the order: from a decision that passes somebody over, the nearest one that passes over the fewest.

Deferred acceptance keeps the order where limits are of the simple kind. Where a share of the year's intake is limited (§ 26 a) it may
leave a claim unmet, and a search cannot begin from there. Then each such claim gets an excuse, the fewest excuses are searched for,
and what remains excused is left out of the order for this round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.clauses import Logic
from optimizer.engine.cpsat import CpSat
from optimizer.engine.lexicographic import Lexicographic, Settings
from optimizer.rounds.chains import Chains
from optimizer.rounds.claims import make_claims
from optimizer.rounds.excuses import Pair, pairs_of, passed_over, with_excuses
from optimizer.rounds.order_rows import OrderRows
from optimizer.rounds.window import Window

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Start:
    """A decision as columns, the logic of the order, and the claims excused: `order` is without these."""

    columns: Ints | None
    order: OrderRows
    logic: Logic
    excused: frozenset[Pair]


def sound_start(window: Window, decision: Ints | None, settings: Settings, report: Callable[[str, float], None], cpsat: CpSat) -> Start:
    """The decision itself where it keeps the order, else one with the fewest excuses."""
    order = OrderRows(make_claims(window))
    chains = Chains(order)
    logic = chains.logic()
    if decision is None:
        return Start(None, order, logic, frozenset())
    pairs = pairs_of(order.claims, passed_over(window.model, logic, chains.claims_met(), decision))
    if not pairs:
        return Start(decision, order, logic, frozenset())
    excusing = with_excuses(window.model, chains, logic, pairs)
    alone = replace(excusing.model, aims=excusing.model.aims[:1])
    left = OrderRows(make_claims(window, frozenset(pairs)))
    begun = np.concatenate([decision, np.ones(len(pairs), dtype=np.int64)])
    found = Lexicographic(alone, left, settings, report, cpsat).run(begun)
    x = found.x if found.feasible else begun
    excused = excusing.used(x)
    if not excused:
        return Start(x[: window.model.columns], order, logic, excused)
    without = OrderRows(make_claims(window, excused))
    return Start(x[: window.model.columns], without, Chains(without).logic(), excused)
