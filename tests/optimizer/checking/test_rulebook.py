"""Every rule's file tells in both languages what its page needs, and the page in the docs is what the files say today."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path
from types import ModuleType

import pytest

from optimizer.rounds import objectives, rules
from optimizer.rounds.rulebook import LABELS, BadText, Group, Language, markdown, modules, pages, read

NAMED = pytest.mark.parametrize(("group", "module"), [pytest.param(g, m, id=m.__name__.rpartition(".")[2]) for g, m in modules()])
CHOICE = {"en": "policy", "da": "politik"}


def test_no_rule_and_no_aim_is_left_out() -> None:
    """Every file of the two folders is in force: in `RULES`, or a level in `VALUES`."""
    files = {f"{folder.__name__}.{found.name}" for folder in (rules, objectives) for found in pkgutil.iter_modules(folder.__path__)}
    assert {module.__name__ for _, module in modules()} == files


@NAMED
@pytest.mark.parametrize("language", LABELS)
def test_a_rule_tells_what_its_page_needs(group: Group, module: ModuleType, language: Language) -> None:
    page = read(group, module, language)
    assert page.sentence.endswith(".")
    assert len(page.sentence) < 200
    assert re.search(r"\d", page.example), "an example has numbers"
    assert "§" in page.source or CHOICE[language] in page.source.lower(), "a source is a section of a law or the policy"
    assert re.search(r"\b20\d\d\b", page.in_force), "since when, or which text of the law was read"
    none = page.symbols in ("none.", "ingen.")
    assert none or re.search(r"[-=<>+]", page.formula), "a formula"
    assert none or re.search(r"\(.+\)|yes or no|ja eller nej", page.symbols), "symbols have units, in brackets"


@NAMED
def test_the_halves_that_a_rule_names_are_there(group: Group, module: ModuleType) -> None:
    half = module.check if group == "rule" else module.value
    assert callable(half)
    named = read(group, module, "en").solver
    assert named
    for name in named:
        parts = name.split(".")
        found = importlib.import_module(f"optimizer.rounds.{parts[0]}")
        for part in parts[1:]:
            found = getattr(found, part)


@NAMED
def test_a_text_with_a_paragraph_missing_empty_or_unknown_is_found(group: Group, module: ModuleType) -> None:
    for spoil in (("\n\nExample:", "\n\nExempli gratia:"), ("\n\nIn force:", ""), ("\n\nSolver half:", "\n\nMore: x\n\nSolver half:")):
        spoiled = ModuleType(module.__name__, (module.__doc__ or "").replace(*spoil))
        with pytest.raises(BadText):
            read(group, spoiled, "en")
    empty = ModuleType(module.__name__, re.sub(r"(Example:).*?\n\n", r"\1\n\n", module.__doc__ or "", flags=re.DOTALL))
    with pytest.raises(BadText):
        read(group, empty, "en")
    with pytest.raises(BadText):
        read(group, ModuleType(module.__name__, module.__doc__), "da")


def test_formulas_numbers_and_sections_are_the_same_in_both_languages() -> None:
    """What can be compared without knowing the languages: which sections of the law are named."""
    for danish, english in zip(pages("da"), pages("en"), strict=True):
        assert re.findall(r"§ \d+ ?[a-d]?\b", danish.source) == re.findall(r"§ \d+ ?[a-d]?\b", english.source), danish.name
        assert len(danish.formula.splitlines()) == len(english.formula.splitlines()), danish.name


def test_the_page_in_the_docs_is_what_the_files_say(project: Path) -> None:
    written = (project / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == markdown(), "run `make docs`"
