"""Letters: versions of their texts, the documents as they were sent, and what families answered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Engine, insert, select

from data.database.engine import reading, writing
from data.database.faults import ChangedMeanwhile, NotPossible, NotStored
from data.database.tables.letters import Answer as AnswerTable
from data.database.tables.letters import Letter as LetterTable
from data.database.tables.letters import LetterText
from data.stores.audit import write_audit

Language = Literal["da", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """A version of a letter's text."""

    kind: str
    language: str
    #: 0 is the program's own
    number: int
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter as it was sent, without its document."""

    id: int
    round_id: int
    application_id: str
    recipient: int
    kind: str
    language: str
    texts: str
    sent_on: date
    answer_by: date | None
    actor: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Document:
    """A letter that is being sent."""

    application_id: str
    recipient: int
    kind: str
    language: str
    texts: str
    sent_on: date
    answer_by: date | None
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What a family answered, and when."""

    application_id: str
    answer: str
    answered_on: date
    actor: str


_TEXT: list[Any] = [getattr(LetterText, field.name) for field in fields(Text)]
_SENT: list[Any] = [getattr(LetterTable, field.name) for field in fields(Sent)]
_ANSWER: list[Any] = [getattr(AnswerTable, field.name) for field in fields(Answer)]


def last_text(engine: Engine, kind: str, language: str) -> Text | None:
    """The office's last version of a text; None while it uses the program's own."""
    with reading(engine) as connection:
        return _last(connection, kind, language)


def save_text(engine: Engine, kind: str, language: str, subject: str, body: str, actor: str, *, seen: int) -> Text:
    """Store a new version of a text. ChangedMeanwhile when `seen` is not the number of the last one."""
    with writing(engine) as connection:
        last = _last(connection, kind, language)
        number = last.number if last else 0
        if number != seen:
            raise ChangedMeanwhile("en anden har ændret teksten imens: se den igen", "somebody else has changed the text: look at it again")
        text = Text(kind, language, number + 1, subject.strip(), body.replace("\r\n", "\n").strip())
        values = {field.name: getattr(text, field.name) for field in fields(Text)}
        connection.execute(insert(LetterText).values(**values, actor=actor, at=datetime.now(UTC)))
        write_audit(connection, actor, "letter text", f"letter_texts {kind} {language}", {"number": text.number})
        return text


def send_letters(engine: Engine, round_id: int, documents: Sequence[Document], actor: str) -> int:
    """Store letters as sent, all or none; how many. NotPossible where one of them was sent already."""
    now = datetime.now(UTC)
    with writing(engine) as connection:
        about = {one.application_id for one in documents}
        sent = connection.execute(_sent_of(round_id).where(LetterTable.application_id.in_(about)))
        there = {(row.application_id, row.recipient) for row in sent}
        twice = sorted(one.application_id for one in documents if (one.application_id, one.recipient) in there)
        if twice:
            raise NotPossible(f"brevet til {twice[0]} er allerede sendt", f"the letter to {twice[0]} has been sent already")
        rows = [
            {**{field.name: getattr(one, field.name) for field in fields(Document)}, "sha256": hashlib.sha256(one.pdf).hexdigest()}
            for one in documents
        ]
        if rows:
            connection.execute(insert(LetterTable), [{**row, "round_id": round_id, "actor": actor, "at": now} for row in rows])
            details = {"applications": sorted({one.application_id for one in documents}), "letters": len(rows)}
            write_audit(connection, actor, "letters", f"rounds {round_id}", details)
        return len(rows)


def letters_of(engine: Engine, round_id: int) -> list[Sent]:
    """The round's letters in the order they were sent."""
    with reading(engine) as connection:
        return [Sent(**row) for row in connection.execute(_sent_of(round_id)).mappings()]


def document_of(engine: Engine, round_id: int, letter_id: int) -> tuple[Sent, bytes]:
    """A letter with its document, which must be the one that was sent. NotStored when there is none, or it was changed since."""
    query = select(*_SENT, LetterTable.pdf).where(LetterTable.round_id == round_id, LetterTable.id == letter_id)
    with reading(engine) as connection:
        row = connection.execute(query).mappings().one_or_none()
    if row is None or hashlib.sha256(row["pdf"]).hexdigest() != row["sha256"]:
        raise NotStored(f"brev {letter_id} findes ikke, som det blev sendt", f"letter {letter_id} is not there as it was sent")
    return Sent(**{field.name: row[field.name] for field in fields(Sent)}), bytes(row["pdf"])


def enter_answer(
    engine: Engine, round_id: int, application_id: str, answer: Literal["accepted", "declined"], day: date, actor: str
) -> None:
    """Enter a family's answer. NotPossible where no letter of the round asks for one, or the day is before the letter's."""
    with writing(engine) as connection:
        mine = connection.execute(_sent_of(round_id).where(LetterTable.application_id == application_id))
        sent = [row for row in mine if row.answer_by is not None]
        if not sent:
            raise NotPossible("der er intet brev, som familien skal svare på", "there is no letter that the family is to answer")
        if day < min(row.sent_on for row in sent):
            raise NotPossible(
                "svaret kan ikke være kommet, før brevet blev sendt", "the answer cannot have come before the letter was sent"
            )
        row = {"round_id": round_id, "application_id": application_id, "answer": answer, "answered_on": day}
        connection.execute(insert(AnswerTable).values(**row, actor=actor, at=datetime.now(UTC)))
        write_audit(connection, actor, "answer", f"rounds {round_id}", {"application_id": application_id, "answer": answer})


def answers_of(engine: Engine, round_id: int) -> dict[str, Answer]:
    """The last answer of each family, by application."""
    query = select(*_ANSWER).where(AnswerTable.round_id == round_id).order_by(AnswerTable.id)
    with reading(engine) as connection:
        return {row["application_id"]: Answer(**row) for row in connection.execute(query).mappings()}


def _sent_of(round_id: int) -> Any:
    return select(*_SENT).where(LetterTable.round_id == round_id).order_by(LetterTable.id)


def _last(connection: Connection, kind: str, language: str) -> Text | None:
    query = select(*_TEXT).where(LetterText.kind == kind, LetterText.language == language).order_by(LetterText.number.desc()).limit(1)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else Text(**row)
