"""The benchmark tables: what they say of a rival that was not done, and where they are put."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks import registry, report
from benchmarks.rivals import race


def level(name: str, value: int | None, bound: float | None, done: bool) -> dict[str, Any]:
    gap = None if value is None or bound is None else (value - bound) / value
    return {
        "name": name,
        "value": value,
        "bound": bound,
        "gap": gap,
        "seconds": 3.0,
        "done": done,
        "price_bound": bound,
        "proven_by": "prices",
    }


MEASURED = {
    "instance": "village",
    "gap": 0.001,
    "applications": 100,
    "seconds": {"load": 1.0, "solve": 2.0},
    "total": 3.0,
    "peak_memory_mb": 99.6,
    "levels": [level("order", 1, 1, True), level("wishes", 200, 199, True), level("distance", 1000, 1000, True)],
}


@pytest.fixture
def raced(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A round whose rivals are: done, stopped at the second level, stopped at the first."""
    reached = {
        "cpsat": [level("wishes", 200, 200, True), level("distance", 1000, 1000, True)],
        "cpsat_lp": [level("wishes", 200, 200, True), level("distance", 1000, 500, False)],
    } | {name: [level("wishes", None, None, False)] for name in ("mip", "highs", "scip")}
    monkeypatch.setattr(race, "run", lambda rival, *_: reached[rival])
    points = {**MEASURED, "levels": MEASURED["levels"][1:]}
    return {**MEASURED, "points": points, "rivals": race.race(points, Path("problem"))}


def test_a_rival_that_is_not_done_counts_its_whole_time(raced: dict[str, Any]) -> None:
    assert [(r["done"], r["seconds"], r["ratio"]) for r in raced["rivals"]] == [(True, 6.0, 3.0), *[(False, 40.0, 20.0)] * 4]


def test_the_cap_holds_for_rivals(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = []

    def run(rival: str, problem: Path, seconds: float, gap: float) -> list[dict[str, Any]]:
        del rival, problem
        limits.append((seconds, gap))
        return []

    monkeypatch.setattr(race, "run", run)
    race.race(MEASURED, Path("problem"), cap=7.0)
    assert limits == [(7.0, 0.001)] * len(race.RIVALS)


def test_the_rivals_table(raced: dict[str, Any]) -> None:
    lines = report.rivals_table([raced]).splitlines()
    assert lines[0] == "| municipality | model | wishes (gap) | distance (gap) | s | times ours |"
    assert lines[2] == "| village | Redekasse | 200 (0.500 %) | 1000 (0.000 %) | 2.0 | 1 |"
    assert lines[3].endswith("| 200 (0.000 %) | 1000 (0.000 %) | 6.0 | 3.0 |")
    assert lines[4].endswith("| 200 (0.000 %) | 1000 (50.000 %) | > 40.0 | > 20.0 |")
    assert lines[5].endswith("| no solution | not reached | > 40.0 | > 20.0 |")


def test_the_lists_table() -> None:
    line = {"way": "the queue", "children": 9, "places": 5, "placed": 5, "first": 4, "passed_over": 2, "seconds": 0.1}
    found = report.lists_table([{"instance": "village", "points": {"lists": [line]}}]).splitlines()
    assert found[2] == "| village | the queue | 9 | 5 | 5 | 4 | 2 | 0.1 |"


def test_tables_replace_the_last_ones(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n\n{report.BEGIN}\nold\n{report.END}\n\nafter\n", encoding="utf-8")
    report.write_docs("new", page)
    assert page.read_text(encoding="utf-8") == f"before\n\n{report.BEGIN}\n\nnew\n\n{report.END}\n\nafter\n"


def test_the_page_has_the_marks(project: Path) -> None:
    text = (project / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert text.index(report.BEGIN) < text.index(report.END)


def test_an_absent_sample_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("REDEKASSE_SHARED", str(tmp_path))
    assert report.measure_all(["fjordby"], "legal", False, None) == []
    assert "skipped: fjordby" in capsys.readouterr().err
    with pytest.raises(registry.Absent, match="REDEKASSE_SHARED"):
        registry.files_of(registry.INSTANCES["storby"], tmp_path)
