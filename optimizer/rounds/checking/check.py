"""Does a decision keep every hard rule? (specification, sections 3, 4 and 6)"""

from __future__ import annotations

from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.violation import Violation
from optimizer.rounds.rules import RULES


def check(case: Case) -> list[Violation]:
    """All violations, rule by rule in reading order; an empty list means that the decision may stand."""
    return [violation for rule in RULES for violation in rule.check(case)]
