"""A validated data package: the canonical tables, what was warned about, and the hash that names the data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from data.faults import Fault
from data.fields import TEXT, TableSpec, tables

#: Columns that the package got after its first release: empty they do not count in the hash, so that data stored before keep theirs.
LATER = {("births", "month")}


@dataclass(frozen=True)
class Package:
    """A municipality's data. Build it with `make_package`, which brings the tables into canonical form.

    `tables` holds every table of the data package (empty when absent), each sorted by its key; an index named "row"
    is the line in the file that was read.
    """

    tables: dict[str, pd.DataFrame]
    warnings: tuple[Fault, ...] = ()
    #: the rows that the user asked to leave out and those that hung on them, as "table row id"
    left_out: tuple[str, ...] = ()

    @cached_property
    def version(self) -> str:
        """SHA-256 over the content: the same data in another format, encoding or row order have the same version."""
        return content_hash(self.tables)


def make_package(frames: Mapping[str, pd.DataFrame], warnings: tuple[Fault, ...] = (), left_out: tuple[str, ...] = ()) -> Package:
    """A package of `frames` in canonical form. KeyError for a table or column that the data package does not know."""
    unknown = set(frames) - set(tables())
    if unknown:
        raise KeyError(f"unknown tables: {sorted(unknown)}")
    return Package({name: canonical(spec, frames.get(name)) for name, spec in tables().items()}, warnings, left_out)


def canonical(spec: TableSpec, frame: pd.DataFrame | None) -> pd.DataFrame:
    """`frame` with all columns of `spec` in order and type, empty cells filled by the defaults, rows sorted by key."""
    if frame is None:
        return pd.DataFrame({field.name: pd.Series(dtype=field.dtype) for field in spec.fields})
    unknown = set(frame.columns) - set(spec.columns)
    if unknown:
        raise KeyError(f"unknown columns in {spec.name}: {sorted(unknown)}")
    columns = {}
    for field in spec.fields:
        column = frame[field.name] if field.name in frame else pd.Series(pd.NA, index=frame.index, dtype="object")
        column = column.astype(field.dtype)  # type: ignore[call-overload]  # the dtype is only known at run time
        if field.dtype == TEXT:
            column = column.mask(column == "", pd.NA)
        columns[field.name] = column.fillna(default_value(field.type, field.default)) if field.default else column
    return sort_by_key(spec, pd.DataFrame(columns, index=frame.index))


def default_value(kind: str, text: str) -> str | int | float | bool:
    """The default `text` of a field of type `kind` as a value."""
    parse: dict[str, Callable[[str], str | int | float | bool]] = {"integer": int, "number": float, "yes_no": lambda word: word == "yes"}
    return parse.get(kind, str)(text)


def sort_by_key(spec: TableSpec, frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` sorted by the key of `spec` (by code points, so that every machine and database agrees); stable."""
    codes = [pd.factorize(frame[name].to_numpy(), sort=True, use_na_sentinel=True)[0] for name in reversed(spec.key)]
    order = np.lexsort(codes)
    return frame if np.array_equal(order, np.arange(len(frame))) else frame.iloc[order]


def content_hash(frames: Mapping[str, pd.DataFrame]) -> str:
    """SHA-256 over canonical tables, independent of the order of rows; empty tables do not count."""
    digest = hashlib.sha256()
    for name, spec in tables().items():
        frame = frames.get(name)
        if frame is None or frame.empty:
            continue
        digest.update(f"\x1d{name}\x1d{len(frame)}\x1d".encode())
        columns = [column for column in spec.columns if (name, column) not in LATER or frame[column].notna().any()]
        rows = map("\x1f".join, zip(*(_texts(frame[column]) for column in columns), strict=True))
        digest.update("\x1e".join(sorted(rows)).encode())
    return digest.hexdigest()


def _texts(column: pd.Series) -> list[str]:
    """Each cell as a text that tells values apart; an empty cell is the empty text."""
    if column.dtype == "string":
        return ["" if value is None else value for value in plain_values(column)]
    return ["" if value is None else str(value) for value in plain_values(column)]


def plain_values(column: pd.Series) -> list[Any]:
    """The cells of a canonical column as plain Python values (`date` for dates); an empty cell is None."""
    if column.dtype.kind == "M":
        days: list[Any] = column.to_numpy().astype("datetime64[D]").astype(object).tolist()
        return days
    cells: list[Any] = column.astype(object).where(column.notna(), None).tolist()
    return cells
