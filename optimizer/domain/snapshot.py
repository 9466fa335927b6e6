"""Everything a round needs to know, frozen and trusted: validation happened at the edge, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, TypeVar

from optimizer.domain.applications import Application, Offer
from optimizer.domain.children import Child, ChildDecision, Enrolment
from optimizer.domain.facilities import CapacityChange, District, Facility, Reservation, Unit
from optimizer.domain.ways import Ways

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A municipality's data at one version; mappings are by id and keep the files' order until `in_order`."""

    version: str
    districts: Mapping[str, District]
    facilities: Mapping[str, Facility]
    units: Mapping[str, Unit]
    children: Mapping[str, Child]
    applications: Mapping[str, Application]
    enrolments: tuple[Enrolment, ...] = ()
    capacity_changes: tuple[CapacityChange, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    child_decisions: tuple[ChildDecision, ...] = ()
    offers: tuple[Offer, ...] = ()
    #: rows the user asked to leave out, as "table row id"
    left_out_rows: tuple[str, ...] = field(default=())
    #: the ways from homes to facilities, when the policy does not take the straight line
    ways: Ways | None = None
    #: application id -> unit and start that the last published run promised; empty without such a run
    promised: Mapping[str, tuple[str, date]] = field(default_factory=dict)

    def in_order(self) -> Snapshot:
        """The same data in an order of their own: tables by id or by their columns, wishes by rank.

        A round begins with it, so that the same data give the same decision however the rows of the files stand.
        """
        applications = {a.id: replace(a, wishes=_sorted(a.wishes, lambda w: (w.rank, *_columns(w)))) for a in self.applications.values()}
        return replace(
            self,
            districts=_by_id(self.districts),
            facilities=_by_id(self.facilities),
            units=_by_id(self.units),
            children=_by_id(self.children),
            applications=_by_id(applications),
            enrolments=_sorted(self.enrolments),
            capacity_changes=_sorted(self.capacity_changes),
            reservations=_sorted(self.reservations),
            child_decisions=_sorted(self.child_decisions),
            offers=_sorted(self.offers),
            promised=_by_id(self.promised),
        )


def _by_id(table: Mapping[str, Row]) -> dict[str, Row]:
    return {key: table[key] for key in sorted(table)}


def _columns(row: Any) -> tuple[str, ...]:
    """A row's values as text: dates sort as days do."""
    return tuple(str(getattr(row, column.name)) for column in fields(row))


def _sorted(rows: Iterable[Row], key: Callable[[Row], tuple[Any, ...]] = _columns) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=key))
