"""Tables of letters: their texts, every version of each, and the letters as they were sent."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from data.database.base import Base, described
from data.database.tables.columns import PRIVATE


class LetterText(Base):
    """A version of the text of a kind of letter."""

    __tablename__ = "letter_texts"
    __table_args__ = described("Texts of letters, every version of each")

    kind: Mapped[str] = mapped_column(primary_key=True, comment="Kind of letter; sender and appeal are parts of every letter")
    language: Mapped[str] = mapped_column(primary_key=True, comment="da or en")
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="Version, from 1; 0 is the program's own text")
    subject: Mapped[str] = mapped_column(comment="Heading")
    body: Mapped[str] = mapped_column(comment="Paragraphs with names in braces for what is filled in")
    actor: Mapped[str] = mapped_column(comment="Who left it so")
    at: Mapped[datetime] = mapped_column(comment="When, UTC")


class Letter(Base):
    """A letter as it was sent; the document is never changed."""

    __tablename__ = "letters"
    __table_args__ = (
        Index(None, "round_id", "application_id", "recipient", unique=True),
        described("Letters as they were sent", sqlite_autoincrement=True),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, comment="Number of the letter")
    round_id: Mapped[int] = mapped_column(Integer, ForeignKey("rounds.id"), comment="Round whose decision it tells")
    application_id: Mapped[str] = mapped_column(comment="Application")
    recipient: Mapped[int] = mapped_column(Integer, comment="Which of the child's guardians, from 1 by name")
    kind: Mapped[str] = mapped_column(comment="Kind of letter")
    language: Mapped[str] = mapped_column(comment="da or en")
    texts: Mapped[str] = mapped_column(comment="Versions of the texts it was made of, as kind:number")
    sent_on: Mapped[date] = mapped_column(comment="Its date: the day of sending")
    answer_by: Mapped[date | None] = mapped_column(comment="Last day to answer; empty = nothing to answer")
    actor: Mapped[str] = mapped_column(comment="Who sent it")
    at: Mapped[datetime] = mapped_column(comment="When it was made, UTC")
    sha256: Mapped[str] = mapped_column(comment="SHA-256 of the document")
    pdf: Mapped[bytes] = mapped_column(info=PRIVATE, comment="The document, PDF/UA-1")


class Answer(Base):
    """A family's answer to an offer; a later one tells that an earlier one was a mistake."""

    __tablename__ = "letter_answers"
    __table_args__ = (Index(None, "round_id", "application_id"), described("Families' answers to offers", sqlite_autoincrement=True))

    id: Mapped[int] = mapped_column(Integer, primary_key=True, comment="Number of the answer")
    round_id: Mapped[int] = mapped_column(Integer, ForeignKey("rounds.id"), comment="Round of the offer")
    application_id: Mapped[str] = mapped_column(comment="Application")
    answer: Mapped[str] = mapped_column(comment="accepted or declined")
    answered_on: Mapped[date] = mapped_column(comment="Day of the answer")
    actor: Mapped[str] = mapped_column(comment="Who entered it")
    at: Mapped[datetime] = mapped_column(comment="When it was entered, UTC")
