"""Everything a round needs to know, frozen and trusted: validation happened at the edge, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from optimizer.domain.applications import Application, Offer
from optimizer.domain.children import Child, ChildDecision, Enrolment
from optimizer.domain.facilities import CapacityChange, District, Facility, Reservation, Unit
from optimizer.domain.ways import Ways


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A municipality's data at one version; mappings are by id and keep the files' order."""

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
