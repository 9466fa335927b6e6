"""From text to typed columns: each distinct text of a column is parsed once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.faults import Fault
from data.fields import Field, TableSpec
from data.importers.cells import PARSERS, BadCellError, Value
from data.importers.phrases import fault


def convert(spec: TableSpec, texts: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """`texts` with the types of `spec`; a cell that cannot be read becomes empty and a fault. Absent columns stay absent."""
    faults: list[Fault] = []
    columns = {}
    for field in spec.fields:
        if field.name in texts:
            columns[field.name], found = _convert_column(spec.name, field, texts[field.name])
            faults.extend(found)
    frame = pd.DataFrame(columns, index=texts.index)
    faults.extend(_missing_either(spec, texts))
    return frame, faults


def _convert_column(table: str, field: Field, texts: pd.Series) -> tuple[pd.Series, list[Fault]]:
    codes, uniques = pd.factorize(texts.to_numpy())
    parse = PARSERS[field.type]
    values: list[Value | None] = []
    bad: dict[int, str] = {}
    for code, text in enumerate(uniques):
        try:
            values.append(parse(text, field) if text else None)
        except BadCellError as error:
            values.append(None)
            bad[code] = error.code
        if not text and field.required:
            bad[code] = "missing_value"
    column = _typed(values, field.dtype).take(codes)
    column.index = texts.index
    faults = []
    if bad:
        hit = np.isin(codes, list(bad))
        for line, code in zip(texts.index[hit], codes[hit], strict=True):
            faults.append(_cell_fault(table, int(line), field, str(uniques[code]), bad[int(code)]))
    return column, faults


def _typed(values: list[Value | None], dtype: str) -> pd.Series:
    if dtype == "datetime64[s]":
        return pd.Series(np.array(values, dtype="datetime64[s]"))
    return pd.Series(values, dtype=dtype)


def range_text(field: Field) -> str:
    """The bounds of a number as `1-3` or `>= 1`; "" when it has none."""
    if field.low is not None and field.high is not None:
        return f"{field.low:g}-{field.high:g}"
    return f">= {field.low:g}" if field.low is not None else ""


def _cell_fault(table: str, line: int, field: Field, text: str, code: str) -> Fault:
    return fault(code, table, line, field.name, text or None, range=range_text(field), names=", ".join(field.choices))


def _missing_either(spec: TableSpec, texts: pd.DataFrame) -> list[Fault]:
    """Rows in which none of a group's columns is filled in."""
    faults: list[Fault] = []
    for group in dict.fromkeys(field.either for field in spec.fields if field.either):
        names = [field.name for field in spec.fields if field.either == group]
        present = [name for name in names if name in texts]
        if present:
            empty = (texts[present] == "").all(axis=1)
            shown = ", ".join(names)
            faults.extend(fault("missing_either", spec.name, int(line), names[0], names=shown) for line in texts.index[empty])
    return faults
