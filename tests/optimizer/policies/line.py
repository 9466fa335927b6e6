"""What a line of a policy is tested by: a small town where it decides who gets the place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from optimizer.domain.policy import Policy
from optimizer.rounds.run import run_round
from tests.optimizer.checking.build import ROUND_DATE, Build

#: a town, drawn for the policy: where the policy's own figure is the corner (so many wishes, such an age), the town stands on it
Town = Callable[[Policy], Build]
#: application -> "unit month-day", of those who start in the window
Gets = dict[str, str]


@dataclass(frozen=True)
class Line:
    """The town of one line.

    `having` says of which values of the field it speaks (None = whatever else the policies have); `changed` is another value, or a
    function of the policy's own. `gets` is who gets what with the line, `instead` with it changed.
    """

    field: str
    town: Town
    changed: Any
    gets: Gets
    instead: Gets
    having: Callable[[Policy], bool] = lambda policy: True

    def other(self, policy: Policy) -> Policy:
        """The policy with the line changed."""
        value = self.changed(policy) if callable(self.changed) else self.changed
        return replace(policy, **{self.field: value})


def outcome(town: Town, drawn_for: Policy, policy: Policy) -> Gets:
    """Who starts where in the window when the town is solved under the policy."""
    record = run_round(town(drawn_for).snapshot(), policy, ROUND_DATE)
    started = ("wish", "guarantee", "moved_on", "displaced", "breach")
    last = record.summary["window"][-1]
    return {
        row.application_id: f"{row.unit_id} {row.start_date:%m-%d}"
        for row in record.allocation
        if row.outcome in started
        and row.start_date is not None
        and row.start_date.isoformat() <= last
        and row.reason_code != "displaced_instead"
    }
