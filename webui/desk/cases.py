"""The decisions of a round in bins of work: what each needs before it can go out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from data.stores.approvals import Standing
from optimizer.rounds.record import AllocationRow
from webui.i18n import N_
from webui.rounds.book import RoundBook
from webui.rounds.listing import REPEATED

Bin = Literal["needs", "ready", "second", "approved", "sent", "later"]
BINS: dict[Bin, str] = {
    "needs": N_("Kræver din stilling"),
    "ready": N_("Klar til godkendelse"),
    "second": N_("Venter på den anden godkendelse"),
    "approved": N_("Godkendt, ikke sendt"),
    "sent": N_("Sendt"),
    "later": N_("Intet at afgøre i runden"),
}
LOCKED_LABEL = N_("Låst i hånden")
WHY = {
    "breach": N_("garantien bliver ikke holdt"),
    "due": N_("garantien forfalder i runden, og barnet får ingen plads"),
    "special": N_("barnet har et særligt behov"),
    "passed_over": N_("barnet er sprunget over i rækkefølgen"),
    "second_offer": N_("barnet mangler det andet tilbud efter § 23 stk. 4"),
    "changed": N_("barnets oplysninger er ændret, siden runden blev kørt"),
}
#: outcomes that give or refuse something now; the others only tell how it looks
DECIDING = frozenset({"displaced", "breach", "moved_on", "wish", "guarantee", "kept"})


@dataclass(frozen=True, slots=True)
class Case:
    """An application's decision at the desk; `why` it needs an officer, in the codes of WHY."""

    application_id: str
    bin: Bin
    why: tuple[str, ...]
    standing: Standing
    locked: bool


@dataclass(frozen=True)
class Cases:
    """All decisions of a round."""

    book: RoundBook
    by_id: Mapping[str, Case]
    closed: bool
    needed: int

    @property
    def counts(self) -> Counter[str]:
        """Decisions by bin."""
        return Counter(case.bin for case in self.by_id.values())

    @property
    def left(self) -> int:
        """Decisions for which something is left to do before the round can be closed."""
        return sum(self.counts[code] for code in ("needs", "ready", "second", "approved"))

    def rows(self) -> pd.DataFrame:
        """The list of applications with each one's bin, and whether it is locked."""
        rows = self.book.rows
        found = [self.by_id[one] for one in rows["application_id"]]
        due = self.book.due_months
        return rows.assign(
            bin=[case.bin for case in found],
            locked=[case.locked for case in found],
            due=[due.get(one, "") for one in rows["application_id"]],
        )


def sort_cases(
    book: RoundBook, standings: Mapping[str, Standing], touched: Mapping[str, object], locked: frozenset[str], *,
    sent: Collection[str] = (), closed: bool, needed: int, only: Collection[str] | None = None,
) -> Cases:  # fmt: skip
    """Every decision in its bin. `touched`: children whose data have changed since the round was run; `locked`: changed by hand;
    `sent`: applications whose letters are sent; `only`: these applications alone, None for all.
    """
    found = {}
    for row in book.record.allocation if only is None else [book.decisions[one] for one in only]:
        why = [*book.reasons[row.application_id], *(["changed"] if row.child_id in touched else [])]
        standing = standings.get(row.application_id, Standing())
        bin_ = "sent" if row.application_id in sent else _bin(row, why, standing, needed)
        found[row.application_id] = Case(row.application_id, bin_, tuple(why), standing, row.application_id in locked)
    return Cases(book, found, closed, needed)


def _bin(row: AllocationRow, why: list[str], standing: Standing, needed: int) -> Bin:
    if len(standing.approvers) >= needed:
        return "approved"
    if row.reason_code == REPEATED or (row.outcome not in DECIDING and "due" not in why):
        return "later"
    if why and not standing.considered:
        return "needs"
    return "second" if standing.approvers else "ready"
