"""Readers and tables of the published sets, on an instance small enough for the eye."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.published import gap, race
from benchmarks.registry import Absent

#: two agents, three jobs; agent 0 has room for two units, agent 1 for two
TEXT = "2 3  1 2 3  4 5 9   1 1 2  1 1 1   2 2"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> gap.Gap:
    folder = tmp_path / "data" / "instances" / "gap"
    folder.mkdir(parents=True)
    (folder / "a1").write_text(TEXT, encoding="ascii")
    (folder / "best_known_checked.csv").write_text("path,reference_value\na1,12\nb1,7\n", encoding="utf-8")
    monkeypatch.setenv("REDEKASSE_SHARED", str(tmp_path))
    [read] = gap.read_all()
    return read


def test_the_figures_are_read(small: gap.Gap) -> None:
    assert (small.name, small.family, small.best) == ("a1", "a", 12)
    assert small.cost.tolist() == [[1, 2, 3], [4, 5, 9]]
    assert small.weight.tolist() == [[1, 1, 2], [1, 1, 1]]
    assert small.capacity.tolist() == [2, 2]


def test_a_choice_is_recounted(small: gap.Gap) -> None:
    assert gap.cost_of(small, np.array([1, 0, 1, 0, 0, 1])) == 12
    assert gap.cost_of(small, np.array([1, 0, 1, 0, 1, 0])) is None  # agent 0 would carry four units
    assert gap.cost_of(small, np.array([1, 0, 1, 0, 0, 0])) is None  # a job is left
    assert gap.cost_of(small, np.array([0, 1, 0, 1, 1, 0])) == 12


def test_the_engine_proves_the_best(small: gap.Gap) -> None:
    line = race.by_engine(small)
    assert (line["value"], line["bound"], line["proven"], line["off"]) == (12, 12, True, 0.0)


def test_a_file_of_another_length_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text(TEXT + " 5", encoding="ascii")
    with pytest.raises(ValueError, match="17 figures"):
        gap.read_gap(tmp_path, "x", 1)


def test_an_absent_set_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REDEKASSE_SHARED", str(tmp_path))
    with pytest.raises(Absent, match="REDEKASSE_SHARED"):
        gap.read_all()


def line(instance: str, who: str, value: int | None, bound: int | None) -> dict[str, Any]:
    return race.reached(gap.Gap(instance, *(np.zeros((1, 1), dtype=np.int64),) * 3, 1000), who, value, bound, 2.0)


def test_the_summary_and_what_falls_short() -> None:
    lines = [line("d1", "engine", 1003, 990), line("d2", "engine", 1004, 990), line("d1", "mip", None, None), line("d2", "mip", 1001, 1001)]
    assert race.short_of(lines) == ["d2"]
    assert race.summary(lines).splitlines()[2:] == [
        "| d | engine | 2 | 0 | 0.400 % | 2.0 |",
        "| d | mip | 2 | 1 | 1 without a solution | 2.0 |",
    ]
