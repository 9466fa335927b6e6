"""docs/forecasts.md: its commands, its scenario and its Python example run as they stand."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from forecasts.assumptions import Assumptions
from tests.webui.cli.support import Command


def blocks(project: Path, language: str) -> list[str]:
    page = (project / "docs" / "forecasts.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def test_the_examples_run_as_they_stand(redekasse: Command, project: Path) -> None:
    for line in "".join(blocks(project, "console")).splitlines():
        ended = redekasse(*shlex.split(line.removeprefix("$ "))[1:])
        assert ended.code == 0, f"{line}: {ended.err}"
    (code,) = blocks(project, "python")
    known: dict[str, object] = {}
    exec(compile(code, "docs/forecasts.md", "exec"), known)  # noqa: S102 - the page's own example
    assert getattr(known["result"], "months")[0].year == 2027  # noqa: B009 - its type is the page's


def test_the_scenario_is_one(project: Path) -> None:
    (text,) = blocks(project, "toml")
    scenario = Assumptions.from_toml(text)
    assert (scenario.name, scenario.capacity[0].places, scenario.takeup[0].points) == ("Ny bydel", 24, 2.0)
