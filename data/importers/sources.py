"""Finds the tables of a data package: CSV files in a folder, or the sheets of one workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from data.faults import Fault
from data.fields import normalise, table_by_header
from data.importers.dialect import Rows, read_rows
from data.importers.mapping import NAME as MAPPING
from data.importers.mapping import Mappings, read_mapping
from data.importers.phrases import fault
from data.importers.workbook import NotAWorkbookError, open_workbook, sheet_rows, sheets

#: a bigger file is not read
MAX_BYTES = 100 * 1024 * 1024
WORKBOOKS = (".xlsx", ".xlsm")
#: files that may lie beside the tables: settings, and what a round writes
BESIDE = {MAPPING, "policy.toml", "allocation.csv", "explanations.csv", "summary.json", "certificate.json", "ways.csv", "distances.csv"}


@dataclass(slots=True)
class Sources:
    """What lies in a package, as text. `seen` also names tables that are there but could not be read."""

    mapping: Mappings = field(default_factory=Mappings)
    rows: dict[str, Rows] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def add(self, stem: str, shown: str, read: Callable[[str], tuple[Rows, list[Fault]]]) -> None:
        """Read the table that a file or sheet called `stem` holds; `shown` is the name that the user knows it by."""
        name = self.mapping.tables.get(normalise(stem), table_by_header().get(normalise(stem)))
        if name is None:
            self.faults.append(fault("unknown_file", shown, names=", ".join(table_by_header().values())))
        elif name in self.seen:
            self.faults.append(fault("duplicate_table", name, value=shown))
        elif name:
            self.seen.add(name)
            rows, faults = read(name)
            self.faults.extend(faults)
            if rows.header:
                self.rows[name] = rows


def read_sources(path: Path) -> Sources:
    """The tables at `path` (a folder or a workbook) as text, with all faults of form."""
    folder = path if path.is_dir() else path.parent
    if not path.exists() or (path.is_file() and path.suffix.lower() not in WORKBOOKS):
        return Sources(faults=[fault("no_package", path.name)])
    mapping, faults = read_mapping(folder)
    sources = Sources(mapping=mapping, faults=faults)
    files = [path] if path.is_file() else _package_files(path, sources)
    csv_files = [file for file in files if file.suffix.lower() == ".csv"]
    workbooks = [file for file in files if file.suffix.lower() in WORKBOOKS]
    if len(workbooks) + bool(csv_files) > 1:
        sources.faults.extend(fault("two_sources", file.name) for file in workbooks)
        return sources
    if not workbooks and not csv_files:
        sources.faults.append(fault("no_package", path.name))
    for file in workbooks:
        _add_workbook(file, sources)
    for file in csv_files:
        sources.add(file.stem, file.name, lambda name, file=file: _read_csv(name, file))  # type: ignore[misc]  # bound now
    return sources


def _package_files(folder: Path, sources: Sources) -> list[Path]:
    """The files that should hold tables; other files that nobody expects here are warned about."""
    tables = []
    for file in sorted(folder.iterdir()):
        name = file.name
        if file.is_dir() or name.startswith((".", "~$")) or name.lower() in BESIDE or file.suffix.lower() == ".md":
            continue
        if file.suffix.lower() in (".csv", *WORKBOOKS):
            tables.append(file)
        else:
            sources.faults.append(fault("other_file", name, severity="warning"))
    return tables


def file_bytes(name: str, file: Path) -> tuple[bytes, list[Fault]]:
    """The file's content, and what is wrong when it cannot be read."""
    try:
        if file.stat().st_size > MAX_BYTES:
            return b"", [fault("too_large", name, value=f"{file.stat().st_size // 1024**2} MB", limit=MAX_BYTES // 1024**2)]
        return file.read_bytes(), []
    except OSError as error:
        return b"", [fault("unreadable", name, value=error.strerror)]


def _read_csv(name: str, file: Path) -> tuple[Rows, list[Fault]]:
    data, faults = file_bytes(name, file)
    return (Rows(), faults) if faults else read_rows(name, data)


def _add_workbook(file: Path, sources: Sources) -> None:
    data, faults = file_bytes(file.name, file)
    if faults:
        sources.faults.extend(faults)
        return
    try:
        for stem, cells in sheets(open_workbook(file.name, data)):
            sources.add(stem, stem, lambda name, cells=cells: sheet_rows(name, cells))  # type: ignore[misc]  # bound now
    except NotAWorkbookError as error:
        sources.faults.append(error.fault)
