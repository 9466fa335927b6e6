"""Areas that were split, joined or given other borders, and districts younger than their municipality: their past is shared out.

Earlier counts of areas whose borders changed are those of all of them together, each age divided between them as in the first year
with the present borders (Laplace's rule keeps a share from being 0 or 1 by chance). The sums stay as they were counted.
"""

from __future__ import annotations

import numpy as np

from forecasts.faults import listed
from forecasts.history import Index, Numbers
from forecasts.reading.cube import FEW, LEAST_YEARS, Flags
from forecasts.reading.log import Log

#: a cohort change of more than this share, and of more than so many standard deviations, is a jump
JUMP_SHARE = 0.25
JUMP_DEVIATIONS = 6.0
#: jumps of two areas belong together when what one loses and the other gains differ by less than this share
MATCH = 0.35


def settle_borders(years: Index, cube: Numbers, areas: tuple[str, ...], log: Log) -> tuple[tuple[str, ...], Numbers]:
    """The areas that exist in the last year, and their counts in all years within present borders.

    Raises:
        Unusable: an area begins or ends and nothing tells where its children were.
    """
    cube = cube.copy()
    gone: Flags = np.all(np.isnan(cube[-1]), axis=1)
    cohorts = np.nan_to_num(cube)
    flows = (cohorts[1:, :, 1:] - cohorts[:-1, :, :-1]).sum(axis=2)
    before = cohorts[:-1, :, :-1].sum(axis=2)
    limit = np.maximum(JUMP_SHARE * before, JUMP_DEVIATIONS * np.sqrt(before + 1))
    empty: Flags = np.all(np.isnan(cube), axis=2)
    starts, ends = empty[:-1] & ~empty[1:], ~empty[:-1] & empty[1:]
    jumps = (np.abs(flows) > limit) | ((starts | ends) & (np.abs(flows) >= FEW))
    # from the last year back, so that each step shares what later steps have settled
    for step in range(len(years) - 2, -1, -1):
        jumped = np.flatnonzero(jumps[step])
        for group in _groups(jumped, flows[step]):
            _share_past(cube, group, step)
            log.used("borders", areas=listed(areas[area] for area in group), year=years[step + 1])
            jumped = np.setdiff1d(jumped, group)
        for area in jumped:
            value = f"{areas[area]}, {years[step + 1]}"
            if starts[step, area] or ends[step, area]:
                log.fault("area_appears", "population", "area_id", value)
            else:
                log.used(
                    "jump",
                    area=areas[area],
                    year=years[step + 1],
                    before=round(before[step, area]),
                    after=round(cohorts[step + 1, area, 1:].sum()),
                )
    log.refuse()
    kept = np.flatnonzero(~gone)
    return tuple(areas[area] for area in kept), np.nan_to_num(cube[:, kept])


def _groups(jumped: Index, flows: Numbers) -> list[list[int]]:
    """Areas whose jumps in one year cancel: the largest loser or winner with those on the other side, nearest sum first."""
    groups: list[list[int]] = []
    left = sorted(jumped.tolist(), key=lambda area: -abs(flows[area]))
    while left:
        first = left.pop(0)
        others = [area for area in left if flows[area] * flows[first] < 0]
        group, rest = [first], float(flows[first])
        for area in others:
            if abs(rest + flows[area]) < abs(rest):
                group.append(area)
                rest += float(flows[area])
        if len(group) > 1 and abs(rest) <= MATCH * abs(flows[first]):
            groups.append(sorted(group))
            left = [area for area in left if area not in group]
    return groups


def _share_past(cube: Numbers, group: list[int], step: int) -> None:
    """Give each area of the group its share of their common counts up to and with year `step`; shares are those of the year after."""
    now = np.nan_to_num(cube[step + 1, group])
    present = ~np.all(np.isnan(cube[step + 1, group]), axis=1)
    smooth = now + (now.sum(axis=1) / max(now.sum(), 1.0))[:, None]
    smooth[~present] = 0
    share = smooth / np.maximum(smooth.sum(axis=0), 1e-9)
    together = np.nansum(cube[: step + 1][:, group], axis=1)
    cube[: step + 1, group] = together[:, None, :] * share


def carry_back(years: Index, cube: Numbers, whole_years: Index, whole: Numbers, log: Log) -> tuple[Index, Numbers]:
    """Years before those of the districts from the municipality's counts [year, age], shared as in the districts' first year.

    Needed only when the districts have fewer than `LEAST_YEARS`; a municipality that does not reach further back leaves them as they are.
    """
    earlier = whole_years[whole_years < years[0]]
    if len(years) >= LEAST_YEARS or not len(earlier) or earlier[-1] != years[0] - 1:
        return years, cube
    first = cube[0] + cube[0].sum(axis=1, keepdims=True) / max(cube[0].sum(), 1.0)
    share = first / np.maximum(first.sum(axis=0), 1e-9)
    past = whole[: len(earlier), None, :] * share
    log.used("carried_back", years=len(years), year=years[0])
    return np.concatenate([earlier, years]), np.concatenate([past, cube])
