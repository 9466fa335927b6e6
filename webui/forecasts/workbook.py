"""A forecast as an Excel workbook."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import date

import pandas as pd
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from forecasts.outcome import CARES
from forecasts.tables import children_table, demand_table, gap_table
from forecasts.words import sentence
from webui.forecasts.book import ForecastBook, reader
from webui.i18n import N_
from webui.i18n import gettext as _
from webui.labels import UNIT_KINDS, label
from webui.workbooks import new_workbook

#: column of a table -> its heading, and how its values are written
COLUMNS = {
    "area_id": (N_("Distrikt-id"), "text"),
    "area": (N_("Distrikt"), "text"),
    "care_kind": (N_("Pasning"), "care"),
    "year": (N_("År"), "year"),
    "age": (N_("Alder i år"), "year"),
    "month": (N_("Måned"), "month"),
    "mean": (N_("Behov, middel"), "places"),
    "q2.5": (N_("Behov, 2,5 %"), "places"),
    "q10": (N_("Behov, 10 %"), "places"),
    "q50": (N_("Behov, midterste forløb"), "places"),
    "q90": (N_("Behov, 90 %"), "places"),
    "q97.5": (N_("Behov, 97,5 %"), "places"),
    "capacity": (N_("Pladser"), "places"),
    "gap": (N_("Til overs"), "places"),
    "shortage": (N_("Risiko for mangel"), "share"),
    "lack": (N_("Mangel, hvis den kommer"), "places"),
    "worst": (N_("I værste fald"), "places"),
}


def workbook(book: ForecastBook, facts: Sequence[tuple[str, str]] = ()) -> bytes:
    """The workbook: what the forecast says, years, months, children, and `facts` (name, value) about how it was made."""
    held = io.BytesIO()
    file, forms = new_workbook(held)
    whole = len(book.forecast.areas) - 1
    said = [(label(UNIT_KINDS, code).capitalize(), sentence(book.forecast, whole, care, reader())) for care, code in enumerate(CARES)]
    _pairs(file.add_worksheet(_("Om prognosen")), [(_("Prognose"), book.name), *said, *facts], forms)
    for name, table in (
        (_("År for år"), gap_table(book.forecast)),
        (_("Måned for måned"), demand_table(book.forecast)),
        (_("Børn"), children_table(book.forecast)),
    ):
        _table(file.add_worksheet(name), named(table), forms)
    file.close()
    return held.getvalue()


def named(table: pd.DataFrame) -> pd.DataFrame:
    """The table with the municipality's name where it stands for all."""
    whole = table["area_id"] == table["area_id"].iloc[-1]
    return table.assign(area=table["area"].mask(whole, _("Hele kommunen")))


def _pairs(sheet: Worksheet, rows: Sequence[tuple[str, str]], forms: dict[str, Format]) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 110)
    for line, (name, value) in enumerate(rows):
        sheet.write_string(line, 0, name, forms["head"])
        sheet.write_string(line, 1, value)


def _table(sheet: Worksheet, table: pd.DataFrame, forms: dict[str, Format]) -> None:
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    sheet.set_column(0, len(table.columns) - 1, 13)
    for place, column in enumerate(table.columns):
        heading, form = COLUMNS[column]
        sheet.write_string(0, place, _(heading), forms["head"])
        for line, value in enumerate(table[column], 1):
            _cell(sheet, line, place, value, form, forms)


def _cell(sheet: Worksheet, line: int, place: int, value: object, form: str, forms: dict[str, Format]) -> None:
    if form in {"text", "care"}:
        sheet.write_string(line, place, label(UNIT_KINDS, str(value)) if form == "care" else str(value))
    elif isinstance(value, date):
        sheet.write_datetime(line, place, pd.Timestamp(value).to_pydatetime(), forms[form])
    elif not math.isnan(float(value)):  # type: ignore[arg-type]  # what is neither text nor day is a number
        sheet.write_number(line, place, float(value), forms[form])  # type: ignore[arg-type]
