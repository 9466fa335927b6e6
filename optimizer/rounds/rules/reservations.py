"""Places kept for children in the statutory learning offer, for newcomers or for the guarantee go to these children alone.

Formula: for each unit u, each non-empty set K of the kinds that u keeps places for, and each step k with a newcomer who may have none of K:
sum over children c present who may have none of K of w(c, k) <= places(u, k) - sum over kinds in K of reserved(u, kind, k).

Symbols: w, places - as in the rule `places`; reserved - places kept in force, the least difference on any day of the step. A newcomer
(a child with a stay given on this round, starting on s) may have the kind `learning_offer` when learning_offer_from <= s, `newcomer`
when newcomer_until > s, and `guarantee` when the subject (kind new or transition) wants the guarantee and its latest lawful start lies in
the window, or (s after the window) on or before s. Whoever is enrolled already, or has an offer, takes an ordinary place: the
office lowers `reservations.places` as they are used. Applies to units with reservations. By Hall's theorem these limits say that
everybody present can be given a place that is kept for it, or an ordinary one.

Example: 3 places, 1 kept for newcomers and 1 for the learning offer. K = {newcomer}: at most 2 others than newcomers; K = {learning_offer}:
at most 2 others than these; K = both: at most 1 who is neither.

Source: dagtilbudsloven § 44 a (the statutory learning offer), § 23 (the guarantee); published guidelines on newcomers
(e.g. København: up to 6 places a house and year).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.limits import over_limit
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "reservations"
SOURCE = "dagtilbudsloven § 23, § 44 a; the policy"


def check(case: Case) -> Iterator[Violation]:
    """Units and steps with newcomers on places that are kept for others."""
    return over_limit(case, "ordinary", NAME, "pladser")
