"""How far the places are from a child's home, and whether there is room: the wished ones, the one given, the nearest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from optimizer.domain.applications import Application
from optimizer.domain.children import Child
from optimizer.domain.dates import age_in_months
from optimizer.domain.facilities import CARE_OF_UNIT
from optimizer.rounds.record import AllocationRow
from webui import addresses
from webui.i18n import N_
from webui.i18n import gettext as _
from webui.rounds.book import RoundBook
from webui.units.occupancy import free_on
from webui.units.places import facility_of, open_units, suits, unit_name, wished_units
from webui.ways import metres_to, way_of

#: suitable places shown beside those wished and given
NEAREST = 5
#: units of one pooled wish that are shown
POOLED = 3
GIVEN = N_("tildelt")
#: outcomes whose unit this round does not give: what it is instead
NOT_GIVEN = {"kept": N_("nuværende plads"), "provisional": N_("foreløbig")}
Nearness = Callable[[str], tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as seen from a child's home; `way` empty where the home is protected."""

    id: str
    name: str
    href: str
    why: str
    way: str
    free: int
    given: bool


def nearest_places(book: RoundBook, row: AllocationRow, application: Application | None, *, hidden: bool) -> list[Place]:
    """The given place, the wished ones and the nearest suitable ones, nearest first.

    With `hidden` (a protected address) the way is not shown, the nearest places are left out and the rest are in order of name: three
    ways would tell where the child lives.
    """
    child = book.snapshot.children[row.child_id]
    day = row.start_date or _wanted(book, application)

    def nearness(unit_id: str) -> tuple[int, str]:
        return 0 if hidden else _metres(book, child, unit_id), unit_name(book.snapshot, unit_id)

    why = _wished_or_given(book, row, application, nearness)
    if not hidden:
        for unit_id in _nearest(book, child, _care(book, row, application), day):
            why.setdefault(unit_id, _("blandt de nærmeste egnede"))
    return [
        Place(
            id=unit_id,
            name=unit_name(book.snapshot, unit_id),
            href=addresses.unit(book.id, unit_id),
            why=reason,
            way="" if hidden else way_of(book.snapshot, child, facility_of(book.snapshot, unit_id), book.policy),
            free=free_on(book.snapshot, unit_id, book.stays.get(unit_id, []), day),
            given=unit_id == row.unit_id and row.outcome not in NOT_GIVEN,
        )
        for unit_id, reason in sorted(why.items(), key=lambda item: nearness(item[0]))
    ]


def free_day(book: RoundBook, row: AllocationRow) -> date:
    """The day on which free places are counted: the start given, else the first day on which the child could start."""
    return row.start_date or _wanted(book, book.snapshot.applications.get(row.application_id))


def _wanted(book: RoundBook, application: Application | None) -> date:
    dates = book.grid.dates
    return dates[0] if application is None else next((day for day in dates if day >= application.need_date), dates[-1])


def _care(book: RoundBook, row: AllocationRow, application: Application | None) -> str:
    if application is not None:
        return application.care
    present = next((stay for stay in book.snapshot.enrolments if stay.child_id == row.child_id), None)
    unit_id = row.unit_id or (present.unit_id if present else None)
    return CARE_OF_UNIT.get(book.snapshot.units[unit_id].kind, "0-2") if unit_id else "0-2"


def _wished_or_given(book: RoundBook, row: AllocationRow, application: Application | None, nearness: Nearness) -> dict[str, str]:
    """Why each of those units is shown, by unit id."""
    why: dict[str, str] = {}
    for wish in application.wishes if application else ():
        meant = wished_units(book.snapshot, wish, application.care) if application else set()
        for unit_id in sorted(meant, key=nearness)[:POOLED]:
            why.setdefault(unit_id, _("%(rank)s. ønske", rank=wish.rank))
    if row.unit_id is not None:
        wished = why.get(row.unit_id)
        got = _(NOT_GIVEN.get(row.outcome, GIVEN))
        why[row.unit_id] = f"{got}, {wished}" if wished else got
    if row.alternative_unit_id is not None:
        why.setdefault(row.alternative_unit_id, _("andet tilbud"))
    return why


def _nearest(book: RoundBook, child: Child, care: str, day: date) -> list[str]:
    months = age_in_months(child.birth_date, day)
    suitable = [unit.id for unit in open_units(book.snapshot, care) if suits(unit, child, months)]
    return sorted(suitable, key=lambda unit_id: _metres(book, child, unit_id))[:NEAREST]


def _metres(book: RoundBook, child: Child, unit_id: str) -> int:
    return metres_to(book.snapshot, child, facility_of(book.snapshot, unit_id), book.policy)
