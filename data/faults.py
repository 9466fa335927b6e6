"""Faults in the data: what a user can mend, told in Danish or English, never with a CPR number in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]

#: six digits that begin as a date (day 01-31, or 61-91 for replacement numbers; month 01-12), then four more
_CPR = re.compile(r"(?<!\d)((?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])(?:0[1-9]|1[0-2])\d\d)[\s-]?\d{4}(?!\d)")
_LONGEST_VALUE = 80


def mask_cpr(text: str) -> str:
    """`text` with the last four digits of everything that looks like a CPR number replaced by stars."""
    return _CPR.sub(r"\1-****", text)


class Phrase(str):
    """A Danish phrase that also knows its English version; CPR numbers in either are masked."""

    __slots__ = ("en",)
    en: str

    def __new__(cls, da: str, en: str) -> Phrase:
        """The phrase `da`, in English `en`."""
        phrase = super().__new__(cls, mask_cpr(da))
        phrase.en = mask_cpr(en)
        return phrase

    def __reduce__(self) -> tuple[type[Phrase], tuple[str, str]]:
        """So that a phrase can be copied and pickled."""
        return Phrase, (str(self), self.en)

    def text(self, language: str) -> str:
        """The phrase in `language`: "en" is English, anything else Danish."""
        return self.en if language == "en" else str(self)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault or warning. `row` is the line in the file as the user sees it (header = 1); None = the whole table."""

    table: str
    row: int | None
    column: str | None
    value: str | None
    expected: Phrase
    remedy: Phrase
    severity: Severity
    code: str

    def __post_init__(self) -> None:
        """Shorten a long value and mask CPR numbers in it, so that no message or log can hold one."""
        if self.value is not None:
            value = mask_cpr(self.value)
            short = value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…"
            object.__setattr__(self, "value", short)

    def text(self, language: str = "da") -> str:
        """One or two sentences: where, what was found, what was expected, what to do."""
        english = language == "en"
        place = self.table
        if self.row is not None:
            place += f", {'row' if english else 'række'} {self.row}"
        if self.column is not None:
            place += f", {'column' if english else 'kolonne'} {self.column}"
        found = "" if self.value is None else f'found "{self.value}", ' if english else f"fandt »{self.value}«, "
        expected = f"{'expected' if english else 'ventede'} {self.expected.text(language)}"
        return f"{place}: {found}{expected}. {self.remedy.text(language)}"

    def to_dict(self, language: str = "da") -> dict[str, Any]:
        """The fault as plain values for JSON: the fields and `text`."""
        return {
            "table": self.table, "row": self.row, "column": self.column, "value": self.value,
            "expected": self.expected.text(language), "remedy": self.remedy.text(language),
            "severity": self.severity, "code": self.code, "text": self.text(language),
        }  # fmt: skip


class PackageFaults(Exception):
    """The data cannot be used as they are. `faults` holds every error that was found, `warnings` what else was seen."""

    SHOWN = 20

    def __init__(self, faults: Iterable[Fault], warnings: Iterable[Fault] = (), language: str = "da") -> None:
        """Raise with all `faults`; `language` is that of `str()`."""
        self.faults = tuple(faults)
        self.warnings = tuple(warnings)
        self.language = language
        super().__init__(self.faults)

    def __str__(self) -> str:
        """The first faults, one a line, and how many there are in all."""
        english = self.language == "en"
        lines = [fault.text(self.language) for fault in self.faults[: self.SHOWN]]
        more = len(self.faults) - len(lines)
        if more > 0:
            lines.append(f"... {'and' if english else 'og'} {more} {'more' if english else 'flere'}")
        return "\n".join(lines)


class Mendable(Exception):
    """Something outside the data that the user can mend: a database, a service, a file of another kind."""

    def __init__(self, da: str, en: str) -> None:
        """Raise with the message in Danish and English, what was found and what to do; `str()` gives the Danish one."""
        self.phrase = Phrase(da, en)
        super().__init__(str(self.phrase))

    def text(self, language: str = "da") -> str:
        """The message in `language`: "en" is English, anything else Danish."""
        return self.phrase.text(language)
