"""Between the package's tables as data frames and as rows of the database, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Boolean, Column, Date, Float, Integer, Table

from data.database.tables.columns import ROW_NUMBER
from data.fields import TEXT

DTYPES: dict[type, str] = {Integer: "Int64", Float: "Float64", Boolean: "boolean", Date: "datetime64[s]"}


def data_columns(table: Table) -> list[Column[Any]]:
    """The columns that the package knows: all but the row's number."""
    return [column for column in table.columns if column.name != ROW_NUMBER]


def dtype_of(column: Column[Any]) -> str:
    """The data type of that column in a canonical table."""
    return next((dtype for kind, dtype in DTYPES.items() if isinstance(column.type, kind)), TEXT)


def values_of(series: pd.Series[Any]) -> list[Any]:
    """The column's values as plain Python: None where empty, `date` for dates."""
    if series.dtype.kind == "M":
        # numpy turns days into `date` and NaT into None by itself
        days: list[Any] = series.to_numpy("datetime64[D]").astype(object).tolist()
        return days
    plain: list[Any] = series.array.to_numpy(dtype=object, na_value=None).tolist()
    return plain


def records_of(table: Table, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The frame's rows as the database wants them, with the number of each where that is the key."""
    columns: dict[str, Iterable[Any]] = {column.name: values_of(frame[column.name]) for column in data_columns(table)}
    if ROW_NUMBER in table.columns:
        columns[ROW_NUMBER] = range(len(frame))
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def frame_of_columns(table: Table, columns: Mapping[str, Sequence[Any]], length: int) -> pd.DataFrame:
    """A canonical table from the values of each column; a column that is not given is empty."""
    empty: Sequence[Any] = [None] * length
    series = {column.name: pd.Series(columns.get(column.name, empty), dtype=dtype_of(column)) for column in data_columns(table)}
    return pd.DataFrame(series, index=pd.RangeIndex(length))


def frame_of_rows(table: Table, rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """A canonical table from rows that hold `data_columns(table)` in order."""
    listed = list(rows)
    names = [column.name for column in data_columns(table)]
    columns = dict(zip(names, zip(*listed, strict=True), strict=True)) if listed else {}
    return frame_of_columns(table, columns, len(listed))
