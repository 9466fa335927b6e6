"""The reference of tables and columns in `docs/data-package.md`, written from the field tables.

`python -m data.fields.reference docs/data-package.md` brings the page up to date; a test says when that is needed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from data.fields import Field, TableSpec, beside, tables

BEGIN = "<!-- written from data/fields: begin -->"
END = "<!-- written from data/fields: end -->"


def render() -> str:
    """All tables and their columns as Markdown."""
    return "\n".join(line for spec in (*tables().values(), *beside().values()) for line in _table(spec))


def updated(page: str) -> str:
    """`page` with the reference between its two marks renewed. ValueError when a mark is missing."""
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page needs the marks {BEGIN} and {END}")
    return f"{head}{BEGIN}\n\n{render()}\n{END}{tail}"


def _table(spec: TableSpec) -> Iterator[str]:
    yield f"### `{spec.name}`"
    yield ""
    need = "Required." if spec.required else "Optional."
    yield f"{spec.description} (*{spec.description_da}*). {need} Also called {', '.join(spec.aliases)}. Key: {', '.join(spec.key)}."
    yield ""
    yield "| column | Danish headers | type | empty means | meaning | source |"
    yield "|---|---|---|---|---|---|"
    for field in spec.fields:
        name = f"**{field.name}**" if field.required or field.either else field.name
        meaning = f"{field.description}<br>*{field.description_da}*"
        cells = (name, ", ".join(field.aliases), _type(field), _empty(field), meaning, field.source)
        yield f"| {' | '.join(cells)} |"
    yield ""


def _type(field: Field) -> str:
    kind = f"id from {field.target}" if field.type == "ref" else field.type.replace("_", "/")
    if field.choices:
        words = (f"`{value}`" + (f" ({', '.join(others)})" if others else "") for value, others in field.choices.items())
        kind = "one of " + ", ".join(words)
    if field.low is not None:
        kind += f" {field.low:g} or more" if field.high is None else f" {field.low:g} to {field.high:g}"
    return f"{kind}; {field.unit}" if field.unit else kind


def _empty(field: Field) -> str:
    if field.either:
        return f"allowed when another of the group *{field.either}* is filled in"
    return "a fault" if field.required else field.default or ""


def main(argv: list[str]) -> None:
    """Renew the page named on the command line."""
    page = Path(argv[1])
    page.write_text(updated(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv)
