"""`redekasse retention`: what is past its term, and its deletion."""

from __future__ import annotations

import click

from data.stores.retention import Outdated, Terms, delete_outdated, outdated
from webui.cli import options, work
from webui.cli.base import Command
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.texts import _, number
from webui.i18n import N_

MONTHS = click.IntRange(min=1)


@click.command("retention", cls=Command, help=COMMANDS["retention"])
@click.option("--log", metavar="N", type=MONTHS, default=Terms().log, help=N_("Måneder, loggen over opslag gemmes; ellers 24."))
@click.option("--data", metavar="N", type=MONTHS, default=Terms().data, help=N_("Måneder, data uden en runde gemmes; ellers 12."))
@click.option(
    "--rounds", metavar="N", type=MONTHS, default=Terms().rounds, help=N_("Måneder, runder med børn og breve gemmes; ellers 120.")
)
@click.option("--keep", "held", metavar="RUNDE", type=int, multiple=True, help=N_("En runde, der gemmes alligevel; kan gentages."))
@click.option("--delete", "deletes", is_flag=True, help=N_("Slet det; ellers vises kun, hvad der ville blive slettet."))
@options.database
@options.common
@click.pass_obj
def retention(
    console: Console, log: int, data: int, rounds: int, held: tuple[int, ...], deletes: bool, database: str | None
) -> None:  # fmt: skip
    """Show what is past its term; delete it only when told to."""
    engine, terms = work.ready_database(database), Terms(log, data, rounds)
    found = delete_outdated(engine, terms, work.actor(), held=held) if deletes else outdated(engine, terms, held=held)
    console.emit({"deleted": deletes, **found.to_dict()})
    _show(console, found, deletes)


def _show(console: Console, found: Outdated, deletes: bool) -> None:
    if not found.rows:
        console.say(_("Intet er ældre end fristerne."))
        return
    for table, rows in found.rows.items():
        console.say(f"{table}: {number(rows)}")
    if found.rounds:
        console.say(_("Runder, der mister deres børn: %(rounds)s.", rounds=", ".join(map(str, found.rounds))))
    console.say(_("Slettet.") if deletes else _("Intet er slettet. Slet med --delete."))
