"""Births by month too, so that those after the last count are known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table anew with the column, its rows numbered by area and year."""
    op.rename_table("births", "births_by_year")
    _free_the_name("births_by_year")
    op.create_table(
        "births",
        sa.Column("area_id", TEXT, nullable=False, comment="Area"),
        sa.Column("year", sa.BigInteger(), nullable=False, comment="Year"),
        sa.Column("month", sa.BigInteger(), nullable=True, comment="Month 1-12; empty = the whole year"),
        sa.Column("count", sa.Double(), nullable=False, comment="Births"),
        sa.Column("row_number", sa.BigInteger(), autoincrement=False, nullable=False, comment="Place of the row in the table, from 0"),
        sa.PrimaryKeyConstraint("row_number", name=op.f("pk_births")),
        comment="Births in an area, by year or month",
        info={"known_by": ("area_id", "year", "month")},
    )
    op.execute(
        "INSERT INTO births (area_id, year, count, row_number) "
        "SELECT area_id, year, count, row_number() OVER (ORDER BY area_id, year) - 1 FROM births_by_year"
    )
    op.drop_table("births_by_year")


def downgrade() -> None:
    """Make the table as it was; months are added up to their year."""
    op.rename_table("births", "births_by_month")
    _free_the_name("births_by_month")
    op.create_table(
        "births",
        sa.Column("area_id", TEXT, nullable=False, comment="Area"),
        sa.Column("year", sa.BigInteger(), autoincrement=False, nullable=False, comment="Year"),
        sa.Column("count", sa.Double(), nullable=False, comment="Births"),
        sa.PrimaryKeyConstraint("area_id", "year", name=op.f("pk_births")),
        comment="Births in an area, by year",
    )
    op.execute("INSERT INTO births (area_id, year, count) SELECT area_id, year, sum(count) FROM births_by_month GROUP BY area_id, year")
    op.drop_table("births_by_month")


def _free_the_name(table: str) -> None:
    """PostgreSQL keeps the key's name when its table is renamed; SQLite knows no names of keys across tables."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_births", table)
