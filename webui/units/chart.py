"""A unit's occupancy as a bar chart in SVG: where each mark stands. The template draws it; patterns and numbers carry what colour does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webui.i18n import day
from webui.units.occupancy import Month

WIDTH, HEIGHT = 760, 264
LEFT, RIGHT, TOP, BOTTOM = 40, 12, 20, 44
BASE = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar; `kind` names its pattern."""

    kind: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A month's bar with its number on top and its name below."""

    x: float
    width: float
    segments: list[Segment]
    taken: int
    top: float
    month: str
    year: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart with its number."""

    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """All marks of the chart, in the units of its view box."""

    width: int
    height: int
    left: int
    right: int
    base: int
    bars: list[Bar]
    ticks: list[Tick]
    #: the line of places, as the `points` of an SVG polyline
    places: str
    title: str


def chart(months: Sequence[Month], title: str) -> Chart:
    """The chart of those months, at least one."""
    highest = max(max(month.taken, month.places) for month in months)
    step = _step(highest)
    top = step * (1 + highest // step)
    unit = (BASE - TOP) / top
    slot = (WIDTH - LEFT - RIGHT) / len(months)
    bars, corners = [], []
    for number, month in enumerate(months):
        x = LEFT + number * slot
        bars.append(_bar(month, x + slot * 0.14, slot * 0.72, unit, with_year=number == 0 or month.first.month == 1))
        line = BASE - month.places * unit
        corners += [f"{x:.1f},{line:.1f}", f"{x + slot:.1f},{line:.1f}"]
    ticks = [Tick(round(BASE - value * unit, 1), value) for value in range(0, top + 1, step)]
    return Chart(WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, BASE, bars, ticks, " ".join(corners), title)


def _step(highest: int) -> int:
    """A round step that gives at most six lines."""
    return next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if highest < 6 * step or step == 1000)


def _bar(month: Month, x: float, width: float, unit: float, *, with_year: bool) -> Bar:
    segments, height = [], 0.0
    for kind, count in (("present", month.present), ("decided", month.decided), ("provisional", month.provisional)):
        if count:
            height += count * unit
            segments.append(Segment(kind, round(BASE - height, 1), round(count * unit, 1)))
    name = day(month.first, "month").split()[0].rstrip(".")[:3]
    year = str(month.first.year) if with_year else ""
    return Bar(round(x, 1), round(width, 1), segments, month.taken, round(BASE - height, 1), name, year)
