"""The help: in the order of the work, in both languages, without waiting for the solver."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.webui.cli.support import Command
from webui.cli.commands import COMMANDS, load

ORDER = [
    "sample",
    "statbank",
    "validate",
    "import",
    "distances",
    "allocate",
    "verify",
    "explain",
    "resolve",
    "rules",
    "policy",
    "forecast",
    "backtest",
    "account",
    "serve",
    "backup",
    "restore",
    "retention",
    "demo",
]


def test_the_commands_stand_in_the_order_of_the_work(redekasse: Command) -> None:
    ended = redekasse("--help")
    assert ended.code == 0
    listed = ended.out.split("Kommandoer:")[1]
    assert [line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line[2] != " "] == ORDER == list(COMMANDS)


def test_without_a_command_the_help_is_shown(redekasse: Command) -> None:
    ended = redekasse()
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("Brug: redekasse")


@pytest.mark.parametrize("name", ORDER)
def test_every_command_can_be_used_in_a_pipeline_and_in_english(name: str) -> None:
    command = load(name)
    assert command is not None
    options = {option for parameter in command.params if isinstance(parameter, click.Option) for option in parameter.opts}
    assert {"--json", "--language", "--debug"} <= options
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_the_help_speaks_english(redekasse: Command) -> None:
    assert redekasse("--language", "en", "sample", "--help").out.startswith("Usage: redekasse sample")
    assert redekasse("sample", "--language", "en", "--help").out.startswith("Usage: redekasse sample")
    assert redekasse("sample", "--help").out.startswith("Brug: redekasse sample")


def test_the_language_of_the_environment(redekasse: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDEKASSE_LANGUAGE", "en")
    assert redekasse("--help").out.startswith("Usage:")
    assert redekasse("--language", "da", "--help").out.startswith("Brug:")
    monkeypatch.setenv("REDEKASSE_LANGUAGE", "tlh")
    assert redekasse("--help").out.startswith("Brug:")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["alocate"], "Kommandoen alocate findes ikke."),
        (["sample"], "'DIR' mangler."),
        (["sample", "x", "--birth", "60"], "Valget --birth findes ikke."),
        (["sample", "x", "--births", "49"], "'--births' kan ikke være det: 49"),
        (["validate", "x", "--round", "2027-02-30"], "'--round' kan ikke være det: »2027-02-30« er ikke en dato: skriv den som 2027-01-15"),
        (["allocate", "--mode", "lottery"], "'--mode' kan ikke være det: 'lottery'"),
    ],
)
def test_a_slip_on_the_command_line_is_a_fault_to_mend(redekasse: Command, arguments: list[str], told: str) -> None:
    ended = redekasse(*arguments)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(told)
    assert "--help«" in ended.err
    document = redekasse("--json", *arguments).document
    assert (document["error"], document["exit_code"]) == ("fault", 1)


def test_help_waits_for_no_solver(project: Path) -> None:
    code = "import sys, webui.cli; sys.exit(any(name in sys.modules for name in ('ortools', 'scipy', 'pandas')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=project, check=False).returncode == 0
