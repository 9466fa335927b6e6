"""What comes out: a decision, and the leaves that prove how good it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from optimizer.planning.instance import Bools, Floats


@dataclass(frozen=True, eq=False)
class Leaf:
    """Every decision that opens `opened` and leaves `closed` shut costs at least `bound`, as `prices` [customer] prove (inf: no room)."""

    opened: tuple[int, ...]
    closed: tuple[int, ...]
    prices: Floats
    bound: float


@dataclass(frozen=True, eq=False)
class Plan:
    """What to open, `share` [facility, customer] of each demand served from where, the cost, and what proves how good that is.

    `bound` is the least of the leaves' bounds: no decision costs less. `seconds` by phase: prices, decisions, tree.
    """

    opened: Bools
    share: Floats
    value: float
    bound: float
    leaves: tuple[Leaf, ...]
    nodes: int
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        """By how much of the cost a better decision could be cheaper at most."""
        return max(self.value - self.bound, 0.0) / max(self.value, 1e-9)
