"""What the list of rounds and a round's summary show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.stores.rounds import RoundHead
from optimizer.rounds.record import OUTCOMES
from webui import addresses, labels
from webui.i18n import gettext as _
from webui.i18n import number
from webui.labels import label
from webui.rounds.book import RoundBook
from webui.rounds.listing import ANY_RANK, Query
from webui.rounds.summary import Comparison, Level, cases, comparison, levels, price_known
from webui.units.places import unit_name


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list of rounds."""

    head: RoundHead
    applications: int
    placed: int
    breaches: int


@dataclass(frozen=True, slots=True)
class Count:
    """A number of applications, its share of all, and the address of their list."""

    label: str
    meaning: str
    count: int
    share: float
    href: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A place held for an application, or one that it was passed over for, with their addresses."""

    application_id: str
    href: str
    unit: str
    unit_href: str
    start_date: date | None
    child: str
    guarantee_date: date | None


@dataclass(frozen=True, slots=True)
class ShortLine:
    """On a date, more children must have started in some units than there are places for them."""

    day: date
    children: int
    places: int
    missing: int
    units: list[tuple[str, str]]
    full: int
    applications: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round's summary."""

    book: RoundBook
    window: list[date]
    outcomes: list[Count]
    ranks: list[Count]
    figures: list[Count]
    levels: list[Level]
    comparison: Comparison
    #: places held for guarantees after the round
    held: int
    passed_over: list[CaseLine]
    envy: int | None
    mode: str
    left_out: int
    idle: int | None
    rules: list[str]
    idle_rules: list[str]
    seconds: list[tuple[str, float]]
    total_seconds: float
    #: metres, of the starts in the window
    mean_distance: float | None
    #: ways for which no road was found
    estimated: int
    #: the other mode was worked out too
    price_known: bool
    #: guarantees that no decision can keep
    short: list[ShortLine]
    #: second offers outside listed areas (§ 23 stk. 4), and who is owed one that is not to be had
    second_offers: int
    without_second: list[CaseLine]


def round_lines(heads: Iterable[RoundHead]) -> list[Listed]:
    """The list of rounds with the figures that tell them apart."""
    return [_listed(head) for head in heads]


def _listed(head: RoundHead) -> Listed:
    outcomes = head.summary.get("outcomes", {})
    placed = sum(outcomes.get(code, 0) for code in ("displaced", "moved_on", "wish", "guarantee"))
    return Listed(head, head.summary.get("applications", 0), placed, outcomes.get("breach", 0))


def round_view(book: RoundBook) -> RoundView:
    """The summary of a round."""
    summary = book.record.summary
    seconds = {phase: float(value) for phase, value in summary.get("seconds", {}).items() if value is not None}
    rules = summary.get("rules", {})
    return RoundView(
        book=book,
        window=[date.fromisoformat(day) for day in summary["window"]],
        outcomes=_outcome_counts(book),
        ranks=_rank_counts(book),
        figures=_figures(book),
        levels=levels(summary),
        comparison=comparison(summary),
        held=len(cases(summary, "places_held")),
        passed_over=_cases(book, "envy_cases"),
        envy=summary.get("justified_envy"),
        mode=label(labels.MODES, book.head.mode),
        left_out=len(summary.get("left_out_rows", [])),
        idle=summary.get("idle_wished_places"),
        rules=[label(labels.RULES, name) for name in rules.get("in_force", [])],
        idle_rules=[label(labels.RULES, name) for name in rules.get("idle", [])],
        seconds=[(label(labels.PHASES, phase), value) for phase, value in seconds.items()],
        total_seconds=sum(seconds.values()),
        mean_distance=summary.get("mean_distance_m"),
        estimated=summary.get("distance", {}).get("estimated", 0),
        short=_short(book),
        second_offers=summary.get("alternative_offers", 0),
        without_second=_cases(book, "alternative_shortages"),
        price_known=price_known(summary),
    )


def _count(book: RoundBook, name: str, meaning: str, count: int, query: Query, code: str = "") -> Count:
    total = max(1, len(book.rows))
    return Count(name, meaning, count, count / total, addresses.list_of(book.id, query), code)


def _outcome_counts(book: RoundBook) -> list[Count]:
    counts = book.rows["outcome"].value_counts()
    return [
        _count(
            book, label(labels.OUTCOMES, code), label(labels.OUTCOME_MEANINGS, code), int(counts.get(code, 0)), Query(outcome=code), code
        )
        for code in OUTCOMES
    ]


def _rank_counts(book: RoundBook) -> list[Count]:
    met = book.rows["met_rank"].value_counts().sort_index()
    return [_count(book, _("%(rank)s. ønske", rank=rank), "", int(count), Query(rank=str(rank))) for rank, count in met.items()]


def _figures(book: RoundBook) -> list[Count]:
    """The four figures at the top of the summary."""
    rows = book.rows
    first, any_wish = int((rows["met_rank"] == 1).sum()), int(rows["met_rank"].notna().sum())
    breach = int((rows["outcome"] == "breach").sum())
    months = book.record.summary.get("breach_months")
    late = "" if months is None else _("%(months)s børnemåneder i alt", months=number(months))
    return [
        _count(book, _("Ansøgninger"), _("behandlet i runden"), len(rows), Query()),
        _count(book, _("Fik et ønske"), _("plads i en ønsket enhed"), any_wish, Query(rank=ANY_RANK)),
        _count(book, _("Fik 1. ønske"), _("det højeste ønske"), first, Query(rank="1")),
        _count(book, _("Garantibrud"), late, breach, Query(outcome="breach")),
    ]


def _cases(book: RoundBook, name: str) -> list[CaseLine]:
    return [
        CaseLine(
            case.application_id,
            addresses.child(book.id, case.application_id),
            unit_name(book.snapshot, case.unit_id),
            addresses.unit(book.id, case.unit_id),
            case.start_date,
            book.child_name(book.decisions[case.application_id].child_id) if case.application_id in book.decisions else "",
            case.guarantee_date,
        )
        for case in cases(book.record.summary, name)
    ]


def held_places(book: RoundBook) -> list[CaseLine]:
    """The places that the round holds for guarantees after it."""
    return _cases(book, "places_held")


def _short(book: RoundBook) -> list[ShortLine]:
    return [
        ShortLine(
            date.fromisoformat(group["date"]),
            group["children"],
            group["places"],
            group["missing"],
            [(unit_name(book.snapshot, unit), addresses.unit(book.id, unit)) for unit in group["units"]],
            len(group["full_units"]),
            [(a, addresses.child(book.id, a)) for a in group["applications"]],
        )
        for group in book.record.summary.get("impossible_guarantees", [])
    ]
