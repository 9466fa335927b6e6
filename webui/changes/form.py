"""The form for a change by hand: what it offers, and what is made of what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from data.stores.drafts import Wanted
from data.stores.versions import name_key
from optimizer.domain.facilities import CARE_OF_UNIT
from webui.children.distances import nearest_places
from webui.i18n import N_, day
from webui.i18n import gettext as _
from webui.rounds.book import RoundBook
from webui.units.places import open_units, unit_name

#: outcomes with a place of this round, which can be locked as it is
LOCKABLE = frozenset({"breach", "moved_on", "wish", "guarantee"})
#: letters of a reason
LONGEST_REASON = 1000
ACTIONS = {
    "laas": N_("Lås barnets plads, som den er nu"),
    "plads": N_("Giv barnet denne plads"),
    "ikke": N_("Giv barnet ikke denne plads"),
    "ingen": N_("Giv barnet ingen plads i denne runde"),
    "ophaev": N_("Ophæv ændringen"),
}


@dataclass(frozen=True, slots=True)
class Entered:
    """What was sent, as it was written."""

    action: str = ""
    unit: str = ""
    start: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """The form of one application; `faults` are by field."""

    entered: Entered
    actions: list[tuple[str, str]]
    #: places near the child or wished, then all others that care for its age: (id, name)
    near: list[tuple[str, str]]
    others: list[tuple[str, str]]
    starts: list[tuple[str, str]]
    faults: dict[str, str] = field(default_factory=dict)


def form_of(book: RoundBook, application_id: str, entered: Entered | None = None, faults: Mapping[str, str] | None = None) -> ChangeForm:
    """The form, with what was entered before."""
    row = book.decisions[application_id]
    application = book.snapshot.applications.get(application_id)
    near = [place.id for place in nearest_places(book, row, application, hidden=row.child_id in book.protected)]
    care = application.care if application else CARE_OF_UNIT.get(book.snapshot.units[row.unit_id].kind, "0-2") if row.unit_id else "0-2"
    others = {unit.id for unit in open_units(book.snapshot, care)} - set(near)

    def named(units: list[str]) -> list[tuple[str, str]]:
        return [(unit_id, unit_name(book.snapshot, unit_id)) for unit_id in units]

    lockable = row.outcome in LOCKABLE and row.unit_id is not None
    return ChangeForm(
        entered=entered or Entered(action="laas" if lockable else "plads"),
        actions=[(code, _(text)) for code, text in ACTIONS.items() if code != "ophaev" and (lockable or code != "laas")],
        near=named(near),
        others=sorted(named(list(others)), key=lambda unit: name_key(unit[1])),
        starts=[(start.isoformat(), day(start, "long")) for start in book.grid.window_dates],
        faults=dict(faults or {}),
    )


def read_form(book: RoundBook, application_id: str, entered: Entered) -> Wanted | dict[str, str]:
    """The change that was meant, or what is wrong by field."""
    row, faults = book.decisions[application_id], dict[str, str]()
    reason, unit, start = entered.reason.strip(), entered.unit or None, _start(book, entered.start)
    if entered.action not in ACTIONS:
        faults["action"] = _("Vælg, hvad der skal gøres.")
    if not reason and entered.action != "ophaev":
        faults["reason"] = _("Skriv en begrundelse: den gemmes med ændringen.")
    if len(reason) > LONGEST_REASON:
        faults["reason"] = _("Begrundelsen må højst have %(limit)s tegn; den har %(count)s.", limit=LONGEST_REASON, count=len(reason))
    if entered.action in ("plads", "ikke") and unit not in book.snapshot.units:
        faults["unit"] = _("Vælg en plads på listen.")
    if entered.start and start is None:
        faults["start"] = _("Vælg en af rundens startdatoer.")
    if entered.action == "laas" and (row.outcome not in LOCKABLE or row.unit_id is None):
        faults["action"] = _("Barnet har ingen plads i runden, der kan låses.")
    if faults:
        return faults
    if entered.action == "laas":
        return Wanted("lock", application_id, row.unit_id, row.start_date, reason)
    if entered.action == "ingen":
        return Wanted("forbid", application_id, None, None, reason)
    if entered.action == "ophaev":
        return Wanted("release", application_id, None, None, reason)
    return Wanted("lock" if entered.action == "plads" else "forbid", application_id, unit, start, reason)


def _start(book: RoundBook, text: str) -> date | None:
    return next((start for start in book.grid.window_dates if start.isoformat() == text), None)
