"""A drawn town of the size that CyberAgent's DaycareCP publishes (605 children of 554 families, 33 daycares); no code or data of theirs.

Left out of it: children who have a place and ask for another, and places that go from one age to another.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: of the applicants, by age in years; and of the places
AGES, PLACES_BY_AGE = (0.22, 0.4, 0.16, 0.13, 0.06, 0.03), (0.24, 0.34, 0.16, 0.14, 0.07, 0.05)
#: wishes of an only child and of each of two siblings; combinations that a family ranks
WISHES, SIBLING_WISHES, COMBINATIONS = 6, 4, 20
#: points of need are drawn below this; a daycare adds NEAR for the children nearest to it
NEED, NEAR = 8, 2
#: (child, daycare) pairs, one for each child that the combination places
Combination = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Town:
    """`age` [child] in years; `places` (daycare, age) -> places; `priority` (daycare, child) -> a lower number goes first, no two alike.

    `families` [family] are its ranked combinations, the dearest first.
    """

    age: tuple[int, ...]
    places: dict[tuple[int, int], int]
    priority: dict[tuple[int, int], int]
    families: tuple[tuple[Combination, ...], ...]


def draw_town(children: int = 605, families: int = 554, daycares: int = 33, seed: int = 1, share: float = 1.0) -> Town:
    """A town with `share` places a child; families have one child or two. Needs families <= children <= 2 families."""
    rng = np.random.default_rng(seed)
    age = tuple(int(a) for a in rng.choice(len(AGES), size=children, p=AGES))
    chances = np.outer(rng.dirichlet(np.full(daycares, 4.0)), PLACES_BY_AGE).ravel()
    drawn = rng.multinomial(round(share * children), chances / chances.sum()).reshape(daycares, len(AGES))
    places = {(d, a): int(drawn[d, a]) for d in range(daycares) for a in range(len(AGES)) if drawn[d, a]}
    pairs = children - families
    members: list[tuple[int, ...]] = [(2 * k, 2 * k + 1) for k in range(pairs)]
    members += [(c,) for c in range(2 * pairs, children)]
    homes, houses = rng.random((families, 2)), rng.random((daycares, 2))
    far = np.sqrt(((homes[:, None] - houses[None]) ** 2).sum(axis=2))
    taste = far + rng.normal(0, 0.1, far.shape)
    ranked = tuple(combinations(those, age, places, taste[f], int(rng.integers(1, WISHES + 1))) for f, those in enumerate(members))
    return Town(age, places, priorities(rng, members, far), ranked)


def combinations(
    members: tuple[int, ...], age: tuple[int, ...], places: dict[tuple[int, int], int], taste: Floats, wishes: int
) -> tuple[Combination, ...]:
    """What a family ranks: for two siblings together before apart before one alone, within these the sum of tastes."""
    lists = []
    for child in members:
        open_to_it = [d for d in np.argsort(taste).tolist() if (d, age[child]) in places]
        lists.append(open_to_it[: wishes if len(members) == 1 else SIBLING_WISHES])
    if len(members) == 1:
        return tuple(((members[0], d),) for d in lists[0])
    both = sorted(product(*lists), key=lambda pair: (pair[0] != pair[1], taste[pair[0]] + taste[pair[1]], pair))
    alone = sorted(((c, d) for c, wished in zip(members, lists, strict=True) for d in wished), key=lambda one: (taste[one[1]], one))
    whole = [tuple(zip(members, pair, strict=True)) for pair in both]
    return tuple([*whole, *((one,) for one in alone)][:COMBINATIONS])


def priorities(rng: np.random.Generator, members: list[tuple[int, ...]], far: Floats) -> dict[tuple[int, int], int]:
    """Points of the family's need, more for those who live near; ties broken by one draw of lots for the whole town."""
    home = {child: family for family, those in enumerate(members) for child in those}
    need, lot = rng.integers(0, NEED, len(members)), rng.permutation(len(home))
    out = {}
    for daycare in range(far.shape[1]):
        near = far[:, daycare] < np.quantile(far[:, daycare], 0.15)
        order = sorted(home, key=lambda c, near=near: (-int(need[home[c]] + NEAR * near[home[c]]), int(lot[c])))  # type: ignore[misc]
        out.update({(daycare, child): place for place, child in enumerate(order)})
    return out
