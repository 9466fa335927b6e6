"""Recomputes a decision's cost and its bound from the instance and the leaves alone: shares nothing with what made them.

Everything here is plain and slow on purpose. A bound is checked leaf by leaf: prices prove a bound for a part of all decisions, and
together the parts must be all there are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.planning.instance import Floats, Siting
from optimizer.planning.plan import Leaf

#: error that is forgiven in shares and loads (what an LP solver allows itself), and the relative one in sums of money
TOLERANCE, SLIGHT = 1e-6, 1e-8


def decision_faults(siting: Siting, opened: NDArray[np.bool_], share: Floats, value: float) -> list[str]:
    """What is wrong with a decision: `opened` [facility], `share` [facility, customer], the cost it claims; empty where nothing is."""
    if share.shape != siting.shape or opened.shape != siting.fixed.shape:
        return [f"shares of shape {share.shape} for {siting.shape[0]} facilities and {siting.shape[1]} customers"]
    faults, cost = [], 0.0
    for customer in range(siting.shape[1]):
        served = [float(one) for one in share[:, customer]]
        if min(served) < -TOLERANCE or abs(math.fsum(served) - 1) > TOLERANCE:
            faults.append(
                f"customer {customer} is served to {math.fsum(served):g}, least share {min(served):g}; expected 1, of shares from 0"
            )
        if siting.single_source and max(served) < 1 - TOLERANCE:
            faults.append(f"customer {customer} is split; expected a single source")
    for facility in range(siting.shape[0]):
        load = math.fsum(float(one) * float(need) for one, need in zip(share[facility], siting.demand, strict=True))
        room = float(siting.capacity[facility]) if opened[facility] else 0.0
        if load > room + TOLERANCE * float(siting.capacity[facility]):
            faults.append(f"facility {facility} serves {load:g}; expected no more than {room:g}")
        cost += float(siting.fixed[facility]) if opened[facility] else 0.0
        cost += math.fsum(float(one) * float(each) for one, each in zip(share[facility], siting.cost[facility], strict=True))
    if abs(cost - value) > SLIGHT * max(abs(cost), 1):
        faults.append(f"the cost is {cost:.6f}; the decision says {value:.6f}")
    return faults


def bound_faults(siting: Siting, leaves: Sequence[Leaf], bound: float) -> list[str]:
    """What is wrong with a bound: leaves that prove less than they claim, that are too low, or that leave decisions out."""
    faults = [] if _all_there([(set(leaf.opened), set(leaf.closed)) for leaf in leaves]) else ["some decisions are in no leaf"]
    for number, leaf in enumerate(leaves):
        proven = proof(siting, leaf)
        claimed = min(leaf.bound, bound) if math.isfinite(bound) else leaf.bound
        if leaf.bound < bound - SLIGHT * abs(bound):
            faults.append(f"leaf {number} claims {leaf.bound:.6f}; expected at least the bound, {bound:.6f}")
        if proven < claimed - SLIGHT * max(abs(claimed), 1):
            faults.append(f"leaf {number} proves {proven:.6f} only; it claims {leaf.bound:.6f}, the bound is {bound:.6f}")
    return faults


def proof(siting: Siting, leaf: Leaf) -> float:
    """What the leaf's prices prove: the least cost of a decision in it, demand traded at the prices. inf: too little room for any."""
    worth = [_worth(siting, facility, leaf.prices) for facility in range(siting.shape[0])]
    must, never = set(leaf.opened), set(leaf.closed)
    room = math.fsum(float(siting.capacity[facility]) for facility in must)
    cost = math.fsum(worth[facility] for facility in must)
    need = math.fsum(siting.demand.tolist())
    # what any sets of the facilities so far hold and cost, those dropped that hold no more and cost no less than another
    holds, costs = np.array([min(room, need)]), np.array([cost])
    for facility in sorted(set(range(siting.shape[0])) - must - never):
        holds = np.concatenate([holds, np.minimum(holds + siting.capacity[facility], need)])
        costs = np.concatenate([costs, costs + worth[facility]])
        order = np.lexsort((costs, -holds))
        holds, costs = holds[order], costs[order]
        good = np.concatenate([[True], costs[1:] < np.minimum.accumulate(costs)[:-1]])
        holds, costs = holds[good], costs[good]
    enough = costs[holds >= need * (1 - 1e-9)]
    return math.fsum(leaf.prices.tolist()) + float(enough.min()) if len(enough) else math.inf


def _worth(siting: Siting, facility: int, prices: Floats) -> float:
    """Fixed cost less the most that the facility gains by what it serves at the prices."""
    gains = prices - siting.cost[facility]
    wanted = [customer for customer in range(len(gains)) if gains[customer] > 0]
    wanted.sort(key=lambda customer: -gains[customer] / siting.demand[customer])
    room, gained = float(siting.capacity[facility]), 0.0
    for customer in wanted:
        part = min(1.0, room / float(siting.demand[customer]))
        gained += part * float(gains[customer])
        room -= part * float(siting.demand[customer])
        if room <= 0:
            break
    if siting.single_source:
        gained = min(gained, _whole_gain(gains[wanted], siting.demand[wanted], float(siting.capacity[facility])))
    return float(siting.fixed[facility]) - gained


def _whole_gain(gains: Floats, weights: Floats, room: float) -> float:
    """The most that whole customers gain; inf where figures are not whole numbers (then shares say enough)."""
    if any(figure != math.floor(figure) for figure in [room, *weights.tolist()]):
        return math.inf
    table = np.zeros(int(room) + 1)
    for gain, weight in zip(gains, weights.astype(int), strict=True):
        if weight <= room:
            table[weight:] = np.maximum(table[weight:], table[: len(table) - weight] + gain)
    return float(table[-1])


def _all_there(parts: list[tuple[set[int], set[int]]]) -> bool:
    """Whether every way to open and close is in one of the parts (opened, closed)."""
    if any(not opened and not closed for opened, closed in parts):
        return True
    if not parts:
        return False
    facility = next(iter(parts[0][0] | parts[0][1]))
    with_it = [(opened - {facility}, closed) for opened, closed in parts if facility not in closed]
    without = [(opened, closed - {facility}) for opened, closed in parts if facility not in opened]
    return _all_there(with_it) and _all_there(without)
