"""What officers did with each decision of a round, closed rounds, the office's settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "case_steps",
        sa.Column("id", sa.Integer(), nullable=False, comment="Number of the step"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="Round"),
        sa.Column("application_id", TEXT, nullable=False, comment="Application"),
        sa.Column("step", TEXT, nullable=False, comment="considered, approved or withdrawn"),
        sa.Column("note", TEXT, nullable=False, comment="Why, in the officer's words; empty where nothing is to be said"),
        sa.Column("actor", TEXT, nullable=False, comment="Who"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When, UTC"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_case_steps_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_steps")),
        comment="What officers did with each decision of a round",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_case_steps_round_id_application_id"), "case_steps", ["round_id", "application_id"])
    op.create_index(op.f("ix_case_steps_application_id"), "case_steps", ["application_id"])
    op.create_table(
        "round_closings",
        sa.Column("round_id", sa.Integer(), nullable=False, comment="Round"),
        sa.Column("actor", TEXT, nullable=False, comment="Who closed it"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When, UTC"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_closings_round_id_rounds")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_closings")),
        comment="Rounds that are closed",
    )
    op.create_table(
        "office_settings",
        sa.Column("name", TEXT, nullable=False, comment="Name of the setting"),
        sa.Column("value", sa.JSON(), nullable=False, comment="Its value, as the entry `is`"),
        sa.Column("actor", TEXT, nullable=False, comment="Who set it"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When, UTC"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_office_settings")),
        comment="The office's settings",
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("office_settings", "round_closings", "case_steps"):
        op.drop_table(table)
