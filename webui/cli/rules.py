"""`redekasse rules`: the rules and aims of every round, each with its law, in words."""

from __future__ import annotations

from dataclasses import asdict

import click

from optimizer.rounds.rulebook import LABELS, Page, markdown, pages
from webui import labels
from webui.cli import options
from webui.cli.base import Command
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.texts import _, language
from webui.errors import UserFault
from webui.i18n import N_


@click.command("rules", cls=Command, help=COMMANDS["rules"])
@click.argument("name", metavar="RULE", required=False)
@click.option("--markdown", "as_markdown", is_flag=True, help=N_("Skriv reglerne som siden docs/rules.md, på engelsk."))
@options.common
@click.pass_obj
def rules(console: Console, name: str | None, as_markdown: bool) -> None:
    """Print one rule, or all."""
    if as_markdown:
        click.echo(markdown(), nl=False)
        return
    found = [page for page in pages("en" if language() == "en" else "da") if name in (None, page.name)]
    if not found:
        raise UserFault(_("Der er ingen regel, der hedder %(name)s: redekasse rules viser alle", name=name))
    console.emit([{"title": _(labels.RULEBOOK[page.name]), **asdict(page)} for page in found])
    for page in found:
        for line in _lines(page):
            console.say(line)


def _lines(page: Page) -> list[str]:
    texts = LABELS["en" if language() == "en" else "da"]
    parts = [f"  {label}: {' '.join(page.part(key).split())}" for key, label in texts.items()]
    return [f"{_(labels.RULEBOOK[page.name])} ({page.name})", f"  {page.sentence}", *parts, ""]
