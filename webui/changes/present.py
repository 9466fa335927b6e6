"""What the pages about changes by hand show."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from data.stores.drafts import Change, Draft
from webui import addresses, labels
from webui.changes.form import ChangeForm
from webui.changes.settle import NOT_GIVEN, Obstacle, Settled
from webui.children.whatif import against
from webui.i18n import day
from webui.i18n import gettext as _
from webui.labels import label
from webui.rounds.book import RoundBook
from webui.rounds.compare import Differences, differences
from webui.units.places import unit_name

log = logging.getLogger(__name__)
#: seconds that a page waits for its answer before it says that it is still being worked out
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change by hand in words; `round_id` where it belongs to another round than the page's."""

    application_id: str
    href: str
    name: str
    text: str
    reason: str
    actor: str
    at: datetime
    undone: bool
    #: it still asks something of the round: neither undone nor replaced by a later change
    standing: bool


@dataclass(frozen=True, slots=True)
class DraftView:
    """The page of a round's changes; `state` is `none` (nothing asked), `new`, `running`, `failed`, `impossible` or `done`."""

    book: RoundBook
    seen: int
    lines: list[ChangeLine]
    can_undo: bool
    can_redo: bool
    state: str
    obstacles: list[list[str]] = field(default_factory=list)
    differences: Differences | None = None
    own: frozenset[str] = frozenset()
    #: the changes are, or were, weighed together
    together: bool = False


@dataclass(frozen=True, slots=True)
class FormView:
    """The page on which a change is asked for."""

    book: RoundBook
    application_id: str
    name: str
    back: str
    outcome: str
    outcome_label: str
    place: str
    form: ChangeForm
    seen: int
    lines: list[ChangeLine]


def draft_view(book: RoundBook, draft: Draft | None, asked: Future[Settled] | None, together: bool = False) -> DraftView:
    """The page, with the answer when it is there."""
    if draft is None:
        return DraftView(book, 0, [], can_undo=False, can_redo=False, state="none")
    standing = draft.effective
    lines = [line_of(book, draft, change) for change in draft.changes]
    plain: dict[str, Any] = {
        "book": book, "seen": draft.version, "lines": lines, "can_undo": draft.in_force > 0,
        "can_redo": draft.in_force < len(draft.changes), "own": frozenset(change.application_id for change in standing),
        "together": together,
    }  # fmt: skip
    if asked is None or not standing:
        return DraftView(**plain, state="new" if standing else "none")
    return DraftView(**plain, **_answer(book, asked))


def _answer(book: RoundBook, asked: Future[Settled]) -> dict[str, Any]:
    """The state of the answer, and what it says."""
    try:
        failure = asked.exception(timeout=PATIENCE)
    except NotYet:
        return {"state": "running"}
    if failure is not None:
        log.error("changes by hand failed: defect", exc_info=failure)
        return {"state": "failed"}
    settled = asked.result()
    if settled.record is None:
        return {"state": "impossible", "obstacles": [obstacle_lines(book, one) for one in settled.obstacles]}
    return {"state": "done", "differences": differences(book, settled.record)}


def form_view(book: RoundBook, application_id: str, form: ChangeForm, draft: Draft | None) -> FormView:
    """The page of the form."""
    row = book.decisions[application_id]
    mine = [line_of(book, draft, change) for change in draft.changes if change.application_id == application_id] if draft else []
    return FormView(
        book=book, application_id=application_id, name=book.child_name(row.child_id), back=addresses.child(book.id, application_id),
        outcome=row.outcome, outcome_label=label(labels.OUTCOMES, row.outcome), place=unit_name(book.snapshot, row.unit_id), form=form,
        seen=draft.version if draft else 0, lines=mine,
    )  # fmt: skip


def line_of(book: RoundBook, draft: Draft, change: Change) -> ChangeLine:
    """A change of a draft in words."""
    row = book.decisions.get(change.application_id)
    return ChangeLine(
        application_id=change.application_id,
        href=addresses.child(book.id, change.application_id) if row else "",
        name=book.child_name(row.child_id) if row else "",
        text=text_of(book, change),
        reason=change.reason,
        actor=change.actor,
        at=change.at,
        undone=change.number > draft.in_force,
        standing=change in draft.effective,
    )


def text_of(book: RoundBook, change: Change) -> str:
    """What was asked for."""
    unit = unit_name(book.snapshot, change.unit_id)
    if change.kind == "release":
        return _("Ændringen er ophævet")
    if change.kind == "lock" and change.start_date is not None:
        return _("Skal have plads i %(unit)s fra %(date)s", unit=unit, date=day(change.start_date))
    if change.kind == "lock":
        return _("Skal have plads i %(unit)s", unit=unit)
    if change.unit_id is None:
        return _("Skal ikke have en plads i denne runde")
    if change.start_date is not None:
        return _("Skal ikke have plads i %(unit)s fra %(date)s", unit=unit, date=day(change.start_date))
    return _("Skal ikke have plads i %(unit)s", unit=unit)


def obstacle_lines(book: RoundBook, obstacle: Obstacle) -> list[str]:
    """What stands against a change: the sentence, then each rule and limit."""
    lock = obstacle.lock
    unit = unit_name(book.snapshot, lock.unit_id)
    row = book.decisions.get(lock.application_id)
    who = book.child_name(row.child_id) if row else lock.application_id
    if obstacle.what and obstacle.what != "option":
        return [_(NOT_GIVEN[obstacle.what], id=who, unit=unit, day="" if lock.start is None else day(lock.start))]
    head = _("%(who)s kan ikke få plads i %(unit)s:", who=who, unit=unit)
    reasons = [] if obstacle.answer is None else against(book, obstacle.answer)
    return [head, *(reasons or [_("reglerne giver ikke barnet den plads i runden")])]
