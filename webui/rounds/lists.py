"""What the list of applications and the search show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from optimizer.rounds.record import OUTCOMES
from webui import addresses, labels
from webui.i18n import N_, day
from webui.i18n import gettext as _
from webui.labels import label
from webui.rounds.book import RoundBook
from webui.rounds.listing import ANY_RANK, PAGE_SIZE, SORTS, Query, page_count, search, select

#: rows of a search that are shown
SEARCH_LIMIT = 50
Address = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: its heading, the address that sorts by it, and how it is sorted now (as aria-sort says it)."""

    heading: str
    href: str
    aria_sort: str | None
    numeric: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the list."""

    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Line:
    """One application in the list."""

    application_id: str
    href: str
    name: str
    birth_date: date
    care: str
    district: str
    outcome: str
    outcome_label: str
    unit: str
    unit_href: str
    start_date: date | None
    wish_rank: int | None
    distance: int | None
    guarantee_date: date | None


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of the list of applications."""

    book: RoundBook
    query: Query
    columns: list[Column]
    filters: list[Filter]
    lines: list[Line]
    page: int
    found: int
    total: int
    pages: int
    previous: str | None
    following: str | None
    csv: str
    workbook: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """What a search found; `words` None before anything was searched for."""

    book: RoundBook
    words: str | None
    headings: list[str]
    lines: list[Line]
    found: int


HEADINGS = {
    "application": N_("Ansøgning"),
    "child": N_("Barn"),
    "born": N_("Født"),
    "care": N_("Alder"),
    "district": N_("Distrikt"),
    "outcome": N_("Udfald"),
    "unit": N_("Plads"),
    "start": N_("Start"),
    "rank": N_("Ønske"),
    "distance": N_("Afstand"),
    "guarantee": N_("Garantidato"),
}
NUMERIC = frozenset({"rank", "distance"})


def list_view(book: RoundBook, query: Query, rows: pd.DataFrame, bins: Iterable[tuple[str, str]]) -> ListView:
    """One page of the list of applications. `rows` are the book's, with their bins where the query asks for one; `bins` can be chosen."""
    selected = select(rows, query)
    pages = page_count(len(selected))
    at = min(query.page, pages)
    shown = selected.iloc[(at - 1) * PAGE_SIZE : at * PAGE_SIZE]

    address = partial(addresses.list_of, book.id, query)
    return ListView(
        book=book,
        query=query,
        columns=[_column(query, name, address) for name in SORTS],
        filters=_filters(book, query, bins),
        lines=_lines(book, shown, query),
        page=at,
        found=len(selected),
        total=len(book.rows),
        pages=pages,
        previous=address(page=at - 1) if at > 1 else None,
        following=address(page=at + 1) if at < pages else None,
        csv=addresses.csv_of(book.id, query),
        workbook=addresses.workbook_of(book.id, query),
    )


def search_view(book: RoundBook, words: str | None) -> SearchView:
    """The applications whose child or number the words name; with None the empty form."""
    found = search(book.rows, words or "")
    return SearchView(book, words, [_(heading) for heading in HEADINGS.values()], _lines(book, found[:SEARCH_LIMIT], Query()), len(found))


def _column(query: Query, name: str, address: Address) -> Column:
    sorted_by = query.sort == name
    descending = sorted_by and not query.descending
    direction = ("descending" if query.descending else "ascending") if sorted_by else None
    return Column(_(HEADINGS[name]), address(sort=name, descending=descending, page=1), direction, name in NUMERIC)


def _filters(book: RoundBook, query: Query, bins: Iterable[tuple[str, str]]) -> list[Filter]:
    rows, snapshot = book.rows, book.snapshot
    units = rows[["unit_id", "unit_name"]].dropna().drop_duplicates().sort_values("unit_name")
    districts = [(district, snapshot.districts[district].name) for district in rows["district_id"].dropna().unique()]
    months = sorted(set(book.due_months.values()))
    return [
        _filter("bin", _("Arbejde"), query.bin, bins),
        _filter("outcome", _("Udfald"), query.outcome, [(code, label(labels.OUTCOMES, code)) for code in OUTCOMES]),
        _filter("rank", _("Opfyldt ønske"), query.rank, _ranks(book)),
        _filter("care", _("Alder"), query.care, [(code, label(labels.CARES, code)) for code in labels.CARES]),
        _filter("district", _("Distrikt"), query.district, sorted(districts, key=lambda pair: pair[1])),
        _filter("unit", _("Plads"), query.unit, units.itertuples(index=False, name=None)),
        _filter("due", _("Garanti uden plads"), query.due, [(m, day(date.fromisoformat(f"{m}-01"), "month")) for m in months]),
    ]


def _ranks(book: RoundBook) -> list[tuple[str, str]]:
    ranks = sorted(int(rank) for rank in book.rows["met_rank"].dropna().unique())
    return [(ANY_RANK, _("Et ønske")), *((str(rank), _("%(rank)s. ønske", rank=rank)) for rank in ranks)]


def _filter(name: str, heading: str, chosen: str, choices: Iterable[tuple[str, str]]) -> Filter:
    every = Choice("", _("Alle"), chosen == "")
    return Filter(name, heading, [every, *(Choice(value, text, value == chosen) for value, text in choices)])


def _lines(book: RoundBook, rows: pd.DataFrame, query: Query) -> list[Line]:
    return [_line(book, row, query) for row in rows.astype(object).where(rows.notna(), None).to_dict("records")]


def _line(book: RoundBook, row: dict[Any, Any], query: Query) -> Line:
    return Line(
        application_id=row["application_id"],
        href=addresses.child(book.id, row["application_id"], query),
        name=row["child_name"],
        birth_date=row["birth_date"],
        care=label(labels.CARES, row["care"]),
        district=row["district_name"] or (_("beskyttet") if row["protected"] else ""),
        outcome=row["outcome"],
        outcome_label=label(labels.OUTCOMES, row["outcome"]),
        unit=row["unit_name"] or "",
        unit_href=addresses.unit(book.id, row["unit_id"]),
        start_date=row["start_date"],
        wish_rank=row["wish_rank"],
        distance=row["distance_m"],
        guarantee_date=row["guarantee_date"],
    )
