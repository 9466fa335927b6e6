"""From a file's own headers to the data package's columns: still text, one object column per known header."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.faults import Fault
from data.fields import TableSpec, normalise
from data.importers.dialect import Rows, tidy
from data.importers.phrases import fault

HEADER_ROW = 1


def text_frame(spec: TableSpec, rows: Rows, renamed: Mapping[str, str]) -> tuple[pd.DataFrame, list[Fault]]:
    """The cells of `rows` under the names of `spec`, indexed by line ("row"), and the faults of the header.

    `renamed` is the package's own mapping of headers for this table; a header mapped to "" is not read.
    """
    known = spec.by_header
    faults: list[Fault] = []
    places: dict[str, int] = {}
    for place, header in enumerate(rows.header):
        mapped = renamed.get(normalise(header))
        name = mapped if mapped is not None else known[normalise(header)].name if normalise(header) in known else None
        if name is None:
            faults.append(fault("unknown_column", spec.name, HEADER_ROW, header, names=", ".join(spec.columns)))
        elif name in places:
            faults.append(fault("duplicate_column", spec.name, HEADER_ROW, name, header))
        elif name:
            places[name] = place
    faults.extend(_missing(spec, set(places)))
    columns = list(zip(*rows.cells, strict=True)) or [()] * len(rows.header)
    frame = pd.DataFrame(
        {name: _tidy_column(columns[place]) for name, place in places.items()},
        index=pd.Index(np.array(rows.lines, dtype=np.int64), name="row"),
        dtype=object,
    )
    return frame, faults


def _tidy_column(cells: tuple[str, ...]) -> np.ndarray:
    """The cells without what only belongs to the file; each distinct text is looked at once."""
    clean = {cell: tidy(cell) for cell in set(cells)}
    return np.array([clean[cell] for cell in cells], dtype=object)


def _missing(spec: TableSpec, present: set[str]) -> list[Fault]:
    """Required columns that are not there, and groups of which no column is there."""
    absent = [field.name for field in spec.fields if field.required and field.name not in present]
    groups = {field.either: [other.name for other in spec.fields if other.either == field.either] for field in spec.fields if field.either}
    absent.extend(" / ".join(names) for names in groups.values() if not present.intersection(names))
    return [fault("missing_column", spec.name, HEADER_ROW, name) for name in absent]
