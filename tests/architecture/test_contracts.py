"""The import contracts hold, and each of them is seen to fail when it is broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOMS = ("optimizer", "forecasts", "data", "webui")

#: contract -> (module that breaks it, the import that it makes); several breaks where a contract has several halves
BREAKS = [
    ("rooms", "optimizer/domain/broken.py", "import data"),
    ("rooms", "optimizer/rounds/broken.py", "import webui"),
    ("rooms", "data/broken.py", "import webui"),
    ("problems", "optimizer/domain/broken.py", "import optimizer.engine"),
    ("problems", "optimizer/domain/broken.py", "import optimizer.rounds.record"),
    ("problems", "optimizer/engine/broken.py", "import optimizer.rounds"),
    ("problems", "optimizer/planning/__init__.py", "import optimizer.rounds.record"),
    ("core", "optimizer/domain/broken.py", "import sqlalchemy"),
    ("core", "optimizer/rounds/broken.py", "from flask import Flask"),
    ("core", "optimizer/rounds/broken.py", "import pandas as pd"),
    ("core", "optimizer/engine/broken.py", "import click"),
    ("nouns", "optimizer/domain/broken.py", "import numpy as np"),
    ("nouns", "optimizer/domain/broken.py", "from scipy import sparse"),
    ("nouns", "optimizer/domain/broken.py", "import ortools"),
    ("data-core", "data/broken.py", "import optimizer.engine"),
    ("data-core", "data/broken.py", "from optimizer.rounds import facts"),
    ("rooms", "data/broken.py", "import forecasts"),
    ("rooms", "forecasts/broken.py", "import data"),
    ("forecasts-core", "forecasts/broken.py", "from optimizer.rounds import record"),
    ("forecasts-shell", "forecasts/broken.py", "import sqlalchemy"),
    ("forecasts-shell", "forecasts/broken.py", "import click"),
    ("data-shell", "data/broken.py", "import flask"),
    ("data-shell", "data/broken.py", "import click"),
    ("product", "optimizer/domain/broken.py", "import benchmarks"),
    ("product", "data/broken.py", "from tests import conftest"),
    ("product", "webui/broken.py", "import benchmarks"),
]

#: what data may know of the core
ALLOWED = "import optimizer.domain\nfrom optimizer.domain import children\nfrom optimizer.rounds import record\n"


@pytest.fixture
def tree(project: Path, tmp_path: Path) -> Path:
    """A copy of the rooms' Python files with the project's settings."""
    for room in ROOMS:
        shutil.copytree(project / room, tmp_path / room, ignore=_only_python)
    shutil.copy(project / "pyproject.toml", tmp_path)
    return tmp_path


def _only_python(folder: str, names: list[str]) -> list[str]:
    return [n for n in names if n == "__pycache__" or not (n.endswith(".py") or (Path(folder) / n).is_dir())]


def _lint(tree: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter on a tree, for all contracts or the named ones."""
    chosen = [word for name in contracts for word in ("--contract", name)]
    # UTF-8 and the tree's own modules, whatever this machine's settings are
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(tree)}
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", *chosen]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)


def test_the_tree_keeps_every_contract(tree: Path) -> None:
    (tree / "data" / "allowed.py").write_text(ALLOWED)
    result = _lint(tree)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("contract", "module", "line"), BREAKS, ids=[f"{c}: {m}: {line}" for c, m, line in BREAKS])
def test_a_broken_contract_is_reported(tree: Path, contract: str, module: str, line: str) -> None:
    path = tree / module
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{line}\n")
    result = _lint(tree, contract)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "0 kept, 1 broken" in result.stdout
    assert ".".join(Path(module).with_suffix("").parts).removesuffix(".__init__") in result.stdout


def test_every_contract_is_broken_once(project: Path) -> None:
    settings = tomllib.loads((project / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert {contract["id"] for contract in settings["contracts"]} == {contract for contract, _, _ in BREAKS}
