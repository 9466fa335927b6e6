"""What the rules of section 6 share: who is over which limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case


def over_limit(case: Case, what: str, rule: str, unit_of_measure: str) -> Iterator[Violation]:
    """Steps in which a limit is passed and newcomers take of it.

    `what` is the kind of limit (as far as a colon), its measure a Danish word.
    """
    for limit, step in case.load.broken():
        if limit[0].partition(":")[0] == what:
            cap, taken, new = case.basis.resources.caps[limit][step], case.load.total[limit][step], case.load.new[limit][step]
            day = case.basis.grid.dates[step]
            text = f"{limit[1]} har fra {day} {taken} {unit_of_measure} optaget af {cap}, heraf {new} af børn fra denne runde."
            yield Violation(rule, limit[1], text)
