"""Branch and bound on what is open. Each leaf keeps the prices that close it, so the whole tree can be checked without a solver."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import numpy as np
from numpy.typing import NDArray

from optimizer.planning.ascent import Ascent, ascend, begin
from optimizer.planning.instance import Floats
from optimizer.planning.plan import Leaf
from optimizer.planning.relaxation import CLOSED, FREE, OPEN, Relaxation
from optimizer.planning.search import Search

Ints = NDArray[np.int64]
#: steps of the ascent in a node, and the length of its first step
STEPS, LENGTH = 60, 0.3


@dataclass(order=True)
class Node:
    """A part of all decisions that is still to be looked at; `state` [facility]."""

    bound: float
    number: int
    state: Ints = field(compare=False)
    ascent: Ascent = field(compare=False)


class Tree:
    """The search for a proof that no decision is better than the best by more than `gap` (relative)."""

    def __init__(self, relaxation: Relaxation, search: Search, gap: float) -> None:
        self.relaxation, self.search, self.gap = relaxation, search, gap
        self.leaves: list[Leaf] = []
        self.open: list[Node] = []
        self.numbers = count()
        self.nodes = 0

    @property
    def enough(self) -> float:
        """A bound that need not be raised."""
        return self.search.best.value * (1 - self.gap)

    def run(self, root: Ascent, go_on: Callable[[], bool]) -> None:
        """Looks at the node of the least bound until none is below what is enough or `go_on` says no; the rest become leaves."""
        self.push(np.full(len(self.relaxation.siting.fixed), FREE), root)
        while self.open and self.open[0].bound < self.enough and go_on():
            self.look(heapq.heappop(self.open))
        for node in self.open:
            self.leaf(node.state, node.ascent.prices, node.ascent.bound)
        self.open.clear()

    def push(self, state: Ints, ascent: Ascent) -> None:
        """A node to be looked at."""
        heapq.heappush(self.open, Node(ascent.bound, next(self.numbers), state, ascent))

    def leaf(self, state: Ints, prices: Floats, bound: float) -> None:
        """A part that is done with."""
        opened, closed = (tuple(np.flatnonzero(state == kind).tolist()) for kind in (OPEN, CLOSED))
        self.leaves.append(Leaf(opened, closed, prices, bound))

    def look(self, node: Node) -> None:
        """Raises the node's bound, decides what must be, and splits the rest in two."""
        self.nodes += 1
        state, ascent = node.state.copy(), node.ascent
        ascend(self.relaxation, ascent, state, STEPS, self.enough)
        if ascent.bound < self.enough:
            self.search.grow(ascent.point.opened, ascent.point.worth)
            self.settle(state, ascent)
        free = np.flatnonzero(state == FREE)
        if ascent.bound >= self.enough:
            self.leaf(state, ascent.prices, ascent.bound)
        elif not len(free):
            self.last(state, ascent)
        else:
            # the facility of which the last points were least sure
            split = int(free[np.abs(ascent.often[free] - 0.5).argmin()])
            for kind in (OPEN, CLOSED):
                child = state.copy()
                child[split] = kind
                self.push(child, begin(self.relaxation, ascent.prices, child, LENGTH))

    def settle(self, state: Ints, ascent: Ascent) -> None:
        """Decides facilities whose other way is proven to be no better; each leaves a leaf behind."""
        values = self.relaxation.flipped(ascent.prices, ascent.point, state)
        for facility in np.flatnonzero(values >= self.enough).tolist():
            way = OPEN if ascent.point.opened[facility] else CLOSED
            state[facility] = OPEN + CLOSED - way
            self.leaf(state, ascent.prices, values[facility])
            state[facility] = way

    def last(self, state: Ints, ascent: Ascent) -> None:
        """A node in which all is decided: with split demand the flows' own prices prove their cost."""
        self.search.seen.discard((state == OPEN).tobytes())
        flows = self.search.look(state == OPEN)
        if flows is not None:
            exact = begin(self.relaxation, flows.prices, state)
            ascent = max(ascent, exact, key=lambda one: one.bound)
        self.leaf(state, ascent.prices, ascent.bound)
