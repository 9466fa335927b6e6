"""Faults that depend on the policy and the date of the round."""

from __future__ import annotations

from datetime import date

from data.faults import Fault
from data.importers.phrases import fault
from data.importers.references import lookup
from data.package import Package
from optimizer.domain.policy import Policy

#: the year of age in which a child starts school
SCHOOL_AGE = 6


def round_faults(package: Package, policy: Policy, round_date: date) -> list[Fault]:
    """Applications for children already past school start on `round_date`.

    School starts on the first of the policy's month in the year in which the child turns six.
    """
    applications, children = package.tables["applications"], package.tables["children"]
    year = lookup(applications["child_id"], children, "birth_date").dt.year + SCHOOL_AGE
    started = (year < round_date.year) | ((year == round_date.year) & (round_date.month >= policy.school_start_month))
    numbered = applications.index.name == "row"
    return [
        fault(
            "past_school_start", "applications", int(str(line)) if numbered else None, "child_id", child,
            start=date(int(year.loc[line]), policy.school_start_month, 1).isoformat(),
        )
        for line, child in applications.loc[started, "child_id"].items()
    ]  # fmt: skip
