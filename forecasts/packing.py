"""A forecast as bytes and back, so that it can be kept: arrays as NumPy writes them, nothing that runs when it is read."""

from __future__ import annotations

import io
import json
from dataclasses import fields
from datetime import date
from typing import Any

import numpy as np

from forecasts.outcome import Forecast

#: raised when the form of what is packed changes
FORM = 1
_WORDS = ("origin", "areas", "names", "months")
#: all draws together are a hundred times as large as what is read from them, and the seed gives them again
_LEFT_OUT = ("draws",)


def pack(forecast: Forecast) -> bytes:
    """The forecast without its draws, compressed."""
    words = {
        "form": FORM, "origin": forecast.origin.isoformat(), "areas": forecast.areas, "names": forecast.names,
        "months": [month.isoformat() for month in forecast.months],
    }  # fmt: skip
    found = {field.name: getattr(forecast, field.name) for field in fields(forecast) if field.name not in (*_WORDS, *_LEFT_OUT)}
    arrays = {name: array for name, array in found.items() if array is not None}
    packed = io.BytesIO()
    np.savez_compressed(packed, words=np.frombuffer(json.dumps(words).encode(), np.uint8), **arrays)
    return packed.getvalue()


def unpack(packed: bytes) -> Forecast:
    """The forecast that was packed.

    Raises:
        ValueError: it was packed by a version that writes another form, or is no forecast.
    """
    with np.load(io.BytesIO(packed), allow_pickle=False) as held:
        words: dict[str, Any] = json.loads(held["words"].tobytes())
        if words["form"] != FORM:
            raise ValueError(f"The forecast is packed in form {words['form']}; this version reads form {FORM}. Run it again.")
        arrays = {name: held[name] for name in held.files if name != "words"}
    return Forecast(
        origin=date.fromisoformat(words["origin"]),
        areas=tuple(words["areas"]),
        names=tuple(words["names"]),
        months=tuple(map(date.fromisoformat, words["months"])),
        **arrays,
    )
