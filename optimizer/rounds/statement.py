"""What a round states of its levels: value, bound, gap, and by what they are proven."""

from __future__ import annotations

from typing import Any

from optimizer.domain.errors import Defect
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.fairness import Cases
from optimizer.rounds.checking.levels import level_unit, parts_of
from optimizer.rounds.checking.levels import levels as level_values
from optimizer.rounds.solve import Solved


def stated_levels(solved: Solved, proven: list[list[int]], case: Case, cases: Cases) -> list[dict[str, Any]]:
    """The levels of a decision; `proven` are the bounds by prices, part by part.

    The window's levels count the displaced children as they were served; what these may lack of their best is taken off the bounds.
    """
    out: list[dict[str, Any]] = []
    if case.policy.mode == "legal":
        count = len(cases.envy) + len(cases.idle)
        order = {"name": "order", "unit": "cases", "value": count, "bound": 0, "gap": float(count)}
        out.append({**order, "price_bound": 0, "proven_by": "prices"})
    values = level_values(case)
    window, served = solved.parts[-1], list(zip(solved.parts[:-1], proven[:-1], strict=True))
    for k, level in enumerate(window.levels):
        name, value = level.name, level.value
        if value != values[name]:
            raise Defect(f"the checker counts {values[name]} for {name}, the model {value}")
        by_prices = proven[-1][k]
        prices = by_prices - sum(p.levels[k].value - b[k] for p, b in served)
        bound = max(level.bound, by_prices) - sum(p.levels[k].value - max(p.levels[k].bound, b[k]) for p, b in served)
        stated = {
            "name": name,
            "unit": level_unit(name),
            "value": value,
            "bound": bound,
            "gap": round((value - bound) / max(abs(value), 1), 6),
            "price_bound": prices,
            "proven_by": "prices" if prices == bound else "search",
        }
        if any(part.levels[k].cut for part in solved.parts):
            stated["search_cut"] = True
        parts = parts_of(case, name)
        out.append({**stated, "parts": parts} if parts else stated)
    return out
