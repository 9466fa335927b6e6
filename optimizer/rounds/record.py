"""What a round leaves behind: the frozen record that is written to files, stored and shown.

The columns of `AllocationRow` and `ExplanationRow` are the columns of `allocation.csv` and `explanations.csv`; `summary`,
`certificate` are the JSON documents of the same names, made of plain dicts, lists, strings, numbers and None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from optimizer.domain.ways import Ways

Outcome = Literal["displaced", "breach", "moved_on", "wish", "guarantee", "kept", "provisional", "waiting"]
OUTCOMES: tuple[Outcome, ...] = ("displaced", "breach", "moved_on", "wish", "guarantee", "kept", "provisional", "waiting")


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """What one application got. `distance_m` is home to unit; `days_late` counts from the true garantidato."""

    application_id: str
    child_id: str
    unit_id: str | None
    start_date: date | None
    outcome: Outcome
    wish_rank: int | None
    tier: str
    guarantee_date: date | None
    days_late: int | None
    distance_m: int | None
    alternative_unit_id: str | None
    reason_code: str
    #: Danish sentence
    reason: str


@dataclass(frozen=True, slots=True)
class ExplanationRow:
    """What happened to one wish (or, with `rank` None, to a place not wished) and why.

    `facts` holds only strings, numbers, dates as ISO strings, and lists of them.
    """

    application_id: str
    rank: int | None
    unit_id: str | None
    code: str
    facts: dict[str, Any]
    text_da: str
    text_en: str


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """A finished round."""

    summary: dict[str, Any]
    policy_toml: str
    certificate: dict[str, Any]
    allocation: tuple[AllocationRow, ...]
    explanations: tuple[ExplanationRow, ...]
    #: the ways from homes to facilities that it was run on; None = straight lines
    ways: Ways | None = None
