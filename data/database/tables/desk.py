"""Tables of the office's desk: changes by hand, what was considered and approved, the office's settings, keys of the server itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from data.database.base import TEXT, Base, described
from data.database.tables.columns import PRIVATE

_OPEN = text("state = 'open'")


class Draft(Base):
    """Changes by hand to a round that are being worked on; at most one open draft a round."""

    __tablename__ = "drafts"
    __table_args__ = (
        Index("uq_drafts_open", "round_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        described("Changes by hand to a round, together, before they become a round of their own", sqlite_autoincrement=True),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, comment="Number of the draft")
    round_id: Mapped[int] = mapped_column(Integer, ForeignKey("rounds.id"), index=True, comment="Round that is changed")
    created_at: Mapped[datetime] = mapped_column(comment="When it was begun, UTC")
    actor: Mapped[str] = mapped_column(comment="Who began it")
    state: Mapped[str] = mapped_column(TEXT, comment="open, saved or dropped")
    version: Mapped[int] = mapped_column(comment="Counts everything that is done to it; two officers at once are told apart by it")
    in_force: Mapped[int] = mapped_column(comment="Changes in force, from the first; those after it are undone and can be redone")
    saved_as: Mapped[int | None] = mapped_column(Integer, ForeignKey("rounds.id"), index=True, comment="Round it became")


class DraftChange(Base):
    """One change by hand."""

    __tablename__ = "draft_changes"
    __table_args__ = (Index(None, "application_id"), described("Changes by hand, in the order they were made"))

    draft_id: Mapped[int] = mapped_column(Integer, ForeignKey("drafts.id"), primary_key=True, comment="Draft")
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, comment="Place in the draft, from 1")
    kind: Mapped[str] = mapped_column(comment="lock, forbid or release (of what was asked of the application before)")
    application_id: Mapped[str] = mapped_column(comment="Application")
    unit_id: Mapped[str | None] = mapped_column(comment="Unit; empty = any")
    start_date: Mapped[date | None] = mapped_column(comment="First day there; empty = any")
    reason: Mapped[str] = mapped_column(info=PRIVATE, comment="Why, in the officer's words")
    actor: Mapped[str] = mapped_column(comment="Who")
    at: Mapped[datetime] = mapped_column(comment="When, UTC")


class CaseStep(Base):
    """One step with a decision of a round; never changed, a later step tells that an earlier one no longer holds."""

    __tablename__ = "case_steps"
    __table_args__ = (
        Index(None, "round_id", "application_id"),
        Index(None, "application_id"),
        described("What officers did with each decision of a round", sqlite_autoincrement=True),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, comment="Number of the step")
    round_id: Mapped[int] = mapped_column(Integer, ForeignKey("rounds.id"), comment="Round")
    application_id: Mapped[str] = mapped_column(comment="Application")
    step: Mapped[str] = mapped_column(comment="considered, approved or withdrawn")
    note: Mapped[str] = mapped_column(info=PRIVATE, comment="Why, in the officer's words; empty where nothing is to be said")
    actor: Mapped[str] = mapped_column(comment="Who")
    at: Mapped[datetime] = mapped_column(comment="When, UTC")


class RoundClosing(Base):
    """A round that is done with: nothing of it is approved or withdrawn any more."""

    __tablename__ = "round_closings"
    __table_args__ = described("Rounds that are closed")

    round_id: Mapped[int] = mapped_column(Integer, ForeignKey("rounds.id"), primary_key=True, comment="Round")
    actor: Mapped[str] = mapped_column(comment="Who closed it")
    at: Mapped[datetime] = mapped_column(comment="When, UTC")


class OfficeSetting(Base):
    """A setting of the office."""

    __tablename__ = "office_settings"
    __table_args__ = described("The office's settings")

    name: Mapped[str] = mapped_column(primary_key=True, comment="Name of the setting")
    value: Mapped[dict[str, Any]] = mapped_column(comment="Its value, as the entry `is`")
    actor: Mapped[str] = mapped_column(comment="Who set it")
    at: Mapped[datetime] = mapped_column(comment="When, UTC")


class ServerKey(Base):
    """A secret of the server, made when it is first needed and shared by its processes."""

    __tablename__ = "server_keys"
    __table_args__ = described("Secrets of the server, shared by its processes")

    name: Mapped[str] = mapped_column(primary_key=True, comment="What it is for")
    value: Mapped[bytes] = mapped_column(info=PRIVATE, comment="The secret")
