"""What is mutated: the two halves of the rules, found by what each rule's page names; and the tests that must turn red."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from optimizer.rounds.rulebook import modules, read
from tests.mutation.mutants import Mutant, mutants

ROUNDS = "optimizer/rounds"
#: files of the halves that are mutated whole when no rule is named
SOLVER = ("resources", "reservations", "loads", "places", "stays", "facts", "options", "order", "subjects", "instance", "window",
          "outsiders", "composition", "one_at_a_time", "kept_wishes", "refusals", "alternatives", "second_offers", "aims/by_subject",
          "aims/pairs", "aims/groups", "aims/mix")  # fmt: skip
CHECKER = ("subjects", "suitable", "options", "stays", "guarantee", "wishes", "distance", "order", "displaced", "resources", "limits",
           "case", "basis", "fairness", "outcomes", "outsiders", "intake", "several", "refusals", "second_offer", "areas", "presence",
           "kin")  # fmt: skip
#: what a rule's file has of the checker through the case, so that its imports do not name it; whole files
THROUGH_THE_CASE = {
    "composition": ("intake", "areas"), "alternative_offer": ("second_offer", "areas"), "reservations": ("resources",),
    "closed_lists": ("outsiders",), "refused_offer": ("refusals",), "kept_wishes": ("basis",), "one_place_per_child": ("several",),
}  # fmt: skip
#: from the cheapest to the dearest: what survives one stage meets the next
STAGES = (
    ("tests/optimizer/checking", "tests/optimizer/test_composition.py", "tests/optimizer/rounds/test_resources.py",
     "tests/optimizer/test_state.py"),
    ("tests/optimizer/test_alternatives.py", "tests/optimizer/policies", "tests/optimizer/test_solver.py",
     "tests/optimizer/test_bruteforce.py", "tests/optimizer/baselines", "tests/optimizer/rounds"),
)  # fmt: skip


def names() -> list[str]:
    """The rules and aims that can be named."""
    return [module.__name__.rpartition(".")[2] for _, module in modules()]


def of_rule(project: Path, rule: str) -> list[Mutant]:
    """The mutants of one rule or aim: its own file, what it takes from the checker, and what its page names of the solver."""
    found: list[Mutant] = []
    for group, module in modules():
        if module.__name__.rpartition(".")[2] == rule:
            path = module.__name__.replace(".", "/") + ".py"
            found += _of_file(project, path, None)
            for file, functions in _taken_from_checker(project / path):
                found += _of_file(project, file, functions)
            for file in THROUGH_THE_CASE.get(rule, ()):
                found += _of_file(project, f"{ROUNDS}/checking/{file}.py", None)
            for name in read(group, module, "en").solver:
                found += _named(project, name)
    return list({m.source: m for m in found}.values())


def _named(project: Path, name: str) -> list[Mutant]:
    """The mutants of a file below `optimizer.rounds`, or of a function or class in it."""
    parts = name.split(".")
    of_file = next(k for k in range(1, len(parts) + 1) if (project / ROUNDS / ("/".join(parts[:k]) + ".py")).exists())
    function = ".".join(parts[of_file:])
    return _of_file(project, f"{ROUNDS}/{'/'.join(parts[:of_file])}.py", frozenset({function}) if function else None)


def _taken_from_checker(path: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """(file, functions) that a rule's file imports from the checker."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("optimizer.rounds.checking."):
            yield node.module.replace(".", "/") + ".py", frozenset(alias.name for alias in node.names)


def of_all(project: Path) -> list[Mutant]:
    """The mutants of both halves of every rule and aim."""
    paths = [f"{ROUNDS}/{name}.py" for name in SOLVER] + [f"{ROUNDS}/checking/{name}.py" for name in CHECKER]
    paths += [module.__name__.replace(".", "/") + ".py" for _, module in modules()]
    return [mutant for path in paths for mutant in _of_file(project, path, None)]


def of_file(project: Path, path: str) -> list[Mutant]:
    """The mutants of one file, named from the project's folder."""
    return _of_file(project, path, None)


def _of_file(project: Path, path: str, functions: frozenset[str] | None) -> list[Mutant]:
    return mutants(path, (project / path).read_text(encoding="utf-8"), functions)
