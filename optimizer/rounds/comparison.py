"""The price of order: the same round decided in other ways, counted in the same measures.

A round in the order of the law is compared with one in points (and the other way round), with the list as it is worked through
today, and with deferred acceptance. A second mode costs a second solve, so that it is worked out only when asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.policy import Mode
from optimizer.rounds.checking.fairness import find_cases
from optimizer.rounds.checking.levels import levels
from optimizer.rounds.instance import Instance
from optimizer.rounds.lookahead import Provisional, look_ahead
from optimizer.rounds.measures import measure
from optimizer.rounds.referee import Referee

Ints = NDArray[np.int64]
#: decides a round and says what it foresees: (instance, its referee) -> (choice, later starts)
Decide = Callable[[Instance, Referee], tuple[Ints, Provisional]]
OTHER: dict[Mode, Mode] = {"legal": "points", "points": "legal"}


def counted(instance: Instance, referee: Referee, choice: Ints, provisional: Provisional | None = None) -> dict[str, Any]:
    """The measures of one way to decide: outcomes, wish ranks, breach months, metres, cases and the levels' values."""
    later = look_ahead(instance, choice) if provisional is None else provisional
    case = referee.case(choice, later)
    cases = find_cases(case)
    measures = measure(instance, choice, later)
    return {
        **{k: measures[k] for k in ("outcomes", "wish_ranks", "breach_months", "mean_distance_m")},
        "justified_envy": len(cases.envy),
        "idle_wished_places": len(cases.idle),
        "levels": [{"name": n, "value": v} for n, v in levels(case).items()],
    }


def other_mode(instance: Instance, round_date: date, decide: Decide) -> tuple[Mode, dict[str, Any]]:
    """The other mode's name, and what the same round comes to in it."""
    mode = OTHER[instance.policy.mode]
    other = replace(instance, policy=replace(instance.policy, mode=mode))
    referee = Referee(other, round_date)
    return mode, counted(other, referee, *decide(other, referee))
