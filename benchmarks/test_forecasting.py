"""The harness is the one that the published figures were made with: the same areas, rules and measures give the same baselines."""

from __future__ import annotations

import pytest

from benchmarks.forecasting.beds import BEDS, Bed
from benchmarks.registry import Absent
from forecasts.backtest.baselines import hamilton_perry, naive
from forecasts.backtest.report import run

#: bed -> way -> MAPE in per cent: 0-2 at 1, 3 and 5 years, then 3-5
KNOWN = {
    "norway": {"naive": (6.87, 12.66, 15.97, 6.54, 11.96, 15.83), "HP-5": (7.05, 16.34, 18.65, 3.11, 6.57, 14.45)},
    "districts": {"naive": (2.97, 6.38, 9.67, 2.94, 5.88, 8.52), "HP-5": (2.83, 7.24, 9.06, 1.38, 3.61, 6.15)},
    "denmark": {"naive": (1.90, 3.97, 4.93, 2.42, 6.01, 8.13), "HP-5": (1.53, 4.05, 5.75, 0.75, 3.04, 5.31)},
}
#: area-origins of the group 0-2
CASES = {"norway": (3354, 2688, 2026), "denmark": (48, 36, 24)}


def bed_of(name: str) -> Bed:
    """A bed, or a skip where its series is not at hand."""
    try:
        return BEDS[name]()
    except Absent as absent:
        pytest.skip(str(absent))


@pytest.mark.parametrize("name", KNOWN)
def test_known_baselines(name: str) -> None:
    """The last value and Hamilton-Perry, figure by figure."""
    bed = bed_of(name)
    first, last = bed.origins
    report = run(bed.history, {"naive": naive, "HP-5": hamilton_perry(5)}, origins=range(first, last + 1))
    cells = [(group, horizon) for group in ("0-2", "3-5") for horizon in (1, 3, 5)]
    found = {way: tuple(round(100 * report.line(way, *cell).mape, 2) for cell in cells) for way in ("naive", "HP-5")}
    assert found == KNOWN[name]
    if name in CASES:
        assert tuple(report.line("naive", "0-2", horizon).n for horizon in (1, 3, 5)) == CASES[name]
