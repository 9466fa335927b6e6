"""Forecasts that were made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "forecasts",
        sa.Column("id", sa.Integer(), nullable=False, comment="Number of the forecast"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, comment="When it was stored, UTC"),
        sa.Column("actor", TEXT, nullable=False, comment="Who ran it"),
        sa.Column("scenario", TEXT, nullable=False, comment="Name of the scenario, given by the user"),
        sa.Column("origin", sa.Date(), nullable=False, comment="Day of the latest count that was used"),
        sa.Column("data_version", TEXT, nullable=False, comment="Version of the data"),
        sa.Column("assumptions", sa.JSON(), nullable=False, comment="The scenario's assumptions"),
        sa.Column("summary", sa.JSON(), nullable=False, comment="How it was made and what was mended in the data"),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="The figures, as forecasts.packing writes them"),
        sa.Column("backtest", sa.LargeBinary(), nullable=False, comment="The table of its back-test, compressed by zlib"),
        sa.ForeignKeyConstraint(["data_version"], ["data_versions.version"], name=op.f("fk_forecasts_data_version_data_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecasts")),
        comment="Forecasts of demand for places, each as it was made",
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("forecasts")
