"""The documents lead somewhere: every link between them has a target."""

from __future__ import annotations

import re
from pathlib import Path


def test_links_between_documents_have_a_target(project: Path) -> None:
    documents = [*project.glob("*.md"), *(project / "docs").rglob("*.md")]
    dead = [
        f"{document.relative_to(project)}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert dead == []
