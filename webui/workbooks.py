"""Excel workbooks in which every text is a text: no cell can be a formula or an address, whatever the data hold."""

from __future__ import annotations

import io

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: a form of cells -> its number format
FORMS = {
    "day": "dd-mm-yyyy",
    "month": "yyyy-mm",
    "places": "#,##0.0",
    "whole": "#,##0",
    "share": "0 %",
    "year": "0",
    "head": "@",
}
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": False}


def new_workbook(held: io.BytesIO) -> tuple[xlsxwriter.Workbook, dict[str, Format]]:
    """An empty workbook that is written to `held` when it is closed, with its formats by the names of FORMS."""
    file = xlsxwriter.Workbook(held, SAFE)
    return file, {
        name: file.add_format({"num_format": form, "bold": name == "head", "text_wrap": name == "head"}) for name, form in FORMS.items()
    }
