"""The mutants are small, different from the source, and can be compiled; the list of those that change nothing has reasons."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mutation import targets
from tests.mutation.__main__ import EQUIVALENT, equivalents
from tests.mutation.mutants import mutants

SOURCE = '''"""Text 1."""
LIMIT = 3


class Rule:
    def holds(self, ages: list[int]) -> bool:
        """Less than 3."""
        if not ages:
            raise ValueError(f"{1 + 1}")
        return all(a < 3 for a in ages if a) and (
            len(ages) == 2 or ages[0]
            is None)
'''


def test_each_is_one_change_of_one_expression() -> None:
    found = mutants("rule.py", SOURCE)
    assert {(m.line, m.was, m.now) for m in found if "and" not in m.was} == {
        (8, "not ages", "ages"),
        (10, "all((a < 3 for a in ages if a))", "any((a < 3 for a in ages if a))"),
        (10, "(a < 3 for a in ages if a)", "(a < 3 for a in ages)"),
        (10, "a < 3", "a <= 3"),
        (10, "a < 3", "a < 4"),
        (11, "len(ages) == 2", "len(ages) != 2"),
        (11, "len(ages) == 2", "len(ages) == 3"),
        (11, "ages[0]", "ages[1]"),
        (11, "ages[0] is None", "ages[0] is not None"),
        (11, "len(ages) == 2 or ages[0] is None", "len(ages) == 2 and ages[0] is None"),
        (11, "len(ages) == 2 or ages[0] is None", "len(ages) == 2"),
        (11, "len(ages) == 2 or ages[0] is None", "ages[0] is None"),
    }
    assert {m.now for m in found if m.line == 10 and " and " in m.was and m.now.startswith("all")} >= {"all((a < 3 for a in ages if a))"}
    assert {m.function for m in found} == {"Rule.holds"}
    for mutant in found:
        assert ast.dump(ast.parse(mutant.source)) != ast.dump(ast.parse(SOURCE))


def test_functions_can_be_chosen() -> None:
    assert mutants("rule.py", SOURCE, frozenset({"Rule"})) == mutants("rule.py", SOURCE)
    assert mutants("rule.py", SOURCE, frozenset({"Rul"})) == []


@pytest.mark.parametrize("rule", targets.names())
def test_every_rule_has_mutants(project: Path, rule: str) -> None:
    found = targets.of_rule(project, rule)
    assert len(found) > 3
    solver = [m for m in found if not any(f"/{folder}/" in m.path for folder in ("rules", "objectives", "checking"))]
    assert solver, "the solver half"


def test_what_several_rules_share_is_mutated_for_each(project: Path) -> None:
    assert any(m.path.endswith("checking/limits.py") for m in targets.of_rule(project, "places"))


def test_what_a_rule_has_through_the_case_is_mutated_with_it(project: Path) -> None:
    assert set(targets.THROUGH_THE_CASE) <= set(targets.names())
    for rule, files in targets.THROUGH_THE_CASE.items():
        paths = {m.path for m in targets.of_rule(project, rule)}
        assert {f"{targets.ROUNDS}/checking/{file}.py" for file in files} <= paths


def test_all_mutants_compile(project: Path) -> None:
    found = targets.of_all(project)
    assert len(found) > 1000
    for mutant in found[::37]:
        ast.parse(mutant.source)


def test_what_changes_nothing_is_there_and_has_a_reason(project: Path) -> None:
    known = equivalents(EQUIVALENT.read_text(encoding="utf-8"))
    assert known - {m.name for m in targets.of_all(project)} == set(), "a line for a change that can no longer be made"
    with pytest.raises(ValueError, match="no reason"):
        equivalents("optimizer/x.py::f: 1 -> 2\n")
