"""Draws of children by age, the first-class arrays that everything after the cohorts is computed from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ChildDraws:
    """Children by area and single year of age on the anniversaries of the origin.

    `counts[:, :, :, 0]` is the count at the origin itself (the same in every draw), `counts[..., h]` h years later.
    """

    areas: tuple[str, ...]
    #: year and calendar month of the origin (first day)
    year: int
    month: int
    #: float32 [draw, area, age, years ahead 0..H]
    counts: NDArray[np.float32]
