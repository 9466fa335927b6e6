"""Package tables about children: who they are, where they are enrolled, what their families ask for."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from data.database.base import Base, described
from data.database.tables.columns import PRIVATE, key, refers


class Child(Base):
    """A child."""

    __tablename__ = "children"
    __table_args__ = described("Children")

    child_id: Mapped[str] = key("Id of the child, never a CPR number")
    birth_date: Mapped[date] = mapped_column(comment="Date of birth")
    name: Mapped[str | None] = mapped_column(info=PRIVATE, comment="Name")
    cpr: Mapped[str | None] = mapped_column(info=PRIVATE, comment="CPR number; never logged, never in an address")
    household_id: Mapped[str | None] = mapped_column(comment="Household; siblings share it")
    twin_group: Mapped[str | None] = mapped_column(comment="Twins to be placed together share it")
    district_id: Mapped[str | None] = refers("districts.district_id", "District of the home")
    easting: Mapped[float] = mapped_column(info=PRIVATE, comment="Home, metres east, ETRS89 / UTM 32N")
    northing: Mapped[float] = mapped_column(info=PRIVATE, comment="Home, metres north, ETRS89 / UTM 32N")
    residence: Mapped[str | None] = mapped_column(comment="Municipality code of residence; empty = own")
    place_weight: Mapped[int | None] = mapped_column(comment="Places the child takes in dagpleje, 1-3")
    support_points: Mapped[int | None] = mapped_column(comment="Support points the child needs")
    bilingual: Mapped[bool | None] = mapped_column(comment="Bilingual")
    vulnerable_area: Mapped[bool | None] = mapped_column(comment="Lives in a listed udsat boligområde")
    employed_parents: Mapped[bool | None] = mapped_column(comment="The choice of § 26 b: parents at work")
    protected_address: Mapped[bool | None] = mapped_column(comment="Name and address are protected")
    smoke_free_needed: Mapped[bool | None] = mapped_column(comment="Needs a smoke-free home")
    pets_excluded: Mapped[bool | None] = mapped_column(comment="Must not be with pets")
    learning_offer_from: Mapped[date | None] = mapped_column(comment="First day obliged to the learning offer (§ 44 a)")
    newcomer_until: Mapped[date | None] = mapped_column(comment="Last day as a newcomer to the country")


class ChildDecision(Base):
    """A time-limited decision about a child."""

    __tablename__ = "child_decisions"
    __table_args__ = described("Time-limited decisions about children")

    child_id: Mapped[str] = key("Child", "children.child_id")
    kind: Mapped[str] = key("place_weight or support_points")
    value: Mapped[int] = mapped_column(comment="Places or points while it holds")
    from_date: Mapped[date] = mapped_column(primary_key=True, comment="First day it holds")
    to_date: Mapped[date | None] = mapped_column(comment="First day it no longer holds")


class Guardian(Base):
    """Whom letters go to."""

    __tablename__ = "guardians"
    __table_args__ = described("Guardians: whom letters go to")

    child_id: Mapped[str] = key("Child", "children.child_id")
    name: Mapped[str] = mapped_column(primary_key=True, info=PRIVATE, comment="Name")
    address: Mapped[str | None] = mapped_column(info=PRIVATE, comment="Street and number")
    postcode: Mapped[str | None] = mapped_column(info=PRIVATE, comment="Postcode")
    language: Mapped[str | None] = mapped_column(comment="Language of letters")
    custody: Mapped[bool | None] = mapped_column(comment="Has custody of the child")


class Enrolment(Base):
    """A child's stay in a unit."""

    __tablename__ = "enrolments"
    __table_args__ = described("Stays of children in units")

    child_id: Mapped[str] = key("Child", "children.child_id")
    unit_id: Mapped[str] = key("Unit", "units.unit_id", index=True)
    from_date: Mapped[date] = mapped_column(primary_key=True, comment="First day there")
    to_date: Mapped[date | None] = mapped_column(comment="First day no longer there")
    weekly_hours: Mapped[float | None] = mapped_column(comment="Hours a week")
    combination: Mapped[bool | None] = mapped_column(comment="Combination offer: the only case of two stays at once")


class Application(Base):
    """An application for one kind of care."""

    __tablename__ = "applications"
    __table_args__ = described("Applications for places")

    application_id: Mapped[str] = key("Id of the application")
    child_id: Mapped[str] = refers("children.child_id", "Child")
    kind: Mapped[str] = mapped_column(comment="new, transfer or transition")
    care: Mapped[str] = mapped_column(comment="0-2 or 3-5")
    registered_date: Mapped[date] = mapped_column(comment="Day it was registered")
    need_date: Mapped[date] = mapped_column(comment="Day from which the place is wanted")
    guarantee_date: Mapped[date | None] = mapped_column(comment="Garantidato as written to the family; empty = computed")
    wants_guarantee: Mapped[bool | None] = mapped_column(comment="The family wants the guarantee used")
    priority: Mapped[bool | None] = mapped_column(comment="Documented special need: the tier is granted")
    accepts_until: Mapped[date | None] = mapped_column(comment="Latest start that the family accepts")


class Wish(Base):
    """One wish of an application."""

    __tablename__ = "wishes"
    __table_args__ = described("Ranked wishes of applications")

    application_id: Mapped[str] = key("Application", "applications.application_id")
    rank: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="Rank; 1 is the dearest")
    target_kind: Mapped[str] = mapped_column(comment="unit, facility or district_dagpleje")
    target_id: Mapped[str] = mapped_column(comment="Id of the unit, facility or district")


class Offer(Base):
    """An offer already sent."""

    __tablename__ = "offers"
    __table_args__ = described("Offers sent to families")

    application_id: Mapped[str] = key("Application", "applications.application_id")
    unit_id: Mapped[str] = key("Unit offered", "units.unit_id", index=True)
    start_date: Mapped[date] = mapped_column(primary_key=True, comment="First day of the stay offered")
    sent_date: Mapped[date] = mapped_column(comment="Day it was sent")
    answer_by: Mapped[date | None] = mapped_column(comment="Last day to answer")
    answer: Mapped[str | None] = mapped_column(comment="accepted or declined; empty = waiting, and the place is held")
