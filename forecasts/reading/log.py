"""What is found while tables are read: faults to refuse for, remedies to tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from forecasts.faults import Fault, Unusable, remedy
from forecasts.history import Remedy


@dataclass
class Log:
    """Collects faults and remedies; `refuse` raises when there are faults."""

    faults: list[Fault] = field(default_factory=list)
    remedies: list[Remedy] = field(default_factory=list)

    def rows(self, code: str, table: str, column: str | None, rows: pd.DataFrame, value: Iterable[object] | None = None) -> None:
        """A fault for each of the rows; `value` as texts, none where not given."""
        for label, cell in zip(rows.index, [None] * len(rows) if value is None else value, strict=True):
            line = int(label) if rows.index.name == "row" else None
            self.faults.append(Fault(code, table, column, None if cell is None else str(cell), line))

    def fault(self, code: str, table: str, column: str | None, value: object) -> None:
        """A fault about several rows or the whole table."""
        self.faults.append(Fault(code, table, column, None if value is None else str(value)))

    def used(self, code: str, **facts: object) -> None:
        """A remedy was used."""
        self.remedies.append(remedy(code, **facts))

    def refuse(self) -> None:
        """Raise Unusable with all faults found so far, if any."""
        if self.faults:
            raise Unusable(self.faults)


def shown(values: pd.Series[Any]) -> list[str]:
    """Numbers as messages show them."""
    return [f"{value:g}" for value in values]


def numbers(rows: pd.DataFrame, column: str) -> pd.Series[Any]:
    """A column as plain floats, NaN where empty or absent."""
    if column not in rows:
        return pd.Series(float("nan"), index=rows.index)
    return pd.Series(pd.to_numeric(rows[column], errors="coerce").to_numpy(dtype=float, na_value=float("nan")), index=rows.index)


def texts(rows: pd.DataFrame, column: str) -> pd.Series[Any]:
    """A column as texts, "" where empty or absent."""
    if column not in rows:
        return pd.Series("", index=rows.index, dtype=object)
    return rows[column].astype(object).where(rows[column].notna(), "").map(str)
