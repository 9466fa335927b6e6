"""Imports, versions of the data, rounds and the audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _make_imports()
    _make_rounds()
    _make_allocations()
    _make_audit()


def downgrade() -> None:
    """Drop them, children before parents."""
    for name in (
        "audit",
        "round_explanations",
        "round_allocation",
        "rounds",
        "imports",
        "version_children",
        "version_tables",
        "data_versions",
    ):
        op.drop_table(name)


def _make_imports() -> None:
    op.create_table(
        "data_versions",
        sa.Column("version", TEXT, nullable=False, comment="Hash of the data, as it stands in every result"),
        sa.Column("stored_at", MOMENT, nullable=False, comment="When it was first stored, UTC"),
        sa.Column("warnings", sa.JSON(), nullable=False, comment="What validation warned of"),
        sa.Column("left_out", sa.JSON(), nullable=False, comment="Rows left out at the user's request"),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_data_versions")),
        comment="Versions of the data that were imported or allocated from",
    )
    op.create_table(
        "version_tables",
        sa.Column("version", TEXT, nullable=False, comment="Version"),
        sa.Column("table_name", TEXT, nullable=False, comment="Name of the package's table"),
        sa.Column("rows", sa.BigInteger(), nullable=False, comment="Number of rows"),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="JSON of the columns' values, compressed by zlib"),
        sa.ForeignKeyConstraint(["version"], ["data_versions.version"], name=op.f("fk_version_tables_version_data_versions")),
        sa.PrimaryKeyConstraint("version", "table_name", name=op.f("pk_version_tables")),
        comment="Each table of each version, word for word",
    )
    op.create_table(
        "version_children",
        sa.Column("version", TEXT, nullable=False, comment="Version"),
        sa.Column("child_id", TEXT, nullable=False, comment="Child"),
        sa.Column("name", TEXT, nullable=True, comment="Name"),
        sa.Column("name_key", TEXT, nullable=True, comment="Name in the form that is searched and sorted in Danish order"),
        sa.Column("birth_date", sa.Date(), nullable=False, comment="Date of birth"),
        sa.ForeignKeyConstraint(["version"], ["data_versions.version"], name=op.f("fk_version_children_version_data_versions")),
        sa.PrimaryKeyConstraint("version", "child_id", name=op.f("pk_version_children")),
        comment="Children of each version by name, for lists of rounds",
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False, comment="Number of the import"),
        sa.Column("imported_at", MOMENT, nullable=False, comment="When, UTC"),
        sa.Column("actor", TEXT, nullable=False, comment="By whom"),
        sa.Column("source", TEXT, nullable=False, comment="Name of the folder or file"),
        sa.Column("data_version", TEXT, nullable=False, comment="The data's version"),
        sa.Column("counts", sa.JSON(), nullable=False, comment="Rows by table"),
        sa.Column("changes", sa.JSON(), nullable=False, comment="Rows added, removed and changed by table, since the import before"),
        sa.Column("warnings", sa.JSON(), nullable=False, comment="What validation warned of"),
        sa.Column("left_out", sa.JSON(), nullable=False, comment="Rows left out at the user's request"),
        sa.ForeignKeyConstraint(["data_version"], ["data_versions.version"], name=op.f("fk_imports_data_version_data_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        comment="Imports of data packages; the last one is the current data",
        sqlite_autoincrement=True,
    )


def _make_rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False, comment="Number of the round"),
        sa.Column("created_at", MOMENT, nullable=False, comment="When it was stored, UTC"),
        sa.Column("actor", TEXT, nullable=False, comment="Who ran it"),
        sa.Column("label", TEXT, nullable=False, comment="Name given by the user"),
        sa.Column("round_date", sa.Date(), nullable=False, comment="The round's date"),
        sa.Column("data_version", TEXT, nullable=False, comment="Version of the data"),
        sa.Column("import_id", sa.Integer(), nullable=True, comment="Import the data came by; empty = straight from a folder"),
        sa.Column("policy_name", TEXT, nullable=False, comment="Name of the policy"),
        sa.Column("policy_hash", TEXT, nullable=False, comment="Hash of the policy's content"),
        sa.Column("policy_toml", TEXT, nullable=False, comment="The policy as run"),
        sa.Column("mode", TEXT, nullable=False, comment="legal or points"),
        sa.Column("seed", sa.BigInteger(), nullable=False, comment="Seed of the solver"),
        sa.Column("repeatable", sa.Boolean(), nullable=False, comment="The same input gives the same decision; no = cut by the clock"),
        sa.Column("summary", sa.JSON(), nullable=False, comment="summary.json"),
        sa.Column("certificate", sa.LargeBinary(), nullable=False, comment="certificate.json, compressed by zlib"),
        sa.Column("decision_hash", TEXT, nullable=False, comment="SHA-256 of who got which place from which day"),
        sa.ForeignKeyConstraint(["data_version"], ["data_versions.version"], name=op.f("fk_rounds_data_version_data_versions")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_rounds_import_id_imports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        comment="Finished allocation rounds",
        sqlite_autoincrement=True,
    )


def _make_allocations() -> None:
    op.create_table(
        "round_allocation",
        sa.Column("round_id", sa.Integer(), nullable=False, comment="Round"),
        sa.Column("application_id", TEXT, nullable=False, comment="Application; X... = made by the system"),
        sa.Column("child_id", TEXT, nullable=False, comment="Child"),
        sa.Column("unit_id", TEXT, nullable=True, comment="Unit given; empty = none"),
        sa.Column("start_date", sa.Date(), nullable=True, comment="First day there"),
        sa.Column("outcome", TEXT, nullable=False, comment="displaced, breach, moved_on, wish, guarantee, kept, provisional or waiting"),
        sa.Column("wish_rank", sa.BigInteger(), nullable=True, comment="Rank of the wish; empty = not wished"),
        sa.Column("tier", TEXT, nullable=False, comment="Tier in the order"),
        sa.Column("guarantee_date", sa.Date(), nullable=True, comment="Garantidato"),
        sa.Column("days_late", sa.BigInteger(), nullable=True, comment="Days after the true garantidato"),
        sa.Column("distance_m", sa.BigInteger(), nullable=True, comment="Home to unit, metres"),
        sa.Column("alternative_unit_id", TEXT, nullable=True, comment="Second offer of § 23 stk. 4"),
        sa.Column("reason_code", TEXT, nullable=False, comment="Why, as a code"),
        sa.Column("reason", TEXT, nullable=False, comment="Why, as a Danish sentence"),
        sa.Column("number", sa.BigInteger(), nullable=False, comment="Place of the row in allocation.csv, from 0"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_allocation_round_id_rounds")),
        sa.PrimaryKeyConstraint("round_id", "application_id", name=op.f("pk_round_allocation")),
        comment="What each application got in a round",
    )
    op.create_index(
        op.f("ix_round_allocation_round_id_alternative_unit_id"), "round_allocation", ["round_id", "alternative_unit_id"], unique=False
    )
    op.create_index(op.f("ix_round_allocation_round_id_unit_id"), "round_allocation", ["round_id", "unit_id"], unique=False)
    op.create_table(
        "round_explanations",
        sa.Column("round_id", sa.Integer(), nullable=False, comment="Round"),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False, comment="Place of the row in explanations.csv, from 0"),
        sa.Column("application_id", TEXT, nullable=False, comment="Application"),
        sa.Column("rank", sa.BigInteger(), nullable=True, comment="Rank of the wish; empty = a place not wished"),
        sa.Column("unit_id", TEXT, nullable=True, comment="Unit"),
        sa.Column("code", TEXT, nullable=False, comment="Reason as a code"),
        sa.Column("facts", sa.JSON(), nullable=False, comment="Figures and dates behind the reason"),
        sa.Column("text_da", TEXT, nullable=False, comment="The officer's sentence in Danish"),
        sa.Column("text_en", TEXT, nullable=False, comment="The officer's sentence in English"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_explanations_round_id_rounds")),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_round_explanations")),
        comment="What happened to each wish in a round, and why",
    )
    op.create_index(
        op.f("ix_round_explanations_round_id_application_id"), "round_explanations", ["round_id", "application_id"], unique=False
    )
    op.create_index(op.f("ix_round_explanations_round_id_unit_id"), "round_explanations", ["round_id", "unit_id"], unique=False)


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False, comment="Number of the entry"),
        sa.Column("at", MOMENT, nullable=False, comment="When, UTC"),
        sa.Column("actor", TEXT, nullable=False, comment="Who"),
        sa.Column("action", TEXT, nullable=False, comment="What was done: import, round"),
        sa.Column("object", TEXT, nullable=False, comment="What it was done to, as table and id"),
        sa.Column("details", sa.JSON(), nullable=False, comment="Figures and versions; no personal data"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        comment="Who did what and when",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
