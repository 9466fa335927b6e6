"""Each customer served by one facility: shares made whole, then moves and exchanges with a price for passing a capacity."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.planning.instance import Bools, Floats, Siting

Ints = NDArray[np.int64]
#: moves and exchanges after which a search ends
MOST_MOVES = 2_000
#: customers from which exchanges are sought among the dearest placed only
MOST_PAIRED = 300
#: relative change that counts as better
SLIGHT = 1e-9


class Assigner:
    """Local search among whole assignments to the open facilities. `at` [customer] is a position among `sites`."""

    def __init__(self, siting: Siting, opened: Bools) -> None:
        self.sites = np.flatnonzero(opened)
        self.cost = siting.cost[self.sites]
        self.capacity, self.demand = siting.capacity[self.sites], siting.demand
        #: price of a unit that is too much: the dearest way to be rid of it
        self.price = float((self.cost.max(axis=0) / self.demand).max()) + 1.0

    def best(self, share: Floats) -> Ints | None:
        """[customer] the facility that serves each, from `share` [facility, customer]; None where capacities stay passed."""
        at = share[self.sites].argmax(axis=0)
        load = np.bincount(at, self.demand, len(self.sites)).astype(np.float64)
        for _ in range(MOST_MOVES):
            if not (self._move(at, load) or self._exchange(at, load)):
                break
        return None if (load > self.capacity * (1 + 1e-12)).any() else self.sites[at]

    def _over(self, load: Floats, capacity: Floats) -> Floats:
        return np.asarray(self.price * np.maximum(load - capacity, 0))

    def _move(self, at: Ints, load: Floats) -> bool:
        """Moves the customer that gains most."""
        customers = np.arange(len(at))
        now = self._over(load, self.capacity)
        away = self._over(load[at] - self.demand, self.capacity[at]) - now[at]
        there = self._over(load[:, None] + self.demand, self.capacity[:, None]) - now[:, None]
        gain = self.cost[at, customers] - away - self.cost - there
        gain[at, customers] = 0
        site, customer = np.unravel_index(gain.argmax(), gain.shape)
        if gain[site, customer] <= SLIGHT * self.price:
            return False
        load[at[customer]] -= self.demand[customer]
        load[site] += self.demand[customer]
        at[customer] = site
        return True

    def _exchange(self, at: Ints, load: Floats) -> bool:
        """Exchanges the two customers that gain most by it."""
        some = np.arange(len(at))
        if len(some) > MOST_PAIRED:
            # those that would gain most elsewhere; and all of a facility that is too full
            regret = self.cost[at, some] - self.cost.min(axis=0) + self._over(load, self.capacity)[at]
            some = np.argsort(-regret, kind="stable")[:MOST_PAIRED]
        here, there, all_customers = at[some][:, None], at[None, :], np.arange(len(at))
        more = self.demand[None, :] - self.demand[some][:, None]
        now = self._over(load, self.capacity)
        change = self.cost[there, some[:, None]] + self.cost[here, all_customers[None, :]]
        change -= self.cost[at, all_customers][None, :] + self.cost[at[some], some][:, None]
        change += self._over(load[here] + more, self.capacity[here]) - now[here]
        change += self._over(load[there] - more, self.capacity[there]) - now[there]
        change[here == there] = 0
        first, second = np.unravel_index(change.argmin(), change.shape)
        if change[first, second] >= -SLIGHT * self.price:
            return False
        one, other = some[first], int(second)
        shift = self.demand[other] - self.demand[one]
        load[at[one]] += shift
        load[at[other]] -= shift
        at[one], at[other] = at[other], at[one]
        return True
