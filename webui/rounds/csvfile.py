"""The list of applications as a CSV file that opens in a Danish spreadsheet and runs nothing there."""

from __future__ import annotations

import csv
import io

import pandas as pd

from webui.i18n import N_, day, gettext
from webui.labels import CARES, OUTCOMES, TIERS, label

#: first characters by which a spreadsheet takes a text for a formula, full-width forms included
FORMULA_STARTS = tuple("=+-@\t\r\n\0＝＋－＠")  # noqa: RUF001 - the confusable forms are the point

#: Names are left out: a file lives on where nobody looks after it.
COLUMNS = {
    "application_id": N_("Ansøgning"),
    "child_id": N_("Barn-id"),
    "birth_date": N_("Født"),
    "care": N_("Alder"),
    "district_name": N_("Distrikt"),
    "outcome": N_("Udfald"),
    "unit_id": N_("Enheds-id"),
    "unit_name": N_("Enhed"),
    "start_date": N_("Start"),
    "wish_rank": N_("Ønske nr."),
    "tier": N_("Trin"),
    "guarantee_date": N_("Garantidato"),
    "days_late": N_("Dage for sent"),
    "distance_m": N_("Afstand i meter"),
    "reason": N_("Begrundelse"),
}
LABELS = {"care": CARES, "outcome": OUTCOMES, "tier": TIERS}


def csv_file(rows: pd.DataFrame, measured: str) -> bytes:
    """The rows as UTF-8 with BOM, semicolons between, a header in the reader's language; texts can never be formulas.

    `measured` says in words how the distances were measured.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    headings = {column: gettext(heading) for column, heading in COLUMNS.items()}
    headings["distance_m"] += f" ({measured})"
    writer.writerow(headings.values())
    for row in rows[list(COLUMNS)].itertuples(index=False, name=None):
        writer.writerow([_cell(column, value) for column, value in zip(COLUMNS, row, strict=True)])
    return text.getvalue().encode("utf-8-sig")


def _cell(column: str, value: object) -> str | int:
    if pd.isna(value):  # type: ignore[call-overload]  # any scalar will do
        return ""
    if column.endswith("_date"):
        return day(value)  # type: ignore[arg-type]  # columns of dates hold dates
    if isinstance(value, int):
        return value
    return safe(label(LABELS[column], str(value)) if column in LABELS else str(value))


def safe(text: str) -> str:
    """The text so that a spreadsheet takes it for text."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
