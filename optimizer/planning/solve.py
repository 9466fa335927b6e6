"""From an instance to a decision with a proof: prices, decisions by local search, then a tree for what is left."""

from __future__ import annotations

from time import monotonic

import numpy as np

from optimizer.domain.errors import Undecided
from optimizer.planning.ascent import Ascent, ascend, begin
from optimizer.planning.instance import Siting
from optimizer.planning.kernel import kernel
from optimizer.planning.plan import Plan
from optimizer.planning.relaxation import FREE, Relaxation
from optimizer.planning.search import Search
from optimizer.planning.tree import Tree

#: rounds of prices and decisions before the tree, and the steps of one
ROUNDS, STEPS = 8, 100
#: share of the time that one integer programme may take at most, as its inverse
KERNELS = 4
#: relative rise of the bound in a round below which the next is not worth its time
SLIGHT = 1e-5


class _Clock:
    """Seconds by phase."""

    def __init__(self, limit: float) -> None:
        self.begun = self.last = monotonic()
        self.limit = limit
        self.seconds = {"prices": 0.0, "decisions": 0.0, "tree": 0.0}

    def __call__(self, phase: str) -> None:
        now = monotonic()
        self.seconds[phase] += now - self.last
        self.last = now

    def left(self) -> bool:
        return monotonic() - self.begun < self.limit


def solve(siting: Siting, gap: float = 1e-7, seconds: float = 60.0) -> Plan:
    """The cheapest decision, proven to within `gap` (relative) unless `seconds` end the search before; then `Plan.gap` says what is left.

    Runs that end before their time repeat exactly. With a single source the bound need not close: the tree decides what is open, not who
    is served from where. Raises Undecided where no decision was found (possible with a single source only).
    """
    clock, search = _Clock(seconds), Search(siting)
    state = np.full(len(siting.fixed), FREE)
    # each customer's price begins at its third cheapest way
    prices = np.sort(siting.cost, axis=0)[min(2, len(siting.fixed) - 1)]
    relaxation = Relaxation(siting)
    ascent = begin(relaxation, prices, state)
    search.grow(ascent.point.opened, ascent.point.worth)
    search.look(np.ones(len(siting.fixed), dtype=bool))
    _rounds(relaxation, ascent, search, gap, clock)
    if siting.single_source:
        relaxation = Relaxation(siting, whole=True)
        ascent = begin(relaxation, ascent.prices, state, 0.3)
        _rounds(relaxation, ascent, search, gap, clock)
        _kernel(siting, search, ascent, clock)
    tree = Tree(relaxation, search, gap)
    tree.run(ascent, clock.left)
    clock("tree")
    best = search.best
    if not np.isfinite(best.value):
        raise Undecided("no assignment of each customer to one facility was found within the capacities")
    bound = min(best.value, *(leaf.bound for leaf in tree.leaves))
    return Plan(best.opened, best.share, best.value, bound, tuple(tree.leaves), tree.nodes, clock.seconds)


def _kernel(siting: Siting, search: Search, ascent: Ascent, clock: _Clock) -> None:
    """Better whole assignments near the best decision, again while there are any and half of the time is left."""
    while np.isfinite(search.best.value) and (seconds := clock.limit / 2 - (monotonic() - clock.begun)) > 0:
        share = kernel(siting, search.best, ascent.point.worth, min(seconds, clock.limit / KERNELS))
        if share is None:
            break
        search.keep(share, np.asarray((share > 0).any(axis=1)))
    clock("decisions")


def _rounds(relaxation: Relaxation, ascent: Ascent, search: Search, gap: float, clock: _Clock) -> None:
    """Prices and decisions in turn, each helped by the other."""
    state = np.full(len(relaxation.siting.fixed), FREE)
    for _ in range(ROUNDS):
        before, known = ascent.bound, search.best.value
        ascend(relaxation, ascent, state, STEPS, known * (1 - gap))
        clock("prices")
        search.grow(ascent.point.opened, ascent.point.worth)
        search.improve(ascent.prices, ascent.point.worth)
        clock("decisions")
        risen = ascent.bound - before > SLIGHT * abs(before)
        if ascent.bound >= search.best.value * (1 - gap) or not (risen or search.best.value < known) or not clock.left():
            return
