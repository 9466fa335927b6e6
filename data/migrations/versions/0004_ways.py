"""Ways from homes to facilities: kept for use again, and of each round."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "kept_ways",
        sa.Column("method", TEXT, nullable=False, comment="matrix, osrm or osm"),
        sa.Column("mode", TEXT, nullable=False, comment="foot, bicycle or car"),
        sa.Column("easting", sa.Double(), nullable=False, comment="Home, metres east, ETRS89 / UTM 32N"),
        sa.Column("northing", sa.Double(), nullable=False, comment="Home, metres north, ETRS89 / UTM 32N"),
        sa.Column("source", TEXT, nullable=False, comment="What they were measured in; other ways are of no use when it has changed"),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="Facilities' coordinates, metres and seconds, compressed by zlib"),
        sa.PrimaryKeyConstraint("method", "mode", "easting", "northing", name=op.f("pk_kept_ways")),
        comment="Ways from homes to facilities, kept so that they are measured once",
    )
    op.create_table(
        "round_ways",
        sa.Column("round_id", sa.Integer(), nullable=False, comment="Round"),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="Children, facilities, metres and seconds, compressed by zlib"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_ways_round_id_rounds")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_ways")),
        comment="Ways from homes to facilities that each round was run on",
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("round_ways")
    op.drop_table("kept_ways")
