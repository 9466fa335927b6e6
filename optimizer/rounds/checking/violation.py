"""A broken hard rule, said so that a person can act on it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """`rule` is the rule's NAME, `subject` the application or unit that it concerns, `message` a Danish sentence."""

    rule: str
    subject: str
    message: str
