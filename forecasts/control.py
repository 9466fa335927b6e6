"""Control of the draws to an official projection, by a weight that the back-test has to earn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from forecasts.draws import ChildDraws
from forecasts.inputs import Projection


def controlled(children: ChildDraws, projection: Projection, weight: float) -> ChildDraws:
    """Scale the draws so that their mean moves toward the projection; their spread about the mean, in per cent, stays.

    With mean m of the draws and projected count p, of the whole municipality or of each area, every draw of that age and year is
    multiplied by (p / m)^weight: weight 0 leaves the draws, weight 1 gives the projection's count as their mean. Years and ages that
    the projection lacks, and the origin itself, stay as they are; so do areas and ages where either is zero.

    Args:
        weight: 0 to 1.
    """
    if weight == 0:
        return children
    counts = children.counts.copy()
    mean = counts.mean(0, dtype=np.float64)
    mean = mean.sum(0, keepdims=True) if projection.whole else mean
    ages = min(counts.shape[2], projection.counts.shape[2])
    for ahead in range(1, counts.shape[3]):
        at = np.flatnonzero(projection.years == children.year + ahead)
        if len(at) == 0:
            continue
        own, official = mean[:, :ages, ahead], projection.counts[at[0], :, :ages]
        usable = (own > 0) & (official > 0)
        ratio = np.divide(official, own, out=np.ones_like(own), where=usable)
        counts[:, :, :ages, ahead] *= (ratio**weight).astype(np.float32)
    return replace(children, counts=counts)
