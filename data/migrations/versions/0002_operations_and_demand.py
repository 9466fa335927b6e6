"""Package tables about the daily running and about demand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _make_operations()
    _make_demand()


def downgrade() -> None:
    """Drop them, children before parents."""
    for name in (
        "takeup",
        "housing",
        "births",
        "population",
        "presence",
        "staff",
        "absences",
    ):
        op.drop_table(name)


def _make_operations() -> None:
    op.create_table(
        "absences",
        sa.Column("unit_id", TEXT, nullable=False, comment="Unit"),
        sa.Column("from_date", sa.Date(), nullable=False, comment="First day away"),
        sa.Column("to_date", sa.Date(), nullable=False, comment="Last day away"),
        sa.Column("kind", TEXT, nullable=True, comment="sickness, holiday or course"),
        sa.Column("row_number", sa.BigInteger(), autoincrement=False, nullable=False, comment="Place of the row in the table, from 0"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"], name=op.f("fk_absences_unit_id_units")),
        sa.PrimaryKeyConstraint("row_number", name=op.f("pk_absences")),
        comment="Absences of dagplejere",
        info={"known_by": ("unit_id", "from_date", "kind")},
    )
    op.create_index(op.f("ix_absences_unit_id"), "absences", ["unit_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("staff_id", TEXT, nullable=False, comment="Id of the member of staff"),
        sa.Column("facility_id", TEXT, nullable=False, comment="Facility"),
        sa.Column("role", TEXT, nullable=True, comment="paedagog, assistent, medhjaelper, leder or vikar"),
        sa.Column("weekly_hours", sa.Double(), nullable=True, comment="Hours a week"),
        sa.Column("earliest", TEXT, nullable=True, comment="Earliest time of day, HH:MM"),
        sa.Column("latest", TEXT, nullable=True, comment="Latest time of day, HH:MM"),
        sa.ForeignKeyConstraint(["facility_id"], ["facilities.facility_id"], name=op.f("fk_staff_facility_id_facilities")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff")),
        comment="Staff of facilities",
    )
    op.create_index(op.f("ix_staff_facility_id"), "staff", ["facility_id"], unique=False)
    op.create_table(
        "presence",
        sa.Column("facility_id", TEXT, nullable=True, comment="Facility, where the figure is the house's"),
        sa.Column("unit_id", TEXT, nullable=True, comment="Unit, where the figure is the unit's"),
        sa.Column("weekday", sa.BigInteger(), nullable=False, comment="Day of the week"),
        sa.Column("time", TEXT, nullable=False, comment="Time of day, HH:MM"),
        sa.Column("children", sa.Double(), nullable=False, comment="Mean number of children present"),
        sa.Column("row_number", sa.BigInteger(), autoincrement=False, nullable=False, comment="Place of the row in the table, from 0"),
        sa.ForeignKeyConstraint(["facility_id"], ["facilities.facility_id"], name=op.f("fk_presence_facility_id_facilities")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"], name=op.f("fk_presence_unit_id_units")),
        sa.PrimaryKeyConstraint("row_number", name=op.f("pk_presence")),
        comment="Mean number of children present over the week",
        info={"known_by": ("facility_id", "unit_id", "weekday", "time")},
    )
    op.create_index(op.f("ix_presence_facility_id"), "presence", ["facility_id"], unique=False)
    op.create_index(op.f("ix_presence_unit_id"), "presence", ["unit_id"], unique=False)


def _make_demand() -> None:
    op.create_table(
        "population",
        sa.Column("area_id", TEXT, nullable=False, comment="Area, as the source of the figures divides the municipality"),
        sa.Column("date", sa.Date(), nullable=True, comment="Day of the count, where given"),
        sa.Column("year", sa.BigInteger(), nullable=True, comment="Year of the count, where no day is given"),
        sa.Column("age", sa.BigInteger(), nullable=True, comment="Age in whole years"),
        sa.Column("age_months", sa.BigInteger(), nullable=True, comment="Age in whole months, where given"),
        sa.Column("count", sa.Double(), nullable=False, comment="Children"),
        sa.Column("row_number", sa.BigInteger(), autoincrement=False, nullable=False, comment="Place of the row in the table, from 0"),
        sa.PrimaryKeyConstraint("row_number", name=op.f("pk_population")),
        comment="Children living in an area, by age",
        info={"known_by": ("area_id", "date", "year", "age", "age_months")},
    )
    op.create_table(
        "births",
        sa.Column("area_id", TEXT, nullable=False, comment="Area"),
        sa.Column("year", sa.BigInteger(), autoincrement=False, nullable=False, comment="Year"),
        sa.Column("count", sa.Double(), nullable=False, comment="Births"),
        sa.PrimaryKeyConstraint("area_id", "year", name=op.f("pk_births")),
        comment="Births in an area, by year",
    )
    op.create_table(
        "housing",
        sa.Column("area_id", TEXT, nullable=False, comment="Area"),
        sa.Column("year", sa.BigInteger(), nullable=False, comment="Year they are moved into"),
        sa.Column("dwelling_kind", TEXT, nullable=True, comment="Kind of dwelling"),
        sa.Column("dwellings", sa.Double(), nullable=False, comment="Dwellings"),
        sa.Column("probability", sa.Double(), nullable=True, comment="Probability that they are built, 0-1"),
        sa.Column("row_number", sa.BigInteger(), autoincrement=False, nullable=False, comment="Place of the row in the table, from 0"),
        sa.PrimaryKeyConstraint("row_number", name=op.f("pk_housing")),
        comment="Dwellings to be built in an area, by year",
        info={"known_by": ("area_id", "year", "dwelling_kind")},
    )
    op.create_table(
        "takeup",
        sa.Column("age_months_from", sa.BigInteger(), nullable=False, comment="Least age, whole months, inclusive"),
        sa.Column("age_months_to", sa.BigInteger(), nullable=False, comment="Greatest age, whole months, exclusive"),
        sa.Column("care_kind", TEXT, nullable=False, comment="Kind of care"),
        sa.Column("share", sa.Double(), nullable=False, comment="Share, 0-1"),
        sa.Column("area_id", TEXT, nullable=True, comment="Area; empty = everywhere"),
        sa.Column("year", sa.BigInteger(), nullable=True, comment="Year; empty = every year"),
        sa.Column("row_number", sa.BigInteger(), autoincrement=False, nullable=False, comment="Place of the row in the table, from 0"),
        sa.PrimaryKeyConstraint("row_number", name=op.f("pk_takeup")),
        comment="Share of children of an age who use a kind of care",
        info={"known_by": ("age_months_from", "care_kind", "area_id", "year")},
    )
