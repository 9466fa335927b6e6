"""The garantidato, and what a missed one costs (specification, section 5; dagtilbudsloven § 23, bekendtgørelsen § 3)."""

from __future__ import annotations

from datetime import date, timedelta

from optimizer.domain.applications import Application
from optimizer.domain.children import Child
from optimizer.domain.dates import FOUR_WEEKS, TWENTY_SIX_WEEKS, add_months
from optimizer.domain.policy import Policy


def garantidato(application: Application, child: Child, policy: Policy) -> date:
    """The date as written to the family, else computed.

    base = the need date; birth + 30 weeks when the need date is on or before birth + 26 weeks. The days by which the family
    registered later than `deadline_months` before the need date postpone it, but never beyond registration + 3 months
    (bek. § 3 stk. 2-3), unless the base itself is later.
    """
    if application.guarantee_date is not None:
        return application.guarantee_date
    at_26_weeks = child.birth_date + TWENTY_SIX_WEEKS
    base = at_26_weeks + FOUR_WEEKS if application.need_date <= at_26_weeks else application.need_date
    deadline = add_months(application.need_date, -policy.deadline_months)
    late = max(timedelta(0), application.registered_date - deadline)
    return min(base + late, max(base, add_months(application.registered_date, 3)))
