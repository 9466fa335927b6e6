"""The hard rules, one a file. Each has NAME, SOURCE and `check(case)`, which yields what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from optimizer.rounds.rules import (
    age_appropriate,
    alternative_offer,
    closed_lists,
    composition,
    earliest_start,
    equal_place,
    guarantee_area,
    home_conditions,
    infants,
    integrated_house,
    kept_wishes,
    one_place_per_child,
    open_to_list,
    placed_keep_their_place,
    places,
    refused_offer,
    reservations,
    support_points,
    twins_together,
)

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case
    from optimizer.rounds.checking.violation import Violation


class Rule(Protocol):
    """What every rule's file offers."""

    NAME: str
    SOURCE: str

    def check(self, case: Case) -> Iterator[Violation]:
        """What breaks the rule."""
        ...


#: in reading order: who, what, when, where, with whom, and how many
RULES: tuple[Rule, ...] = (
    one_place_per_child,
    placed_keep_their_place,
    age_appropriate,
    earliest_start,
    open_to_list,
    closed_lists,
    home_conditions,
    guarantee_area,
    refused_offer,
    kept_wishes,
    equal_place,
    twins_together,
    places,
    reservations,
    support_points,
    infants,
    integrated_house,
    composition,
    alternative_offer,
)
