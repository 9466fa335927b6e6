"""Who lives in a listed area, and which houses lie in one (specification, section 6; almenboligloven § 61 a)."""

from __future__ import annotations

from datetime import date

from optimizer.domain.children import Child
from optimizer.domain.dates import add_months
from optimizer.domain.facilities import District, Facility
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot


def is_listed(district: District, day: date, years_after: int = 0) -> bool:
    """Whether the district is on the list on the day, or was until at most `years_after` years before."""
    if not district.vulnerable_area or (district.listed_from is not None and day < district.listed_from):
        return False
    return district.listed_to is None or day < add_months(district.listed_to, 12 * years_after)


def needs_second_offer(district: District, day: date) -> bool:
    """Whether the district is on the list for § 23 stk. 4: of a newly listed one from 1 May of the year after."""
    first = district.listed_from
    return is_listed(district, day) and (first is None or day >= date(first.year + 1, 5, 1))


def lives_among_them(child: Child, day: date, snapshot: Snapshot) -> bool:
    """Whether the child's home is in an area that is listed for § 23 stk. 4: as its own column says, else as its district."""
    if child.vulnerable_area is not None:
        return child.vulnerable_area
    return child.district_id is not None and needs_second_offer(snapshot.districts[child.district_id], day)


def lives_in_listed_area(child: Child, day: date, snapshot: Snapshot, years_after: int = 0) -> bool:
    """Whether the child's home is in a listed area: as its own column says, else as its district."""
    if child.vulnerable_area is not None:
        return child.vulnerable_area
    return child.district_id is not None and is_listed(snapshot.districts[child.district_id], day, years_after)


def counts_as_listed(child: Child, day: date, snapshot: Snapshot, policy: Policy) -> bool:
    """Whether a child who begins on the day counts for the composition rule (§ 26 a-c)."""
    if policy.composition_skips_employed and child.employed_parents:
        return False
    return lives_in_listed_area(child, day, snapshot, policy.composition_years)


def lies_in_listed_area(facility: Facility, day: date, snapshot: Snapshot) -> bool:
    """Whether the house lies on the day in an area that is listed for § 23 stk. 4."""
    return needs_second_offer(snapshot.districts[facility.district_id], day)
