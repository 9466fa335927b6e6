"""Work done beside the pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False, comment="Number of the job"),
        sa.Column("kind", TEXT, nullable=False, comment="allocate"),
        sa.Column("arguments", sa.JSON(), nullable=False, comment="What it is done with; no personal data"),
        sa.Column("state", TEXT, nullable=False, comment="waiting, running, done, failed or stopped"),
        sa.Column("actor", TEXT, nullable=False, comment="Who asked for it"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, comment="When it was asked for, UTC"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True, comment="When it was last taken up, UTC"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True, comment="When it ended, UTC"),
        sa.Column("holder", TEXT, nullable=True, comment="Who holds the lease"),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True, comment="Until when, UTC; renewed by the holder's heartbeat"),
        sa.Column("attempts", sa.BigInteger(), nullable=False, comment="Times it was taken up"),
        sa.Column("stopping", sa.Boolean(), nullable=False, comment="Somebody asked for it to be stopped"),
        sa.Column("share", sa.Double(), nullable=False, comment="Share done, 0 to 1"),
        sa.Column("message", TEXT, nullable=False, comment="How far it is, or why it failed, in Danish"),
        sa.Column("round_id", sa.Integer(), nullable=True, comment="Round that came of it"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_jobs_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        comment="Work done beside the pages",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_jobs_state"), "jobs", ["state"])
    op.create_index(op.f("ix_jobs_round_id"), "jobs", ["round_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("jobs")
