"""What is kept of the draws: quantiles, and the chance, size and worst case of a lack of places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecasts.outcome import QUANTILES

Numbers = NDArray[np.float64]
Single = NDArray[np.float32]

#: the lack that one year in ten exceeds
WORST = 0.9


@dataclass(frozen=True, slots=True)
class Kept:
    """Figures of each area, kind of care and month; the municipality last."""

    #: [quantile, area, care, month]
    demand: Single
    #: [area, care, month] each
    mean: Single
    shortage: Single
    lack: Single
    worst: Single


def with_total(draws: Single) -> Single:
    """Areas, then their sum draw by draw. The draws are whole 64ths, so the sum is exact whatever its order."""
    return np.concatenate([draws, draws.sum(0, keepdims=True)])


def quantiles(draws: Single, wanted: tuple[float, ...] = QUANTILES) -> Single:
    """[quantile, ...] over the last axis, interpolated linearly between order statistics as `numpy.quantile` does."""
    ordered = np.sort(draws, axis=-1)
    return of_ordered(ordered, wanted)


def of_ordered(ordered: Single, wanted: tuple[float, ...] = QUANTILES) -> Single:
    """Quantiles of draws that are in order along the last axis."""
    last = ordered.shape[-1] - 1
    kept = np.empty((len(wanted), *ordered.shape[:-1]), dtype=np.float32)
    for number, share in enumerate(wanted):
        below = int(share * last)
        above = min(below + 1, last)
        part = np.float32(share * last - below)
        kept[number] = ordered[..., below] * (1 - part) + ordered[..., above] * part
    return kept


def keep(draws: Single, capacity: Numbers) -> Kept:
    """Sum up draws [area, care, month, draw] against places [area, care, month] (NaN = not known)."""
    ordered = np.sort(draws, axis=-1)
    demand = of_ordered(ordered)
    limit = capacity.astype(np.float32)[..., None]
    known = np.isfinite(capacity)
    over = np.maximum(ordered - limit, 0)
    lacking = (over > 0).sum(-1)
    shortage = np.where(known, lacking / draws.shape[-1], np.nan).astype(np.float32)
    lack = np.divide(over.sum(-1), lacking, out=np.zeros(capacity.shape, np.float32), where=lacking > 0)
    worst = of_ordered(over, (WORST,))[0]
    return Kept(demand, ordered.mean(-1, dtype=np.float32), shortage, _or_nan(lack, known), _or_nan(worst, known))


def _or_nan(figures: Single, known: NDArray[np.bool_]) -> Single:
    return np.where(known, figures, np.float32(np.nan))
