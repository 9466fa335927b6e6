"""Leaving out rows that the user names, and what hangs on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from data.faults import Fault
from data.fields import choice_word, normalise, table_by_header, tables
from data.importers.phrases import fault
from data.importers.references import TARGETS

Frames = dict[str, pd.DataFrame]


def leave_out_rows(frames: Frames, names: Collection[str]) -> tuple[Frames, dict[tuple[str, int], str], list[Fault]]:
    """`frames` without the rows in `names` (`table:id` or `table:line`) and without the rows that need them.

    A row needs another when a required column refers to it, so a child takes its stays, applications and their
    wishes along; a wish takes nothing along. Returns also (table, line) -> "table line id" of all rows left out,
    and a fault for each name that no row has.
    """
    gone: dict[str, np.ndarray] = {table: np.zeros(len(frame), dtype=bool) for table, frame in frames.items()}
    faults = []
    for name in names:
        table, _, row = name.partition(":")
        known = table_by_header().get(normalise(table), table)
        hit = _named(frames[known], known, row.strip()) if known in frames else None
        if hit is None or not hit.any():
            faults.append(fault("unknown_left_out", known, value=name))
        else:
            gone[known] |= hit
    if not any(lost.any() for lost in gone.values()):
        return frames, {}, faults
    _follow(frames, gone)
    left = {(table, line): text for table, lost in gone.items() for line, text in _labels(table, frames[table][lost])}
    return {table: frame[~gone[table]] for table, frame in frames.items()}, left, faults


def _row_ids(table: str, frame: pd.DataFrame) -> pd.Series:
    """Each row's key as one text, its parts joined by `/`; a person's name is left out, for results quote these texts."""
    keys = [frame[name] for name in tables()[table].key if name in frame and name != "name"]
    joined = keys[0].astype(object) if keys else pd.Series("", index=frame.index, dtype=object)
    for part in keys[1:]:
        joined = joined + "/" + part
    return joined


def _named(frame: pd.DataFrame, table: str, row: str) -> np.ndarray:
    """Which rows are meant: those with the id, else the one on the line."""
    by_id = (_row_ids(table, frame) == row).to_numpy(dtype=bool)
    if by_id.any() or not row.isdecimal():
        return by_id
    return np.asarray(frame.index == int(row))


def _follow(frames: Frames, gone: dict[str, np.ndarray]) -> None:
    """Mark the rows whose required references point to rows that are gone (tables come after those they refer to)."""
    for table, spec in tables().items():
        for field in spec.fields if table in frames else ():
            if field.required and field.target in frames and field.name in frames[table]:
                gone[table] |= frames[table][field.name].isin(_lost(frames, gone, field.target)).to_numpy()
    wishes = frames.get("wishes")
    if wishes is not None and {"target_kind", "target_id"} <= set(wishes):
        words = tables()["wishes"].field("target_kind").words
        kinds = wishes["target_kind"].map(lambda text: words.get(choice_word(text)))
        for kind, target in TARGETS.items():
            if target in frames:
                hit = (kinds == kind) & wishes["target_id"].isin(_lost(frames, gone, target))
                gone["wishes"] |= hit.to_numpy(dtype=bool)


def _lost(frames: Frames, gone: dict[str, np.ndarray], table: str) -> set[str]:
    """Ids of `table` that no remaining row has."""
    key = tables()[table].key[0]
    if key not in frames[table] or not gone[table].any():
        return set()
    ids = frames[table][key]
    return set(ids[gone[table]]) - set(ids[~gone[table]])


def _labels(table: str, lost: pd.DataFrame) -> Iterator[tuple[int, str]]:
    for line, text in _row_ids(table, lost).items():
        yield int(str(line)), f"{table} {line} {text}"
