"""The table of work that takes minutes and is done beside the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from data.database.base import TEXT, Base, described


class Job(Base):
    """A piece of work. Who runs it holds a lease; where the lease runs out, another may take it up."""

    __tablename__ = "jobs"
    __table_args__ = described("Work done beside the pages", sqlite_autoincrement=True)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, comment="Number of the job")
    kind: Mapped[str] = mapped_column(comment="allocate")
    arguments: Mapped[dict[str, Any]] = mapped_column(comment="What it is done with; no personal data")
    state: Mapped[str] = mapped_column(TEXT, index=True, comment="waiting, running, done, failed or stopped")
    actor: Mapped[str] = mapped_column(comment="Who asked for it")
    created_at: Mapped[datetime] = mapped_column(comment="When it was asked for, UTC")
    started_at: Mapped[datetime | None] = mapped_column(comment="When it was last taken up, UTC")
    ended_at: Mapped[datetime | None] = mapped_column(comment="When it ended, UTC")
    holder: Mapped[str | None] = mapped_column(comment="Who holds the lease")
    lease_until: Mapped[datetime | None] = mapped_column(comment="Until when, UTC; renewed by the holder's heartbeat")
    attempts: Mapped[int] = mapped_column(comment="Times it was taken up")
    stopping: Mapped[bool] = mapped_column(comment="Somebody asked for it to be stopped")
    share: Mapped[float] = mapped_column(comment="Share done, 0 to 1")
    message: Mapped[str] = mapped_column(comment="How far it is, or why it failed, in Danish")
    round_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("rounds.id"), index=True, comment="Round that came of it")
