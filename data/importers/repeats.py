"""Absences written down twice: one day's call and its later extension are one absence, the longest."""

from __future__ import annotations

import pandas as pd

from data.faults import Fault
from data.importers.phrases import fault

_KEY = ["unit_id", "from_date", "kind"]


def merge_absences(absences: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """`absences` with one row, the longest, for each unit, first day and kind; a warning for each row merged away."""
    whole = absences[absences["unit_id"].notna() & absences["from_date"].notna() & absences["to_date"].notna()]
    ordered = whole.sort_values("to_date", ascending=False, kind="stable")
    merged = ordered.index[ordered.duplicated(_KEY)].sort_values()
    faults = [
        fault("absence_repeated", "absences", int(str(line)), "from_date", f"{day:%Y-%m-%d}", severity="warning")
        for line, day in absences.loc[merged, "from_date"].items()
    ]
    return absences.drop(index=merged), faults
