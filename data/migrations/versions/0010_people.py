"""Accounts, sessions and the log of looks at children's data."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "accounts",
        sa.Column("name", TEXT, nullable=False, comment="Name, as it stands beside what is done"),
        sa.Column("password_hash", TEXT, nullable=False, comment="Argon2id; empty = signs in elsewhere"),
        sa.Column("roles", sa.JSON(), nullable=False, comment="What the person may do"),
        sa.Column("facility_id", TEXT, nullable=True, comment="House of a person with the role unit"),
        sa.Column("disabled", sa.Boolean(), nullable=False, comment="May not sign in any more"),
        sa.Column("failures", sa.BigInteger(), nullable=False, comment="Wrong passwords since the last right one"),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True, comment="No sign-in before, UTC"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, comment="When it was made, UTC"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_accounts")),
        comment="Those who may sign in",
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", TEXT, nullable=False, comment="SHA-256 of the cookie's token"),
        sa.Column("account", TEXT, nullable=False, comment="Who"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, comment="When the person signed in, UTC"),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False, comment="Last use, UTC, to the minute"),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_sessions_account_accounts")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
        comment="Signed-in browsers",
    )
    op.create_index(op.f("ix_sessions_account"), "sessions", ["account"])
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False, comment="Number of the entry"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When, UTC"),
        sa.Column("actor", TEXT, nullable=False, comment="Who"),
        sa.Column("action", TEXT, nullable=False, comment="view, list, search, export or denied"),
        sa.Column("page", TEXT, nullable=False, comment="Which page, by its name in the program"),
        sa.Column("round_id", sa.Integer(), nullable=True, comment="Round"),
        sa.Column("criterion", TEXT, nullable=False, comment="What was searched for; empty for other actions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
        comment="Who looked at which children's data",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_access_log_at"), "access_log", ["at"])
    op.create_index(op.f("ix_access_log_actor"), "access_log", ["actor"])
    op.create_table(
        "access_children",
        sa.Column("access_id", sa.Integer(), nullable=False, comment="Entry"),
        sa.Column("child_id", TEXT, nullable=False, comment="Child"),
        sa.ForeignKeyConstraint(["access_id"], ["access_log.id"], name=op.f("fk_access_children_access_id_access_log")),
        sa.PrimaryKeyConstraint("access_id", "child_id", name=op.f("pk_access_children")),
        comment="Which children an entry of the access log is about",
    )
    op.create_index(op.f("ix_access_children_child_id"), "access_children", ["child_id"])


def downgrade() -> None:
    """Drop them."""
    for table in ("access_children", "access_log", "sessions", "accounts"):
        op.drop_table(table)
