"""The decisions of a round as the desk has them now, and what the pages show of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.stores import approvals
from data.stores.approvals import StepLine
from data.stores.drafts import draft_of
from data.stores.letters import letters_of
from webui import addresses, labels
from webui.desk.cases import BINS, LOCKED_LABEL, WHY, Case, Cases, sort_cases
from webui.i18n import N_, day
from webui.i18n import gettext as _
from webui.labels import label
from webui.people.acting import Role, acting
from webui.rounds.book import RoundBook
from webui.rounds.listing import LOCKED, Query, select
from webui.rounds.shelf import shelf

STEPS = {"considered": N_("Der er taget stilling"), "approved": N_("Godkendt"), "withdrawn": N_("Godkendelsen er trukket tilbage")}


@dataclass(frozen=True, slots=True)
class BinLine:
    """A bin with its number and the address of its list."""

    code: str
    name: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class DeskView:
    """The page of a round's work."""

    book: RoundBook
    bins: list[BinLine]
    #: why decisions need an officer: (words, number)
    whys: list[tuple[str, int]]
    #: guarantees that fall due without a place: (month, number, address)
    calendar: list[tuple[str, int, str]]
    #: the round as steps: (name, words on how far it is, state: done, now or later, address)
    steps: list[tuple[str, str, str, str]]
    closed: bool
    can_approve: bool
    can_close: bool
    four_eyes: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """A decision's panel on the child's page."""

    bin: str
    bin_name: str
    why: list[str]
    steps: list[tuple[StepLine, str]]
    can_consider: bool
    can_approve: bool
    can_withdraw: bool
    hash: str


@dataclass(frozen=True, slots=True)
class BulkView:
    """The page on which many decisions are approved at once."""

    book: RoundBook
    bin: str
    bin_name: str
    count: int
    #: (code, name, number, address of the list)
    outcomes: list[tuple[str, str, int, str]]
    href: str


def cases_of(book: RoundBook, only: Collection[str] | None = None) -> Cases:
    """Every decision of the round in its bin, or those of `only` these applications."""
    engine = shelf().engine
    draft = draft_of(engine, book.id)
    locked = frozenset(change.application_id for change in draft.effective) if draft else frozenset[str]()
    closed = approvals.closed_at(engine, book.id) is not None
    return sort_cases(
        book, approvals.standings(engine, book.id), shelf().touched(book.id), locked,
        sent={letter.application_id for letter in letters_of(engine, book.id)}, closed=closed, needed=approvals.needed(engine), only=only,
    )  # fmt: skip


def rows_of(book: RoundBook, query: Query) -> pd.DataFrame:
    """The rows that a query is asked of: with their bins where it asks for one."""
    return cases_of(book).rows() if query.asks_the_desk else book.rows


def bin_choices() -> list[tuple[str, str]]:
    """What can be chosen in a list's filter."""
    return [*((code, _(text)) for code, text in BINS.items()), (LOCKED, _(LOCKED_LABEL))]


def to_approve(cases: Cases, code: str) -> list[str]:
    """The decisions of a bin that the acting officer may approve."""
    me = acting().name
    return [
        one for one, case in cases.by_id.items() if case.bin == code and code in ("ready", "second") and me not in case.standing.approvers
    ]


def desk_view(book: RoundBook) -> DeskView:
    """The page of a round's work."""
    cases = cases_of(book)
    counts, whys = cases.counts, Counter(code for case in cases.by_id.values() if case.bin == "needs" for code in case.why)
    shown = [code for code in BINS if code != "second" or cases.needed > 1]
    bins = [BinLine(code, _(BINS[code]), counts[code], addresses.list_of(book.id, Query(bin=code))) for code in shown]
    locked = sum(case.locked for case in cases.by_id.values())
    bins.insert(2, BinLine(LOCKED, _(LOCKED_LABEL), locked, addresses.list_of(book.id, Query(bin=LOCKED))))
    due = Counter(book.due_months.values())
    left = cases.left
    may = acting().may(Role.APPROVER) and not cases.closed
    return DeskView(
        book=book,
        bins=bins,
        whys=[(_(WHY[code]), number) for code, number in whys.most_common()],
        calendar=[(_month(month), number, addresses.list_of(book.id, Query(due=month))) for month, number in sorted(due.items())],
        steps=_steps(book, cases),
        closed=cases.closed,
        can_approve=may and bool(to_approve(cases, "ready") or to_approve(cases, "second")),
        can_close=may and not left,
        four_eyes=cases.needed > 1,
    )


def _month(month: str) -> str:
    return day(date.fromisoformat(f"{month}-01"), "month")


def _steps(book: RoundBook, cases: Cases) -> list[tuple[str, str, str, str]]:
    counts = cases.counts
    waiting, left = counts["ready"] + counts["second"], cases.left
    needs, ready = (addresses.list_of(book.id, Query(bin=code)) for code in ("needs", "ready"))
    told = [
        (_("Data"), book.head.data_version[:8], True, ""),
        (_("Regler"), book.head.policy_name, True, addresses.policy(book.id)),
        (_("Løsning"), day(book.head.created_at.date()), True, addresses.round_page(book.id)),
        (_("Gennemgang"), _("%(count)s kræver stilling", count=counts["needs"]), not counts["needs"], needs),
        (_("Godkendelse"), _("%(count)s mangler", count=waiting), not (waiting or counts["needs"]), ready),
        (_("Breve"), _("%(count)s mangler", count=counts["approved"]), not (left or counts["approved"]), addresses.letters(book.id)),
        (_("Afslutning"), _("lukket") if cases.closed else _("åben"), cases.closed, ""),
    ]
    now = next((place for place, step in enumerate(told) if not step[2]), len(told))
    states = ["done"] * now + ["now"] + ["later"] * len(told)
    return [(name, words, state, href) for (name, words, _done, href), state in zip(told, states, strict=False)]


def case_view(book: RoundBook, application_id: str) -> CaseView:
    """The panel of one decision."""
    cases = cases_of(book, (application_id,))
    case = cases.by_id[application_id]
    steps = approvals.steps_of(shelf().engine, book.id, application_id)
    officer, approver = acting().may(Role.OFFICER, Role.APPROVER), acting().may(Role.APPROVER)
    return CaseView(
        bin=case.bin,
        bin_name=_(BINS[case.bin]),
        why=[_(WHY[code]) for code in case.why],
        steps=[(step, label(STEPS, step.step)) for step in steps],
        can_consider=officer and case.bin == "needs" and not cases.closed,
        can_approve=approver and _approvable(case) and not cases.closed,
        can_withdraw=approver and bool(case.standing.approvers) and case.bin != "sent" and not cases.closed,
        hash=book.head.decision_hash,
    )


def _approvable(case: Case) -> bool:
    return case.bin in ("ready", "second") and acting().name not in case.standing.approvers


def bulk_view(book: RoundBook, code: str) -> BulkView:
    """The page that asks before many decisions are approved."""
    cases = cases_of(book)
    wanted = set(to_approve(cases, code))
    rows = select(cases.rows(), Query(bin=code))
    rows = rows[rows["application_id"].isin(wanted)]
    outcomes = [
        (str(one), label(labels.OUTCOMES, str(one)), int(count), addresses.list_of(book.id, Query(bin=code, outcome=str(one))))
        for one, count in rows["outcome"].value_counts().items()
    ]
    return BulkView(book, code, dict(bin_choices())[code], len(wanted), outcomes, addresses.list_of(book.id, Query(bin=code)))
