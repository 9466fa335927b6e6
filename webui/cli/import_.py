"""`redekasse import`: a folder of data becomes the database's current data."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from data.stores.packages import ImportReport, import_package
from webui.cli import options, work
from webui.cli.base import Command
from webui.cli.clock import Clock
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.texts import _, number


@click.command("import", cls=Command, help=COMMANDS["import"])
@options.folder()
@options.leave_out
@options.database
@options.common
@click.pass_obj
def import_(console: Console, folder: Path, leave_out: tuple[str, ...], database: str | None) -> None:
    """Import in one transaction; with a fault anywhere the database stays as it was."""
    package = work.read_folder(folder, leave_out, Clock())
    report = import_package(work.ready_database(database), package, folder.resolve().name, work.actor())
    console.emit(report.to_dict())
    show_import(console, report)


def show_import(console: Console, report: ImportReport) -> None:
    """What an import changed, table by table."""
    if report.nothing_changed:
        console.say(_("Data er de samme som ved sidste indlæsning."))
        return
    table = Table(title=_("Indlæst"), title_justify="left")
    table.add_column(_("Tabel"))
    for heading in (_("Rækker"), _("Nye"), _("Fjernet"), _("Ændret")):
        table.add_column(heading, justify="right")
    for change in report.tables:
        if not change.is_empty:
            table.add_row(change.table, *map(number, (change.rows, len(change.added), len(change.removed), len(change.changed))))
    console.say(table)
    warnings, left_out = number(report.warnings), number(len(report.left_out))
    console.say(_("%(warnings)s advarsler, %(left_out)s rækker udeladt.", warnings=warnings, left_out=left_out))
