"""Package tables about places: districts, facilities, units, and what changes or holds their places."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from data.database.base import Base, described
from data.database.tables.columns import PRIVATE, key, refers


class District(Base):
    """A school district, or (referred to as a parent) a guarantee district."""

    __tablename__ = "districts"
    __table_args__ = described("School districts and the guarantee districts above them")

    district_id: Mapped[str] = key("Id of the district")
    name: Mapped[str] = mapped_column(comment="Name")
    parent_id: Mapped[str | None] = refers("districts.district_id", "Guarantee district that it belongs to", later=True)
    easting: Mapped[float | None] = mapped_column(comment="Centre, metres east, ETRS89 / UTM 32N")
    northing: Mapped[float | None] = mapped_column(comment="Centre, metres north, ETRS89 / UTM 32N")
    vulnerable_area: Mapped[bool | None] = mapped_column(comment="Listed udsat boligområde")
    listed_from: Mapped[date | None] = mapped_column(comment="First day on the list")
    listed_to: Mapped[date | None] = mapped_column(comment="First day no longer on the list")


class Facility(Base):
    """A house, or a dagplejer's home."""

    __tablename__ = "facilities"
    __table_args__ = described("Houses and homes of dagplejere")

    facility_id: Mapped[str] = key("Id of the facility")
    name: Mapped[str] = mapped_column(info=PRIVATE, comment="Name; a home bears its dagplejer's")
    kind: Mapped[str] = mapped_column(comment="house or dagpleje")
    operator: Mapped[str | None] = mapped_column(comment="municipal, independent, outsourced or private")
    district_id: Mapped[str] = refers("districts.district_id", "District in which it lies")
    easting: Mapped[float] = mapped_column(comment="Metres east, ETRS89 / UTM 32N")
    northing: Mapped[float] = mapped_column(comment="Metres north, ETRS89 / UTM 32N")
    opens: Mapped[str | None] = mapped_column(comment="Time of day it opens, HH:MM")
    closes: Mapped[str | None] = mapped_column(comment="Time of day it closes, HH:MM")
    max_units: Mapped[int | None] = mapped_column(comment="Shared ceiling in place units (a 0-2 child 2, a 3-5 child 1)")
    language: Mapped[str | None] = mapped_column(comment="Main language when it is not Danish")
    company: Mapped[bool | None] = mapped_column(comment="A company's own house")


class Unit(Base):
    """What children are enrolled in."""

    __tablename__ = "units"
    __table_args__ = described("Units in which children are enrolled")

    unit_id: Mapped[str] = key("Id of the unit")
    facility_id: Mapped[str] = refers("facilities.facility_id", "Facility that it belongs to")
    kind: Mapped[str] = mapped_column(comment="dagpleje, vuggestue, boernehave or gaestehus")
    places: Mapped[int] = mapped_column(comment="Places")
    max_places: Mapped[int | None] = mapped_column(comment="Legal or physical ceiling, places")
    min_age_months: Mapped[int | None] = mapped_column(comment="Least age at the start, whole months, inclusive")
    max_age_months: Mapped[int | None] = mapped_column(comment="Greatest age at the start, whole months, exclusive")
    guest_places: Mapped[int | None] = mapped_column(comment="Places for children whose dagplejer is absent")
    support_points: Mapped[int | None] = mapped_column(comment="Ceiling of the children's support points together")
    max_infants: Mapped[int | None] = mapped_column(comment="Most children under one year")
    playgroup_id: Mapped[str | None] = mapped_column(comment="Legestue that the home belongs to")
    smoke_free: Mapped[bool | None] = mapped_column(comment="Nobody smokes there")
    pets: Mapped[bool | None] = mapped_column(comment="There are pets")
    open_to_list: Mapped[bool | None] = mapped_column(comment="Its places are given through the waiting list")


class CapacityChange(Base):
    """From a day on, a unit has another number of places."""

    __tablename__ = "capacity_changes"
    __table_args__ = described("Changes of a unit's places over time")

    unit_id: Mapped[str] = key("Unit", "units.unit_id")
    from_date: Mapped[date] = mapped_column(primary_key=True, comment="First day with the new number")
    places: Mapped[int] = mapped_column(comment="Places from then on; 0 = closed")
    reason: Mapped[str | None] = mapped_column(comment="Why")


class Reservation(Base):
    """Places kept for a purpose."""

    __tablename__ = "reservations"
    __table_args__ = described("Places kept for a purpose")

    unit_id: Mapped[str] = key("Unit", "units.unit_id")
    kind: Mapped[str] = key("learning_offer, newcomer or guarantee")
    places: Mapped[int] = mapped_column(comment="Places kept")
    from_date: Mapped[date] = mapped_column(primary_key=True, comment="First day kept")
    to_date: Mapped[date | None] = mapped_column(comment="First day no longer kept")
