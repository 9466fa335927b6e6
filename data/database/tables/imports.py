"""Tables about what was imported: each import, and each version of the data word for word."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from data.database.base import TEXT, Base, described
from data.database.tables.columns import PRIVATE


class DataVersion(Base):
    """One state of the data; its id is the hash of its content, so a version never changes."""

    __tablename__ = "data_versions"
    __table_args__ = described("Versions of the data that were imported or allocated from")

    version: Mapped[str] = mapped_column(primary_key=True, comment="Hash of the data, as it stands in every result")
    stored_at: Mapped[datetime] = mapped_column(comment="When it was first stored, UTC")
    warnings: Mapped[list[Any]] = mapped_column(comment="What validation warned of")
    left_out: Mapped[list[Any]] = mapped_column(comment="Rows left out at the user's request")


class VersionTable(Base):
    """One table of one version, compressed."""

    __tablename__ = "version_tables"
    __table_args__ = described("Each table of each version, word for word")

    version: Mapped[str] = mapped_column(TEXT, ForeignKey("data_versions.version"), primary_key=True, comment="Version")
    table_name: Mapped[str] = mapped_column(primary_key=True, comment="Name of the package's table")
    rows: Mapped[int] = mapped_column(comment="Number of rows")
    content: Mapped[bytes] = mapped_column(info=PRIVATE, comment="JSON of the columns' values, compressed by zlib")


class VersionChild(Base):
    """The children of a version by name, so that lists of a round can show, search and sort them."""

    __tablename__ = "version_children"
    __table_args__ = described("Children of each version by name, for lists of rounds")

    version: Mapped[str] = mapped_column(TEXT, ForeignKey("data_versions.version"), primary_key=True, comment="Version")
    child_id: Mapped[str] = mapped_column(primary_key=True, comment="Child")
    name: Mapped[str | None] = mapped_column(info=PRIVATE, comment="Name")
    name_key: Mapped[str | None] = mapped_column(info=PRIVATE, comment="Name in the form that is searched and sorted in Danish order")
    birth_date: Mapped[date] = mapped_column(comment="Date of birth")


class Import(Base):
    """One import of a data package."""

    __tablename__ = "imports"
    __table_args__ = described("Imports of data packages; the last one is the current data", sqlite_autoincrement=True)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, comment="Number of the import")
    imported_at: Mapped[datetime] = mapped_column(comment="When, UTC")
    actor: Mapped[str] = mapped_column(comment="By whom")
    source: Mapped[str] = mapped_column(comment="Name of the folder or file")
    data_version: Mapped[str] = mapped_column(TEXT, ForeignKey("data_versions.version"), comment="The data's version")
    counts: Mapped[dict[str, Any]] = mapped_column(comment="Rows by table")
    changes: Mapped[dict[str, Any]] = mapped_column(comment="Rows added, removed and changed by table, since the import before")
    warnings: Mapped[list[Any]] = mapped_column(comment="What validation warned of")
    left_out: Mapped[list[Any]] = mapped_column(comment="Rows left out at the user's request")
