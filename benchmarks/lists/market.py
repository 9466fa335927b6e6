"""A round made so small that a hospital-resident market says all of it: one period, one child at a time, so many places a unit.

Left out of it, and of whatever solves it: every date (who starts when, who leaves when), the places that children who move leave behind,
older and younger children's places in one house, homes' and houses' shared limits, infants, support points, groups' composition, twins,
guarantee places that nobody wished for. Only the places of each unit on the window's last day, and the order of the law, remain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.rounds.baselines.deferred_acceptance import Acceptance
from optimizer.rounds.baselines.queue import waiting_list
from optimizer.rounds.instance import Instance
from optimizer.rounds.order import option_keys
from optimizer.rounds.state import State, places_at_start

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Market:
    """`wishes` [child] are (unit, key), the dearest unit first: at a unit, the lower key goes first, and no two are alike.

    `order` are the children as the list serves them, `places` [unit] how many a unit takes.
    """

    wishes: dict[int, list[tuple[int, int]]]
    order: list[int]
    places: dict[int, int]


def market_of(instance: Instance) -> Market:
    """The single children under three and their wishes, at each unit by its dearest date; units with no place are left out."""
    waiting, options = waiting_list(instance), instance.options
    keys = option_keys(instance, waiting.tiers)
    limit, load = places_at_start(instance)
    last = int(options.start.max(initial=0))
    room = (instance.limits.cap - instance.base)[:, last]
    places: dict[int, int] = {}
    for unit in np.unique(options.unit).tolist():
        rows = np.flatnonzero(options.unit == unit)
        places[unit] = int(room[limit[rows[0]]]) // max(1, int(load[rows].max()))
    wishes: dict[int, list[tuple[int, int]]] = {}
    for child in waiting.order:
        subject = instance.subjects[child]
        if subject.care != "0-2" or subject.kind == "displaced" or subject.members > 1:
            continue
        rows = waiting.preferred[child]
        units = {int(options.unit[row]): int(keys[row]) for row in rows[options.rank[rows] > 0].tolist()[::-1]}
        wished = [(unit, key) for unit, key in list(units.items())[::-1] if places[unit] > 0]
        if wished:
            wishes[child] = wished
    return ranked(wishes, places)


def ranked(wishes: dict[int, list[tuple[int, int]]], places: dict[int, int]) -> Market:
    """The market, children in the order of their keys at their dearest units, units without a wish left out."""
    wished = {unit for those in wishes.values() for unit, _ in those}
    order = sorted(wishes, key=lambda child: wishes[child][0][1])
    return Market(wishes, order, {unit: places[unit] for unit in sorted(wished)})


def by_queue(market: Market) -> dict[int, int]:
    """One child after another takes its dearest unit that still has a place."""
    left, found = dict(market.places), {}
    for child in market.order:
        unit = next((unit for unit, _ in market.wishes[child] if left[unit]), None)
        if unit is not None:
            left[unit] -= 1
            found[child] = unit
    return found


class OnePeriod(State):
    """The state that our deferred acceptance asks: so many places a unit, no dates."""

    def __init__(self, units: list[int], places: dict[int, int]) -> None:
        self.units, self.left = units, dict(places)

    def open(self, options: Ints) -> Ints:
        """Every unit has a place to begin with."""
        return options

    def admits(self, option: int) -> bool:
        """A place is left."""
        return self.left[self.units[option]] > 0

    def arrive(self, option: int, sign: int = 1) -> None:
        """A place is taken, or given back."""
        self.left[self.units[option]] -= sign


def by_our_acceptance(market: Market) -> dict[int, int]:
    """Our deferred acceptance, asked about one period."""
    table = [(child, unit, key) for child, wished in market.wishes.items() for unit, key in wished]
    units, keys = [unit for _, unit, _ in table], [key for _, _, key in table]
    state = OnePeriod(units, market.places)
    kept = Acceptance(state, np.arange(len(table), dtype=np.int64), keys, units, [child for child, _, _ in table]).run()
    return {child: units[option] for child, option in kept.items()}


def passed_over(market: Market, found: dict[int, int]) -> list[tuple[int, int]]:
    """(child, unit): the child would rather have the unit, which has a place left or has taken somebody behind the child."""
    key = {(child, unit): k for child, wished in market.wishes.items() for unit, k in wished}
    taken: dict[int, list[int]] = {unit: [] for unit in market.places}
    for child, unit in found.items():
        taken[unit].append(key[child, unit])
    if any(len(keys) > market.places[unit] for unit, keys in taken.items()):
        raise ValueError("a unit has taken more than it has places")
    out = []
    for child, wished in market.wishes.items():
        for unit, mine in wished:
            if found.get(child) == unit:
                break
            if len(taken[unit]) < market.places[unit] or max(taken[unit], default=mine) > mine:
                out.append((child, unit))
    return out
