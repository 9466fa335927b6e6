"""Whether a unit suits a child (specification, section 4)."""

from __future__ import annotations

from datetime import date

from optimizer.domain.children import Child
from optimizer.domain.dates import TWENTY_SIX_WEEKS, age_in_months
from optimizer.domain.facilities import Unit


def suits_home(child: Child, unit: Unit) -> bool:
    """Whether the home conditions are met: smoke and pets."""
    return (unit.smoke_free or not child.smoke_free_needed) and not (unit.pets and child.pets_excluded)


def suits_age(child: Child, unit: Unit, start: date) -> bool:
    """Whether the child has the unit's age on the start, and is 26 weeks old."""
    age = age_in_months(child.birth_date, start)
    return unit.min_age_months <= age < unit.max_age_months and start >= child.birth_date + TWENTY_SIX_WEEKS
