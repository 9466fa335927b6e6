"""Habits of the house that no linter checks: sizes, docstrings, the core's few dependencies, pins in step, no host named."""

from __future__ import annotations

import ast
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOMS = ("optimizer", "forecasts", "data", "webui")
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 70
CORE_MAY_USE = {"optimizer", "numpy", "scipy", "ortools", "highspy"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.fixture(scope="module")
def sources(project: Path) -> dict[str, str]:
    """Text of every Python file of the rooms, by its path from the project's folder."""
    paths = [path for room in ROOMS for path in sorted((project / room).rglob("*.py"))]
    return {path.relative_to(project).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def _public(body: list[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    """Public functions and classes of a module, and the public methods of these classes."""
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body)


def test_files_are_short(sources: dict[str, str]) -> None:
    lengths = {name: text.count("\n") for name, text in sources.items()}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES_OF_A_FILE} == {}


def test_functions_are_short(sources: dict[str, str]) -> None:
    long = [
        f"{name}:{node.lineno} {node.name} has {lines} lines"
        for name, text in sources.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, Function) and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_everything_public_says_what_it_is(sources: dict[str, str]) -> None:
    silent = []
    for name, text in sources.items():
        module = ast.parse(text)
        if module.body and not ast.get_docstring(module):
            silent.append(name)
        silent += [f"{name}:{node.lineno} {node.name}" for node in _public(module.body) if not ast.get_docstring(node)]
    assert silent == []


def test_the_core_uses_few_libraries(sources: dict[str, str]) -> None:
    foreign = {
        f"{name}: {module}"
        for name, text in sources.items()
        if name.startswith("optimizer/")
        for module in _imported(ast.parse(text))
        if module not in CORE_MAY_USE | sys.stdlib_module_names
    }
    assert foreign == set()


def _imported(module: ast.Module) -> Iterator[str]:
    """Top-level names of the packages that a module imports."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.partition(".")[0]


def _name(requirement: str) -> str:
    """The normalised name of the package that a requirement asks for."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def _group(groups: dict[str, list[Any]], name: str) -> set[str]:
    """Names in a dependency group and the groups that it includes."""
    own = {_name(entry) for entry in groups[name] if isinstance(entry, str)}
    return own.union(*(_group(groups, entry["include-group"]) for entry in groups[name] if isinstance(entry, dict)))


@pytest.fixture(scope="module")
def asked(project: Path) -> dict[str, set[str]]:
    """Names that pyproject.toml asks for, by the file that pins them."""
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    run = {_name(entry) for entry in settings["project"]["dependencies"]}
    groups = settings["dependency-groups"]
    return {
        "requirements.txt": run,
        "requirements-dev.txt": run | _group(groups, "dev"),
        "requirements-build.txt": _group(groups, "build"),
    }


def _pins(text: str) -> dict[str, str]:
    """Pinned version by name; each entry carries at least one hash."""
    pins = {}
    for entry in text.replace("\\\n", " ").splitlines():
        found = re.match(r"([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==([^\s;]+).* --hash=sha256:[0-9a-f]{64}", entry)
        assert found, f"no exact version or no hash: {entry}"
        pins[found[1]] = found[2]
    return pins


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-build.txt"])
def test_what_is_asked_for_is_pinned(project: Path, asked: dict[str, set[str]], name: str) -> None:
    missing = asked[name] - _pins((project / name).read_text(encoding="utf-8")).keys()
    assert missing == set(), f"not in {name}: run `make lock`"


def test_both_pin_files_agree(project: Path) -> None:
    run, dev = (_pins((project / name).read_text(encoding="utf-8")) for name in ("requirements.txt", "requirements-dev.txt"))
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


#: hosts of package registries and their mirrors, written apart so that this file does not name them either
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pypi", "io"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("anaconda", "org"),
        ("crates", "io"),
    )
]


def test_no_registry_is_named(project: Path) -> None:
    naming = [
        f"{path.relative_to(project)} names {host}"
        for path in _own_files(project)
        for host in REGISTRIES
        if host.encode() in path.read_bytes()
    ]
    assert naming == []


def _own_files(project: Path) -> Iterator[Path]:
    """The project's files, without what tools and set-up make."""
    made = {"__pycache__", "build", "dist", "htmlcov", "demo", "test-results"}
    for folder, below, names in os.walk(project):
        below[:] = [name for name in below if name == ".ci" or not (name.startswith(".") or name.endswith(".egg-info") or name in made)]
        yield from (Path(folder) / name for name in names)
