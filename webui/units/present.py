"""What the pages about units show: how full they are, who comes and goes, who wished them in vain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.stores.versions import name_key
from optimizer.domain.facilities import Facility, Unit
from optimizer.rounds.facts import seniority_date
from optimizer.rounds.record import AllocationRow
from webui import addresses, labels
from webui.i18n import day, language
from webui.i18n import gettext as _
from webui.labels import label
from webui.rounds.book import RoundBook
from webui.units.chart import Chart, chart
from webui.units.occupancy import MOVES, Month, Stay, free_on, months_of, places_on
from webui.units.places import unit_name


@dataclass(frozen=True, slots=True)
class Person:
    """A child that comes, goes, or wished the unit; addresses lead to its application where it has one in the round."""

    name: str
    href: str
    on: date | None
    outcome: str
    rank: int | None
    tier: str
    note: str
    note_href: str = ""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the list of units; places are those of the round's first start date."""

    name: str
    href: str
    kind: str
    district: str
    places: int
    free: int
    coming: int
    leaving: int


@dataclass(frozen=True, slots=True)
class UnitsView:
    """The list of units."""

    book: RoundBook
    first: date
    units: list[UnitLine]


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit's page."""

    book: RoundBook
    unit: Unit
    facility: Facility
    name: str
    facts: list[tuple[str, str]]
    months: list[Month]
    any_reserved: bool
    chart: Chart
    coming: list[Person]
    leaving: list[Person]
    wished: list[Person]
    #: the key of the last admitted, anonymous; empty when nobody was admitted by a wish
    last_admitted: str
    weighted: bool


def units_view(book: RoundBook, facility_id: str | None = None) -> UnitsView:
    """All units by name, or those of one house or home."""
    lines = [_unit_line(book, unit) for unit in book.snapshot.units.values() if facility_id in (None, unit.facility_id)]
    return UnitsView(book, book.grid.dates[0], sorted(lines, key=lambda line: name_key(line.name)))


def _unit_line(book: RoundBook, unit: Unit) -> UnitLine:
    snapshot, there, first = book.snapshot, book.stays.get(unit.id, []), book.grid.dates[0]
    window = book.grid.window_dates
    return UnitLine(
        name=unit_name(snapshot, unit.id),
        href=addresses.unit(book.id, unit.id),
        kind=label(labels.UNIT_KINDS, unit.kind),
        district=snapshot.districts[snapshot.facilities[unit.facility_id].district_id].name,
        places=places_on(snapshot, unit.id, first),
        free=free_on(snapshot, unit.id, there, first),
        coming=sum(stay.origin == "decided" for stay in there),
        leaving=sum(stay.end is not None and first <= stay.end <= window[-1] for stay in there),
    )


def unit_view(book: RoundBook, unit_id: str) -> UnitView:
    """One unit's page."""
    unit = book.snapshot.units[unit_id]
    facility = book.snapshot.facilities[unit.facility_id]
    there = book.stays.get(unit_id, [])
    months = months_of(book.snapshot, unit_id, there, book.grid.dates[0].replace(day=1), book.policy.horizon_months)
    name = unit_name(book.snapshot, unit_id)
    return UnitView(
        book=book,
        unit=unit,
        facility=facility,
        name=name,
        facts=_facts(book, unit, facility),
        months=months,
        any_reserved=any(month.reserved for month in months),
        chart=chart(months, _("Belægning i %(unit)s måned for måned", unit=name)),
        coming=_coming(book, unit_id),
        leaving=_leaving(book, there),
        wished=_wished(book, unit_id),
        last_admitted=_last_admitted(book, unit_id),
        weighted=unit.kind == "dagpleje",
    )


def _facts(book: RoundBook, unit: Unit, facility: Facility) -> list[tuple[str, str]]:
    facts = [
        (_("Slags"), label(labels.UNIT_KINDS, unit.kind)),
        (_("Driftsform"), label(labels.OPERATORS, facility.operator)),
        (_("Distrikt"), book.snapshot.districts[facility.district_id].name),
        (_("Normerede pladser"), str(unit.places)),
    ]
    if unit.max_places is not None:
        facts.append((_("Højst tilladte pladser"), str(unit.max_places)))
    if unit.max_age_months < labels.ANY_AGE:
        facts.append((_("Alder ved start"), _("%(low)s til %(high)s måneder", low=unit.min_age_months, high=unit.max_age_months)))
    facts.append((_("Kan søges fra ventelisten"), _("ja") if unit.open_to_list else _("nej")))
    for change in sorted((c for c in book.snapshot.capacity_changes if c.unit_id == unit.id), key=lambda c: c.from_date):
        facts.append((_("Fra %(date)s", date=day(change.from_date)), _("%(places)s pladser", places=change.places)))
    for kept in sorted((r for r in book.snapshot.reservations if r.unit_id == unit.id), key=lambda r: r.from_date):
        since = _("Reserveret fra %(date)s", date=day(kept.from_date))
        places = _("%(places)s til %(whom)s", places=kept.places, whom=label(labels.RESERVED_FOR, kept.kind))
        facts.append((since, places if kept.to_date is None else _("%(what)s, indtil %(date)s", what=places, date=day(kept.to_date))))
    return facts


def _person(book: RoundBook, row: AllocationRow, on: date | None, note: str = "", rank: int | None = None) -> Person:
    return Person(
        name=book.child_name(row.child_id),
        href=addresses.child(book.id, row.application_id),
        on=on,
        outcome=label(labels.OUTCOMES, row.outcome),
        rank=row.wish_rank if rank is None else rank,
        tier=label(labels.TIERS, row.tier),
        note=note,
    )


def _coming(book: RoundBook, unit_id: str) -> list[Person]:
    """Those placed here, by date; then those for whom a place is held as their second offer."""
    rows = sorted(book.record.allocation, key=lambda row: (row.start_date or date.max, row.application_id))
    given = [_person(book, row, row.start_date) for row in rows if row.unit_id == unit_id and row.outcome in MOVES]
    return given + [_person(book, row, None, _("holdt som andet tilbud")) for row in rows if row.alternative_unit_id == unit_id]


def _leaving(book: RoundBook, there: list[Stay]) -> list[Person]:
    moves = {row.child_id: row for row in book.record.allocation if row.outcome in MOVES and row.start_date}
    leaving = sorted(
        (stay for stay in there if stay.end and stay.end < book.grid.end), key=lambda stay: (stay.end or date.max, stay.child_id)
    )
    return [_leaver(book, stay, moves.get(stay.child_id)) for stay in leaving if stay.end and stay.end >= book.grid.dates[0]]


def _leaver(book: RoundBook, stay: Stay, move: AllocationRow | None) -> Person:
    if move is not None and move.start_date == stay.end and move.unit_id != stay.unit_id:
        return _person(book, move, stay.end, _("til %(unit)s", unit=unit_name(book.snapshot, move.unit_id)))
    why = _("skole") if book.snapshot.units[stay.unit_id].kind == "boernehave" else _("overgang til børnehave")
    if stay.end in book.last_days.get((stay.child_id, stay.unit_id), ()):
        why = _("udmeldt")
    return Person(book.child_name(stay.child_id), "", stay.end, "", None, "", why)


def _wished(book: RoundBook, unit_id: str) -> list[Person]:
    """Those who wished the unit and did not get it, the dearest wish first."""
    found: dict[str, Person] = {}
    for row in book.record.explanations:
        decision = book.decisions.get(row.application_id)
        if row.unit_id == unit_id and row.rank is not None and decision is not None and decision.unit_id != unit_id:
            found.setdefault(
                row.application_id, _person(book, decision, None, row.text_en if language() == "en" else row.text_da, row.rank)
            )
    return sorted(found.values(), key=lambda person: (person.rank or 0, name_key(person.name)))


def _last_admitted(book: RoundBook, unit_id: str) -> str:
    """The last key in the order among those whose wish for the unit was met: tier and seniority, no name."""
    order: dict[str, int] = {tier: place for place, tier in enumerate(book.policy.tiers)}
    keys = []
    for row in book.record.allocation:
        application = book.snapshot.applications.get(row.application_id)
        if row.unit_id == unit_id and row.outcome in ("wish", "moved_on") and application is not None:
            since = seniority_date(application, book.snapshot.children[row.child_id], book.policy)
            keys.append((order.get(row.tier, len(order)), since, row.tier))
    if not keys:
        return ""
    _place, since, tier = max(keys)
    return _("%(tier)s, anciennitet fra %(date)s", tier=label(labels.TIERS, tier) or _("intet trin"), date=day(since))
