"""What the page »Hvad nu hvis?« shows: who pays for a change by hand, what stands against it, what would have helped."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from typing import Any, Literal

from optimizer.rounds.explain.whatif import answer_lines, help_lines, parents_line
from optimizer.rounds.helps import Help, what_would_help
from optimizer.rounds.taken_up import TakenUp
from optimizer.rounds.whatif import Answer, Place, ask, undecided
from webui import addresses, labels
from webui.children.bench import bench
from webui.i18n import day, language, number
from webui.i18n import gettext as _
from webui.labels import label
from webui.rounds.book import RoundBook
from webui.units.places import unit_name

log = logging.getLogger(__name__)
Subject = Literal["enhed", "garanti", "hjaelp"]
#: seconds that a page waits for its answer before it says that it is still being worked out
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of an application: a place in a unit, a place in time, or what would have helped."""

    application_id: str
    about: Subject
    unit_id: str | None

    def answer(self, round_: TakenUp) -> Answer | list[Help]:
        """The answer; seconds, or minutes in a large city."""
        if self.about == "hjaelp":
            return what_would_help(round_, round_.subject(self.application_id)) if undecided(round_, self.application_id) else []
        return ask(round_, self.application_id, self.unit_id if self.about == "enhed" else None)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A child whose result is another, or who would be passed over."""

    application_id: str
    href: str
    name: str
    now: str
    then: str
    months: str
    own: bool


@dataclass(frozen=True, slots=True)
class WhatIfView:
    """The page; `state` is `new` (not asked), `running`, `failed` or `done`."""

    book: RoundBook
    question: Question
    name: str
    back: str
    heading: str
    state: str
    lines: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    changes: list[ChangeLine] = field(default_factory=list)
    levels: list[tuple[str, str, str]] = field(default_factory=list)
    parents: str = ""


def view_of(book: RoundBook, question: Question) -> WhatIfView:
    """The page of a question, with its answer when that is there."""
    row = book.decisions[question.application_id]
    asked = bench().find((book.id, question))
    plain = WhatIfView(
        book=book, question=question, name=book.child_name(row.child_id), back=addresses.child(book.id, question.application_id),
        heading=_heading(book, question), state="new" if asked is None else "running",
    )  # fmt: skip
    return plain if asked is None else _with_answer(plain, asked)


def _heading(book: RoundBook, question: Question) -> str:
    if question.about == "enhed":
        return _("Hvad nu hvis barnet får plads i %(unit)s?", unit=unit_name(book.snapshot, question.unit_id))
    return _("Hvad nu hvis barnet får en plads inden for garantien?") if question.about == "garanti" else _("Hvad ville have hjulpet?")


def _with_answer(view: WhatIfView, asked: Future[Any]) -> WhatIfView:
    try:
        failure = asked.exception(timeout=PATIENCE)
    except NotYet:
        return view
    if failure is not None:
        log.error("what-if failed: defect", exc_info=failure)
        return _replaced(view, state="failed")
    answer = asked.result()
    if isinstance(answer, Answer):
        return _told(view, answer)
    hidden = view.book.decisions[view.question.application_id].child_id in view.book.protected
    return _replaced(view, state="done", lines=help_lines(answer, view.book.snapshot, language(), hidden=hidden))


def _replaced(view: WhatIfView, **changes: Any) -> WhatIfView:
    known = {name: getattr(view, name) for name in ("book", "question", "name", "back", "heading", "state")}
    return WhatIfView(**{**known, **changes})


def _told(view: WhatIfView, answer: Answer) -> WhatIfView:
    book = view.book
    changes = [
        ChangeLine(
            change.application_id, addresses.child(book.id, change.application_id), book.child_name(change.child_id),
            _place(book, change.before), _place(book, change.after), number(change.months), change.own,
        )
        for change in answer.changes
    ]  # fmt: skip
    for kind, application_id, unit_id, when in answer.cases:
        said = _("sprunget over") if kind == "envy" else _("ønsket plads står ledig")
        name = book.child_name(book.decisions[application_id].child_id) if application_id in book.decisions else ""
        href = addresses.child(book.id, application_id)
        changes.append(ChangeLine(application_id, href, name, said, _place(book, (unit_id, when)), "", own=False))
    levels = [(labels.level_label(name), number(value), number(answer.after[name])) for name, value in answer.before.items()]
    return _replaced(
        view, state="done", lines=answer_lines(answer, language()), against=against(book, answer), changes=changes,
        levels=levels if answer.verdict == "nearest" else [], parents=parents_line(answer, language()),
    )  # fmt: skip


def against(book: RoundBook, answer: Answer) -> list[str]:
    """What stands against a place: the rules it breaks, the limits it passes."""
    lines = [f"{label(labels.RULES, broken.rule)}: {broken.message}" for broken in answer.broken]
    return lines + [
        _(
            "%(limit)s, %(owner)s, %(day)s: der skal bruges %(need)s, og der er %(free)s",
            limit=label(labels.RULES, limit.what), owner=unit_name(book.snapshot, limit.owner), day=day(limit.day),
            need=number(limit.need), free=number(limit.free),
        )
        for limit in answer.limits
    ]  # fmt: skip


def _place(book: RoundBook, place: Place) -> str:
    if place is None:
        return _("ingen ny plads")
    return _("%(unit)s fra %(date)s", unit=unit_name(book.snapshot, place[0]), date=day(place[1]))
