"""What the solver is told of each objective (the checker's halves are in `objectives`), and the levels that the policy makes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optimizer.engine.amounts import AmountBuilder, Amounts
from optimizer.engine.model import Aim
from optimizer.rounds.aims import by_subject
from optimizer.rounds.aims.frame import Bools, Frame, Ints, Piece
from optimizer.rounds.aims.groups import even_load, guest_slack
from optimizer.rounds.aims.mix import group_mix
from optimizer.rounds.aims.pairs import siblings
from optimizer.rounds.instance import Instance

__all__ = ["Levels", "make_levels"]

PIECES: dict[str, Callable[[Frame], Piece]] = {
    "breaches": by_subject.breaches,
    "wishes": by_subject.wishes,
    "siblings": siblings,
    "distance": by_subject.distance,
    "guest_slack": guest_slack,
    "few_moves": by_subject.few_moves,
    "even_load": even_load,
    "group_mix": group_mix,
    "tie_break": by_subject.tie_break,
}
UNITS = {
    "breaches": "child-months", "wishes": "points lost", "siblings": "pairs", "distance": "metres", "guest_slack": "guest places",
    "few_moves": "children", "even_load": "places", "group_mix": "children", "tie_break": "draws",
}  # fmt: skip
WEIGHTED = "weighted points"
TIE_BREAK = "tie_break"


@dataclass(frozen=True)
class Level:
    """One level: costs of plans and of amounts (one unit of each), and what it comes to with neither."""

    name: str
    unit: str
    plans: Ints
    numbers: Ints
    constant: int


@dataclass(frozen=True)
class Levels:
    """All levels of a model, with the amounts that they cost."""

    amounts: Amounts
    levels: tuple[Level, ...]

    def aims(self, between: int) -> tuple[Aim, ...]:
        """The levels as costs of columns: plans, `between` columns that cost nothing, columns of the amounts."""
        none, powers = np.zeros(between, dtype=np.int64), self.amounts.powers()
        size = np.diff(self.amounts.begins)
        costs = [np.concatenate([level.plans, none, np.repeat(level.numbers, size) * powers]) for level in self.levels]
        return tuple(Aim(level.name, level.unit, cost, level.constant) for level, cost in zip(self.levels, costs, strict=True))

    def settle(self, x: Ints) -> Ints:
        """x with the amounts that its plans give."""
        out = x.copy()
        if self.amounts.columns:
            out[len(x) - self.amounts.columns :] = self.amounts.bits(x[: self.amounts.plans.shape[1]])
        return out


def make_levels(instance: Instance, plans: Ints, decided: Bools, fixed: Ints, base: Ints) -> Levels:
    """The levels of a model that decides the subjects `decided` by the option rows `plans`.

    `fixed` [subject] are the options of those decided before, -1 for none; `base` [limit, step] is the load of all who stay. Every level
    counts all subjects of the round: those who are not decided as they are.
    """
    builder, policy = AmountBuilder(), instance.policy
    frame = Frame(instance, plans, decided, fixed, base, builder)
    groups = {**policy.levels, TIE_BREAK: (TIE_BREAK,)}
    pieces = {name: PIECES[name](frame) for group in groups.values() for name in group}
    levels = []
    for name, group in groups.items():
        numbers = np.zeros(len(builder.limits), dtype=np.int64)
        for part in group:
            numbers[list(pieces[part].amounts)] = policy.weight(part)
        weights = [policy.weight(part) for part in group]
        cost = sum((w * pieces[part].cost for w, part in zip(weights, group, strict=True)), np.zeros(len(plans), dtype=np.int64))
        constant = sum(w * pieces[part].constant for w, part in zip(weights, group, strict=True))
        levels.append(Level(name, UNITS.get(name, WEIGHTED), cost, numbers, constant))
    return Levels(builder.build(len(plans)), tuple(levels))
