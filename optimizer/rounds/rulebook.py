"""The rules and aims as pages: what each rule's file says in its own text, read for people.

A rule or an aim is one file (`rules/`, `objectives/`). Its docstring is English, its constant `DANISH` the same in Danish; both are
paragraphs between empty lines: first the rule in a sentence, then the paragraphs of `LABELS`, each once and each beginning with its
label and a colon. The solver half is named in the docstring alone, as names below `optimizer.rounds` in backticks.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Literal

from optimizer.rounds import objectives
from optimizer.rounds.checking.levels import VALUES
from optimizer.rounds.rules import RULES

Language = Literal["da", "en"]
Group = Literal["rule", "aim"]
SOLVER = "Solver half"
#: label of each part, in the order in which the texts have them
LABELS: dict[Language, dict[str, str]] = {
    "en": {
        "formula": "Formula", "symbols": "Symbols", "applies": "Applies to", "example": "Example", "source": "Source",
        "in_force": "In force",
    },
    "da": {
        "formula": "Formel", "symbols": "Symboler", "applies": "Gælder", "example": "Eksempel", "source": "Kilde", "in_force": "I kraft",
    },
}  # fmt: skip


class BadText(ValueError):
    """A rule's text lacks a paragraph, or has one that nobody knows."""


@dataclass(frozen=True, slots=True)
class Page:
    """One rule or aim in one language. `formula` keeps its lines; `solver` are dotted names below `optimizer.rounds`."""

    group: Group
    name: str
    sentence: str
    formula: str
    symbols: str
    applies: str
    example: str
    source: str
    in_force: str
    solver: tuple[str, ...]

    def part(self, name: str) -> str:
        """A part by its key in `LABELS`."""
        return str(getattr(self, name))


def modules() -> Iterator[tuple[Group, ModuleType]]:
    """The files of all rules in reading order, then those of all aims in the order of the levels."""
    for rule in RULES:
        yield "rule", importlib.import_module(rule.__name__)  # type: ignore[attr-defined]
    for name in VALUES:
        yield "aim", importlib.import_module(f"{objectives.__name__}.{name}")


def pages(language: Language) -> list[Page]:
    """Every rule and aim in the language. Raises `BadText`."""
    return [read(group, module, language) for group, module in modules()]


def read(group: Group, module: ModuleType, language: Language) -> Page:
    """The page of one file. Raises `BadText` naming what its text lacks."""
    name = module.__name__.rpartition(".")[2]
    english = _paragraphs(name, module.__doc__ or "", [*LABELS["en"].values(), SOLVER])
    found = english if language == "en" else _paragraphs(name, getattr(module, "DANISH", ""), LABELS["da"].values())
    parts = {key: " ".join(found[label].split()) for key, label in LABELS[language].items() if key != "formula"}
    solver = tuple(re.findall(r"`([\w.]+)`", english[SOLVER]))
    return Page(group, name, found[""], found[LABELS[language]["formula"]], solver=solver, **parts)


def _paragraphs(name: str, text: str, labels: Iterable[str]) -> dict[str, str]:
    """Label -> paragraph; the first paragraph, which is the rule in a sentence, by the empty label."""
    first, *rest = re.split(r"\n\s*\n", text.strip())
    split = [paragraph.partition(":") for paragraph in rest]
    got, wanted = [label for label, _, _ in split], list(labels)
    if got != wanted or not all(text.strip() for _, _, text in split):
        raise BadText(f"{name}: the paragraphs are {got}, and should be {wanted}, none of them empty")
    return {"": " ".join(first.split()), **{label: text.strip() for label, _, text in split}}


HEAD = """# Rules and aims

<!-- Written by `redekasse rules --markdown` from the rules' own files: change those, then run `make docs`. -->

What every round keeps, and what it strives for, rule by rule. `redekasse rules` shows the same in Danish, and so does the page *Regler* in
the browser. How the rules meet is said in [what a round decides](handbook/round.md), how a municipality sets them in
[policies](policies.md). Each rule stands in a file of its own and is written twice: the solver half, and the checker's half, which shares
nothing with it.
"""
GROUPS: dict[Group, str] = {"rule": "Hard rules", "aim": "Aims, level by level"}


def markdown() -> str:
    """`docs/rules.md`."""
    found = pages("en")
    lines = [HEAD]
    for group, title in GROUPS.items():
        lines += [f"## {title}\n"]
        for page in (p for p in found if p.group == group):
            folder, function = ("rules", "check") if group == "rule" else ("objectives", "value")
            lines += [f"### {page.name}\n", f"{page.sentence}\n", f"```text\n{page.formula}\n```\n"]
            lines += [f"* **{label}**: {page.part(key)}" for key, label in LABELS["en"].items() if key != "formula"]
            solver = ", ".join(f"`{name}`" for name in page.solver)
            lines += [f"* **Halves**: checker `{folder}.{page.name}.{function}`, solver {solver}\n"]
    return "\n".join(lines)
