"""Children per new dwelling by kind of dwelling and child's age: assumed to begin with, bent to what building brought here.

The yield is the stock of children that a dwelling of the kind holds, taken to be the same in every year after it is moved into.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecasts.history import History
from forecasts.inputs import Dwellings

Numbers = NDArray[np.float64]

#: Children aged 0-6 per dwelling, by words in the name of the kind; the first that fits. Assumed: all dwellings of the country hold
#: about 0.16 (seven years of 61,000 births, 2.7 million dwellings), family houses more, flats about the mean, homes for one none.
ASSUMED = (
    (("ungdom", "kollegi", "studie", "ældre", "senior", "pleje"), 0.0),
    (("parcel", "villa", "fritligg"), 0.45),
    (("række", "dobbelt", "kæde", "tæt"), 0.30),
    (("etage", "lejlighed", "karre"), 0.16),
)
OTHER = 0.25
#: doubt of the assumed yields, as a share of them
DOUBT = 0.5
#: single years of age that the assumed yields speak of
AGES = 7


@dataclass(frozen=True, slots=True)
class Yields:
    """Children per dwelling: mean and standard deviation."""

    kinds: tuple[str, ...]
    #: [kind, age]
    mean: Numbers
    deviation: Numbers

    def of(self, kind: str) -> tuple[Numbers, Numbers]:
        """Mean and standard deviation by age of one kind."""
        at = self.kinds.index(kind)
        return self.mean[at], self.deviation[at]


def assumed(kind: str) -> float:
    """Children aged 0-6 per dwelling of a kind, where nothing is known here."""
    name = kind.lower()
    return next((number for words, number in ASSUMED if any(word in name for word in words)), OTHER)


def fit_yields(history: History, dwellings: Sequence[Dwellings]) -> Yields:
    """Yields from the history: what cohorts gained in the years and areas with much building, drawn toward the assumed ones.

    For each age a > 0, with D_k dwellings of kind k moved into between two counts and N the cohort a year before,

        N' = r N + Σ_k y_k D_k + e,   e ~ N(0, s² N)

    is solved for r (unknown) and y (prior: assumed ± `DOUBT`) as a Bayesian linear regression. For age 0 the mean of the area's
    newborns of the other years stands for N.
    """
    kinds = tuple(dict.fromkeys(row.kind for row in dwellings))
    ages = history.counts.shape[2]
    prior = np.array([np.full(ages, assumed(kind) / AGES) for kind in kinds]).reshape(len(kinds), ages)
    mean, deviation = prior.copy(), DOUBT * prior
    built = built_between(history, dwellings, kinds)
    if not built.any():
        return Yields(kinds, mean, deviation)
    for age in range(ages):
        after = history.counts[1:, :, age]
        before = history.counts[:-1, :, age - 1] if age else _others(after)
        mean[:, age], deviation[:, age] = _regress(after.ravel(), before.ravel(), built.reshape(-1, len(kinds)), prior[:, age])
    return Yields(kinds, mean, deviation)


def built_between(history: History, dwellings: Sequence[Dwellings], kinds: tuple[str, ...]) -> Numbers:
    """[year − 1, area, kind]: dwellings moved into between one count and the next, moves spread evenly over their year."""
    found = np.zeros((len(history.years) - 1, len(history.areas), len(kinds)))
    day = history.years + (history.month - 1) / 12
    for row in dwellings:
        share = np.diff(np.clip(day - row.year, 0, 1))
        found[:, row.area, kinds.index(row.kind)] += row.count * row.probability * share
    return found


def _others(counts: Numbers) -> Numbers:
    """The mean of the other years, area by area."""
    return np.asarray((counts.sum(0) - counts) / max(len(counts) - 1, 1))


def _regress(after: Numbers, before: Numbers, built: Numbers, prior: Numbers) -> tuple[Numbers, Numbers]:
    """Posterior mean and deviation of the yields; only yields of kinds with a prior above zero move."""
    spread = np.maximum(before, 1.0)
    design = np.concatenate([before[:, None], built], axis=1) / np.sqrt(spread)[:, None]
    target = after / np.sqrt(spread)
    centre = np.concatenate([[1.0], prior])
    precision = np.concatenate([[1e-4], 1 / np.maximum(DOUBT * prior, 1e-6) ** 2])
    noise = 1.0
    for _ in range(5):
        normal = design.T @ design / noise + np.diag(precision)
        found = np.linalg.solve(normal, design.T @ target / noise + precision * centre)
        noise = max(float(((target - design @ found) ** 2).sum() / max(len(target) - 1, 1)), 0.05)
    covariance = np.linalg.inv(design.T @ design / noise + np.diag(precision))
    return np.maximum(found[1:], 0), np.sqrt(np.diagonal(covariance)[1:])
