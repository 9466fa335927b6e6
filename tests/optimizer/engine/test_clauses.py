"""Lists of lists as two flat arrays, against plain lists."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from optimizer.engine.clauses import any_within, gather_parts, keep_within

Ints = NDArray[np.int64]
LISTS = st.lists(st.lists(st.integers(-5, 5), max_size=4), max_size=6)


def flat(parts: list[list[int]]) -> tuple[Ints, Ints]:
    """(begins, values)."""
    begins = np.cumsum([0, *(len(part) for part in parts)])
    return begins.astype(np.int64), np.array([value for part in parts for value in part], dtype=np.int64)


def lists(begins: Ints, values: Ints) -> list[list[int]]:
    """And back."""
    assert len(values) == begins[-1]
    return [values[low:high].tolist() for low, high in pairwise(begins.tolist())]


@given(LISTS, st.data())
def test_gather_takes_the_parts_in_the_order_asked_for_as_often_as_asked_for(parts: list[list[int]], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.integers(0, len(parts) - 1), max_size=8)) if parts else []
    assert lists(*gather_parts(*flat(parts), np.array(chosen, dtype=np.int64))) == [parts[p] for p in chosen]


@given(LISTS)
def test_keep_leaves_every_part_in_place_even_an_empty_one(parts: list[list[int]]) -> None:
    begins, values = flat(parts)
    assert lists(*keep_within(begins, values, values > 0)) == [[v for v in part if v > 0] for part in parts]


@given(LISTS)
def test_any(parts: list[list[int]]) -> None:
    begins, values = flat(parts)
    assert any_within(begins, values > 0).tolist() == [any(v > 0 for v in part) for part in parts]
