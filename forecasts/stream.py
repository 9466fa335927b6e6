"""Many municipalities at once: one after another, a few at a time, and of each only what is kept.

NumPy lets go of the interpreter's lock in its loops, so threads share the work; at most `workers` municipalities are in memory.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from forecasts.api import AS_BEFORE, draw
from forecasts.assumptions import Assumptions
from forecasts.cohort import fit
from forecasts.inputs import Inputs
from forecasts.months import month_start
from forecasts.places.shortage import Kept, keep, with_total
from forecasts.places.stages import months_ahead

Single = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Streamed:
    """What is kept of one municipality: places as quantiles and the chance of a shortage."""

    name: str
    #: the districts; the municipality, last, is ""
    areas: tuple[str, ...]
    months: tuple[date, ...]
    kept: Kept
    #: [area, care, month]
    capacity: Single
    #: [draw, area, care, month], of the municipality chosen
    draws: Single | None


def stream(
    municipalities: Iterable[tuple[str, Inputs]],
    assumptions: Assumptions = AS_BEFORE,
    years: int = 12,
    draws: int = 500,
    seed: int = 1,
    chosen: str = "",
    workers: int = 2,
) -> Iterator[Streamed]:
    """Forecast each municipality and give it out in the order given.

    Args:
        municipalities: name and inputs; taken from the iterable as there is room, so that a reader need not hold them all.
        chosen: name of the one whose draws are all kept.
        workers: municipalities at work at the same time.

    Raises:
        AssumptionFault, ValueError: as `forecasts.api.forecast`, when the municipality's turn comes.
    """
    waiting: deque[Future[Streamed]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for name, inputs in municipalities:
            waiting.append(pool.submit(_one, name, inputs, assumptions, years, draws, seed, name == chosen))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _one(name: str, inputs: Inputs, assumptions: Assumptions, years: int, draws: int, seed: int, everything: bool) -> Streamed:
    children = fit(inputs.history, years=years).draws(years, draws, seed)
    drawn = draw(inputs, children, assumptions, seed)
    every = with_total(drawn.demand.places)
    return Streamed(
        name=name,
        areas=(*children.areas, ""),
        months=tuple(month_start(int(number)) for number in months_ahead(children)),
        kept=keep(every, drawn.capacity),
        capacity=drawn.capacity.astype(np.float32),
        draws=every.transpose(3, 0, 1, 2) if everything else None,
    )
