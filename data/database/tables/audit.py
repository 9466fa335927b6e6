"""The table of who did what and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from data.database.base import Base, described


class AuditEntry(Base):
    """One thing that was done; written in the transaction that did it, never changed."""

    __tablename__ = "audit"
    __table_args__ = described("Who did what and when", sqlite_autoincrement=True)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, comment="Number of the entry")
    at: Mapped[datetime] = mapped_column(index=True, comment="When, UTC")
    actor: Mapped[str] = mapped_column(comment="Who")
    action: Mapped[str] = mapped_column(comment="What was done: import, round")
    object: Mapped[str] = mapped_column(comment="What it was done to, as table and id")
    details: Mapped[dict[str, Any]] = mapped_column(comment="Figures and versions; no personal data")
