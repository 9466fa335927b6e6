"""What is left for a single source: a small integer programme over the facilities and pairs that look best, searched by HiGHS."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.highs import highs
from optimizer.planning.instance import Floats, Siting
from optimizer.planning.search import Best

Ints = NDArray[np.int64]
#: facilities beside those of the best decision, and the ways of a customer among them
MORE_SITES, WAYS = 6, 6


def kernel(siting: Siting, best: Best, worth: Floats, seconds: float) -> Floats | None:
    """Shares [facility, customer] of 0 and 1, cheaper than the best decision; None where there are none, or none was found in time.

    The facilities are those of the best decision and a few of the least `worth`; a customer's ways are the cheapest among them and the
    way it has. Says nothing about the bound.
    """
    count = min(int(best.opened.sum()) + MORE_SITES, len(worth))
    sites = np.union1d(np.flatnonzero(best.opened), np.argsort(worth, kind="stable")[:count])
    near = siting.cost[sites]
    pair = (near <= np.sort(near, axis=0)[min(WAYS, len(sites)) - 1]) | (best.share[sites] > 0)
    site, customer = np.nonzero(pair)
    cost = np.concatenate([near[site, customer], siting.fixed[sites]])
    matrix, lower, upper = _rows(siting, sites, site, customer)
    # a little better, or it is no use
    matrix = sparse.vstack([matrix, sparse.csr_array(cost[None, :])], format="csr")
    lower, upper = np.append(lower, -np.inf), np.append(upper, best.value * (1 - 1e-7))
    ((found, _, _),) = highs().order("search", cost, matrix, lower, upper, {"time_limit": seconds})
    if found is None:
        return None
    share = np.zeros(siting.shape)
    share[sites[site], customer] = np.round(found[: len(site)])
    return share


def _rows(siting: Siting, sites: Ints, site: Ints, customer: Ints) -> tuple[sparse.csr_array, Floats, Floats]:
    """Each customer once, each capacity, no pair without its facility, enough capacity in all. Columns: pairs, then facilities."""
    pairs, customers = len(site), siting.shape[1]
    number, count = np.arange(pairs), len(sites)
    one = np.ones(pairs)
    capacity = siting.capacity[sites]
    once = sparse.csr_array((one, (customer, number)), shape=(customers, pairs + count))
    loads = (np.concatenate([siting.demand[customer], -capacity]), (np.append(site, np.arange(count)), np.arange(pairs + count)))
    room = sparse.csr_array(loads, shape=(count, pairs + count))
    link = sparse.csr_array((np.append(one, -one), (np.tile(number, 2), np.append(number, pairs + site))), shape=(pairs, pairs + count))
    whole = sparse.csr_array((capacity, (np.zeros(count, dtype=np.int64), pairs + np.arange(count))), shape=(1, pairs + count))
    matrix = sparse.vstack([once, room, link, whole], format="csr")
    lower = np.concatenate([np.ones(customers), np.full(count + pairs, -np.inf), [siting.demand.sum()]])
    upper = np.concatenate([np.ones(customers), np.zeros(count + pairs), [np.inf]])
    return matrix, lower, upper
