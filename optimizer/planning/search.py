"""Decisions: what a set of open facilities costs, and better sets by opening, closing and replacing one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.planning.assign import Assigner
from optimizer.planning.instance import Bools, Floats, Siting
from optimizer.planning.transport import Transport, transport

#: sets looked at after the last better one before a local search ends
MOST_TRIES = 40
#: facilities opened beyond a set, so that whole customers find room
MOST_GROWN = 6
#: relative difference of costs that means nothing
NOISE = 1e-10


@dataclass
class Best:
    """The cheapest decision known: its cost, and `share` [facility, customer] of each demand that is served from where."""

    siting: Siting
    value: float
    share: Floats
    opened: Bools


class Search:
    """Looks sets of open facilities up, each once, and keeps the best decision."""

    def __init__(self, siting: Siting) -> None:
        self.siting = siting
        self.best = Best(siting, np.inf, np.zeros(siting.shape), np.ones(len(siting.fixed), dtype=bool))
        self.seen: set[bytes] = set()

    def look(self, opened: Bools) -> Transport | None:
        """Finds out what a set costs; the flows with split demand, None where the set is known or has too little room."""
        key = opened.tobytes()
        if key in self.seen:
            return None
        self.seen.add(key)
        flows = transport(self.siting, opened)
        if flows is None:
            return None
        fixed = float(self.siting.fixed[opened].sum())
        if fixed + flows.cost < self.best.value:
            share = self.whole(flows, opened) if self.siting.single_source else flows.share
            if share is not None:
                self.keep(share, opened)
        return flows

    def keep(self, share: Floats, opened: Bools) -> None:
        """Keeps a decision where it is cheaper than the best; what stands idle is closed."""
        opened = opened & (share > 0).any(axis=1)
        value = float(self.siting.fixed[opened].sum() + (self.siting.cost * share).sum())
        # not for the noise of the flows: proofs are measured by the value known when they were made
        if value < self.best.value * (1 - NOISE):
            self.best = Best(self.siting, value, share, opened)

    def grow(self, opened: Bools, worth: Floats) -> None:
        """Looks at a set; with a single source also at larger ones, the cheapest facility by `worth` first: whole customers need slack."""
        more = np.argsort(np.where(opened, np.inf, worth), kind="stable")
        for number in range(min(MOST_GROWN, int((~opened).sum())) + 1 if self.siting.single_source else 1):
            larger = opened.copy()
            larger[more[:number]] = True
            self.look(larger)

    def whole(self, flows: Transport, opened: Bools) -> Floats | None:
        """Shares of 0 and 1 near the flows; None where none are found."""
        at = Assigner(self.siting, opened).best(flows.share)
        if at is None:
            return None
        share = np.zeros(self.siting.shape)
        share[at, np.arange(len(at))] = 1.0
        return share

    def improve(self, prices: Floats, worth: Floats) -> None:
        """Opens, closes or replaces one facility at a time, the most promising first by what `prices` say a set costs at least."""
        tries = 0
        while tries < MOST_TRIES:
            before = self.best.value
            for opened in self._near(float(prices.sum()), worth):
                tries += 1
                if self.look(opened) is not None and self.best.value < before:
                    break
                if tries >= MOST_TRIES:
                    return
            if self.best.value >= before:
                return
            tries = 0

    def _near(self, base: float, worth: Floats) -> list[Bools]:
        """Sets that differ from the best by one facility in, one out, or both, and that may be better."""
        opened, capacity = self.best.opened, self.siting.capacity
        ins, outs = np.append(np.flatnonzero(~opened), -1), np.append(np.flatnonzero(opened), -1)
        # position -1 stands for none
        more, room = np.append(worth, 0.0), np.append(capacity, 0.0)
        bound = base + worth[opened].sum() + more[ins][:, None] - more[outs][None, :]
        left = capacity[opened].sum() + room[ins][:, None] - room[outs][None, :]
        good = (left >= self.siting.demand.sum()) & (bound < self.best.value)
        good[-1, -1] = False
        pairs = np.argwhere(good)[np.argsort(bound[good], kind="stable")]
        sets = []
        for one, other in pairs[:MOST_TRIES]:
            near = np.append(opened, False)
            near[ins[one]], near[outs[other]] = True, False
            sets.append(near[:-1])
        return sets
