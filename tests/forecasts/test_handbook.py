"""The Python example of the handbook runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


def test_the_example_of_the_handbook_runs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (project / "docs" / "handbook" / "forecast-places.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "docs/handbook/forecast-places.md", "exec"), {})  # noqa: S102  # the project's own example
    assert re.search(r"March 2029, whole municipality: \d+ places in vuggestue \(\d+-\d+\)", capsys.readouterr().out)
