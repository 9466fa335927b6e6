"""What a round writes: two tables, the policy as run, the certificate and the summary, and how they are read back.

Tables are `;`-separated UTF-8 with a byte order mark and ISO dates, so that a Danish Excel opens them by double click. Text that a
spreadsheet would take for a formula is written with an apostrophe before it, which reading takes away again.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

from data.exporters.formulas import shielded, unshielded
from data.exporters.ways import WAYS_FILE, read_ways, write_ways
from data.faults import Fault, PackageFaults, Phrase
from optimizer.rounds.record import OUTCOMES, AllocationRow, ExplanationRow, RoundRecord

#: the files of a result folder (with WAYS_FILE where ways were measured); the summary is last, so that a folder with one is whole
RESULT_FILES = ("allocation.csv", "explanations.csv", "policy.toml", "certificate.json", "summary.json")

Row = TypeVar("Row", AllocationRow, ExplanationRow)

_REMEDY = Phrase("Kør runden igen, eller hent mappen igen, hvor den blev kørt", "Run the round again, or copy its folder again")


class _Unreadable(ValueError):
    """A cell that does not hold what its column must."""

    def __init__(self, da: str, en: str) -> None:
        super().__init__(en)
        self.expected = Phrase(da, en)


def write_results(record: RoundRecord, folder: Path) -> None:
    """Write a finished round to `folder`, which is made when missing; earlier results there are replaced.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "summary.json").unlink(missing_ok=True)
    _write_table(folder / "allocation.csv", AllocationRow, record.allocation)
    _write_table(folder / "explanations.csv", ExplanationRow, record.explanations)
    # bytes, so that the file's checksum is the policy's hash on every system
    (folder / "policy.toml").write_bytes(record.policy_toml.encode())
    if record.ways is None:
        (folder / WAYS_FILE).unlink(missing_ok=True)
    else:
        write_ways(record.ways, folder / WAYS_FILE)
    (folder / "certificate.json").write_text(json.dumps(record.certificate, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    write_summary(record.summary, folder)


def write_summary(summary: dict[str, Any], folder: Path) -> None:
    """Write `summary.json` alone, as the last word on a round whose other files are there."""
    text = json.dumps(summary, ensure_ascii=False, indent=2, allow_nan=False)
    (folder / "summary.json").write_text(text + "\n", encoding="utf-8")


def read_results(folder: Path) -> RoundRecord:
    """The round that was written to `folder`.

    Raises:
        PackageFaults: with every file that is missing or damaged.
    """
    faults = [_fault(name, None, None, None, "missing_file", "filen", "the file") for name in RESULT_FILES if not (folder / name).is_file()]
    if faults:
        raise PackageFaults(faults)
    allocation = _read_table(folder / "allocation.csv", AllocationRow, faults)
    explanations = _read_table(folder / "explanations.csv", ExplanationRow, faults)
    certificate = _read_json(folder / "certificate.json", faults)
    summary = _read_json(folder / "summary.json", faults)
    policy_toml = _read_text(folder / "policy.toml", faults)
    measured = summary.get("distance", {})
    ways = None
    if measured.get("method", "straight") != "straight":
        ways, found = read_ways(folder / WAYS_FILE, measured)
        faults += found
    if faults:
        raise PackageFaults(faults)
    return RoundRecord(summary, policy_toml, certificate, allocation, explanations, ways)


def _write_table(path: Path, kind: type[Row], rows: Iterable[Row]) -> None:
    columns = [field.name for field in fields(kind)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([_cell(getattr(row, column)) for column in columns] for row in rows)


def _cell(value: str | int | date | dict[str, Any] | None) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    text = json.dumps(value, ensure_ascii=False, allow_nan=False) if isinstance(value, dict) else value
    return shielded(text)


def _read_table(path: Path, kind: type[Row], faults: list[Fault]) -> tuple[Row, ...]:
    text = _read_text(path, faults)
    # StringIO and not splitlines: a line separator of Unicode inside a sentence ends no row
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    readers = {field.name: _READERS[str(field.type)] for field in fields(kind)}
    read: list[Row] = []
    try:
        if (header := next(rows, [])) != list(readers):
            found = "; ".join(header)
            faults.append(_fault(path.name, 1, None, found, "header", "kolonnerne ", "the columns ", "; ".join(readers)))
            return ()
        for cells in rows:
            values = _values(path.name, rows.line_num, cells, readers, faults)
            if values is not None:
                read.append(kind(**values))
    except csv.Error as error:
        faults.append(_fault(path.name, rows.line_num, None, None, "csv", "en hel CSV-fil, ", "a whole CSV file, ", str(error)))
    return tuple(read)


def _values(
    file: str, line: int, cells: list[str], readers: dict[str, Callable[[str], object]], faults: list[Fault]
) -> dict[str, Any] | None:
    if len(cells) != len(readers):
        faults.append(_fault(file, line, None, None, "row_length", "felter: ", "fields: ", str(len(readers))))
        return None
    values: dict[str, Any] = {}
    for (column, reader), cell in zip(readers.items(), cells, strict=True):
        try:
            values[column] = reader(cell)
        except _Unreadable as error:
            faults.append(Fault(file, line, column, cell, error.expected, _REMEDY, "error", "result_value"))
    return values if len(values) == len(readers) else None


def _maybe_text(cell: str) -> str | None:
    return unshielded(cell) or None


def _maybe_whole(cell: str) -> int | None:
    try:
        return int(cell) if cell else None
    except ValueError:
        raise _Unreadable("et helt tal", "a whole number") from None


def _maybe_day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError:
        raise _Unreadable("en dato som 2027-03-01", "a date like 2027-03-01") from None


def _outcome(cell: str) -> str:
    if cell not in OUTCOMES:
        raise _Unreadable("en af: " + ", ".join(OUTCOMES), "one of: " + ", ".join(OUTCOMES))
    return cell


def _facts(cell: str) -> dict[str, Any]:
    try:
        facts = json.loads(cell)
    except json.JSONDecodeError:
        facts = None
    if not isinstance(facts, dict):
        raise _Unreadable("et JSON-objekt", "a JSON object")
    return facts


#: how a cell is read, by the type of the record's field
_READERS: dict[str, Callable[[str], object]] = {
    "str": unshielded,
    "str | None": _maybe_text,
    "int | None": _maybe_whole,
    "date | None": _maybe_day,
    "Outcome": _outcome,
    "dict[str, Any]": _facts,
}


def _read_json(path: Path, faults: list[Fault]) -> dict[str, Any]:
    text = _read_text(path, faults)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        faults.append(_fault(path.name, error.lineno, None, None, "json", "gyldig JSON, ", "valid JSON, ", error.msg))
        return {}
    if not isinstance(document, dict):
        faults.append(_fault(path.name, None, None, None, "json", "et JSON-objekt", "a JSON object"))
        return {}
    return cast(dict[str, Any], document)


def _read_text(path: Path, faults: list[Fault]) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.append(_fault(path.name, None, None, None, "encoding", "tekst i UTF-8", "text in UTF-8"))
        return ""


def _fault(file: str, row: int | None, column: str | None, value: str | None, code: str, da: str, en: str, both: str = "") -> Fault:
    return Fault(file, row, column, value, Phrase(da + both, en + both), _REMEDY, "error", code)
