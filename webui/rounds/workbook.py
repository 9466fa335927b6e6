"""The list of applications as an Excel workbook, with the columns of the CSV file: days are days, numbers are numbers."""

from __future__ import annotations

import io
from datetime import date

import pandas as pd

from webui.i18n import gettext as _
from webui.labels import label
from webui.rounds.csvfile import COLUMNS, LABELS
from webui.workbooks import new_workbook

#: columns that hold whole numbers
NUMBERS = {"wish_rank", "days_late", "distance_m"}
#: widths of columns in characters, where the usual is too narrow
WIDTHS = {"unit_name": 30, "reason": 90, "tier": 22, "outcome": 20}


def list_workbook(rows: pd.DataFrame, measured: str) -> bytes:
    """The rows as one sheet; `measured` says in words how the distances were measured."""
    held = io.BytesIO()
    file, forms = new_workbook(held)
    sheet = file.add_worksheet(_("Ansøgninger"))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
    for place, (column, heading) in enumerate(COLUMNS.items()):
        told = f"{_(heading)} ({measured})" if column == "distance_m" else _(heading)
        sheet.set_column(place, place, WIDTHS.get(column, 14))
        sheet.write_string(0, place, told, forms["head"])
        for line, value in enumerate(rows[column], 1):
            if pd.isna(value):
                continue
            if isinstance(value, date):
                sheet.write_datetime(line, place, pd.Timestamp(value).to_pydatetime(), forms["day"])
            elif column in NUMBERS:
                sheet.write_number(line, place, int(value), forms["whole"])
            else:
                sheet.write_string(line, place, label(LABELS[column], str(value)) if column in LABELS else str(value))
    file.close()
    return held.getvalue()
