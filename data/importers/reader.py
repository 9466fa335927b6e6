"""Reads a data package and checks all of it in one pass."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pandas as pd

from data.faults import Fault, PackageFaults
from data.fields import TEXT, TableSpec, required_tables, tables
from data.importers import crosscheck, warnings
from data.importers.convert import convert
from data.importers.headers import text_frame
from data.importers.leave_out import leave_out_rows
from data.importers.phrases import fault
from data.importers.pseudonyms import pseudonymise
from data.importers.references import duplicate_keys, unknown_references
from data.importers.repeats import merge_absences
from data.importers.sources import Sources, read_sources
from data.package import Package, make_package

KEY_VARIABLE = "REDEKASSE_PSEUDONYM_KEY"
#: tables without which nothing can be placed anywhere; the other required tables may be empty
NEVER_EMPTY = ("districts", "facilities", "units", "children")


def read_package(path: Path, leave_out: Collection[str] = (), language: str = "da", pseudonym_key: bytes | None = None) -> Package:
    """The sound data package at `path`: a folder of CSV files, a folder with one workbook, or the workbook.

    `leave_out` names rows (`table:id` or `table:line`) to leave out with all that needs them. `pseudonym_key` keys the
    pseudonyms of CPR numbers used as ids (default: the environment's `REDEKASSE_PSEUDONYM_KEY`).
    Raises PackageFaults with every error found, told in `language`.
    """
    sources = read_sources(path)
    texts, faults = _texts(sources)
    pseudonymise(texts, pseudonym_key or os.environ.get(KEY_VARIABLE, "").encode() or None)
    texts, left_out, found = leave_out_rows(texts, leave_out)
    faults += found
    frames = {}
    for name, frame in texts.items():
        frames[name], found = convert(tables()[name], frame)
        faults += found
    package = make_package(frames)
    package.tables["absences"], found = merge_absences(package.tables["absences"])
    faults += found
    faults += _missing(sources)
    faults += _checks(package.tables, texts)
    relevant = list(_relevant(faults, left_out))
    errors = tuple(one for one in relevant if one.severity == "error")
    warned = tuple(one for one in relevant if one.severity == "warning")
    if errors:
        raise PackageFaults(errors, warned, language)
    return Package(package.tables, warned, tuple(left_out.values()))


def _texts(sources: Sources) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """The tables as text under the data package's column names."""
    texts = {}
    faults = list(sources.faults)
    for name, spec in tables().items():
        if name in sources.rows:
            texts[name], found = text_frame(spec, sources.rows[name], sources.mapping.columns.get(name, {}))
            faults += found
    return texts, faults


def _missing(sources: Sources) -> Iterator[Fault]:
    """Required tables that are not there, or that need a row and have none."""
    for name in required_tables() if sources.seen else ():
        if name not in sources.seen:
            yield fault("missing_table", name, name=name)
        elif name in NEVER_EMPTY and name in sources.rows and not sources.rows[name].cells:
            yield fault("no_rows", name)


def _checks(frames: dict[str, pd.DataFrame], texts: Mapping[str, pd.DataFrame]) -> Iterator[Fault]:
    """Everything that is seen only across cells. What refers to a table that could not be read is not asked."""
    readable = {name for name in texts if tables()[name].key[0] in texts[name]}
    yield from unknown_references(frames, readable)
    yield from duplicate_keys(frames)
    whole = {name: _named_rows(tables()[name], frame) for name, frame in frames.items()}
    for check in (*crosscheck.CHECKS, *warnings.CHECKS):
        if check is not crosscheck.no_current_place or "enrolments" in readable:
            yield from check(whole)


def _named_rows(spec: TableSpec, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows whose required ids and kinds could be read; nothing more can be said about the others."""
    names = [field.name for field in spec.fields if field.required and field.dtype == TEXT]
    return frame[frame[names].notna().all(axis=1)]


def _relevant(faults: list[Fault], left_out: Mapping[tuple[str, int], str]) -> Iterator[Fault]:
    """The faults in the order of tables and lines, without those of rows left out and those that only follow from a
    row's wrong number of cells."""
    ragged = {(one.table, one.row) for one in faults if one.code == "ragged_row"}
    order = {name: k for k, name in enumerate(tables())}
    for one in sorted(faults, key=lambda fault: (order.get(fault.table, -1), fault.row or 0)):
        place = (one.table, one.row or 0)
        if place not in left_out and (place not in ragged or one.code == "ragged_row"):
            yield one
