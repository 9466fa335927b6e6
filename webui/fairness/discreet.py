"""Small figures are hidden, and enough beside them that subtraction from a total does not give them back."""

from __future__ import annotations

from collections.abc import Sequence

#: the least figure about a group of children that is shown
LEAST = 5


def discreet(counts: Sequence[int]) -> list[int | None]:
    """The counts of groups that together make a known total, with None for those that are hidden.

    Counts of 1 to LEAST - 1 are hidden (a zero tells of nobody). Where any is, the least of the others that are not zero is hidden
    too, so that what is missing from the total is never one small group alone.
    """
    small = {place for place, count in enumerate(counts) if 0 < count < LEAST}
    others = [place for place, count in enumerate(counts) if count >= LEAST]
    hidden = small | ({min(others, key=lambda place: counts[place])} if small and others else set())
    return [None if place in hidden else count for place, count in enumerate(counts)]
