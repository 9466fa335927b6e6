"""Columns that the package's tables share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from data.database.base import TEXT

#: Mark of a column whose values may never stand in a report: names, CPR numbers, addresses, homes.
PRIVATE = {"private": True}
#: Column with the row's place in its table; no part of the package itself.
ROW_NUMBER = "row_number"
_KNOWN_BY = "known_by"


def key(comment: str, references: str | None = None, *, index: bool = False) -> MappedColumn[str]:
    """A text column of the primary key, with the column it refers to; `index`: when it is not the key's first."""
    return mapped_column(TEXT, *_references(references), primary_key=True, index=index, comment=comment)


def refers(references: str, comment: str, *, later: bool = False) -> MappedColumn[str]:
    """A text column that refers to another table's id; `later`: tested only when the transaction ends.

    It has an index: without one, every row deleted at the other end would cost a scan of this table.
    """
    return mapped_column(TEXT, *_references(references, later=later), index=True, comment=comment)


def _references(references: str | None, *, later: bool = False) -> tuple[ForeignKey, ...]:
    if references is None:
        return ()
    return (ForeignKey(references, deferrable=True, initially="DEFERRED") if later else ForeignKey(references),)


class Numbered:
    """Rows whose key may have empty parts, which no primary key may: their place in the table is the key.

    `known_by` says what tells the rows apart for a reader.
    """

    row_number: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, sort_order=1000, comment="Place of the row in the table, from 0"
    )


def known_by(*columns: str) -> dict[str, tuple[str, ...]]:
    """What tells the rows of a `Numbered` table apart."""
    return {_KNOWN_BY: columns}


def package_key(table: Table) -> tuple[str, ...]:
    """The columns that tell the rows of a package table apart; some of them may be empty."""
    known: tuple[str, ...] = table.info.get(_KNOWN_BY) or tuple(column.name for column in table.primary_key)
    return known


def is_private(column: Column[Any]) -> bool:
    """Whether the column's values may not stand in a report."""
    return bool(column.info.get("private"))
