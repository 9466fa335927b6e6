"""The cheapest flows from a given set of open facilities: a transport problem, solved by HiGHS."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from optimizer.engine.highs import Solver
from optimizer.engine.model import FREE
from optimizer.planning.instance import Bools, Floats, Siting


@dataclass(frozen=True)
class Transport:
    """Cost of the flows alone, `share` [facility, customer] of each demand, and the customers' `prices`, which prove that cost."""

    cost: float
    share: Floats
    prices: Floats


def transport(siting: Siting, opened: Bools) -> Transport | None:
    """The cheapest flows, demand split as need be; None where the open facilities have too little room."""
    sites, customers = np.flatnonzero(opened), len(siting.demand)
    if float(siting.capacity[sites].sum()) < float(siting.demand.sum()) * (1 - 1e-12):
        return None
    column = np.arange(len(sites) * customers)
    site, customer = column // customers, column % customers
    # as shares of the capacity, so that every row is of the size of 1
    load = siting.demand[customer] / siting.capacity[sites][site]
    entries = (np.concatenate([load, np.ones(len(column))]), (np.concatenate([site, len(sites) + customer]), np.tile(column, 2)))
    matrix = sparse.csc_array(entries, shape=(len(sites) + customers, len(column)))
    upper = np.ones(matrix.shape[0], dtype=np.int64)
    lower = upper.copy()
    lower[: len(sites)] = -FREE
    solver = Solver()
    solver.load(matrix, lower, upper)
    solver.set_cost(siting.cost[sites].ravel())
    found = solver.solve()
    if found is None:
        return None
    share = np.zeros(siting.shape)
    share[sites] = np.clip(found.x.reshape(len(sites), customers), 0, 1)
    return Transport(float((siting.cost * share).sum()), share, found.prices[len(sites) :])
