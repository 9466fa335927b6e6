"""What differs between two states of a package: rows added, removed and changed, known by their keys.

Names, CPR numbers, addresses and homes never stand in a difference: `HIDDEN` stands in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Table

from data.database.frames import data_columns, values_of
from data.database.tables import PACKAGE_TABLES
from data.database.tables.columns import is_private, package_key

HIDDEN = "***"
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row whose key stays and whose values differ: for each such column the old and the new value."""

    key: Key
    columns: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class TableDifference:
    """What differs in one table; keys and values are plain Python, in the order of the keys."""

    table: str
    #: rows in the new state
    rows: int
    key_columns: tuple[str, ...]
    added: tuple[Key, ...] = ()
    removed: tuple[Key, ...] = ()
    changed: tuple[RowChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the table is the same in both states."""
        return not (self.added or self.removed or self.changed)

    @property
    def counts(self) -> dict[str, int]:
        """Number of rows added, removed and changed."""
        return {"added": len(self.added), "removed": len(self.removed), "changed": len(self.changed)}

    def to_dict(self, limit: int = 20) -> dict[str, Any]:
        """Plain values for JSON: the counts, and the first `limit` rows of each kind."""
        return {
            "rows": self.rows,
            **self.counts,
            "key": list(self.key_columns),
            "first_added": [_plain(key) for key in self.added[:limit]],
            "first_removed": [_plain(key) for key in self.removed[:limit]],
            "first_changed": [
                {"key": _plain(change.key), "columns": {name: _plain(values) for name, values in change.columns.items()}}
                for change in self.changed[:limit]
            ],
        }


def differences(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> tuple[TableDifference, ...]:
    """What differs in each table; both hold all tables in canonical form."""
    return tuple(
        table_difference(table, old[name].reset_index(drop=True), new[name].reset_index(drop=True))
        for name, table in PACKAGE_TABLES.items()
    )


def table_difference(table: Table, old: pd.DataFrame, new: pd.DataFrame) -> TableDifference:
    """What differs in one table."""
    key = package_key(table)
    if old.equals(new):
        return TableDifference(table.name, len(new), key)
    old_rows, new_rows = _rows_with_the_same_key(_numbered_keys(old, key), _numbered_keys(new, key))
    return TableDifference(
        table=table.name,
        rows=len(new),
        key_columns=key,
        added=tuple(_keys(table, new.drop(new.index[new_rows]))),
        removed=tuple(_keys(table, old.drop(old.index[old_rows]))),
        changed=_changes(table, old.iloc[old_rows], new.iloc[new_rows]),
    )


def _rows_with_the_same_key(old: pd.DataFrame, new: pd.DataFrame) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Positions, pair by pair, of the rows that stand in both; an empty part of a key equals an empty part."""
    pairs = old.assign(_old=np.arange(len(old))).merge(new.assign(_new=np.arange(len(new))), on=list(old.columns))
    return pairs["_old"].to_numpy(), pairs["_new"].to_numpy()


def _numbered_keys(frame: pd.DataFrame, key: tuple[str, ...]) -> pd.DataFrame:
    """The key columns; where a key stands more than once, its rows are told apart by their order."""
    keys = frame[list(key)]
    repeated = keys.duplicated(keep=False)
    copies = keys[repeated].groupby(list(key), dropna=False).cumcount()
    return keys.assign(_copy=copies.reindex(keys.index, fill_value=0))


def _keys(table: Table, frame: pd.DataFrame) -> list[Key]:
    columns = [[HIDDEN] * len(frame) if is_private(table.c[name]) else values_of(frame[name]) for name in package_key(table)]
    return list(zip(*columns, strict=True))


def _changes(table: Table, old: pd.DataFrame, new: pd.DataFrame) -> tuple[RowChange, ...]:
    """The changed rows among pairs of rows with the same key, in the same order."""
    if new.empty:
        return ()
    old, new = old.reset_index(drop=True), new.reset_index(drop=True)
    changed: dict[int, dict[str, tuple[Any, Any]]] = {}
    for column in data_columns(table):
        before, after = old[column.name], new[column.name]
        differs = ~((before == after).fillna(False).to_numpy(bool) | (before.isna() & after.isna()).to_numpy(bool))
        rows = np.flatnonzero(differs)
        values = zip(values_of(before.iloc[rows]), values_of(after.iloc[rows]), strict=True)
        for row, pair in zip(rows.tolist(), values, strict=True):
            changed.setdefault(row, {})[column.name] = (HIDDEN, HIDDEN) if is_private(column) else pair
    order = sorted(changed)
    return tuple(RowChange(key, changed[row]) for row, key in zip(order, _keys(table, new.iloc[order]), strict=True))


def _plain(values: tuple[Any, ...]) -> list[Any]:
    return [value.isoformat() if isinstance(value, date) else value for value in values]
