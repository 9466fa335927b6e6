"""Forecasts that were made: each is kept as it was, so that it can be held against what came."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from data.database.base import TEXT, Base, described


class StoredForecast(Base):
    """A forecast, made under a named scenario."""

    __tablename__ = "forecasts"
    __table_args__ = described("Forecasts of demand for places, each as it was made", sqlite_autoincrement=True)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, comment="Number of the forecast")
    created_at: Mapped[datetime] = mapped_column(comment="When it was stored, UTC")
    actor: Mapped[str] = mapped_column(comment="Who ran it")
    scenario: Mapped[str] = mapped_column(comment="Name of the scenario, given by the user")
    origin: Mapped[date] = mapped_column(comment="Day of the latest count that was used")
    data_version: Mapped[str] = mapped_column(TEXT, ForeignKey("data_versions.version"), comment="Version of the data")
    assumptions: Mapped[dict[str, Any]] = mapped_column(comment="The scenario's assumptions")
    summary: Mapped[dict[str, Any]] = mapped_column(comment="How it was made and what was mended in the data")
    content: Mapped[bytes] = mapped_column(comment="The figures, as forecasts.packing writes them")
    backtest: Mapped[bytes] = mapped_column(comment="The table of its back-test, compressed by zlib")


class Scenario(Base):
    """One version of a named scenario: the assumptions as somebody left them."""

    __tablename__ = "scenarios"
    __table_args__ = described("Named scenarios of forecasts, every version of each")

    name: Mapped[str] = mapped_column(TEXT, primary_key=True, comment="Name of the scenario, given by the user")
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="Version of the scenario, from 1")
    created_at: Mapped[datetime] = mapped_column(comment="When it was stored, UTC")
    actor: Mapped[str] = mapped_column(comment="Who left it so")
    assumptions: Mapped[dict[str, Any]] = mapped_column(comment="The assumptions as plain values")
    retired: Mapped[bool] = mapped_column(comment="Put away: no longer offered, still there for the forecasts made under it")
