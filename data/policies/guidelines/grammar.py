"""How the sentences of guidelines are made: the register, and days, months, ages and lists in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from data.faults import Phrase
from optimizer.domain.policy import Policy

Sentence = Callable[[Policy], Phrase]


@dataclass(frozen=True, slots=True)
class Guideline:
    """What is told of one setting: what it may hold and what it means (docs/policies.md), and the sentence that a value makes."""

    value: str
    meaning: str
    sentence: Sentence


#: by the setting's path
GUIDELINES: dict[str, Guideline] = {}


def guideline(path: str, value: str, meaning: str) -> Callable[[Sentence], Sentence]:
    """Registers the sentence of the setting `path`; `value` and `meaning` are in Danish."""

    def register(sentence: Sentence) -> Sentence:
        GUIDELINES[path] = Guideline(value, meaning, sentence)
        return sentence

    return register


#: how one travels
TRAVEL: dict[str, Phrase] = {
    "foot": Phrase("til fods", "on foot"),
    "bicycle": Phrase("på cykel", "by bicycle"),
    "car": Phrase("i bil", "by car"),
}


def day_words(day: date) -> Phrase:
    """A date in words."""
    return Phrase(format_date(day, "d. MMMM yyyy", locale="da"), format_date(day, "d MMMM yyyy", locale="en"))


def month_words(month: int) -> Phrase:
    """A month's name."""
    day = date(2027, month, 1)
    return Phrase(format_date(day, "MMMM", locale="da"), format_date(day, "MMMM", locale="en"))


def count(number: int, da: tuple[str, str], en: tuple[str, str]) -> Phrase:
    """A number with its noun, in the singular and plural of each language."""
    many = 0 if number == 1 else 1
    return Phrase(f"{number} {da[many]}", f"{number} {en[many]}")


def months(number: int) -> Phrase:
    """So many months."""
    return count(number, ("måned", "måneder"), ("month", "months"))


def age_words(number: int) -> Phrase:
    """An age in years and months."""
    years, rest = divmod(number, 12)
    if not years:
        return months(number)
    if not rest:
        return Phrase(f"{years} år", count(years, ("", ""), ("year", "years")).en)
    return Phrase(f"{years} år og {months(rest)}", f"{count(years, ('', ''), ('year', 'years')).en} and {months(rest).en}")


def listed(words: list[str], last: str) -> str:
    """Words with commas, the last one after `last`."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" {last} " + words[-1]
