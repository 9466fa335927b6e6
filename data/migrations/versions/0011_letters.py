"""Texts of letters, letters as they were sent, families' answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "letter_texts",
        sa.Column("kind", TEXT, nullable=False, comment="Kind of letter; sender and appeal are parts of every letter"),
        sa.Column("language", TEXT, nullable=False, comment="da or en"),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False, comment="Version, from 1; 0 is the program's own text"),
        sa.Column("subject", TEXT, nullable=False, comment="Heading"),
        sa.Column("body", TEXT, nullable=False, comment="Paragraphs with names in braces for what is filled in"),
        sa.Column("actor", TEXT, nullable=False, comment="Who left it so"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When, UTC"),
        sa.PrimaryKeyConstraint("kind", "language", "number", name=op.f("pk_letter_texts")),
        comment="Texts of letters, every version of each",
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False, comment="Number of the letter"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="Round whose decision it tells"),
        sa.Column("application_id", TEXT, nullable=False, comment="Application"),
        sa.Column("recipient", sa.Integer(), nullable=False, comment="Which of the child's guardians, from 1 by name"),
        sa.Column("kind", TEXT, nullable=False, comment="Kind of letter"),
        sa.Column("language", TEXT, nullable=False, comment="da or en"),
        sa.Column("texts", TEXT, nullable=False, comment="Versions of the texts it was made of, as kind:number"),
        sa.Column("sent_on", sa.Date(), nullable=False, comment="Its date: the day of sending"),
        sa.Column("answer_by", sa.Date(), nullable=True, comment="Last day to answer; empty = nothing to answer"),
        sa.Column("actor", TEXT, nullable=False, comment="Who sent it"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When it was made, UTC"),
        sa.Column("sha256", TEXT, nullable=False, comment="SHA-256 of the document"),
        sa.Column("pdf", sa.LargeBinary(), nullable=False, comment="The document, PDF/UA-1"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_letters_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        comment="Letters as they were sent",
        sqlite_autoincrement=True,
    )
    columns = ["round_id", "application_id", "recipient"]
    op.create_index(op.f("ix_letters_round_id_application_id_recipient"), "letters", columns, unique=True)
    op.create_table(
        "letter_answers",
        sa.Column("id", sa.Integer(), nullable=False, comment="Number of the answer"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="Round of the offer"),
        sa.Column("application_id", TEXT, nullable=False, comment="Application"),
        sa.Column("answer", TEXT, nullable=False, comment="accepted or declined"),
        sa.Column("answered_on", sa.Date(), nullable=False, comment="Day of the answer"),
        sa.Column("actor", TEXT, nullable=False, comment="Who entered it"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="When it was entered, UTC"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_letter_answers_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_answers")),
        comment="Families' answers to offers",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_letter_answers_round_id_application_id"), "letter_answers", ["round_id", "application_id"])


def downgrade() -> None:
    """Drop them."""
    for table in ("letter_answers", "letters", "letter_texts"):
        op.drop_table(table)
