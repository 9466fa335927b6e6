"""A history until a year holds nothing later, in any of its parts."""

from __future__ import annotations

import numpy as np
import pytest

from forecasts.history import Adults, History


def _history() -> History:
    years = np.arange(2010, 2015)
    counts = np.arange(5 * 2 * 7, dtype=float).reshape(5, 2, 7)
    adults = Adults(((18, 29), (30, 42)), np.ones((5, 2, 2)))
    return History(("a", "b"), years, counts, (np.array([0, 0]),), adults, np.ones((5, 2)), nation={2009: 5.0, 2012: 6.0, 2013: 7.0})


def test_nothing_after_the_origin_is_seen() -> None:
    seen = _history().until(2012)
    assert seen.years.tolist() == [2010, 2011, 2012]
    assert seen.counts.shape == (3, 2, 7)
    assert seen.adults is not None
    assert seen.adults.counts.shape == (3, 2, 2)
    assert seen.births is not None
    assert seen.births.shape == (3, 2)
    assert seen.nation == {2009: 5.0, 2012: 6.0}


def test_a_year_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="2010 to 2014, not 2016"):
        _history().until(2016)


def test_some_areas_in_another_order() -> None:
    history = _history()
    part = history.of(np.array([1]))
    assert part.areas == ("b",)
    assert np.array_equal(part.counts[:, 0], history.counts[:, 1])
    assert part.levels[0].tolist() == [0]
