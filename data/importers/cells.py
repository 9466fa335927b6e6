"""From one cell of text to a value. Each parser raises BadCellError with the code of the fault."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from data.fields import Field, choice_word

Value = str | int | float | bool | dt.date

_YES_NO = {
    **dict.fromkeys(("ja", "j", "1", "true", "sand", "yes", "y"), True),
    **dict.fromkeys(("nej", "n", "0", "false", "falsk", "no"), False),
}
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d+)?")
_WHOLE = re.compile(r"([+-]?\d{1,15})(?:[.,]0+)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DANISH = re.compile(r"(\d{1,2})(?:-(\d{1,2})-|\.(\d{1,2})\.|/(\d{1,2})-)(\d{4})")
_TIME = re.compile(r"(\d{1,2})[:.](\d\d)(?::00)?")
FIRST_YEAR, LAST_YEAR = 1900, 2199


class BadCellError(ValueError):
    """The text is no such value; `code` is that of the fault."""

    def __init__(self, code: str) -> None:
        """Raise for the fault `code`."""
        super().__init__(code)
        self.code = code


def parse_text(text: str, field: Field) -> str:
    """Any text."""
    return text


def parse_date(text: str, field: Field) -> dt.date:
    """A date as 2027-03-01, 01-03-2027, 01.03.2027 or 1/3-2027."""
    iso, danish = _ISO.fullmatch(text), _DANISH.fullmatch(text)
    try:
        if iso:
            found = dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
        elif danish:
            found = dt.date(int(danish[5]), int(danish[2] or danish[3] or danish[4]), int(danish[1]))
        else:
            raise BadCellError("bad_date")
    except ValueError as error:
        raise BadCellError("bad_date") from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadCellError("bad_date")
    return found


def _in_range(value: float, field: Field) -> None:
    if value < 0 and field.low is not None and field.low >= 0:
        raise BadCellError("negative_number")
    if (field.low is not None and value < field.low) or (field.high is not None and value > field.high):
        raise BadCellError("out_of_range")


def parse_integer(text: str, field: Field) -> int:
    """A whole number within the field's range; `12,0` is whole too."""
    match = _WHOLE.fullmatch(text)
    if match is None:
        raise BadCellError("bad_integer")
    value = int(match[1])
    _in_range(value, field)
    return value


def parse_number(text: str, field: Field) -> float:
    """A number with decimal comma or point, within the field's range."""
    if not _NUMBER.fullmatch(text):
        raise BadCellError("bad_number")
    value = float(text.replace(",", "."))
    _in_range(value, field)
    return value


def parse_yes_no(text: str, field: Field) -> bool:
    """ja/nej, 1/0, true/false."""
    value = _YES_NO.get(text.casefold())
    if value is None:
        raise BadCellError("bad_yes_no")
    return value


def parse_time(text: str, field: Field) -> str:
    """A time of day as HH:MM."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise BadCellError("bad_time")
    hour, minute = int(match[1]), int(match[2])
    try:
        return dt.time(hour, minute).strftime("%H:%M")
    except ValueError as error:
        raise BadCellError("bad_time") from error


def parse_choice(text: str, field: Field) -> str:
    """One of the field's values, or another word for it."""
    value = field.words.get(choice_word(text))
    if value is None:
        raise BadCellError("bad_choice")
    return value


PARSERS: dict[str, Callable[[str, Field], Value]] = {
    "text": parse_text, "id": parse_text, "ref": parse_text, "choice": parse_choice, "time": parse_time,
    "integer": parse_integer, "number": parse_number, "yes_no": parse_yes_no, "date": parse_date,
}  # fmt: skip
