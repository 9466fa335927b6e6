"""Which letters a round has and lacks, and how they are made and sent."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime

from data.database.faults import NotPossible
from data.stores import letters
from data.stores.letters import Answer, Document, Sent
from webui.desk.office import cases_of
from webui.i18n import gettext as _
from webui.letters.compose import KIND_OF, Recipient, Sending, make_letter
from webui.letters.texts import KINDS, LANGUAGES, text_of
from webui.people.acting import acting
from webui.rounds.book import RoundBook
from webui.rounds.shelf import shelf

#: seconds that one request makes letters for; what is left is told
PATIENCE = 8.0
#: letters that are listed on the page
SHOWN = 200


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in the list."""

    sent: Sent
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class LettersView:
    """The page of a round's letters."""

    book: RoundBook
    waiting: int
    #: (kind, number) of those that wait
    kinds: list[tuple[str, int]]
    lines: list[LetterLine]
    sent: int
    answered: int


def letters_view(book: RoundBook) -> LettersView:
    """The page."""
    waiting = unsent(book)
    kinds = [KIND_OF[book.decisions[one].outcome] for one in waiting]
    sent = letters.letters_of(shelf().engine, book.id)
    lines = [LetterLine(one, book.child_name(book.decisions[one.application_id].child_id), _(KINDS[one.kind])) for one in reversed(sent)]
    counted = [(_(KINDS[kind]), kinds.count(kind)) for kind in dict.fromkeys(kinds)]
    return LettersView(book, len(waiting), counted, lines[:SHOWN], len(sent), len(letters.answers_of(shelf().engine, book.id)))


def unsent(book: RoundBook) -> list[str]:
    """The approved decisions whose letters are not sent."""
    return [one for one, case in cases_of(book).by_id.items() if case.bin == "approved"]


def recipients(book: RoundBook, application_id: str) -> list[Recipient]:
    """To whom the letters about an application go; to the parents, without a name, where the data name nobody."""
    row = book.decisions[application_id]
    hidden = row.child_id in book.protected
    found = shelf().guardians(book.id).get(row.child_id, [])
    if not found:
        return [Recipient(1, _("Forældrene til %(child)s", child=book.child_name(row.child_id)), (), "da")]
    return [
        Recipient(number, one.name, () if hidden else one.address, "en" if one.language.lower().startswith("en") else "da")
        for number, one in enumerate(found, 1)
    ]


def letters_about(book: RoundBook, application_id: str, sending: Sending, *, draft: bool = False) -> list[Document]:
    """The letters about one decision, one for each guardian."""
    engine = shelf().engine
    return [make_letter(engine, book, application_id, to, sending, draft=draft) for to in recipients(book, application_id)]


def send_what_waits(book: RoundBook, answer_days: int) -> int:
    """Make and send the letters that wait, each decision's in a transaction of its own, as many as the time allows; how many are left."""
    begun, sending = time.monotonic(), Sending(today(), answer_days)
    waiting = unsent(book)
    if waiting and not signed():
        raise NotPossible(
            "brevene har ingen afsender endnu: skriv kommunens navn og adresse under »Brevenes tekster« på begge sprog",
            'the letters have no sender yet: write the municipality\'s name and address under "Texts of letters" in both languages',
        )
    for done, one in enumerate(waiting):
        if done and time.monotonic() - begun > PATIENCE:
            return len(waiting) - done
        letters.send_letters(shelf().engine, book.id, letters_about(book, one, sending), acting().name)
    return 0


def signed() -> bool:
    """Whether the office has written who sends its letters, in both languages."""
    return all(text_of(shelf().engine, "sender", language).number for language in LANGUAGES)


def today() -> date:
    """The day, where the server stands."""
    return datetime.now(UTC).astimezone().date()


def answer_of(book: RoundBook, application_id: str) -> tuple[list[Sent], Answer | None]:
    """The letters about an application, and what the family answered."""
    sent = [one for one in letters.letters_of(shelf().engine, book.id) if one.application_id == application_id]
    return sent, letters.answers_of(shelf().engine, book.id).get(application_id)
