"""Shares as log-odds: areas drawn toward the whole, and the shift that makes a curve give a total."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

#: half a child is added to those with and to those without, so that nobody and everybody have finite odds
HALF = 0.5


def logit(share: Numbers | float) -> Numbers:
    """Log-odds; 0 and 1 give minus and plus infinity."""
    share = np.asarray(share, dtype=np.float64)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(share) - np.log1p(-share))


def share_of(odds: Numbers) -> Numbers:
    """The share of given log-odds."""
    return np.asarray(1 / (1 + np.exp(-odds)))


def counted(taken: Numbers, children: Numbers) -> tuple[Numbers, Numbers]:
    """Empirical log-odds of `taken` among `children`, and their sampling variance."""
    rest = np.maximum(children - taken, 0) + HALF
    return np.asarray(np.log((taken + HALF) / rest)), np.asarray(1 / (taken + HALF) + 1 / rest)


def solve_shift(curve: Numbers, children: Numbers, taken: float) -> tuple[float, float]:
    """The shift of a curve's log-odds at which `taken` of the children take a place, and its sampling variance.

    Args:
        curve: [age] log-odds, minus infinity where nobody takes a place.
        children: [age].
        taken: drawn a hundredth inside the range that the curve can reach, so that the shift is finite.
    """
    open_to = np.isfinite(curve) & (children > 0)
    curve, children = curve[open_to], children[open_to]
    total = float(children.sum())
    if total == 0:
        return 0.0, np.inf
    margin = min(HALF, 0.01 * total)
    target = float(np.clip(taken, margin, total - margin))
    low, high = -20.0 - float(curve.max()), 20.0 - float(curve.min())
    for _ in range(60):
        middle = (low + high) / 2
        if float(children @ share_of(curve + middle)) < target:
            low = middle
        else:
            high = middle
    shift = (low + high) / 2
    share = share_of(curve + shift)
    # dE/ds = Var(E) = Σ n u (1 − u) for independent children
    return shift, 1 / max(float(children @ (share * (1 - share))), 1e-9)


def shrunk(values: Numbers, variance: Numbers) -> tuple[Numbers, Numbers]:
    """Deviations of areas from a common mean of zero, drawn toward it by their noise: means and standard deviations.

    The spread between areas τ² is the one at which Σ d² / (τ² + v) equals the number of areas (Paule and Mandel 1982, mean known).
    An area without a value (NaN, or infinite variance) has mean 0 and deviation τ.
    """
    seen = np.isfinite(values) & np.isfinite(variance)
    between = _between(values[seen], variance[seen])
    mean, spread = np.zeros(len(values)), np.full(len(values), np.sqrt(between))
    if seen.any() and between > 0:
        own = between / (between + variance[seen])
        mean[seen] = own * values[seen]
        spread[seen] = np.sqrt(own * variance[seen])
    return mean, spread


def _between(values: Numbers, variance: Numbers) -> float:
    if len(values) < 2 or float((values**2 / variance).sum()) <= len(values):
        return 0.0
    low, high = 0.0, float((values**2).max())
    for _ in range(60):
        middle = (low + high) / 2
        if float((values**2 / (middle + variance)).sum()) > len(values):
            low = middle
        else:
            high = middle
    return (low + high) / 2
