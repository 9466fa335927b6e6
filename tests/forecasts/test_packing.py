"""What is packed comes back as it was, and what is not a forecast is refused."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from unittest import mock

import numpy as np
import pytest

from forecasts import packing
from forecasts.packing import pack, unpack
from tests.forecasts.made import forecast


def test_a_forecast_comes_back_as_it_was() -> None:
    made = forecast()
    made.capacity[1] = np.nan
    again = unpack(pack(replace(made, draws=np.ones((2, 5, 3, 36), np.float32))))
    for field in fields(made):
        before, after = getattr(made, field.name), getattr(again, field.name)
        if isinstance(before, np.ndarray):
            assert before.dtype == after.dtype
            assert np.array_equal(before, after, equal_nan=True), field.name
        else:
            assert before == after, field.name


def test_another_form_is_refused() -> None:
    with mock.patch.object(packing, "FORM", 99):
        packed = pack(forecast())
    with pytest.raises(ValueError, match="packed in form 99; this version reads form 1"):
        unpack(packed)


def test_what_would_run_when_read_is_refused() -> None:
    held = io.BytesIO()
    np.savez(held, words=np.array([{"form": 1}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        unpack(held.getvalue())
