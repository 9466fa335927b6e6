"""Tables of those who use the system: accounts, their sessions, and which children they looked at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from data.database.base import TEXT, Base, described
from data.database.tables.columns import PRIVATE


class Account(Base):
    """Somebody who may sign in."""

    __tablename__ = "accounts"
    __table_args__ = described("Those who may sign in")

    name: Mapped[str] = mapped_column(primary_key=True, comment="Name, as it stands beside what is done")
    password_hash: Mapped[str] = mapped_column(info=PRIVATE, comment="Argon2id; empty = signs in elsewhere")
    roles: Mapped[list[Any]] = mapped_column(comment="What the person may do")
    facility_id: Mapped[str | None] = mapped_column(comment="House of a person with the role unit")
    disabled: Mapped[bool] = mapped_column(comment="May not sign in any more")
    failures: Mapped[int] = mapped_column(comment="Wrong passwords since the last right one")
    locked_until: Mapped[datetime | None] = mapped_column(comment="No sign-in before, UTC")
    created_at: Mapped[datetime] = mapped_column(comment="When it was made, UTC")


class Session(Base):
    """A signed-in browser."""

    __tablename__ = "sessions"
    __table_args__ = described("Signed-in browsers")

    token_hash: Mapped[str] = mapped_column(primary_key=True, info=PRIVATE, comment="SHA-256 of the cookie's token")
    account: Mapped[str] = mapped_column(TEXT, ForeignKey("accounts.name"), index=True, comment="Who")
    created_at: Mapped[datetime] = mapped_column(comment="When the person signed in, UTC")
    seen_at: Mapped[datetime] = mapped_column(comment="Last use, UTC, to the minute")


class Access(Base):
    """One look at children's data: a page, a list, a search, a file."""

    __tablename__ = "access_log"
    __table_args__ = (Index(None, "at"), Index(None, "actor"), described("Who looked at which children's data", sqlite_autoincrement=True))

    id: Mapped[int] = mapped_column(Integer, primary_key=True, comment="Number of the entry")
    at: Mapped[datetime] = mapped_column(comment="When, UTC")
    actor: Mapped[str] = mapped_column(comment="Who")
    action: Mapped[str] = mapped_column(comment="view, list, search, export or denied")
    page: Mapped[str] = mapped_column(comment="Which page, by its name in the program")
    round_id: Mapped[int | None] = mapped_column(Integer, comment="Round")
    criterion: Mapped[str] = mapped_column(info=PRIVATE, comment="What was searched for; empty for other actions")


class AccessChild(Base):
    """A child whose data were shown."""

    __tablename__ = "access_children"
    __table_args__ = (Index(None, "child_id"), described("Which children an entry of the access log is about"))

    access_id: Mapped[int] = mapped_column(Integer, ForeignKey("access_log.id"), primary_key=True, comment="Entry")
    child_id: Mapped[str] = mapped_column(primary_key=True, comment="Child")
