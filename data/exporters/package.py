"""Writes tables as a data package that `data.importers.read_package` reads back to the same content.

Formulas: in a file meant for spreadsheets a text that begins with `=`, `+`, `-` or `@` gets an apostrophe in front, so
that Excel shows it and does not run it. The importer takes one such apostrophe off again. So that both directions hold,
a text that already looks like that (apostrophes before one of the signs) gets one more in every dialect. Numbers, dates
and yes/no are never touched; a leading tab or line break cannot occur, for canonical text has no space around it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data.fields import TableSpec, required_tables, tables
from data.importers.dialect import FORMULA_SIGNS
from data.package import canonical, plain_values

_BOM = "\ufeff".encode()


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a data package is written."""

    separator: str = ","
    encoding: str = "utf-8"
    bom: bool = False
    line_end: str = "\n"
    date: str = "%Y-%m-%d"
    yes: str = "1"
    no: str = "0"
    decimal: str = "."
    #: meant to be opened in a spreadsheet: texts that look like formulas are made safe
    spreadsheet: bool = False


ISO = Dialect()
#: what Danish Excel writes
DANISH = Dialect(";", "cp1252", False, "\r\n", "%d-%m-%Y", "ja", "nej", ",", spreadsheet=True)
TAB = Dialect("\t", "utf-8", True, "\n", "%d.%m.%Y", "ja", "nej", ",", spreadsheet=True)


def write_package(frames: Mapping[str, pd.DataFrame], folder: Path, dialect: Dialect = ISO) -> list[Path]:
    """Write `frames` as one CSV file a table into `folder` (made if need be); returns the files.

    Optional tables without rows are not written. A table with letters that the dialect's encoding lacks is written in
    UTF-8 with BOM, which spreadsheets and the importer both recognise.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, spec in tables().items():
        frame = frames.get(name)
        if name not in required_tables() and (frame is None or frame.empty):
            continue
        path = folder / f"{name}.csv"
        path.write_bytes(table_bytes(spec, canonical(spec, frame), dialect))
        written.append(path)
    return written


def table_bytes(spec: TableSpec, frame: pd.DataFrame, dialect: Dialect) -> bytes:
    """A canonical table as the bytes of a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=dialect.separator, lineterminator=dialect.line_end)
    writer.writerow(spec.columns)
    writer.writerows(zip(*(_cells(frame[field.name], field.type, dialect) for field in spec.fields), strict=True))
    return _encode(out.getvalue(), dialect)


def _cells(column: pd.Series, kind: str, dialect: Dialect) -> list[str]:
    """The cells as the dialect writes them; each distinct value is written once."""
    codes, uniques = pd.factorize(column)
    shown = [_cell(value, kind, dialect) for value in plain_values(pd.Series(uniques, dtype=column.dtype))]
    return [shown[code] if code >= 0 else "" for code in codes.tolist()]


def _cell(value: object, kind: str, dialect: Dialect) -> str:
    if kind == "yes_no":
        return dialect.yes if value else dialect.no
    if kind == "date":
        return format(value, dialect.date)
    if kind == "number":
        return np.format_float_positional(float(str(value)), trim="-").replace(".", dialect.decimal)
    text = str(value)
    return protect(text, dialect.spreadsheet) if kind in ("text", "id", "ref") else text


def protect(text: str, spreadsheet: bool) -> str:
    """`text` with an apostrophe in front where the importer would take one off, or a spreadsheet run it as a formula."""
    bare = text.lstrip("'")
    looks_protected = bare != text and bare[:1] in FORMULA_SIGNS
    return "'" + text if looks_protected or (spreadsheet and text[:1] in FORMULA_SIGNS) else text


def _encode(text: str, dialect: Dialect) -> bytes:
    try:
        data = text.encode(dialect.encoding)
    except UnicodeEncodeError:
        return _BOM + text.encode()
    if dialect.encoding == "utf-8":
        return _BOM + data if dialect.bom else data
    # letters whose bytes happen to be good UTF-8 would be read as such
    return data if _reads_as_itself(data, text) else _BOM + text.encode()


def _reads_as_itself(data: bytes, text: str) -> bool:
    try:
        return data.decode() == text
    except UnicodeDecodeError:
        return True
