"""Ids that must exist and keys that must be unique."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from data.faults import Fault
from data.fields import tables
from data.importers.phrases import fault

Frames = dict[str, pd.DataFrame]

#: what a wish's target_id names, by its target_kind
TARGETS = {"unit": "units", "facility": "facilities", "district_dagpleje": "districts"}


def lookup(keys: pd.Series, frame: pd.DataFrame, column: str) -> pd.Series:
    """For each of `keys` the value that the first row of `frame` with that id (its first column) has in `column`."""
    key = str(frame.columns[0])
    values = frame.drop_duplicates(key).set_index(key)[column]
    return values.reindex(pd.Index(keys)).set_axis(keys.index)


def unknown_references(frames: Frames, readable: Collection[str]) -> Iterator[Fault]:
    """Ids in `ref` columns and in wishes' targets that their table lacks. Tables not `readable` are not asked."""
    for table, spec in tables().items():
        frame = frames[table]
        for field in spec.fields:
            if field.target in readable and not frame.empty:
                yield from _unknown(table, frame[field.name], field.target, frames)
    wishes = frames["wishes"]
    for kind, target in TARGETS.items():
        if target in readable:
            yield from _unknown("wishes", wishes.loc[(wishes["target_kind"] == kind).fillna(False), "target_id"], target, frames)


def _unknown(table: str, column: pd.Series, target: str, frames: Frames) -> Iterator[Fault]:
    known = frames[target][tables()[target].key[0]]
    lost = column[column.notna() & ~column.isin(known)]
    for line, value in lost.items():
        yield fault("unknown_reference", table, int(str(line)), str(column.name), str(value), target=target)


def duplicate_keys(frames: Frames) -> Iterator[Fault]:
    """Rows whose key an earlier line has already. Rows with an unreadable required part of the key are passed over."""
    for table, spec in tables().items():
        frame = frames[table]
        if frame.empty:
            continue
        key = list(spec.key)
        needed = [name for name in key if spec.field(name).required]
        whole = frame[frame[needed].notna().all(axis=1)] if needed else frame
        again = whole[whole.duplicated(key, keep=False)].sort_index()
        if again.empty:
            continue
        groups = again.groupby(key, dropna=False, sort=False).ngroup().to_numpy()
        firsts: dict[int, int] = {}
        for group, line, values in zip(groups.tolist(), again.index, again[key].itertuples(index=False), strict=True):
            first = firsts.setdefault(group, int(line))
            if first != line:
                shown = "/".join(_shown(value) for value in values)
                yield fault("duplicate_key", table, int(line), key[-1], shown, key=" + ".join(key), first=first)


def _shown(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return "" if pd.isna(np.asarray(value, dtype=object)).any() else str(value)
