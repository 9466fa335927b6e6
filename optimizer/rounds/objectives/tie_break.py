"""Equal optima are told apart by recorded draws (specification, section 8, level 10).

Formula: sum over subjects of  draw(i, u, s)  of the start (u, s) in the window (displaced children: of any start), 65536 without one.

Symbols: draw - the number made by the first four hexadecimal digits of SHA-256 of "seed:i:u:s"; i - application id of the subject's first
member; s - ISO date.

Source: ours, so that the same input gives the same placement whoever computes it; drawing lots among equals is the law's own last resort.
"""

from __future__ import annotations

import hashlib

from optimizer.rounds.checking.case import Case

NAME = "tie_break"
UNIT = "draws"
NO_START = 65536


def value(case: Case) -> int:
    """The sum of the draws of all starts that the round decides."""
    total = 0
    for subject in case.basis.subjects.values():
        plan = case.plans.get(subject.key) if subject.kind == "displaced" else case.window_plan(subject)
        total += NO_START if plan is None else draw(case.basis.seed, subject.key, plan.unit_id, plan.start.isoformat())
    return total


def draw(seed: int, key: str, unit_id: str, start: str) -> int:
    """The recorded draw of a start."""
    return int(hashlib.sha256(f"{seed}:{key}:{unit_id}:{start}".encode()).hexdigest()[:4], 16)
