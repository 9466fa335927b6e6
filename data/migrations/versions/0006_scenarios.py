"""Named scenarios of forecasts, every version of each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "scenarios",
        sa.Column("name", TEXT, nullable=False, comment="Name of the scenario, given by the user"),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False, comment="Version of the scenario, from 1"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, comment="When it was stored, UTC"),
        sa.Column("actor", TEXT, nullable=False, comment="Who left it so"),
        sa.Column("assumptions", sa.JSON(), nullable=False, comment="The assumptions as plain values"),
        sa.Column(
            "retired", sa.Boolean(), nullable=False, comment="Put away: no longer offered, still there for the forecasts made under it"
        ),
        sa.PrimaryKeyConstraint("name", "number", name=op.f("pk_scenarios")),
        comment="Named scenarios of forecasts, every version of each",
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("scenarios")
