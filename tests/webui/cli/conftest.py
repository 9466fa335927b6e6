"""A village of 50 births, a round that needs no solver, and a way to call commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.webui.cli.support import Command, Ended, Rounds
from webui.cli import main, play
from webui.cli.sample import SAMPLE_DAY, write_sample


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commands run in a folder of their own, with a database there."""
    for name in ("REDEKASSE_DATABASE", "REDEKASSE_LANGUAGE", "REDEKASSE_MAP", "REDEKASSE_OSRM", "REDEKASSE_STATBANK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REDEKASSE_DATA", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def redekasse() -> Command:
    """Call a command as from a shell."""

    def call(*arguments: object, typed: str | None = None) -> Ended:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=typed)
        return Ended(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The village, drawn once."""
    folder = tmp_path_factory.mktemp("village") / "village"
    write_sample(folder, 50, 1, SAMPLE_DAY)
    return folder


@pytest.fixture
def village(drawn: Path, own_folder: Path) -> Path:
    """A copy of the village that a test may spoil."""
    folder = own_folder / "village"
    folder.mkdir()
    for file in drawn.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> Rounds:
    """The engine replaced."""
    rounds = Rounds({})
    monkeypatch.setattr(play, "run_round", rounds.run)
    return rounds


@pytest.fixture
def result(village: Path, rounds: Rounds, redekasse: Command) -> Path:
    """The folder of a round on the village."""
    ended = redekasse("allocate", village, "--out", "result")
    assert ended.code == 0, ended.err
    return Path("result")
