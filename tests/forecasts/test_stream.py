"""The stream gives what the single forecast gives, in the order asked for."""

from __future__ import annotations

import numpy as np
import pytest

from forecasts.api import forecast
from forecasts.stream import stream
from tests.forecasts.towns import drawn_children, known


def test_streamed_municipalities_equal_single_forecasts() -> None:
    towns = [(f"town {seed}", known(drawn_children(3, seed=seed))) for seed in range(5)]
    found = list(stream(iter(towns), years=2, draws=40, seed=3, chosen="town 2"))
    assert [one.name for one in found] == [name for name, _ in towns]
    for (_, inputs), one in zip(towns, found, strict=True):
        alone = forecast(inputs, years=2, draws=40, seed=3, keep_draws=True)
        assert np.array_equal(one.kept.demand, alone.demand)
        assert np.array_equal(one.kept.shortage, alone.shortage, equal_nan=True)
        assert one.months == alone.months
        if one.name == "town 2":
            assert one.draws is not None
            assert alone.draws is not None
            assert np.array_equal(one.draws, alone.draws)
        else:
            assert one.draws is None


def test_a_fault_comes_when_the_municipality_has_its_turn() -> None:
    towns = [("good", known(drawn_children(2))), ("short", known(drawn_children(2), years=2))]
    run = stream(iter(towns), years=2, draws=10)
    assert next(run).name == "good"
    with pytest.raises(ValueError, match="4 years of counts"):
        next(run)
