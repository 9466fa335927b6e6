"""Ways from a file: `distances.csv`, a line for each home and facility (docs/data-package.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from data.distances.measure import NO_WAY, Whole
from data.distances.sites import Floats
from data.faults import Fault, PackageFaults
from data.fields import beside
from data.importers.convert import convert
from data.importers.crosscheck import line_of
from data.importers.dialect import read_rows
from data.importers.headers import text_frame
from data.importers.mapping import read_mapping
from data.importers.phrases import fault
from data.importers.pseudonyms import is_cpr
from data.importers.sources import file_bytes
from data.package import Package
from optimizer.domain.policy import Policy

NAME = "distances.csv"
#: a way may be so many metres shorter than the straight line before it is warned of: addresses have more than one point
TOLERANCE_M = 50.0


class Matrix:
    """The file's ways between places that the package knows. All faults of the file are found at once."""

    def __init__(self, path: Path, package: Package, policy: Policy, language: str = "da") -> None:
        """PackageFaults with everything that is wrong in the file."""
        data, faults = file_bytes(NAME, path)
        self.source = hashlib.sha256(data).hexdigest()
        spec = beside()["distances"]
        if not faults:
            rows, faults = read_rows(spec.name, data)
            mapping, found = read_mapping(path.parent)
            faults += [one for one in found if one.column in (None, *spec.columns)]
            texts, found = text_frame(spec, rows, mapping.columns.get(spec.name, {}))
            faults += found
            frame, found = convert(spec, texts)
            faults += found
        if any(one.severity == "error" for one in faults):
            raise PackageFaults([one for one in faults if one.severity == "error"], (), language)
        for field in spec.fields:
            if field.name not in frame:
                frame[field.name] = pd.Series(pd.NA, index=frame.index, dtype=field.dtype)
        placed, warned = _placed(frame, package)
        faults = list(_half_homes(frame)) + list(_differing(placed))
        if faults:
            raise PackageFaults(faults, (), language)
        #: what is odd and does not stop
        self.warnings = (*warned, *_too_short(placed))
        metres = placed["metres"].to_numpy(dtype=np.float64)
        guessed = metres * 3.6 / policy.kmh
        seconds = placed["seconds"].to_numpy(dtype=np.float64, na_value=np.nan)
        self._known = {
            places: (int(m), int(s))
            for places, m, s in zip(
                _keys(placed), np.floor(metres + 0.5), np.floor(np.where(np.isnan(seconds), guessed, seconds) + 0.5), strict=True
            )
        }

    def table(self, homes: Floats, facilities: Floats) -> tuple[Whole, Whole]:
        """As `Measurer`."""
        metres = np.full((len(homes), len(facilities)), NO_WAY, dtype=np.int32)
        seconds = metres.copy()
        there = [(x, y) for x, y in facilities.tolist()]
        for row, (east, north) in enumerate(homes.tolist()):
            for column, facility in enumerate(there):
                found = self._known.get((round(east), round(north), *facility))
                if found is not None:
                    metres[row, column], seconds[row, column] = found
        return metres, seconds


def _keys(placed: pd.DataFrame) -> Iterator[tuple[int, int, float, float]]:
    """Home to the whole metre, facility as the package has it."""
    homes = np.rint(placed[["easting", "northing"]].to_numpy(dtype=np.float64)).astype(np.int64).tolist()
    there = placed[["to_easting", "to_northing"]].to_numpy(dtype=np.float64).tolist()
    return ((e, n, x, y) for (e, n), (x, y) in zip(homes, there, strict=True))


def _placed(frame: pd.DataFrame, package: Package) -> tuple[pd.DataFrame, list[Fault]]:
    """The lines whose home and facility the package knows, with coordinates; and what is said of the others."""
    children, facilities = package.tables["children"], package.tables["facilities"]
    homes = children.set_index("child_id")[["easting", "northing"]]
    child = frame["child_id"]
    if child.map(lambda text: isinstance(text, str) and is_cpr(text)).any():
        known = {_digits(str(cpr)): name for cpr, name in zip(children["cpr"], children["child_id"], strict=True) if not pd.isna(cpr)}
        child = child.map(lambda text: known.get(_digits(text), text) if isinstance(text, str) and is_cpr(text) else text)
    named = homes.reindex(child).set_axis(frame.index)
    to = facilities.set_index("facility_id")[["easting", "northing"]].reindex(frame["facility_id"]).set_axis(frame.index)
    placed = frame.assign(
        easting=frame["easting"].fillna(named["easting"]),
        northing=frame["northing"].fillna(named["northing"]),
        to_easting=to["easting"],
        to_northing=to["northing"],
    )
    faults = []
    for column, lost in (("child_id", placed["easting"].isna()), ("facility_id", placed["to_easting"].isna())):
        if lost.any():
            first = placed.index[lost][0]
            faults.append(
                fault(
                    "way_unknown",
                    "distances",
                    line_of(first),
                    column,
                    str(frame.loc[first, column]),
                    severity="warning",
                    lines=int(lost.sum()),
                )
            )
    return placed[placed["easting"].notna() & placed["northing"].notna() & placed["to_easting"].notna()], faults


def _digits(text: str) -> str:
    return "".join(ch for ch in text if ch.isdigit())


def _half_homes(frame: pd.DataFrame) -> Iterator[Fault]:
    """One coordinate without the other."""
    for line in frame.index[frame["easting"].isna() != frame["northing"].isna()]:
        yield fault("missing_value", "distances", line_of(line), "northing" if pd.isna(frame.loc[line, "northing"]) else "easting")


def _differing(placed: pd.DataFrame) -> Iterator[Fault]:
    """Two lines that say different things of one way; of the children of one home too."""
    keys = pd.Series(list(_keys(placed)), index=placed.index, dtype=object)
    first: dict[object, tuple[int, str]] = {}
    again = placed.assign(key=keys)[keys.duplicated(keep=False)]
    for line, key, metres, seconds in again[["key", "metres", "seconds"]].itertuples():
        said = f"{metres} {seconds}"
        known, other = first.setdefault(key, (line_of(line), said))
        if other != said:
            yield fault("way_differs", "distances", line_of(line), "metres", f"{metres:g}", first=known)


def _too_short(placed: pd.DataFrame) -> Iterator[Fault]:
    """Ways shorter than the straight line: kilometres for metres, or coordinates of another place."""
    values = placed[["easting", "to_easting", "northing", "to_northing", "metres"]].to_numpy(dtype=np.float64)
    straight = np.hypot(values[:, 0] - values[:, 1], values[:, 2] - values[:, 3])
    short = np.flatnonzero(values[:, 4] < straight - TOLERANCE_M)
    if len(short):
        at = int(short[0])
        yield fault(
            "way_short", "distances", line_of(placed.index[at]), "metres", f"{values[at, 4]:.0f}", severity="warning",
            lines=len(short), away=f"{straight[at]:.0f}",
        )  # fmt: skip
