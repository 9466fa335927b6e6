"""Package tables about the daily running: absences of dagplejere, staff, children present."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from data.database.base import Base, described
from data.database.tables.columns import Numbered, key, known_by, refers


class Absence(Numbered, Base):
    """Days on which a dagplejer is away."""

    __tablename__ = "absences"
    __table_args__ = described("Absences of dagplejere", info=known_by("unit_id", "from_date", "kind"))

    unit_id: Mapped[str] = refers("units.unit_id", "Unit")
    from_date: Mapped[date] = mapped_column(comment="First day away")
    to_date: Mapped[date] = mapped_column(comment="Last day away")
    kind: Mapped[str | None] = mapped_column(comment="sickness, holiday or course")


class StaffMember(Base):
    """Somebody who works in a facility."""

    __tablename__ = "staff"
    __table_args__ = described("Staff of facilities")

    staff_id: Mapped[str] = key("Id of the member of staff")
    facility_id: Mapped[str] = refers("facilities.facility_id", "Facility")
    role: Mapped[str | None] = mapped_column(comment="paedagog, assistent, medhjaelper, leder or vikar")
    weekly_hours: Mapped[float | None] = mapped_column(comment="Hours a week")
    earliest: Mapped[str | None] = mapped_column(comment="Earliest time of day, HH:MM")
    latest: Mapped[str | None] = mapped_column(comment="Latest time of day, HH:MM")


class Presence(Numbered, Base):
    """Children present over the week."""

    __tablename__ = "presence"
    __table_args__ = described("Mean number of children present over the week", info=known_by("facility_id", "unit_id", "weekday", "time"))

    facility_id: Mapped[str | None] = refers("facilities.facility_id", "Facility, where the figure is the house's")
    unit_id: Mapped[str | None] = refers("units.unit_id", "Unit, where the figure is the unit's")
    weekday: Mapped[int] = mapped_column(comment="Day of the week")
    time: Mapped[str] = mapped_column(comment="Time of day, HH:MM")
    children: Mapped[float] = mapped_column(comment="Mean number of children present")
