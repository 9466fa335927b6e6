"""The garantidato, and what a missed one costs (specification, section 5; dagtilbudsloven § 23, bekendtgørelsen § 3)."""

from __future__ import annotations

from datetime import date, timedelta

from optimizer.domain.applications import Application
from optimizer.domain.children import Child
from optimizer.domain.dates import FOUR_WEEKS, TWENTY_SIX_WEEKS, add_months
from optimizer.domain.policy import Policy
from optimizer.rounds.checking.refusals import Refusals


def garantidato(application: Application, child: Child, policy: Policy, refusals: Refusals | None = None) -> date:
    """The date as written to the family, else computed; then what refused offers have made of it.

    base = the need date; birth + 30 weeks when the need date is on or before birth + 26 weeks. The days by which the family
    registered later than `deadline_months` and `deadline_days` before the place can be had (the need date, or 26 weeks of age if that is
    later) postpone it, but never beyond registration + `months_after_application` (bek. § 3 stk. 2-3), unless the base itself is later.
    """
    found = application.guarantee_date
    if found is None:
        at_26_weeks = child.birth_date + TWENTY_SIX_WEEKS
        base = at_26_weeks + FOUR_WEEKS if application.need_date <= at_26_weeks else application.need_date
        deadline = add_months(max(application.need_date, at_26_weeks), -policy.deadline_months) - timedelta(days=policy.deadline_days)
        late = max(timedelta(0), application.registered_date - deadline)
        found = min(base + late, max(base, add_months(application.registered_date, policy.months_after_application)))
    if refusals is None or policy.refused_guarantee != "postponed":
        return found
    return max([found, *(refusals.new_date(offer) for offer in refusals.of(application.id))])
