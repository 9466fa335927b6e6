"""What law and policy say about one child and one application: dates that everything else rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from optimizer.domain.applications import Application, Offer
from optimizer.domain.children import Child
from optimizer.domain.dates import FOUR_WEEKS, TWENTY_SIX_WEEKS, add_months
from optimizer.domain.facilities import Care
from optimizer.domain.policy import Policy, SeniorityBasis
from optimizer.rounds.refusals import postponed


def grid_day_from(day: date, start_days: tuple[int, ...]) -> date:
    """The first date on or after `day` whose day of the month is a start day."""
    for start in start_days:
        if day.day <= start:
            return day.replace(day=start)
    return add_months(day.replace(day=1), 1).replace(day=start_days[0])


def transition_date(child: Child, policy: Policy) -> date:
    """When the child moves from 0-2 to 3-5 care: the first start day at or after the policy's age."""
    return grid_day_from(of_transition_age(child, policy), policy.start_days)


def of_transition_age(child: Child, policy: Policy) -> date:
    """The day from which the child is old enough to move from 0-2 to 3-5 care, by the policy's way of counting."""
    day = add_months(child.birth_date, policy.transition_age_months)
    if policy.transition_counted == "day":
        return day
    return add_months(day.replace(day=1), 1 if policy.transition_counted == "next_month" else 0)


def school_start(child: Child, policy: Policy) -> date:
    """The first of the policy's month in the year of the sixth birthday."""
    return date(child.birth_date.year + 6, policy.school_start_month, 1)


def earliest_day(application: Application, child: Child, policy: Policy) -> date:
    """The day from which the child may start: need date, 26 weeks and, for a transition, the policy's age."""
    day = max(application.need_date, child.birth_date + TWENTY_SIX_WEEKS)
    if application.kind == "transition":
        day = max(day, of_transition_age(child, policy))
    return day


def garantidato(application: Application, child: Child, policy: Policy, declined: Sequence[Offer] = ()) -> date:
    """The latest date by which the municipality must give a place (dagtilbudsloven § 23; bekendtgørelsen § 3).

    As written to the family; otherwise the need date (30 weeks of age when the place is wanted right at 26 weeks), postponed by
    as much as the family missed the policy's deadline, but never beyond the policy's months (by law three) after registration. The offers
    `declined` may postpone it further.
    """
    if application.guarantee_date is not None:
        return postponed(application.guarantee_date, declined, policy)
    weeks26 = child.birth_date + TWENTY_SIX_WEEKS
    due = max(application.need_date, weeks26)
    base = weeks26 + FOUR_WEEKS if application.need_date <= weeks26 else due
    deadline = add_months(due, -policy.deadline_months) - timedelta(days=policy.deadline_days)
    missed = max(0, (application.registered_date - deadline).days)
    latest = max(base, add_months(application.registered_date, policy.months_after_application))
    return postponed(min(base + timedelta(days=missed), latest), declined, policy)


def family(child: Child, policy: Policy) -> frozenset[str | int]:
    """What siblings have in common, by the policy: the household, or the numbers of guardians. Two who share one of these are siblings."""
    household: frozenset[str | int] = frozenset([child.household_id] if child.household_id else [])
    if policy.sibling_definition == "household":
        return household
    return child.guardians | household if policy.sibling_definition == "either" else frozenset(child.guardians)


def seniority_date(application: Application, child: Child, policy: Policy) -> date:
    """The date that counts in the order (§ 27), by the policy's published basis."""
    registered = application.registered_date
    basis, reached = seniority_basis(application.care, policy), seniority_age(child, application.care, policy)
    if basis == "birth":
        return child.birth_date
    if basis == "birth_if_registered_early":
        return child.birth_date if registered <= reached else registered
    if basis == "registered_from_age":
        return max(registered, reached)
    return registered


def seniority_basis(care: Care, policy: Policy) -> SeniorityBasis:
    """What the order counts from in the care."""
    return policy.seniority_35 if care == "3-5" and policy.seniority_35 is not None else policy.seniority


def seniority_age(child: Child, care: Care, policy: Policy) -> date:
    """The day on which the child reaches the age that its seniority hangs on."""
    months = policy.seniority_months
    if care == "3-5" and policy.seniority_months_35 is not None:
        months = policy.seniority_months_35
    return add_months(child.birth_date, months) + timedelta(days=policy.seniority_days)
