"""The address of the page of rules. It shows no child's data."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from optimizer.rounds.rulebook import LABELS, Group, Page, pages
from webui import labels
from webui.i18n import language

blueprint = Blueprint("rulebook", __name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule or aim under its title; `parts` are (label, text), the formula apart."""

    title: str
    page: Page
    parts: list[tuple[str, str]]


def entries(group: Group) -> list[Entry]:
    """The rules or the aims in the reader's language."""
    code = "en" if language() == "en" else "da"
    texts = LABELS["en" if code == "en" else "da"]
    return [
        Entry(labels.label(labels.RULEBOOK, page.name), page, [(label, page.part(key)) for key, label in texts.items() if key != "formula"])
        for page in pages("en" if code == "en" else "da")
        if page.group == group
    ]


@blueprint.get("/regler")
def index() -> str:
    """All rules and aims."""
    return render_template("rulebook/index.html", rules=entries("rule"), aims=entries("aim"))
