"""Sentences out of facts: a table of templates for each language, filled in so that numbers and dates read well.

A template holds fields `{fact}` or `{fact:how}`. How:

* `date` - an ISO date in words; `starts` - a list of them: the one, or the first and the last
* `place`, `at` - a place by name, bare or with its preposition; the fact `<name>_kind` says what it is
* `names` - a list of names as they are
* `words` - a code (or a list of them) in the language's words
* `groups` - a list of tiers, each with its number from the fact `<name>_counts`
* `one|many` or `none|one|many` - grammar by number; `#` is the number itself

A part in double brackets is left out when one of its facts is missing. A code may have several templates: the first whose facts
are all there is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

_FIELD = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]")


@dataclass(frozen=True)
class Language:
    """What a language knows: templates by code, words by code, and how dates and places are said."""

    templates: Mapping[str, tuple[str, ...]]
    words: Mapping[str, str]
    both: str
    day: Callable[[date], str]
    starts: Callable[[date, date], str]
    #: (kind of place, name) -> bare, and with the preposition
    place: Callable[[str, str], str]
    at: Callable[[str, str], str]


def fields_of(template: str) -> set[str]:
    """The facts that a template cannot do without."""
    return {name for name, _ in _FIELD.findall(_OPTIONAL.sub("", template))}


def tell(code: str, facts: Mapping[str, Any], language: Language) -> str:
    """The sentence of a code with its facts. KeyError when the code has no template for them."""
    for template in language.templates[code]:
        if fields_of(template) <= facts.keys():
            text = _OPTIONAL.sub(lambda part: part[1] if fields_of(part[1]) <= facts.keys() else "", template)
            text = _FIELD.sub(lambda field: _say(field[1], field[2], facts, language), text)
            return text[0].upper() + text[1:]
    raise KeyError(f"{code}: no template for {sorted(facts)}")


def _say(name: str, how: str | None, facts: Mapping[str, Any], language: Language) -> str:
    value = facts[name]
    if how is None:
        return str(value)
    if "|" in how:
        *none, one, many = how.split("|")
        return (none[0] if none and value == 0 else one if value == 1 else many).replace("#", str(value))
    says = _WAYS.get(how)
    if says is not None:
        return says(value, language)
    if how == "groups":
        return ", ".join(f"{language.words[code]}: {n}" for code, n in zip(value, facts[f"{name}_counts"], strict=True))
    put = {"place": language.place, "at": language.at}[how]
    return put(facts[f"{name}_kind"], value)


def _starts(days: list[str], language: Language) -> str:
    found = sorted(date.fromisoformat(day) for day in days)
    return language.starts(found[0], found[-1])


def _words(codes: str | list[str], language: Language) -> str:
    return _joined([language.words[code] for code in ([codes] if isinstance(codes, str) else codes)], language)


def _joined(words: list[str], language: Language) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {language.both} {words[-1]}"


_WAYS: Mapping[str, Callable[[Any, Language], str]] = {
    "date": lambda day, language: language.day(date.fromisoformat(day)),
    "starts": _starts,
    "names": _joined,
    "words": _words,
}
