"""A child_id that is a CPR number becomes a pseudonym everywhere; the CPR number stays in `cpr` alone.

The pseudonym is a keyed hash (HMAC-SHA-256, 65 bits in base 32, which can never look like a CPR number itself). There
are few CPR numbers, so a hash without a key could be undone by trying them all. The key is the installation's own
(`REDEKASSE_PSEUDONYM_KEY`); without one it is drawn from the CPR numbers of the package together: then the same data
give the same pseudonyms, and another export gives others.
"""

from __future__ import annotations

import base64
import calendar
import hashlib
import hmac
import re

import pandas as pd

from data.fields import tables

_SHAPE = re.compile(r"(\d\d)(\d\d)(\d\d)[\s-]?(\d{4})")
#: added to the day in the replacement numbers that authorities give people without a CPR number
_REPLACEMENT = 60
_PSEUDONYM_LENGTH = 13
#: further columns of `children` in which exports put a parent's or sibling's CPR number
_FAMILY = ("household_id", "twin_group")


def is_cpr(text: str) -> bool:
    """Whether `text` is ten digits (with or without a hyphen) that begin with a date. Modulus 11 says nothing since 2007."""
    match = _SHAPE.fullmatch(text) if len(text) in (10, 11) else None
    if match is None:
        return False
    day, month, year = int(match[1]), int(match[2]), int(match[3])
    if day > _REPLACEMENT:
        day -= _REPLACEMENT
    # the century is in the last digits; 2000 + yy has a leap day whenever either century may have one
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2000 + year, month)[1]


def pseudonymise(frames: dict[str, pd.DataFrame], key: bytes | None) -> None:
    """Replace CPR numbers in every column that holds a child's, household's or twin group's id. Changes `frames`."""
    fields = [(name, field) for name, spec in tables().items() for field in spec.fields]
    places = [(name, field.name) for name, field in fields if _holds_child(name, field.name, field.target)]
    present = [(table, column) for table, column in places if table in frames and column in frames[table]]
    found = sorted({text for table, column in present for text in frames[table][column].unique() if is_cpr(text)})
    if not found:
        return
    secret = key or hashlib.sha256("\n".join(sorted(_digits(text) for text in found)).encode()).digest()
    names = {text: _pseudonym(text, secret) for text in found}
    children = frames.get("children")
    if children is not None and "child_id" in children:
        _keep_cpr(children, set(found))
    for table, column in present:
        frames[table][column] = frames[table][column].map(lambda text: names.get(text, text)).astype(object)


def _holds_child(table: str, column: str, target: str) -> bool:
    return target == "children" or (table == "children" and column in ("child_id", *_FAMILY))


def _keep_cpr(children: pd.DataFrame, found: set[str]) -> None:
    """Move the CPR numbers in child_id to the empty cells of `cpr`."""
    if "cpr" not in children:
        children["cpr"] = pd.Series("", index=children.index, dtype=object)
    moved = children["child_id"].isin(found) & (children["cpr"] == "")
    children.loc[moved, "cpr"] = children.loc[moved, "child_id"]


def _digits(text: str) -> str:
    return "".join(ch for ch in text if ch.isdigit())


def _pseudonym(text: str, secret: bytes) -> str:
    digest = hmac.new(secret, _digits(text).encode(), hashlib.sha256).digest()
    return "P-" + base64.b32encode(digest).decode()[:_PSEUDONYM_LENGTH]
