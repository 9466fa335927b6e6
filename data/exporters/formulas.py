"""Texts that a spreadsheet would take for a formula get an apostrophe before them in a result's tables, and lose it when read."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def shielded(text: str) -> str:
    """The text as it is written."""
    return "'" + text if _FORMULA.match(text) else text


def unshielded(cell: str) -> str:
    """The text that was written so."""
    return cell[1:] if _QUOTED_FORMULA.match(cell) else cell
