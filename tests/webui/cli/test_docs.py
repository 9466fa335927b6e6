"""docs/command-line.md: every command and option has its entry, and the examples run as they stand."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from tests.webui.cli.support import Command
from webui.cli.commands import COMMANDS, load

PAGE = (Path(__file__).parents[3] / "docs" / "command-line.md").read_text(encoding="utf-8")
#: what runs until it is interrupted, and what asks a service (test_statbank.py runs it against one on this machine)
ENDLESS = ("redekasse serve", "redekasse statbank")
#: the entries that hold for every command
COMMON = {"--json", "--language", "--debug", "--help"}


def sections() -> dict[str, str]:
    parts = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    return {part.split("\n", 1)[0]: part for part in parts}


def entries(section: str) -> set[str]:
    return set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE))


def examples() -> list[str]:
    blocks = re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def test_every_command_has_its_section_in_order() -> None:
    assert [title for title in sections() if title.startswith("redekasse ")] == [f"redekasse {name}" for name in COMMANDS]


def test_the_common_options_have_their_entries() -> None:
    assert entries(sections()["Valg, som alle kommandoer har"]) == COMMON


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_its_entry(name: str) -> None:
    command = load(name)
    assert command is not None
    named = {parameter.opts[0] if isinstance(parameter, click.Option) else str(parameter.metavar) for parameter in command.params}
    assert entries(sections()[f"redekasse {name}"]) == named - COMMON


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example(name: str) -> None:
    assert any(example.startswith(f"redekasse {name} ") for example in examples())


def test_the_examples_run_as_they_stand(redekasse: Command) -> None:
    for example in examples():
        if not example.startswith(ENDLESS):
            ended = redekasse(*shlex.split(example)[1:])
            assert ended.code == 0, f"{example}: {ended.err}{ended.out}"
            assert ended.out, example
