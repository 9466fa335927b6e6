"""The picture of time against size: well-formed, every point where its figures say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from benchmarks import plot

SVG = "{http://www.w3.org/2000/svg}"


def measured(size: int, seconds: float) -> dict[str, Any]:
    rival = {"rival": "mip", "seconds": 100.0, "done": size < 500}
    return {
        "applications": size,
        "total": seconds,
        "seconds": {"solve": seconds / 10},
        "points": {"seconds": {"solve": 0.0}},
        "rivals": [rival],
    }


def test_the_lines() -> None:
    lines = plot.series("legal", [measured(1000, 10.0), measured(100, 1.0)])
    assert lines == {
        "Redekasse, mode legal: files to stored round": [(100, 1.0, False), (1000, 10.0, False)],
        "Redekasse, mode legal: solve": [(100, 0.1, False), (1000, 1.0, False)],
        "Redekasse, mode points: solve": [(100, 0.001, False), (1000, 0.001, False)],
        "HiGHS MIP, 2 threads (mode points)": [(100, 100.0, False), (1000, 100.0, True)],
    }


def test_the_picture(tmp_path: Path) -> None:
    figures, picture = tmp_path / "figures.json", tmp_path / "picture.svg"
    figures.write_text(json.dumps({"mode": "legal", "results": [measured(100, 1.0), measured(1000, 10.0)]}), encoding="utf-8")
    plot.main(str(figures), str(picture))
    root = ET.fromstring(picture.read_text(encoding="utf-8"))  # noqa: S314 - our own picture
    marks = root.findall(f"{SVG}circle")
    assert [mark.get("fill") for mark in marks].count("#ffffff") == 1
    # seconds run from 0.001 to 100: ten seconds are at four fifths of the height, at the right edge
    assert (float(marks[1].get("cx", 0)), float(marks[1].get("cy", 0))) == (plot.RIGHT, plot.BOTTOM - 0.8 * (plot.BOTTOM - plot.TOP))
    assert [title.text for title in root.iter(f"{SVG}title")][
        -1
    ] == "HiGHS MIP, 2 threads (mode points): 1,000 applications, more than 100.00 s"


def test_one_size_alone_has_a_picture() -> None:
    ET.fromstring(plot.svg({"one": [(100, 1.0, False)]}))  # noqa: S314 - our own picture


def test_nothing_measured_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no results"):
        plot.write_plot("legal", [], tmp_path / "picture.svg")
