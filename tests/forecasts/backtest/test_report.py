"""The back-test: what it shows to whom, and that its baselines are what their names say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from forecasts.backtest.baselines import baselines, drift, hamilton_perry, naive
from forecasts.backtest.origins import Told, grouped
from forecasts.backtest.report import run
from forecasts.cohort.method import cohort
from forecasts.history import History
from tests.forecasts.histories import towns

GROUPS = [(0, 1, 2), (3, 4, 5)]


def test_each_way_sees_the_history_until_the_origin() -> None:
    history, seen = towns(5, 10, 1).whole, []

    def spy(known: History, horizons: Sequence[int], groups: Sequence[Sequence[int]]) -> Told:
        seen.append(known)
        return naive(known, horizons, groups)

    run(history, {"spy": spy}, origins=[2004, 2006])
    assert [known.years[-1] for known in seen] == [2004, 2006]


def test_what_came_later_changes_no_answer() -> None:
    history = towns(6, 12, 2).whole
    changed = replace(history, counts=np.where((history.years > 2006)[:, None, None], 7.0, history.counts))
    methods = {"cohort": cohort(draws=20), **baselines(ets=False)}
    one, other = (run(known, methods, origins=[2006]) for known in (history, changed))
    for method in methods:
        assert np.array_equal(one.asked.told[method][0].expected, other.asked.told[method][0].expected)


def test_naive_and_drift() -> None:
    history = towns(3, 9, 3).whole
    known = grouped(history.counts, GROUPS, axis=2)
    assert np.array_equal(naive(history, (1, 4), GROUPS).expected, np.stack([known[-1]] * 2))
    slope = (known[-1] - known[-6]) / 5
    assert np.allclose(drift(history, (3,), GROUPS).expected[0], np.maximum(known[-1] + 3 * slope, 0))


def test_hamilton_perry_by_hand() -> None:
    counts = np.array([[[10, 20, 30, 40]], [[12, 11, 18, 33]], [[9, 12, 11, 20]]], dtype=float)
    history = History(("a",), np.array([2001, 2002, 2003]), counts)
    # ratios over two years: (11 + 12) / (10 + 12), (18 + 11) / (20 + 11), (33 + 20) / (30 + 18)
    one = [9, 9 * 23 / 22, 12 * 29 / 31, 11 * 53 / 48]
    told = hamilton_perry(5)(history, (1, 2), [(0,), (1,), (2,), (3,)])
    assert told.expected[0, 0].tolist() == pytest.approx(one)
    assert told.expected[1, 0].tolist() == pytest.approx([9, one[0] * 23 / 22, one[1] * 29 / 31, one[2] * 53 / 48])
    assert hamilton_perry(5, births=3)(history, (1,), [(0,)]).expected.item() == pytest.approx(31 / 3)


def test_cells_of_the_report() -> None:
    history = towns(30, 12, 4, size=900).whole
    report = run(history, {"cohort": cohort(draws=50), "naive": naive}, origins=range(2006, 2011))
    whole = report.line("naive", "0-2", 3)
    # targets until 2011: origins 2006 to 2008
    assert whole.n == 90
    assert sum(report.line("naive", "0-2", 3, size=size).n for size in range(4)) == 90
    assert sum(report.line("naive", "0-2", 3, origin=origin).n for origin in range(2006, 2011)) == 90
    actual, before = grouped(history.counts, GROUPS, axis=2)[9], grouped(history.counts, GROUPS, axis=2)[6]
    assert report.line("naive", "3-5", 3, origin=2006).mape == pytest.approx((np.abs(before - actual) / actual)[:, 1].mean())
    assert np.isnan(whole.inside80)
    assert report.line("cohort", "0-2", 3).inside80 > 0
    frame = report.frame()
    assert len(frame) == len(report.lines) == 2 * 2 * 3 * (1 + 4 + 5)
    assert [report.size_name(size) for size in range(4)] == ["20-100", "101-500", "501-2000", "> 2000"]
    with pytest.raises(KeyError):
        report.line("naive", "0-2", 4)


def test_small_groups_are_not_measured() -> None:
    history = towns(4, 8, 5, size=15).whole
    before = grouped(history.counts, GROUPS, axis=2)[6]
    report = run(history, {"naive": naive}, origins=[2006], horizons=(1,), least=10)
    assert report.line("naive", "0-2", 1).n == int((before[:, 0] >= 10).sum())


def test_ages_that_the_history_lacks_are_refused() -> None:
    history = towns(2, 8, 6).whole
    with pytest.raises(ValueError, match="ages 0 to 6"):
        run(history, {"naive": naive}, groups={"6-9": (6, 7, 8, 9)})
    with pytest.raises(ValueError, match="five years"):
        run(history.until(2003), {"naive": naive})
