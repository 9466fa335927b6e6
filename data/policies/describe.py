"""The tables of docs/policies.md, made from what the settings say of themselves: `python -m data.policies.describe` writes them anew."""

from __future__ import annotations

import re
from pathlib import Path

from data.policies.guidelines import GUIDELINES, TIER_WORDS
from data.policies.settings import SETTINGS

PAGE = Path("docs") / "policies.md"


def settings_table() -> list[str]:
    """One row a setting: path, what it may hold, what it means."""
    rows = [f"| `{s.path}` | {GUIDELINES[s.path].value} | {GUIDELINES[s.path].meaning} |" for s in SETTINGS]
    return ["| Indstilling | Værdi | Betydning |", "|---|---|---|", *rows]


def tiers_table() -> list[str]:
    """One row a step of the order."""
    return ["| Trin | Hvem |", "|---|---|", *(f"| `{tier}` | {who} |" for tier, who in TIER_WORDS.items())]


def described(page: str) -> str:
    """The page with both tables made anew."""
    for heading, table in (("Indstilling", settings_table()), ("Trin", tiers_table())):
        found = re.search(rf"^\| {heading} \|.*?\n(?=\n|\Z)", page, re.MULTILINE | re.DOTALL)
        if found is None:
            raise ValueError(f"no table »{heading}« in the page")
        page = page[: found.start()] + "\n".join(table) + "\n" + page[found.end() :]
    return page


if __name__ == "__main__":
    PAGE.write_text(described(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
