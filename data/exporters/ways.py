"""The ways that a round was run on, as a table: two lines for each child (metres, seconds), a column for each facility.

An estimate (no way was found) has `~` before it. The file tells where homes are, as `children.csv` does, and is to be kept like it.
"""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.exporters.formulas import shielded, unshielded
from data.faults import Fault, Phrase
from optimizer.domain.ways import Ways

WAYS_FILE = "ways.csv"
HEADER = ("child_id", "unit")
UNITS = ("m", "s")
ESTIMATED = "~"
_REMEDY = Phrase("Kør runden igen, eller hent mappen igen, hvor den blev kørt", "Run the round again, or copy its folder again")


def write_ways(ways: Ways, path: Path) -> None:
    """Write the table; OSError when that cannot be done."""
    width = len(ways.columns)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        order = sorted(ways.columns, key=lambda facility: ways.columns[facility])
        writer.writerow([*HEADER, *map(shielded, order)])
        for child, row in ways.rows.items():
            begin = row * width
            marks = [ESTIMATED if begin + k in ways.estimated else "" for k in range(width)] if ways.estimated else [""] * width
            for unit, values in zip(UNITS, (ways.metres, ways.seconds), strict=True):
                cells = map("{}{}".format, marks, values[begin : begin + width])
                writer.writerow([shielded(child), unit, *cells])


def write_matrix(ways: Ways, path: Path) -> int:
    """Write the ways as a `distances.csv`, a line for each child and facility; how many. Estimates are left out: they are no ways."""
    width = len(ways.columns)
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("child_id", "facility_id", "metres", "seconds"))
        for child, row in ways.rows.items():
            places = [(facility, row * width + k) for facility, k in ways.columns.items()]
            lines = [(child, facility, ways.metres[at], ways.seconds[at]) for facility, at in places if at not in ways.estimated]
            writer.writerows(lines)
            written += len(lines)
    return written


def read_ways(path: Path, measured: Mapping[str, Any]) -> tuple[Ways | None, list[Fault]]:
    """The ways of the table, `measured` being what the summary says of them; or what is wrong with the file."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None, [_fault(None, None, "missing_file", "filen", "the file")]
    except UnicodeDecodeError:
        return None, [_fault(None, None, "encoding", "tekst i UTF-8", "text in UTF-8")]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        header = next(rows, [])
        if tuple(header[:2]) != HEADER or len(set(header)) != len(header):
            return None, [_fault(1, "; ".join(header), "header", "kolonnerne child_id; unit; steder", "the columns child_id; unit; places")]
        columns = {unshielded(cell): k for k, cell in enumerate(header[2:])}
        return _read(rows, columns, measured)
    except csv.Error as error:
        return None, [_fault(rows.line_num, None, "csv", f"en hel CSV-fil, {error}", f"a whole CSV file, {error}")]


def _read(rows: Any, columns: Mapping[str, int], measured: Mapping[str, Any]) -> tuple[Ways | None, list[Fault]]:
    numbers = {unit: array("i") for unit in UNITS}
    children: dict[str, int] = {}
    estimated: set[int] = set()
    for at, cells in enumerate(rows):
        unit = UNITS[at % 2]
        child = unshielded(cells[0]) if cells else ""
        same = children.setdefault(child, at // 2) == at // 2 and len(children) == at // 2 + 1
        if len(cells) != len(columns) + 2 or cells[1] != unit or not same:
            told = (
                "to linjer for hvert barn (m, s) med et tal for hvert sted",
                "two lines for each child (m, s) with a number for each place",
            )
            return None, [_fault(rows.line_num, child, "row_length", *told)]
        begin = at // 2 * len(columns)
        estimated.update(begin + k for k, cell in enumerate(cells[2:]) if cell.startswith(ESTIMATED))
        try:
            numbers[unit].extend([int(cell.removeprefix(ESTIMATED)) for cell in cells[2:]])
        except (ValueError, OverflowError):
            return None, [_fault(rows.line_num, child, "result_value", "hele tal", "whole numbers")]
    if len(numbers["m"]) != len(numbers["s"]):
        return None, [_fault(rows.line_num, None, "row_length", "to linjer for hvert barn", "two lines for each child")]
    method, mode, source = (measured.get(name, "") for name in ("method", "mode", "source"))
    return Ways(method, mode, source, children, columns, numbers["m"], numbers["s"], frozenset(estimated)), []


def _fault(row: int | None, value: str | None, code: str, da: str, en: str) -> Fault:
    return Fault(WAYS_FILE, row, None, value, Phrase(da, en), _REMEDY, "error", code)
