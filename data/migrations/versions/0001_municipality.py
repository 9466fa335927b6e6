"""Package tables about places, children and applications."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _make_places()
    _make_changes_of_places()
    _make_children()
    _make_applications()


def downgrade() -> None:
    """Drop them, children before parents."""
    for name in (
        "offers",
        "wishes",
        "applications",
        "enrolments",
        "guardians",
        "child_decisions",
        "children",
        "reservations",
        "capacity_changes",
        "units",
        "facilities",
        "districts",
    ):
        op.drop_table(name)


def _make_places() -> None:
    op.create_table(
        "districts",
        sa.Column("district_id", TEXT, nullable=False, comment="Id of the district"),
        sa.Column("name", TEXT, nullable=False, comment="Name"),
        sa.Column("parent_id", TEXT, nullable=True, comment="Guarantee district that it belongs to"),
        sa.Column("easting", sa.Double(), nullable=True, comment="Centre, metres east, ETRS89 / UTM 32N"),
        sa.Column("northing", sa.Double(), nullable=True, comment="Centre, metres north, ETRS89 / UTM 32N"),
        sa.Column("vulnerable_area", sa.Boolean(), nullable=True, comment="Listed udsat boligområde"),
        sa.Column("listed_from", sa.Date(), nullable=True, comment="First day on the list"),
        sa.Column("listed_to", sa.Date(), nullable=True, comment="First day no longer on the list"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["districts.district_id"], name=op.f("fk_districts_parent_id_districts"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_districts")),
        comment="School districts and the guarantee districts above them",
    )
    op.create_index(op.f("ix_districts_parent_id"), "districts", ["parent_id"], unique=False)
    op.create_table(
        "facilities",
        sa.Column("facility_id", TEXT, nullable=False, comment="Id of the facility"),
        sa.Column("name", TEXT, nullable=False, comment="Name; a home bears its dagplejer's"),
        sa.Column("kind", TEXT, nullable=False, comment="house or dagpleje"),
        sa.Column("operator", TEXT, nullable=True, comment="municipal, independent, outsourced or private"),
        sa.Column("district_id", TEXT, nullable=False, comment="District in which it lies"),
        sa.Column("easting", sa.Double(), nullable=False, comment="Metres east, ETRS89 / UTM 32N"),
        sa.Column("northing", sa.Double(), nullable=False, comment="Metres north, ETRS89 / UTM 32N"),
        sa.Column("opens", TEXT, nullable=True, comment="Time of day it opens, HH:MM"),
        sa.Column("closes", TEXT, nullable=True, comment="Time of day it closes, HH:MM"),
        sa.Column("max_units", sa.BigInteger(), nullable=True, comment="Shared ceiling in place units (a 0-2 child 2, a 3-5 child 1)"),
        sa.Column("language", TEXT, nullable=True, comment="Main language when it is not Danish"),
        sa.Column("company", sa.Boolean(), nullable=True, comment="A company's own house"),
        sa.ForeignKeyConstraint(["district_id"], ["districts.district_id"], name=op.f("fk_facilities_district_id_districts")),
        sa.PrimaryKeyConstraint("facility_id", name=op.f("pk_facilities")),
        comment="Houses and homes of dagplejere",
    )
    op.create_index(op.f("ix_facilities_district_id"), "facilities", ["district_id"], unique=False)
    op.create_table(
        "units",
        sa.Column("unit_id", TEXT, nullable=False, comment="Id of the unit"),
        sa.Column("facility_id", TEXT, nullable=False, comment="Facility that it belongs to"),
        sa.Column("kind", TEXT, nullable=False, comment="dagpleje, vuggestue, boernehave or gaestehus"),
        sa.Column("places", sa.BigInteger(), nullable=False, comment="Places"),
        sa.Column("max_places", sa.BigInteger(), nullable=True, comment="Legal or physical ceiling, places"),
        sa.Column("min_age_months", sa.BigInteger(), nullable=True, comment="Least age at the start, whole months, inclusive"),
        sa.Column("max_age_months", sa.BigInteger(), nullable=True, comment="Greatest age at the start, whole months, exclusive"),
        sa.Column("guest_places", sa.BigInteger(), nullable=True, comment="Places for children whose dagplejer is absent"),
        sa.Column("support_points", sa.BigInteger(), nullable=True, comment="Ceiling of the children's support points together"),
        sa.Column("max_infants", sa.BigInteger(), nullable=True, comment="Most children under one year"),
        sa.Column("playgroup_id", TEXT, nullable=True, comment="Legestue that the home belongs to"),
        sa.Column("smoke_free", sa.Boolean(), nullable=True, comment="Nobody smokes there"),
        sa.Column("pets", sa.Boolean(), nullable=True, comment="There are pets"),
        sa.Column("open_to_list", sa.Boolean(), nullable=True, comment="Its places are given through the waiting list"),
        sa.ForeignKeyConstraint(["facility_id"], ["facilities.facility_id"], name=op.f("fk_units_facility_id_facilities")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_units")),
        comment="Units in which children are enrolled",
    )
    op.create_index(op.f("ix_units_facility_id"), "units", ["facility_id"], unique=False)


def _make_changes_of_places() -> None:
    op.create_table(
        "capacity_changes",
        sa.Column("unit_id", TEXT, nullable=False, comment="Unit"),
        sa.Column("from_date", sa.Date(), nullable=False, comment="First day with the new number"),
        sa.Column("places", sa.BigInteger(), nullable=False, comment="Places from then on; 0 = closed"),
        sa.Column("reason", TEXT, nullable=True, comment="Why"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"], name=op.f("fk_capacity_changes_unit_id_units")),
        sa.PrimaryKeyConstraint("unit_id", "from_date", name=op.f("pk_capacity_changes")),
        comment="Changes of a unit's places over time",
    )
    op.create_table(
        "reservations",
        sa.Column("unit_id", TEXT, nullable=False, comment="Unit"),
        sa.Column("kind", TEXT, nullable=False, comment="learning_offer, newcomer or guarantee"),
        sa.Column("places", sa.BigInteger(), nullable=False, comment="Places kept"),
        sa.Column("from_date", sa.Date(), nullable=False, comment="First day kept"),
        sa.Column("to_date", sa.Date(), nullable=True, comment="First day no longer kept"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"], name=op.f("fk_reservations_unit_id_units")),
        sa.PrimaryKeyConstraint("unit_id", "kind", "from_date", name=op.f("pk_reservations")),
        comment="Places kept for a purpose",
    )


def _make_children() -> None:
    op.create_table(
        "children",
        sa.Column("child_id", TEXT, nullable=False, comment="Id of the child, never a CPR number"),
        sa.Column("birth_date", sa.Date(), nullable=False, comment="Date of birth"),
        sa.Column("name", TEXT, nullable=True, comment="Name"),
        sa.Column("cpr", TEXT, nullable=True, comment="CPR number; never logged, never in an address"),
        sa.Column("household_id", TEXT, nullable=True, comment="Household; siblings share it"),
        sa.Column("twin_group", TEXT, nullable=True, comment="Twins to be placed together share it"),
        sa.Column("district_id", TEXT, nullable=True, comment="District of the home"),
        sa.Column("easting", sa.Double(), nullable=False, comment="Home, metres east, ETRS89 / UTM 32N"),
        sa.Column("northing", sa.Double(), nullable=False, comment="Home, metres north, ETRS89 / UTM 32N"),
        sa.Column("residence", TEXT, nullable=True, comment="Municipality code of residence; empty = own"),
        sa.Column("place_weight", sa.BigInteger(), nullable=True, comment="Places the child takes in dagpleje, 1-3"),
        sa.Column("support_points", sa.BigInteger(), nullable=True, comment="Support points the child needs"),
        sa.Column("bilingual", sa.Boolean(), nullable=True, comment="Bilingual"),
        sa.Column("vulnerable_area", sa.Boolean(), nullable=True, comment="Lives in a listed udsat boligområde"),
        sa.Column("employed_parents", sa.Boolean(), nullable=True, comment="The choice of § 26 b: parents at work"),
        sa.Column("protected_address", sa.Boolean(), nullable=True, comment="Name and address are protected"),
        sa.Column("smoke_free_needed", sa.Boolean(), nullable=True, comment="Needs a smoke-free home"),
        sa.Column("pets_excluded", sa.Boolean(), nullable=True, comment="Must not be with pets"),
        sa.Column("learning_offer_from", sa.Date(), nullable=True, comment="First day obliged to the learning offer (§ 44 a)"),
        sa.Column("newcomer_until", sa.Date(), nullable=True, comment="Last day as a newcomer to the country"),
        sa.ForeignKeyConstraint(["district_id"], ["districts.district_id"], name=op.f("fk_children_district_id_districts")),
        sa.PrimaryKeyConstraint("child_id", name=op.f("pk_children")),
        comment="Children",
    )
    op.create_index(op.f("ix_children_district_id"), "children", ["district_id"], unique=False)
    op.create_table(
        "child_decisions",
        sa.Column("child_id", TEXT, nullable=False, comment="Child"),
        sa.Column("kind", TEXT, nullable=False, comment="place_weight or support_points"),
        sa.Column("value", sa.BigInteger(), nullable=False, comment="Places or points while it holds"),
        sa.Column("from_date", sa.Date(), nullable=False, comment="First day it holds"),
        sa.Column("to_date", sa.Date(), nullable=True, comment="First day it no longer holds"),
        sa.ForeignKeyConstraint(["child_id"], ["children.child_id"], name=op.f("fk_child_decisions_child_id_children")),
        sa.PrimaryKeyConstraint("child_id", "kind", "from_date", name=op.f("pk_child_decisions")),
        comment="Time-limited decisions about children",
    )
    op.create_table(
        "guardians",
        sa.Column("child_id", TEXT, nullable=False, comment="Child"),
        sa.Column("name", TEXT, nullable=False, comment="Name"),
        sa.Column("address", TEXT, nullable=True, comment="Street and number"),
        sa.Column("postcode", TEXT, nullable=True, comment="Postcode"),
        sa.Column("language", TEXT, nullable=True, comment="Language of letters"),
        sa.Column("custody", sa.Boolean(), nullable=True, comment="Has custody of the child"),
        sa.ForeignKeyConstraint(["child_id"], ["children.child_id"], name=op.f("fk_guardians_child_id_children")),
        sa.PrimaryKeyConstraint("child_id", "name", name=op.f("pk_guardians")),
        comment="Guardians: whom letters go to",
    )


def _make_applications() -> None:
    op.create_table(
        "enrolments",
        sa.Column("child_id", TEXT, nullable=False, comment="Child"),
        sa.Column("unit_id", TEXT, nullable=False, comment="Unit"),
        sa.Column("from_date", sa.Date(), nullable=False, comment="First day there"),
        sa.Column("to_date", sa.Date(), nullable=True, comment="First day no longer there"),
        sa.Column("weekly_hours", sa.Double(), nullable=True, comment="Hours a week"),
        sa.Column("combination", sa.Boolean(), nullable=True, comment="Combination offer: the only case of two stays at once"),
        sa.ForeignKeyConstraint(["child_id"], ["children.child_id"], name=op.f("fk_enrolments_child_id_children")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"], name=op.f("fk_enrolments_unit_id_units")),
        sa.PrimaryKeyConstraint("child_id", "unit_id", "from_date", name=op.f("pk_enrolments")),
        comment="Stays of children in units",
    )
    op.create_index(op.f("ix_enrolments_unit_id"), "enrolments", ["unit_id"], unique=False)
    op.create_table(
        "applications",
        sa.Column("application_id", TEXT, nullable=False, comment="Id of the application"),
        sa.Column("child_id", TEXT, nullable=False, comment="Child"),
        sa.Column("kind", TEXT, nullable=False, comment="new, transfer or transition"),
        sa.Column("care", TEXT, nullable=False, comment="0-2 or 3-5"),
        sa.Column("registered_date", sa.Date(), nullable=False, comment="Day it was registered"),
        sa.Column("need_date", sa.Date(), nullable=False, comment="Day from which the place is wanted"),
        sa.Column("guarantee_date", sa.Date(), nullable=True, comment="Garantidato as written to the family; empty = computed"),
        sa.Column("wants_guarantee", sa.Boolean(), nullable=True, comment="The family wants the guarantee used"),
        sa.Column("priority", sa.Boolean(), nullable=True, comment="Documented special need: the tier is granted"),
        sa.Column("accepts_until", sa.Date(), nullable=True, comment="Latest start that the family accepts"),
        sa.ForeignKeyConstraint(["child_id"], ["children.child_id"], name=op.f("fk_applications_child_id_children")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_applications")),
        comment="Applications for places",
    )
    op.create_index(op.f("ix_applications_child_id"), "applications", ["child_id"], unique=False)
    op.create_table(
        "wishes",
        sa.Column("application_id", TEXT, nullable=False, comment="Application"),
        sa.Column("rank", sa.BigInteger(), autoincrement=False, nullable=False, comment="Rank; 1 is the dearest"),
        sa.Column("target_kind", TEXT, nullable=False, comment="unit, facility or district_dagpleje"),
        sa.Column("target_id", TEXT, nullable=False, comment="Id of the unit, facility or district"),
        sa.ForeignKeyConstraint(["application_id"], ["applications.application_id"], name=op.f("fk_wishes_application_id_applications")),
        sa.PrimaryKeyConstraint("application_id", "rank", name=op.f("pk_wishes")),
        comment="Ranked wishes of applications",
    )
    op.create_table(
        "offers",
        sa.Column("application_id", TEXT, nullable=False, comment="Application"),
        sa.Column("unit_id", TEXT, nullable=False, comment="Unit offered"),
        sa.Column("start_date", sa.Date(), nullable=False, comment="First day of the stay offered"),
        sa.Column("sent_date", sa.Date(), nullable=False, comment="Day it was sent"),
        sa.Column("answer_by", sa.Date(), nullable=True, comment="Last day to answer"),
        sa.Column("answer", TEXT, nullable=True, comment="accepted or declined; empty = waiting, and the place is held"),
        sa.ForeignKeyConstraint(["application_id"], ["applications.application_id"], name=op.f("fk_offers_application_id_applications")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"], name=op.f("fk_offers_unit_id_units")),
        sa.PrimaryKeyConstraint("application_id", "unit_id", "start_date", name=op.f("pk_offers")),
        comment="Offers sent to families",
    )
    op.create_index(op.f("ix_offers_unit_id"), "offers", ["unit_id"], unique=False)
