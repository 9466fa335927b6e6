"""`redekasse restore`: a backup into an empty database."""

from __future__ import annotations

from pathlib import Path

import click

from data.database.backup import restore_backup
from webui.cli import options, work
from webui.cli.base import Command
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.texts import _, number


@click.command("restore", cls=Command, help=COMMANDS["restore"])
@click.argument("path", metavar="FIL", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options.database
@options.common
@click.pass_obj
def restore(console: Console, path: Path, database: str | None) -> None:
    """Fill an empty database from a file; with a fault anywhere it stays empty."""
    report = restore_backup(work.ready_database(database), path)
    console.emit(report.to_dict())
    rows, at = number(sum(report.rows.values())), f"{report.made_at:%Y-%m-%d %H:%M}"
    console.say(_("Databasen er gendannet: %(rows)s rækker fra %(at)s UTC. Alle skal logge ind igen.", rows=rows, at=at))
