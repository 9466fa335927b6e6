"""The count of blocking coalitions, in plain Python from the town alone: nothing of the model is used."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.daycares.town import Town


def blocking(town: Town, decision: Sequence[int]) -> list[tuple[int, int]]:
    """(family, place in its list) of every combination that its family would rather have and that its daycares would take.

    `decision` [family] is the place in its list of what it gets, -1 for nothing. A daycare would take the siblings when, of those who
    are there now (the family's own aside) and these, each sibling is among the first as many as there are places for its age.
    Raises ValueError where a daycare has more children of an age than places.
    """
    present: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for family, choice in enumerate(decision):
        for child, daycare in town.families[family][choice] if choice >= 0 else ():
            present.setdefault((daycare, town.age[child]), []).append((family, child))
    if any(len(those) > town.places[at] for at, those in present.items()):
        raise ValueError("a daycare has more children than places")
    out = []
    for family, ranked in enumerate(town.families):
        better = len(ranked) if decision[family] < 0 else decision[family]
        out += [(family, k) for k in range(better) if would_take(town, present, family, k)]
    return out


def would_take(town: Town, present: dict[tuple[int, int], list[tuple[int, int]]], family: int, k: int) -> bool:
    """Whether every daycare of the combination would take the siblings it is asked for."""
    wanted = town.families[family][k]
    for child, daycare in wanted:
        at = (daycare, town.age[child])
        there = [other for owner, other in present.get(at, []) if owner != family]
        there += [other for other, where in wanted if (where, town.age[other]) == at]
        ahead = sum(town.priority[daycare, other] < town.priority[daycare, child] for other in there)
        if ahead >= town.places[at]:
            return False
    return True
