"""`redekasse account`: who may sign in to the pages, and what they may do there."""

from __future__ import annotations

import sys

import click

from data.stores import accounts
from webui.cli import options, work
from webui.cli.base import Command
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.texts import _
from webui.errors import UserFault
from webui.i18n import N_
from webui.people.acting import Role


@click.command("account", cls=Command, help=COMMANDS["account"])
@click.argument("what", metavar="HVAD", type=click.Choice(["add", "list", "change"]))
@click.argument("name", metavar="NAVN", required=False, default="")
@click.option("--role", "roles", metavar="ROLLE", multiple=True, type=click.Choice([role.value for role in Role]), help=N_("Kan gentages."))
@click.option("--facility", metavar="ID", help=N_("Huset, når rollen er unit."))
@click.option("--password", "asks", is_flag=True, help=N_("Giv kontoen en ny adgangskode, der spørges om."))
@click.option("--disable", "disabled", flag_value=True, type=bool, default=None, help=N_("Luk kontoen."))
@click.option("--enable", "disabled", flag_value=False, type=bool, help=N_("Åbn kontoen igen."))
@options.database
@options.common
@click.pass_obj
def account(
    console: Console, what: str, name: str, roles: tuple[str, ...], facility: str | None, asks: bool, disabled: bool | None,
    database: str | None,
) -> None:  # fmt: skip
    """Make an account, show all, or change one. The password is read from the terminal or standard input, never from the command."""
    engine = work.ready_database(database)
    if what != "list" and not name:
        raise UserFault(_("Angiv kontoens navn"))
    if what == "add":
        if Role.UNIT.value in roles and facility is None:
            raise UserFault(_("Rollen unit kræver --facility"))
        accounts.add_account(engine, name, _password(), roles, work.actor(), facility_id=facility)
    elif what == "change":
        password = _password() if asks else None
        accounts.change_account(engine, name, work.actor(), roles=roles or None, password=password, disabled=disabled)
    found = accounts.list_accounts(engine)
    console.emit({"accounts": [{"name": one.name, "roles": list(one.roles), "disabled": one.disabled} for one in found]})
    if not found:
        console.say(_("Der er ingen konti: siderne svarer kun på deres egen maskine"))
    for one in found:
        closed = _("lukket") if one.disabled else ""
        console.say(" ".join(part for part in (f"{one.name}:", ", ".join(one.roles), one.facility_id or "", closed) if part))


def _password() -> str:
    """The password as it was typed, twice at a terminal; one line where input is piped."""
    if sys.stdin.isatty():
        return str(click.prompt(_("Adgangskode"), hide_input=True, confirmation_prompt=_("Adgangskode igen"), err=True))
    return sys.stdin.readline().rstrip("\n")
