"""From the bytes of a CSV file to rows of text, whatever encoding, separator and line ends it has."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, field

from data.faults import Fault
from data.importers.phrases import fault

SEPARATORS = ";,\t"
#: a text that begins with one of these is a formula to a spreadsheet
FORMULA_SIGNS = ("=", "+", "-", "@")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


@dataclass(slots=True)
class Rows:
    """A table as it stands in a file: header, cells, and the line each row begins on (the header's is usually 1)."""

    header: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def decode(data: bytes) -> str:
    """The text of `data`: UTF-8 with or without BOM, else Windows-1252, else ISO-8859-1; letters composed (NFC)."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = data.decode("latin-1")
    return unicodedata.normalize("NFC", text)


def separator(header: str) -> str:
    """The separator that occurs most often outside quotes in the header line."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max(SEPARATORS, key=bare.count)


def tidy(cell: str) -> str:
    """`cell` without spaces around it and without the apostrophe that `data.exporters.package` puts before a formula."""
    text = cell.strip().replace("\r\n", "\n")
    bare = text.lstrip("'")
    return text[1:] if bare != text and bare[:1] in FORMULA_SIGNS else text


def read_rows(table: str, data: bytes) -> tuple[Rows, list[Fault]]:
    """The rows of a CSV file and what is wrong with its form. Wholly empty rows are passed over."""
    text = decode(data)
    broken = _CONTROL.search(text)
    if broken:
        line = text.count("\n", 0, broken.start()) + 1
        return Rows(), [fault("control_characters", table, line, value=f"U+{ord(broken.group()):04X}")]
    first, sign, start = 1, "", 0
    declared = _SEPARATOR_LINE.match(text)
    if declared:
        first, sign, start = 2, declared.group(1), declared.end()
    text = text[start:]
    sign = sign or separator(text.partition("\n")[0].partition("\r")[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    cells: list[list[str]] = []
    lines: list[int] = []
    line = 0
    try:
        for row in reader:
            if row and not "".join(row).isspace() and any(row):
                cells.append(row)
                lines.append(line + first)
            line = reader.line_num
    except csv.Error:
        # what follows is one cell or nonsense: the table counts as unread
        return Rows(), [fault("bad_quotes", table, line + first)]
    return shape(table, cells, lines)


def shape(table: str, cells: list[list[str]], lines: list[int]) -> tuple[Rows, list[Fault]]:
    """Header and rows of equal width; a row of another width is a fault and is padded or cut so that its id is known."""
    if not cells:
        return Rows(), [fault("empty_file", table)]
    header = [tidy(cell) for cell in cells[0]]
    while header and not header[-1]:
        header = header[:-1]
    width = len(header)
    faults = []
    for k in range(1, len(cells)):
        row = cells[k]
        if len(row) == width:
            continue
        if len(row) < width or "".join(row[width:]).strip():
            faults.append(fault("ragged_row", table, lines[k], wanted=width, found=len(row)))
        cells[k] = (row + [""] * width)[:width]
    return Rows(header, cells[1:], lines[1:]), faults
