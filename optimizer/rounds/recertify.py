"""The certificate of a decision changed by hand: the stored prices, proven again with the values that are reached now.

Prices are valid whatever the decision: with each frozen level at what the new decision reaches, they prove how much better a decision could
be that is as good as this one on the levels before. They say nothing of locks, so the bounds hold for decisions without them too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.certificate import price_bound
from optimizer.engine.lexicographic import Level
from optimizer.engine.model import rows_matrix
from optimizer.rounds.certify import limits_of, option_names, read_prices, read_row, rebuild
from optimizer.rounds.claims import make_claims
from optimizer.rounds.instance import Instance
from optimizer.rounds.order_rows import OrderRows
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.solve import Part, Solved, plan_columns
from optimizer.rounds.window import Window

Ints = NDArray[np.int64]


def recertified(instance: Instance, record: RoundRecord, window: Window, choice: Ints) -> tuple[dict[str, Any], Solved, list[list[int]]]:
    """(certificate, decision with its levels, bounds by prices part by part) of another choice ([subject] option) of the record's window.

    The displaced children keep what they have, and their part of the certificate stands.
    """
    displaced = np.array([s.kind == "displaced" for s in instance.subjects], dtype=bool)
    names = option_names(instance) if instance.policy.mode == "legal" else {}
    parts, stated, proven = [], [], []
    for part in record.certificate["parts"]:
        own = window if part["part"] == "window" else rebuild(instance, record, part["part"])
        x = plan_columns(own, np.where(displaced == (part["part"] == "displaced"), choice, -1))
        if x is None:
            raise ValueError("a changed decision has an option that is no plan of the round")
        order = OrderRows(make_claims(own))
        again = [level_again(own, order, level, names, x, int(record.certificate["scale"])) for level in part["levels"]]
        stated.append({**part, "levels": again})
        reached = [int(aim.cost @ x) + aim.constant for aim in own.model.aims]
        bounds = [min(level["bound"], value) for level, value in zip(again, reached, strict=True)]
        levels = [
            Level(aim.name, aim.unit, value, bound, bound, "prices", np.zeros(0), ())
            for aim, value, bound in zip(own.model.aims, reached, bounds, strict=True)
        ]
        parts.append(Part(part["part"], own, levels, []))
        proven.append(bounds)
    return {**record.certificate, "parts": stated}, Solved(choice, tuple(parts), True), proven


def level_again(
    window: Window, order: OrderRows, level: dict[str, Any], names: dict[tuple[str, ...], int], x: Ints, scale: int
) -> dict[str, Any]:
    """The level's prices with the earlier levels at what x reaches, and the bound that they prove."""
    added = [[renewed(window, name, x), price] for name, price in level["added"]]
    extra = [read_row(window, order, names, name) for name, _ in added]
    lower, upper = limits_of(window, extra)
    aim = next(a for a in window.model.aims if a.name == level["name"])
    rows = rows_matrix(extra, window.model.columns).astype(np.int64) if extra else None
    bound = price_bound(window.model, rows, lower, upper, aim, read_prices(window, level, len(lower)), scale) + aim.constant
    return {**level, "added": added, "bound": bound}


def renewed(window: Window, name: list[Any], x: Ints) -> list[Any]:
    """The name of an added row, that of a frozen level with the value that x reaches."""
    if name[0] != "frozen":
        return name
    reached = int(next(a.cost for a in window.model.aims if a.name == name[1]) @ x)
    return [name[0], name[1], reached]
