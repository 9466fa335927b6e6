"""A finished round with the data it was run on: everything that the pages about it read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

from data.stores.rounds import RoundHead
from optimizer.domain.children import Child
from optimizer.domain.dates import Grid, make_grid
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.record import AllocationRow, ExplanationRow, RoundRecord
from webui.rounds.listing import build_list
from webui.rounds.reasons import reasons_by_application
from webui.units.occupancy import Stay, stays_by_unit
from webui.ways import how_measured


@dataclass(frozen=True)
class RoundBook:
    """One stored round. It never changes, so what is worked out once holds for as long as the book is kept."""

    head: RoundHead
    record: RoundRecord
    policy: Policy
    snapshot: Snapshot
    #: names of children by id, where the data have them
    names: Mapping[str, str] = field(default_factory=dict)
    #: children whose address is protected
    protected: frozenset[str] = frozenset()

    @property
    def id(self) -> int:
        """The round's number."""
        return self.head.id

    @property
    def round_date(self) -> date:
        """The round's date."""
        return self.head.round_date

    @property
    def measured(self) -> str:
        """How the ways from home were measured, in words."""
        return how_measured(self.policy)

    @cached_property
    def grid(self) -> Grid:
        """The dates on which the round lets a stay start."""
        return make_grid(self.round_date, self.policy.start_days, self.policy.window_months, self.policy.horizon_months)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The list of applications, one row each."""
        return build_list(self.record.allocation, self.snapshot, self.names, self.protected, self.grid.window_dates[-1])

    @cached_property
    def decisions(self) -> dict[str, AllocationRow]:
        """What each application got, by its id."""
        return {row.application_id: row for row in self.record.allocation}

    @cached_property
    def reasons(self) -> dict[str, tuple[str, ...]]:
        """What of each decision needs an officer, by application id."""
        return reasons_by_application(self.record, self.snapshot, self.grid.window_dates[-1])

    @cached_property
    def decision_of_child(self) -> dict[str, AllocationRow]:
        """One decision of each child: that which gives a place, where it has several applications."""
        return {row.child_id: row for row in sorted(self.record.allocation, key=lambda row: row.unit_id is not None)}

    @cached_property
    def explanations(self) -> dict[str, list[ExplanationRow]]:
        """What happened to each wish, by application id and in order of rank (a place not wished last)."""
        found: dict[str, list[ExplanationRow]] = defaultdict(list)
        for row in sorted(self.record.explanations, key=lambda row: (row.rank is None, row.rank or 0)):
            found[row.application_id].append(row)
        return found

    @cached_property
    def stays(self) -> dict[str, list[Stay]]:
        """Who is in which unit and when, once the decision is carried out, by unit id."""
        return stays_by_unit(self.snapshot, self.policy, self.grid, self.record.allocation)

    @cached_property
    def last_days(self) -> dict[tuple[str, str], set[date]]:
        """The first days away that families or the municipality have given, by child and unit."""
        found: dict[tuple[str, str], set[date]] = defaultdict(set)
        for enrolment in self.snapshot.enrolments:
            if enrolment.to_date is not None:
                found[enrolment.child_id, enrolment.unit_id].add(enrolment.to_date)
        return found

    @cached_property
    def households(self) -> dict[str, list[Child]]:
        """The children of each household."""
        found: dict[str, list[Child]] = defaultdict(list)
        for child in self.snapshot.children.values():
            if child.household_id:
                found[child.household_id].append(child)
        return found

    @cached_property
    def due_months(self) -> dict[str, str]:
        """The month (2027-03) in which a guarantee falls due that no place has been found for, by application id."""
        found = {}
        for row in self.record.allocation:
            application = self.snapshot.applications.get(row.application_id)
            wants = application is not None and application.wants_guarantee and application.kind == "new"
            placed = row.outcome not in ("waiting", "kept") and row.start_date is not None
            if wants and row.guarantee_date is not None and not (placed and row.start_date and row.start_date <= row.guarantee_date):
                found[row.application_id] = f"{row.guarantee_date:%Y-%m}"
        return found

    def child_name(self, child_id: str) -> str:
        """The child's name, or its id where the data hold no name."""
        return self.names.get(child_id, child_id)
