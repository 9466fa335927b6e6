"""Documents and tables as compressed JSON: the same value always gives the same bytes."""

from __future__ import annotations

import json
import zlib
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Table

from data.database.frames import data_columns, frame_of_columns, values_of


def pack(value: Any) -> bytes:
    """JSON of plain values (dates as ISO strings), compressed."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_iso)
    return zlib.compress(text.encode())


def unpack(content: bytes) -> Any:
    """What `pack` was given; dates come back as strings."""
    return json.loads(zlib.decompress(content))


def pack_frame(table: Table, frame: pd.DataFrame) -> bytes:
    """A canonical table, column by column."""
    return pack({column.name: values_of(frame[column.name]) for column in data_columns(table)})


def unpack_frame(table: Table, content: bytes) -> pd.DataFrame:
    """The canonical table; a column that was not known when it was packed is empty."""
    columns = unpack(content)
    return frame_of_columns(table, columns, len(next(iter(columns.values()))))


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is no plain value")
