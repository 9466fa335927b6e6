"""`python -m tests.mutation`: does every small change of a rule turn a test red?

One change at a time is made in a copy of the project, never in the working tree; the tests of `targets.STAGES` run there until one is red.
A change that all tests pass survives: it is printed with file and line, and makes the exit code 1, unless `equivalent.txt` says why it
changes nothing. The sample is drawn from `--seed`, so that a run can be repeated.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutation import targets
from tests.mutation.mutants import Mutant

PROJECT = Path(__file__).resolve().parents[2]
EQUIVALENT = Path(__file__).with_name("equivalent.txt")
#: what the tests need of the project
COPIED = ("optimizer", "forecasts", "data", "tests", "webui", "docs", "pyproject.toml")
#: seconds after which tests that hang count as red; a sound tree needs a fraction of it
PATIENCE = 900


def main(arguments: list[str] | None = None) -> int:
    """Run; 0 when nothing survived, 1 when something did, 2 when the tests are red before anything is changed."""
    asked = _arguments(arguments)
    known = equivalents(EQUIVALENT.read_text(encoding="utf-8"))
    chosen = [m for m in _mutants(asked) if m.name not in known]
    random.Random(asked.seed).shuffle(chosen)  # noqa: S311 - a sample, no secret
    chosen = sorted(chosen[: asked.limit], key=lambda m: (m.path, m.line))
    if asked.list:
        print(*(f"{m.path}:{m.line} {m.was} -> {m.now}" for m in chosen), sep="\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="redekasse-mutants-") as folder:
        copy = Path(folder)
        for name in COPIED:
            source = PROJECT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
            else:
                shutil.copy(source, copy / name)
        if any(not passes(copy, stage) for stage in targets.STAGES[: asked.stages]):
            print("the tests are red before anything is changed", file=sys.stderr)
            return 2
        survivors = [m for m in chosen if _survives(copy, m, asked.stages)]
    print(f"{len(chosen)} changes, {len(chosen) - len(survivors)} turned a test red, {len(survivors)} did not")
    print(*(f"{m.path}:{m.line} in {m.function}: {m.was} -> {m.now}" for m in survivors), sep="\n")
    return 1 if survivors else 0


def equivalents(text: str) -> set[str]:
    """Names of mutants that change nothing, out of the lines `name  # why`; a line without a reason is an error."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    for line in lines:
        if "  # " not in line:
            raise ValueError(f"no reason given: {line}")
    return {line.partition("  # ")[0].strip() for line in lines}


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--rule", choices=targets.names(), help="the two halves of one rule or aim, as its page names them")
    what.add_argument("--file", help="one file, from the project's folder")
    parser.add_argument("--limit", type=int, help="no more than so many changes, drawn by --seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stages", type=int, default=len(targets.STAGES), help="how many stages of tests (the later are the dearer)")
    parser.add_argument("--list", action="store_true", help="show the changes and run nothing")
    return parser.parse_args(arguments)


def _mutants(asked: argparse.Namespace) -> list[Mutant]:
    if asked.rule:
        return targets.of_rule(PROJECT, asked.rule)
    return targets.of_file(PROJECT, asked.file) if asked.file else targets.of_all(PROJECT)


def _survives(copy: Path, mutant: Mutant, stages: int) -> bool:
    """Whether all tests pass with the change made; the copy is as before afterwards."""
    path = copy / mutant.path
    sound = path.read_text(encoding="utf-8")
    path.write_text(mutant.source, encoding="utf-8")
    try:
        survives = all(passes(copy, stage) for stage in targets.STAGES[:stages])
    finally:
        path.write_text(sound, encoding="utf-8")
    print("survives" if survives else "red     ", f"{mutant.path}:{mutant.line} {mutant.was} -> {mutant.now}", flush=True)
    return survives


def passes(copy: Path, tests: tuple[str, ...]) -> bool:
    """Whether the tests are green in the copy; tests that hang are not."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    setting = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "CI": "1"}
    try:
        return subprocess.run(command, cwd=copy, env=setting, capture_output=True, check=False, timeout=PATIENCE).returncode == 0
    except subprocess.TimeoutExpired:
        return False


if __name__ == "__main__":
    raise SystemExit(main())
