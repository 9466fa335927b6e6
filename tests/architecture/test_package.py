"""What an ordinary `pip install .` brings: the rooms with all their data, English included, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOMS = ("optimizer", "forecasts", "data", "webui")


@pytest.fixture(scope="module")
def wheel(project: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel built from a copy of the project, offline and with the installed build tools."""
    copy = tmp_path_factory.mktemp("package")
    for room in ROOMS:
        shutil.copytree(project / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(project / name, copy)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "-w", "wheels", "."]
    subprocess.run(build, cwd=copy, check=True)
    return zipfile.ZipFile(next((copy / "wheels").glob("redekasse-*.whl")))


def test_every_file_of_the_rooms_is_in_the_wheel(project: Path, wheel: zipfile.ZipFile) -> None:
    files = (path for room in ROOMS for path in (project / room).rglob("*") if path.is_file() and path.suffix != ".pyc")
    assert {path.relative_to(project).as_posix() for path in files} - set(wheel.namelist()) == set()


def test_only_the_rooms_are_installed(wheel: zipfile.ZipFile) -> None:
    top = {name.partition("/")[0] for name in wheel.namelist()}
    assert {name for name in top if not name.startswith("redekasse-")} == set(ROOMS)


def test_the_wheel_speaks_english(wheel: zipfile.ZipFile) -> None:
    assert [name for name in wheel.namelist() if name.startswith("webui/translations/en/") and name.endswith(".po")]


def test_the_licence_goes_along(wheel: zipfile.ZipFile) -> None:
    metadata = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    assert "License-Expression: EUPL-1.2" in wheel.read(metadata).decode()
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())
