"""Changes by hand to a round, and the server's own keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False, comment="Number of the draft"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="Round that is changed"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, comment="When it was begun, UTC"),
        sa.Column("actor", TEXT, nullable=False, comment="Who began it"),
        sa.Column("state", TEXT, nullable=False, comment="open, saved or dropped"),
        sa.Column(
            "version", sa.BigInteger(), nullable=False,
            comment="Counts everything that is done to it; two officers at once are told apart by it",
        ),
        sa.Column(
            "in_force", sa.BigInteger(), nullable=False,
            comment="Changes in force, from the first; those after it are undone and can be redone",
        ),
        sa.Column("saved_as", sa.Integer(), nullable=True, comment="Round it became"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_drafts_round_id_rounds")),
        sa.ForeignKeyConstraint(["saved_as"], ["rounds.id"], name=op.f("fk_drafts_saved_as_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        comment="Changes by hand to a round, together, before they become a round of their own",
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_drafts_round_id"), "drafts", ["round_id"])
    op.create_index(op.f("ix_drafts_saved_as"), "drafts", ["saved_as"])
    is_open = sa.text("state = 'open'")
    op.create_index("uq_drafts_open", "drafts", ["round_id"], unique=True, sqlite_where=is_open, postgresql_where=is_open)
    op.create_table(
        "draft_changes",
        sa.Column("draft_id", sa.Integer(), nullable=False, comment="Draft"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False, comment="Place in the draft, from 1"),
        sa.Column("kind", TEXT, nullable=False, comment="lock, forbid or release (of what was asked of the application before)"),
        sa.Column("application_id", TEXT, nullable=False, comment="Application"),
        sa.Column("unit_id", TEXT, nullable=True, comment="Unit; empty = any"),
        sa.Column("start_date", sa.Date(), nullable=True, comment="First day there; empty = any"),
        sa.Column("reason", TEXT, nullable=False, comment="Why, in the officer's words"),
        sa.Column("actor", TEXT, nullable=False, comment="Who"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When, UTC"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_draft_changes_draft_id_drafts")),
        sa.PrimaryKeyConstraint("draft_id", "number", name=op.f("pk_draft_changes")),
        comment="Changes by hand, in the order they were made",
    )
    op.create_index(op.f("ix_draft_changes_application_id"), "draft_changes", ["application_id"])
    op.create_table(
        "server_keys",
        sa.Column("name", TEXT, nullable=False, comment="What it is for"),
        sa.Column("value", sa.LargeBinary(), nullable=False, comment="The secret"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_server_keys")),
        comment="Secrets of the server, shared by its processes",
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("server_keys", "draft_changes", "drafts"):
        op.drop_table(table)
