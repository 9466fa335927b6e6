"""Which areas the counts are of: districts, sums of them, the whole municipality, the country."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasts.faults import listed
from forecasts.reading.log import Log, texts

#: an area is the whole municipality when it is this near to the sum of the districts, and not below
SUM_TOLERANCE = 0.05


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas of a forecast, in order of their id."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    #: id of the area above each, "" where there is none
    parents: tuple[str, ...]
    #: id of the whole municipality and of the country in the tables, "" where they are not in them
    whole: str
    nation: str


def pick_areas(counted: pd.DataFrame, districts: pd.DataFrame, whole: str, nation: str, log: Log) -> Areas:
    """The districts that have counts; a single area that no district knows is the whole municipality.

    Raises:
        Unusable: an area is unknown, or a district has no counts.
    """
    known, parent, name = texts(districts, "district_id"), texts(districts, "parent_id"), texts(districts, "name")
    above = dict(zip(known, parent, strict=True))
    names = dict(zip(known, name, strict=True))
    found = sorted(set(counted["area"]) - {nation})
    inner = set(above.values()) - {""}
    leaves = [area for area in found if area != whole and (area not in inner or not any(above.get(other) == area for other in found))]
    sums = sorted(set(found) - set(leaves) - {whole})
    if sums:
        log.used("parents", areas=listed(sums))
    if not above and len(found) == 1:
        whole = found[0]
    unknown = [area for area in leaves if area not in above] if above else []
    if len(unknown) == 1 and not whole and _is_whole(counted, unknown[0], leaves):
        whole = unknown[0]
        log.used("whole", area=whole)
        unknown, leaves = [], [area for area in leaves if area != whole]
    for area in unknown:
        log.fault("unknown_area", "population", "area_id", area)
    leaves = leaves or [area for area in found if area == whole]
    if leaves != [whole]:
        for area in sorted(set(above) - inner - set(leaves)):
            if above[area] not in leaves:
                log.fault("area_without_counts", "population", "area_id", area)
    log.refuse()
    return Areas(
        tuple(leaves), tuple(names.get(area) or area for area in leaves), tuple(above.get(area, "") for area in leaves),
        whole if whole in found else "", nation if nation in set(counted["area"]) else "",
    )  # fmt: skip


def _is_whole(counted: pd.DataFrame, area: str, leaves: list[str]) -> bool:
    """Whether that area has as many as all others together, or is the only one."""
    others = counted[counted["area"].isin([leaf for leaf in leaves if leaf != area])].groupby(["year", "age"])["count"].sum()
    if others.empty:
        return True
    own = counted[counted["area"] == area].set_index(["year", "age"])["count"].reindex(others.index)
    return bool(own.notna().all() and own.sum() >= others.sum() and own.sum() <= (1 + SUM_TOLERANCE) * others.sum())


def groups(parents: tuple[str, ...]) -> tuple[np.typing.NDArray[np.int64], ...]:
    """The levels of `History`: the areas above, numbered, where there are several and each area has one."""
    numbered = {name: k for k, name in enumerate(sorted(set(parents)))}
    if "" in numbered or len(numbered) < 2 or len(numbered) == len(parents):
        return ()
    return (np.array([numbered[name] for name in parents], dtype=np.int64),)
