"""From an Excel workbook to rows of text, one table a sheet."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook

from data.faults import Fault
from data.importers.dialect import Rows, shape
from data.importers.phrases import fault

#: unpacked size of a workbook that is still read; a bigger one is a mistake or a zip bomb
MAX_UNPACKED = 500 * 1024 * 1024


class NotAWorkbookError(Exception):
    """The file is no workbook that can be read; `fault` says why."""

    def __init__(self, found: Fault) -> None:
        """Raise for the fault `found`."""
        super().__init__(found.text())
        self.fault = found


def open_workbook(name: str, data: bytes) -> CalamineWorkbook:
    """The workbook in `data` after looking inside the ZIP. Raises NotAWorkbookError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise NotAWorkbookError(fault("not_a_workbook", name))
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
                raise NotAWorkbookError(fault("too_large", name, limit=MAX_UNPACKED // 1024**2))
            # a member that unpacks to more than its directory says fails its checksum here, before calamine unpacks it
            if archive.testzip() is not None:
                raise NotAWorkbookError(fault("not_a_workbook", name))
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (zipfile.BadZipFile, zlib.error, CalamineError, NotImplementedError, RuntimeError) as error:
        raise NotAWorkbookError(fault("not_a_workbook", name)) from error


def sheets(workbook: CalamineWorkbook) -> Iterator[tuple[str, Sequence[Sequence[object]]]]:
    """Name and cells of each sheet that holds anything, from cell A1."""
    for name in workbook.sheet_names:
        cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if any(any(cell != "" for cell in row) for row in cells):
            yield name, cells


def sheet_rows(table: str, cells: Sequence[Sequence[object]]) -> tuple[Rows, list[Fault]]:
    """A sheet's cells as rows of text with their row numbers; wholly empty rows are passed over."""
    rows = [[cell_text(cell) for cell in row] for row in cells]
    kept = [k for k, row in enumerate(rows) if "".join(row).strip()]
    return shape(table, [rows[k] for k in kept], [k + 1 for k in kept])


def cell_text(cell: object) -> str:
    """One Excel value as the text that the importer reads: ISO dates, HH:MM, 1/0, whole numbers without decimals."""
    if isinstance(cell, str):
        return unicodedata.normalize("NFC", cell)
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return np.format_float_positional(cell, trim="-")
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, dt.time):
        return cell.strftime("%H:%M")
    return str(cell)
