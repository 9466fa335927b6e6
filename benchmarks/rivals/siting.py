"""The textbook model of facility location, given to HiGHS whole: in a process of its own, as HiGHS and OR-Tools cannot be loaded together.

sum_i x[i, j] = 1;  sum_j demand[j] x[i, j] <= capacity[i] y[i];  x[i, j] <= y[i], added up over customers or one by one (`strong`).
"""

from __future__ import annotations

import time

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from optimizer.planning.instance import Siting


def plain(siting: Siting, seconds: float, strong: bool = False) -> tuple[float | None, float, float]:
    """(cost or None, bound, seconds) of HiGHS with so many seconds at most."""
    begun = time.monotonic()
    sites, customers = siting.shape
    pairs = np.arange(sites * customers)
    site, customer = pairs // customers, pairs % customers
    columns = sites * (customers + 1)
    ones, house = np.ones(len(pairs)), len(pairs) + np.arange(sites)
    once = sparse.csr_array((ones, (customer, pairs)), shape=(customers, columns))
    load = np.concatenate([siting.demand[customer], -siting.capacity])
    room = sparse.csr_array((load, (np.append(site, np.arange(sites)), np.append(pairs, house))), shape=(sites, columns))
    if strong:
        link = sparse.csr_array((np.append(ones, -ones), (np.tile(pairs, 2), np.append(pairs, house[site]))), shape=(len(pairs), columns))
    else:
        each = np.append(ones, np.full(sites, -float(customers)))
        link = sparse.csr_array((each, (np.append(site, np.arange(sites)), np.append(pairs, house))), shape=(sites, columns))
    rows = [LinearConstraint(once, 1, 1), LinearConstraint(room, -np.inf, 0), LinearConstraint(link, -np.inf, 0)]
    whole = np.append(np.full(len(pairs), int(siting.single_source)), np.ones(sites, dtype=np.int64))
    cost = np.append(siting.cost.ravel(), siting.fixed)
    options = {"time_limit": seconds, "mip_rel_gap": 1e-7}
    found = milp(cost, constraints=rows, bounds=Bounds(0, 1), integrality=whole, options=options)  # type: ignore[arg-type]  # a type that scipy does not export
    bound = float(found.mip_dual_bound) if found.mip_dual_bound is not None else -np.inf
    return (None if found.x is None else float(found.fun)), bound, time.monotonic() - begun
