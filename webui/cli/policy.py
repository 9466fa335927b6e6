"""`redekasse policy`: the rules in words, as a municipality would publish them, and which policies come with the product."""

from __future__ import annotations

import click

from data.policies import SHIPPED, load_policy
from data.policies.printed import PrintedSection, printed
from optimizer.domain.policy import Policy
from webui.cli import options
from webui.cli.base import Command
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.texts import _, choose, language
from webui.errors import UserFault
from webui.i18n import N_


@click.command("policy", cls=Command, help=COMMANDS["policy"])
@click.argument("action", metavar="HANDLING", type=click.Choice(["list", "show"]))
@click.argument("name", metavar="POLITIK", required=False)
@click.option("--english", is_flag=True, help=N_("På engelsk, som --language en; kilderne står, som de er skrevet."))
@options.common
@click.pass_obj
def policy(console: Console, action: str, name: str | None, english: bool) -> None:
    """Print a policy's guidelines, or the policies that come with the product."""
    if english:
        choose("en")
    if action == "list":
        _list(console)
    elif name is None:
        raise UserFault(_("Angiv en politik: en fil eller et navn (redekasse policy list)"))
    else:
        _show(console, load_policy(name))


def _list(console: Console) -> None:
    shipped = [load_policy(name) for name in SHIPPED]
    console.emit([{"name": p.name, "municipality": p.municipality, "valid_from": p.valid_from.isoformat()} for p in shipped])
    for p in shipped:
        console.say(f"{p.name:12}{p.valid_from.isoformat()}  {p.municipality}".rstrip())


def _show(console: Console, chosen: Policy) -> None:
    sections = printed(chosen, language())
    console.emit({"name": chosen.name, "hash": chosen.hash, "sections": [_document(section) for section in sections]})
    for section in sections:
        console.say(section.title)
        for line in section.lines:
            sentence, *listed = line.rows
            console.say(f"  {sentence}")
            for row in listed:
                console.say(f"    {row}")
            if line.source:
                console.say("      " + _("Kilde: %(source)s", source=line.source))
        console.say()


def _document(section: PrintedSection) -> dict[str, object]:
    lines = [{"setting": line.path, "text": line.text, "source": line.source} for line in section.lines]
    return {"title": section.title, "lines": lines}
