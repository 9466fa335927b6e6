"""`redekasse backup`: the whole database as one file."""

from __future__ import annotations

from pathlib import Path

import click

from data.database.backup import write_backup
from webui.cli import options, work
from webui.cli.base import Command
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.texts import _, number


@click.command("backup", cls=Command, help=COMMANDS["backup"])
@click.argument("path", metavar="FIL", type=click.Path(dir_okay=False, path_type=Path))
@options.database
@options.common
@click.pass_obj
def backup(console: Console, path: Path, database: str | None) -> None:
    """Write the database to a file; the pages may go on meanwhile."""
    report = write_backup(work.ready_database(database), path)
    console.emit(report.to_dict())
    console.say(
        _(
            "Sikkerhedskopien er skrevet til %(path)s: %(rows)s rækker. Den rummer personoplysninger.",
            path=path,
            rows=number(sum(report.rows.values())),
        )
    )
