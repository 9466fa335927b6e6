"""Package tables that forecasts are made of: population, births, housing, take-up."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from data.database.base import Base, described
from data.database.tables.columns import Numbered, known_by


class Population(Numbered, Base):
    """Children living in an area."""

    __tablename__ = "population"
    __table_args__ = described("Children living in an area, by age", info=known_by("area_id", "date", "year", "age", "age_months"))

    area_id: Mapped[str] = mapped_column(comment="Area, as the source of the figures divides the municipality")
    date: Mapped[date | None] = mapped_column(comment="Day of the count, where given")
    year: Mapped[int | None] = mapped_column(comment="Year of the count, where no day is given")
    age: Mapped[int | None] = mapped_column(comment="Age in whole years")
    age_months: Mapped[int | None] = mapped_column(comment="Age in whole months, where given")
    count: Mapped[float] = mapped_column(comment="Children")


class Births(Numbered, Base):
    """Births counted in an area."""

    __tablename__ = "births"
    __table_args__ = described("Births in an area, by year or month", info=known_by("area_id", "year", "month"))

    area_id: Mapped[str] = mapped_column(comment="Area")
    year: Mapped[int] = mapped_column(comment="Year")
    month: Mapped[int | None] = mapped_column(comment="Month 1-12; empty = the whole year")
    count: Mapped[float] = mapped_column(comment="Births")


class Housing(Numbered, Base):
    """Dwellings to be built in an area."""

    __tablename__ = "housing"
    __table_args__ = described("Dwellings to be built in an area, by year", info=known_by("area_id", "year", "dwelling_kind"))

    area_id: Mapped[str] = mapped_column(comment="Area")
    year: Mapped[int] = mapped_column(comment="Year they are moved into")
    dwelling_kind: Mapped[str | None] = mapped_column(comment="Kind of dwelling")
    dwellings: Mapped[float] = mapped_column(comment="Dwellings")
    probability: Mapped[float | None] = mapped_column(comment="Probability that they are built, 0-1")


class Takeup(Numbered, Base):
    """The share of children of an age who use a kind of care."""

    __tablename__ = "takeup"
    __table_args__ = described(
        "Share of children of an age who use a kind of care", info=known_by("age_months_from", "care_kind", "area_id", "year")
    )

    age_months_from: Mapped[int] = mapped_column(comment="Least age, whole months, inclusive")
    age_months_to: Mapped[int] = mapped_column(comment="Greatest age, whole months, exclusive")
    care_kind: Mapped[str] = mapped_column(comment="Kind of care")
    share: Mapped[float] = mapped_column(comment="Share, 0-1")
    area_id: Mapped[str | None] = mapped_column(comment="Area; empty = everywhere")
    year: Mapped[int | None] = mapped_column(comment="Year; empty = every year")
