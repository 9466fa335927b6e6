"""Each reason is produced by a small town, with its sentence; every code is in both languages and in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from optimizer.rounds.explain import explain_round
from optimizer.rounds.explain.texts_da import TEMPLATES, WORDS
from optimizer.rounds.explain.texts_en import TEMPLATES as ENGLISH_TEMPLATES
from optimizer.rounds.explain.texts_en import WORDS as ENGLISH_WORDS
from tests.optimizer.explain import application_towns, room_towns, wish_towns

FIELD = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
LINES = (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines()
CASES = [tuple(line.split(" | ")) for line in LINES if not line.startswith("#")]
TOWNS = {**vars(wish_towns), **vars(room_towns), **vars(application_towns)}


@pytest.mark.parametrize(("town", "code", "application", "rank", "unit", "sentence"), CASES)
def test_each_code_in_a_small_town(town: str, code: str, application: str, rank: str, unit: str, sentence: str) -> None:
    _, explanations = explain_round(TOWNS[town]())
    found = [
        (row.code, row.unit_id or "-", row.text_da)
        for row in explanations
        if row.application_id == application and ("-" if row.rank is None else str(row.rank)) == rank
    ]
    assert found == [(code, unit, sentence)]


def test_every_code_has_a_town() -> None:
    assert {code for _, code, *_ in CASES} == set(TEMPLATES)


def test_both_languages_say_the_same() -> None:
    assert set(TEMPLATES) == set(ENGLISH_TEMPLATES)
    assert set(WORDS) == set(ENGLISH_WORDS)
    for code, danish in TEMPLATES.items():
        facts = [{name for name, _ in FIELD.findall(text)} for text in danish]
        assert facts == [{name for name, _ in FIELD.findall(text)} for text in ENGLISH_TEMPLATES[code]], code


def test_every_code_is_documented(project: Path) -> None:
    text = (project / "docs" / "explanations.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == set(TEMPLATES)
