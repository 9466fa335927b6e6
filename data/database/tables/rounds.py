"""Tables of finished rounds: what was decided, on what data, by what policy, and why."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from data.database.base import TEXT, Base, described
from data.database.tables.columns import PRIVATE


class Round(Base):
    """A finished round."""

    __tablename__ = "rounds"
    __table_args__ = described("Finished allocation rounds", sqlite_autoincrement=True)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, comment="Number of the round")
    created_at: Mapped[datetime] = mapped_column(comment="When it was stored, UTC")
    actor: Mapped[str] = mapped_column(comment="Who ran it")
    label: Mapped[str] = mapped_column(comment="Name given by the user")
    round_date: Mapped[date] = mapped_column(comment="The round's date")
    data_version: Mapped[str] = mapped_column(TEXT, ForeignKey("data_versions.version"), comment="Version of the data")
    import_id: Mapped[int | None] = mapped_column(
        Integer, ForeignKey("imports.id"), comment="Import the data came by; empty = straight from a folder"
    )
    policy_name: Mapped[str] = mapped_column(comment="Name of the policy")
    policy_hash: Mapped[str] = mapped_column(comment="Hash of the policy's content")
    policy_toml: Mapped[str] = mapped_column(comment="The policy as run")
    mode: Mapped[str] = mapped_column(comment="legal or points")
    seed: Mapped[int] = mapped_column(comment="Seed of the solver")
    repeatable: Mapped[bool] = mapped_column(comment="The same input gives the same decision; no = cut by the clock")
    summary: Mapped[dict[str, Any]] = mapped_column(comment="summary.json")
    certificate: Mapped[bytes] = mapped_column(comment="certificate.json, compressed by zlib")
    decision_hash: Mapped[str] = mapped_column(comment="SHA-256 of who got which place from which day")


class RoundAllocation(Base):
    """What one application got in a round: a row of allocation.csv."""

    __tablename__ = "round_allocation"
    __table_args__ = (
        Index(None, "round_id", "unit_id"),
        Index(None, "round_id", "alternative_unit_id"),
        described("What each application got in a round"),
    )

    round_id: Mapped[int] = mapped_column(Integer, ForeignKey("rounds.id"), primary_key=True, comment="Round")
    application_id: Mapped[str] = mapped_column(primary_key=True, comment="Application; X... = made by the system")
    child_id: Mapped[str] = mapped_column(comment="Child")
    unit_id: Mapped[str | None] = mapped_column(comment="Unit given; empty = none")
    start_date: Mapped[date | None] = mapped_column(comment="First day there")
    outcome: Mapped[str] = mapped_column(comment="displaced, breach, moved_on, wish, guarantee, kept, provisional or waiting")
    wish_rank: Mapped[int | None] = mapped_column(comment="Rank of the wish; empty = not wished")
    tier: Mapped[str] = mapped_column(comment="Tier in the order")
    guarantee_date: Mapped[date | None] = mapped_column(comment="Garantidato")
    days_late: Mapped[int | None] = mapped_column(comment="Days after the true garantidato")
    distance_m: Mapped[int | None] = mapped_column(comment="Home to unit, metres")
    alternative_unit_id: Mapped[str | None] = mapped_column(comment="Second offer of § 23 stk. 4")
    reason_code: Mapped[str] = mapped_column(comment="Why, as a code")
    reason: Mapped[str] = mapped_column(comment="Why, as a Danish sentence")
    number: Mapped[int] = mapped_column(comment="Place of the row in allocation.csv, from 0")


class RoundExplanation(Base):
    """What happened to one wish in a round: a row of explanations.csv."""

    __tablename__ = "round_explanations"
    __table_args__ = (
        Index(None, "round_id", "application_id"),
        Index(None, "round_id", "unit_id"),
        described("What happened to each wish in a round, and why"),
    )

    round_id: Mapped[int] = mapped_column(Integer, ForeignKey("rounds.id"), primary_key=True, comment="Round")
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="Place of the row in explanations.csv, from 0")
    application_id: Mapped[str] = mapped_column(comment="Application")
    rank: Mapped[int | None] = mapped_column(comment="Rank of the wish; empty = a place not wished")
    unit_id: Mapped[str | None] = mapped_column(comment="Unit")
    code: Mapped[str] = mapped_column(comment="Reason as a code")
    facts: Mapped[dict[str, Any]] = mapped_column(comment="Figures and dates behind the reason")
    text_da: Mapped[str] = mapped_column(info=PRIVATE, comment="The officer's sentence in Danish")
    text_en: Mapped[str] = mapped_column(info=PRIVATE, comment="The officer's sentence in English")
