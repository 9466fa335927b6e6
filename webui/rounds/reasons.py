"""What of a round's decisions needs an officer, as far as the round itself tells it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.record import AllocationRow, RoundRecord
from webui.rounds.summary import cases


def reasons_by_application(record: RoundRecord, snapshot: Snapshot, last_start: date) -> dict[str, tuple[str, ...]]:
    """The codes of what needs an officer, by application id; `last_start` is the last start that the round decides."""
    flagged = {
        "passed_over": {case.application_id for case in cases(record.summary, "envy_cases")},
        "second_offer": {case.application_id for case in cases(record.summary, "alternative_shortages")},
    }
    special = {decision.child_id for decision in snapshot.child_decisions if decision.kind == "support_points" and decision.value}
    return {
        row.application_id: (
            *_own(snapshot, row, special, last_start),
            *(code for code, ids in flagged.items() if row.application_id in ids),
        )
        for row in record.allocation
    }


def _own(snapshot: Snapshot, row: AllocationRow, special: set[str], last_start: date) -> Sequence[str]:
    """What of the decision itself needs an officer."""
    application, child = snapshot.applications.get(row.application_id), snapshot.children[row.child_id]
    reasons = ["breach"] if row.outcome == "breach" else []
    if row.outcome in ("waiting", "provisional") and row.guarantee_date is not None and row.guarantee_date <= last_start:
        wants = application is not None and application.wants_guarantee and application.kind == "new"
        reasons += ["due"] if wants else []
    if (application is not None and application.priority) or child.support_points or row.child_id in special:
        reasons.append("special")
    return reasons
