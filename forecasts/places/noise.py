"""Chance: with the shares known exactly, how many children take a place still differs from the number expected."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Single = NDArray[np.float32]

#: How much of a year's chance is the same a year later: half, as the same children stay about two years in a kind of care.
REMAINS = 0.5


def chance(shape: tuple[int, ...], years: int, draws: int, rng: np.random.Generator) -> Single:
    """Standard normal numbers that change slowly: [*shape, year, month, draw].

    One number for each anniversary, each the last one times ρ plus news; between two of them their mix, scaled so that the
    variance is 1 in every month.
    """
    yearly = rng.standard_normal((*shape, years + 1, draws), dtype=np.float32)
    fresh = np.float32(np.sqrt(1 - REMAINS**2))
    for year in range(1, years + 1):
        yearly[..., year, :] = REMAINS * yearly[..., year - 1, :] + fresh * yearly[..., year, :]
    passed = np.arange(12) / 12
    scale = 1 / np.sqrt((1 - passed) ** 2 + passed**2 + 2 * REMAINS * passed * (1 - passed))
    before = ((1 - passed) * scale).astype(np.float32)[:, None]
    after = (passed * scale).astype(np.float32)[:, None]
    return np.asarray(yearly[..., :-1, None, :] * before + yearly[..., 1:, None, :] * after)


def scattered(part: Single, whole: Single, variance: Single, numbers: Single) -> Single:
    """A part of a whole with chance put on it: the mean stays, it is never below 0 nor above the whole.

    The smaller of the part and the rest is multiplied by a log-normal number of mean 1, so that few are never less than none.

    Args:
        part, whole: [..., draw].
        variance: [..., 1] of the part, the same in every draw.
        numbers: [..., draw] as `chance` gives them.
    """
    mean, total = part.mean(-1, keepdims=True), whole.mean(-1, keepdims=True)
    few = mean <= total / 2
    smaller = np.maximum(np.where(few, mean, total - mean), 1e-6)
    log_variance = np.log1p(variance / smaller**2).astype(np.float32)
    moved = np.sqrt(log_variance) * numbers
    moved -= log_variance / 2
    np.exp(moved, out=moved)
    moved *= np.where(few, part, whole - part)
    np.minimum(moved, whole, out=moved)
    # who is few is known per row: where the rest was moved, the part is what it leaves
    np.subtract(whole, moved, out=moved, where=~few)
    return np.asarray(moved)
